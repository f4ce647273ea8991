import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Work } from '#kernel/work.ts'
import { namesSeen } from '#rooms/people/queries.ts'
import { rosterOf, sessionOf } from '#rooms/timetable/queries.ts'
import { earlier } from './attendance.ts'
import { badTimes, corrects, markFields, opensAt, takes, who } from './marks.ts'
import { saidLater, standsOver, trueTime } from './presence.ts'
import * as store from './store.ts'
import * as unplacedStore from './unplaced-store.ts'

// Marks that were made on a sheet without a network. They come later, perhaps twice, in any order, onto a sheet that
// others changed meanwhile: each is taken once, or kept aside until a person says what becomes of it.

/** Why a mark finds no place, in words for whoever made it. */
const whyNot: Readonly<Record<string, string>> = {
  'not-here': 'This session is not here any more.',
  canceled: 'The session was canceled.',
  'not-yours': 'You do not take the attendance of this session.',
  'closed-already': 'The sheet is closed.',
  'not-on-roster': 'They are not expected in this session any more.',
  'too-early': 'It was made before the door opened.',
}

const offlineMark = z.strictObject({
  id: z.uuid(),
  sessionId: z.uuid(),
  clientId: z.uuid(),
  ...markFields,
  // Of many people at once: what a line about one of them locks away would stand open here.
  reason: concealedText(markFields.reason),
  /** By the device's own clock, and how far the house's clock was ahead of it. */
  deviceAt: momentSchema,
  offsetMs: z.int().min(-31_536_000_000).max(31_536_000_000),
  /** The house's time of the sheet that was before their eyes. */
  seenAt: momentSchema,
})

/** What a mark says, before it is known what it stands over. */
type Said = Omit<store.NewMark, 'onDay' | 'corrects' | 'how'>
/** The mark that stands: one of the house's, or one that has come just now. */
type Standing = Pick<store.Mark, 'id' | 'saidAt' | 'recordedAt' | 'recordedBy' | 'deviceId'> & {
  row?: store.NewMark & { later?: boolean }
}

/** A mark as it was made on a device, by the house's clock. */
function asSaid(work: Work, mark: z.output<typeof offlineMark>, deviceId: string): Said {
  const { id, sessionId, clientId, kind, reason } = mark
  const here = kind === 'here'
  return {
    id,
    sessionId,
    clientId,
    kind,
    reason,
    arrivedAt: here ? mark.arrivedAt : null,
    leftAt: here ? mark.leftAt : null,
    mode: here ? mark.mode : null,
    saidAt: trueTime(mark, work.now),
    seenAt: earlier(mark.seenAt, work.now),
    deviceId,
  }
}

async function held(work: Work, sessionId: string) {
  await work.hold('timetable.session', sessionId)
  return work.ask(sessionOf, { id: sessionId })
}

/** A session's sheet as marks are laid onto it; null when it is not here, or not to be seen. */
async function sheetFor(work: Work, sessionId: string) {
  // Held before it is read, or it could be canceled between the look at it and the mark.
  const session = await held(work, sessionId).catch((error: unknown) => {
    if (error instanceof Refusal) return null
    throw error
  })
  if (!session) return null
  const [closing, roster, marks] = await Promise.all([
    store.closingOf(work, sessionId),
    work.ask(rosterOf, { sessionId }),
    store.marksOfSessions(work, [sessionId]),
  ])
  const standing = new Map<string, Standing>(marks.map(mark => [mark.clientId, mark]))
  return {
    session,
    closed: closing !== undefined,
    expected: new Set(roster.seats.map(seat => seat.clientId)),
    standing,
  }
}
type Sheet = NonNullable<Awaited<ReturnType<typeof sheetFor>>>

/** Why a mark finds no place on its sheet; null when it does. */
function whyUnplaced(work: Work, sheet: Sheet | null, said: Said): string | null {
  if (!sheet) return 'not-here'
  const { session, closed, expected } = sheet
  if (session.canceledAt) return 'canceled'
  if (!takes(work, session)) return 'not-yours'
  // On a closed sheet nobody is left unmarked.
  if (closed && (said.kind === 'none' || !corrects(work, session))) return 'closed-already'
  if (!expected.has(said.clientId)) return 'not-on-roster'
  if (said.saidAt < opensAt(session)) return 'too-early'
  return badTimes(session, said)?.code ?? null
}

const wordsFor = (sheet: Sheet | null, said: Said, because: string) =>
  whyNot[because] ?? (sheet ? badTimes(sheet.session, said)?.says : undefined) ?? ''

/** Whether a mark was made over the one that stands: that had reached them, or is their own of the same device. */
const madeOver = (work: Work, said: Said, under: Standing) =>
  said.seenAt >= under.recordedAt ||
  // Of two who share a device nobody sees what waits there for the other.
  (said.deviceId !== null && said.deviceId === under.deviceId && under.recordedBy === work.actor.personId)

type Laid = store.NewMark & { later?: boolean }

/** Lays a mark over the one that stands, or under it when that was said later. */
function lay(work: Work, { session, standing }: Sheet, { said, asideIds }: { said: Said; asideIds: string[] }): Laid {
  const under = standing.get(said.clientId)
  const row = { ...said, onDay: session.onDay, how: 'sheet' as const, corrects: null }
  if (under && !standsOver(row, under)) return { ...row, later: true }
  // Whoever had not seen it corrects nothing: that two disagree then goes to a person.
  const over: Laid = { ...row, corrects: under && madeOver(work, said, under) ? under.id : null }
  if (under?.row) under.row.later = true
  else if (under) asideIds.push(under.id)
  standing.set(said.clientId, { ...over, recordedAt: work.now, recordedBy: work.actor.personId, row: over })
  return over
}

/** The sheets of some marks, held in one order: two devices that sync at once wait for each other and not in a ring. */
async function sheetsFor(work: Work, marks: readonly { sessionId: string }[]) {
  const sheets = new Map<string, Sheet | null>()
  for (const id of [...new Set(marks.map(mark => mark.sessionId))].sort()) sheets.set(id, await sheetFor(work, id))
  return sheets
}

/** Places these marks on their sheets, in the order in which they were said; answers what became of each. */
async function place(work: Work, sheets: ReadonlyMap<string, Sheet | null>, all: readonly Said[]) {
  const [rows, asideIds, results]: [store.NewMark[], string[], Result[]] = [[], [], []]
  for (const said of [...all].sort((a, b) => (saidLater(a, b) ? 1 : -1))) {
    const sheet = sheets.get(said.sessionId) ?? null
    const because = whyUnplaced(work, sheet, said)
    if (sheet && because === null) {
      rows.push(lay(work, sheet, { said, asideIds }))
      results.push({ id: said.id, kind: 'taken' })
    } else if (because) results.push({ id: said.id, kind: 'kept-aside', because, says: wordsFor(sheet, said, because) })
  }
  if (asideIds.length > 0) await store.setAside(work, asideIds)
  await store.addMarks(work, rows)
  return { results, clientIds: [...new Set(rows.map(row => row.clientId))] }
}

/** What became of one mark. */
type Result =
  | { id: string; kind: 'taken' | 'known' }
  /** It found no place and is kept until whoever made it says what becomes of it. */
  | { id: string; kind: 'kept-aside'; because: string; says: string }

export const syncMarks = command({
  name: 'attendance.sync-marks',
  says: 'Send marks that were made without a network: each is taken once, in the order in which they were made.',
  who,
  input: z.strictObject({
    deviceId: z.uuid(),
    /** Whose page sends them: it does so by itself, and somebody else may have signed in meanwhile. */
    accountId: z.uuid().optional(),
    marks: z.array(offlineMark).min(1).max(500),
  }),
  run: async (work, input) => {
    if (input.accountId && input.accountId !== work.actor.accountId)
      work.refuse('of-another', 'Somebody else is signed in here now. These marks wait for who made them.', {}, 403)
    const once = [...new Map(input.marks.map(mark => [mark.id, mark])).values()]
    const sheets = await sheetsFor(work, once)
    // Asked once the sheets are held: the same marks may have come by another call a moment ago.
    const known = new Set(
      (
        await store.marksKnown(
          work,
          once.map(mark => mark.id),
        )
      ).map(row => row.id),
    )
    const fresh = once.filter(mark => !known.has(mark.id)).map(mark => asSaid(work, mark, input.deviceId))
    const { results, clientIds } = await place(work, sheets, fresh)
    const because = new Map(results.flatMap(each => (each.kind === 'kept-aside' ? [[each.id, each.because]] : [])))
    await unplacedStore.keepAside(
      work,
      fresh.flatMap(said => {
        const why = because.get(said.id)
        return why ? [{ ...said, because: why }] : []
      }),
    )
    const again: Result[] = [...known].map(id => ({ id, kind: 'known' }))
    return { now: work.now, results: [...results, ...again], clientIds }
  },
  touches: answer => answer.clientIds,
})

export const unplaced = query({
  name: 'attendance.unplaced',
  says: 'The marks you made without a network that found no place on their sheet, and why.',
  who,
  input: z.strictObject({}),
  discloses: ['name', 'attendance'],
  run: async work => {
    const rows = await unplacedStore.unplacedOf(work)
    const { clients } = await work.ask(namesSeen, { ids: [...new Set(rows.map(row => row.clientId))] })
    const nameOf = new Map(clients.map(client => [client.id, client.name]))
    return {
      marks: rows.map(({ clientId, ...row }) => ({
        ...row,
        /** Null for somebody who is not yours to see any more. */
        clientId: nameOf.has(clientId) ? clientId : null,
        name: nameOf.get(clientId) ?? null,
        says: whyNot[row.because] ?? 'Its times cannot be.',
      })),
    }
  },
  shows: answer => [...new Set(answer.marks.flatMap(mark => mark.clientId ?? []))],
})

export const settleUnplaced = command({
  name: 'attendance.settle-unplaced',
  says: 'Say what becomes of a mark that found no place: try to place it again, or let it go.',
  who,
  input: z.strictObject({ id: z.uuid(), how: z.enum(['place', 'let-go']) }),
  run: async (work, input) => {
    await work.hold('attendance.unplaced', input.id)
    const [row] = await unplacedStore.unplacedOf(work, input.id)
    if (!row) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    if (input.how === 'let-go') {
      await unplacedStore.settleUnplaced(work, row.id, 'let-go')
      return { clientIds: [] }
    }
    // What was said then stands as it was said; who places it now has everything before their eyes.
    const { results, clientIds } = await place(work, await sheetsFor(work, [row]), [
      { ...row, seenAt: work.now, deviceId: null },
    ])
    const [result] = results
    if (result?.kind === 'kept-aside') work.refuse(result.because, `${result.says} Mend that first, or let it go.`)
    await unplacedStore.settleUnplaced(work, row.id, 'placed')
    return { clientIds }
  },
  touches: answer => answer.clientIds,
})

/** The doors of this noun, for the lists of the room's. */
export const syncCommands = [syncMarks, settleUnplaced]
export const syncQueries = [unplaced]
