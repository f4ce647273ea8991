import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, type OutputOf, query } from '#kernel/door.ts'
import { versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { type presenceOf, presenceWith, sessionAsked } from '#rooms/attendance/queries.ts'
import { rosterOf, sessionOf } from '#rooms/timetable/queries.ts'
import * as drafts from './drafts-store.ts'
import { hashOf, keptOf } from './keeping.ts'
import type { Named } from './names.ts'
import {
  emptyLine,
  emptyShared,
  type Finding,
  findingsOf,
  followUps,
  type GuardRules,
  guards,
  moods,
  type NotePerson,
  participations,
  responses,
  type SharedPart,
  sharedOf,
  sharedWords,
} from './notes.ts'
import { guardPresets, notesRule } from './rules.ts'
import * as store from './store.ts'

/** Who writes the notes of a group they lead. */
export const writers = ['facilitator', 'counselor'] as const

const step = () => concealedText(z.string().max(2000)).default('')
const sharedFields = {
  checkIn: step(),
  topic: concealedText(z.string().max(200)).default(''),
  skill: step(),
  homework: step(),
  closing: step(),
  shared: concealedText(z.string().max(8000)),
}
const lineFields = {
  participation: z.enum(participations).nullable(),
  response: z.enum(responses).nullable(),
  mood: z.enum(moods).nullable().default(null),
  risk: z.boolean().default(false),
  followUp: z.enum(followUps).nullable().default(null),
  objective: concealedText(z.string().max(300)).default(''),
  own: concealedText(z.string().max(4000)),
}

/** The session, if this person documents it: the facilitators of the group do. */
async function ownSession(work: Work, sessionId: string): Promise<void> {
  documented(work, await work.ask(sessionOf, { id: sessionId, counted: false }))
}

/** A session as its notes need it. */
export type NoteSession = OutputOf<typeof sessionOf>

/** Refuses whoever does not document this session, and a session that is not documented. */
export function documented(work: Work, session: NoteSession): void {
  if (!session.mine) work.refuse('not-yours', 'The facilitators of the group write its notes.', {}, 403)
  if (session.format !== 'group') work.refuse('not-a-group', 'Only a group has a group note.', {}, 422)
  if (session.canceledAt) work.refuse('canceled', 'This session was canceled, so there is nothing to document.')
  if (session.startsAt > work.now)
    work.refuse('too-early', 'This session has not begun yet.', { startsAt: session.startsAt })
}

export const saveShared = command({
  name: 'notes.save-shared',
  says: 'Keep the part of a group note that every chart gets: what the group did, in the order of its session.',
  who: writers,
  input: z.strictObject({ sessionId: z.uuid(), version: versionSchema, ...sharedFields }),
  version: input => input.version,
  run: async (work, { sessionId, version = 0, ...part }) => {
    await ownSession(work, sessionId)
    const kept = await drafts.saveShared(work, { sessionId, version, part, staffId: work.actor.personId ?? '' })
    if (!kept) work.changed({ now: await drafts.groupNoteOf(work, sessionId) })
    return { version: version === 0 ? 1 : version + 1 }
  },
})

export const saveLine = command({
  name: 'notes.save-line',
  says: 'Keep one person’s own part of a group note: participation, what was remarkable, a sentence of their own.',
  who: writers,
  input: z.strictObject({ sessionId: z.uuid(), clientId: z.uuid(), version: versionSchema, ...lineFields }),
  about: input => [input.clientId],
  version: input => input.version,
  run: async (work, { sessionId, clientId, version = 0, ...line }) => {
    await ownSession(work, sessionId)
    const { seats } = await work.ask(rosterOf, { sessionId })
    if (!seats.some(seat => seat.clientId === clientId))
      work.refuse('not-on-roster', 'This client has no seat in this session.')
    const note = await drafts.groupNoteHeld(work, sessionId)
    if (note?.signedAt) work.refuse('signed', store.constraints.note_stays_signed.says)
    const begun = { sessionId, version: 0, part: emptyShared, staffId: work.actor.personId ?? '' }
    if (!note) await drafts.saveShared(work, begun)
    const kept = await drafts.saveLine(work, { sessionId, clientId, version, line })
    if (!kept) work.changed({ now: (await drafts.linesOf(work, sessionId)).find(each => each.clientId === clientId) })
    return { version: version === 0 ? 1 : version + 1 }
  },
})

/** Whether each guard stops or warns in this program. */
function severitiesOf(guardsSet: readonly drafts.GuardSet[]): GuardRules['severities'] {
  const set = new Map(guardsSet.map(each => [each.guard, each.severity]))
  const severities = guardPresets.map(({ guard, severity }) => {
    const own = set.get(guard)
    return [guard, own === 'stops' || own === 'warns' ? own : severity] as const
  })
  return new Map(severities)
}

/** How this program has its guards. */
function guardRules(severities: GuardRules['severities'], on: Day): GuardRules {
  return {
    severities,
    alikeLastMost: notesRule('alike-last-most', on),
    alikeNeighborMost: notesRule('alike-neighbor-most', on),
  }
}

/** How many notes back a sentence is compared with. */
const lastCompared = 3

/** Who was expected in a session, who of them was here, and what was written of each last. */
async function thoseOf(work: Work, sessionId: string) {
  const asked = sessionAsked(work, sessionId)
  const [known, last] = await Promise.all([presenceWith(work, sessionId, asked), lastOf(work, asked)])
  return { ...known, last }
}

async function lastOf(work: Work, asked: ReturnType<typeof sessionAsked>) {
  const [{ startsAt }, { seats }] = await Promise.all([asked.session, asked.roster])
  const ids = seats.map(seat => seat.clientId)
  return store.lastOwn(work, ids, { before: startsAt, most: lastCompared })
}

/** Somebody by every name that a text may let them be known by. */
export const namedOf = (client: OutputOf<typeof presenceOf>['expected'][number]): Named => ({
  clientId: client.id,
  given: [client.chosenName ?? '', client.legalGiven].filter(Boolean),
  family: [client.legalFamily],
})

/** A group note as it stands: its session, shared part, everyone of the session, and what its guards find. */
export async function groupNoteNow(work: Work, sessionId: string) {
  const [{ note, lines, keepings, guards: set }, { session, expected, marks, last }] = await Promise.all([
    drafts.writingOf(work, sessionId),
    thoseOf(work, sessionId),
  ])
  const rules = guardRules(severitiesOf(set), session.onDay)
  const markBy = new Map(marks.map(mark => [mark.clientId, mark]))
  const lineBy = new Map(lines.map(line => [line.clientId, line]))
  const lastBy = Map.groupBy(last, each => each.clientId)
  const people = expected.map(client => {
    const mark = markBy.get(client.id)
    return {
      ...(lineBy.get(client.id) ?? { ...emptyLine, version: 0 }),
      clientId: client.id,
      name: client.name,
      pronouns: client.pronouns,
      names: namedOf(client),
      here: mark?.kind === 'here',
      marked: mark !== undefined,
      asked: mark?.asked ?? false,
      minutes: mark?.minutes ?? 0,
      standing: mark?.standing ?? ('not-marked' as const),
      reason: mark?.reason ?? null,
      last: lastBy.get(client.id) ?? [],
    }
  })
  const part = note ?? emptyShared
  const staff = session.facilitators.flatMap(each => each.name.split(' '))
  const findings = findingsOf({ part, people, staff }, rules)
  const stands = { version: note?.version ?? 0, signedAt: note?.signedAt ?? null }
  const kept = keptOf(findings, keepings, {
    whose: finding => finding.clientId,
    words: finding => wordsOf(finding, { part, people }),
  })
  return { session, part, ...stands, people, findings, rules, kept }
}

type Worded = { part: SharedPart; people: readonly NotePerson[] }

/** The words that a finding is about. */
function wordsOf(finding: Pick<Finding, 'clientId'>, of: Worded): string {
  const line = of.people.find(person => person.clientId === finding.clientId)
  const own = line && [line.own, line.objective, line.reason, line.risk, line.followUp, line.minutes]
  return finding.clientId === null ? sharedWords(of.part) : JSON.stringify(own)
}

/** The same as a fingerprint. */
export const wordsHash = (finding: Pick<Finding, 'guard' | 'clientId'>, of: Worded) =>
  hashOf(finding.guard, wordsOf(finding, of))

export const keepWarning = command({
  name: 'notes.keep-warning',
  says: 'Keep words that a guard warns of, knowing why: the keeping is recorded, and the warning is gone until they change.',
  who: writers,
  input: z.strictObject({ sessionId: z.uuid(), clientId: z.uuid().nullable(), guard: z.enum(guards) }),
  about: input => (input.clientId ? [input.clientId] : []),
  run: async (work, { sessionId, clientId, guard }) => {
    const now = await groupNoteNow(work, sessionId)
    documented(work, now.session)
    if (now.signedAt) work.refuse('signed', 'These notes are signed already.')
    const finding = now.findings.find(each => each.guard === guard && each.clientId === clientId)
    if (!finding) return work.refuse('no-warning', 'There is no such warning any more. Look at the newer state.')
    if (finding.severity === 'stops')
      work.refuse('stops', 'In this program that stops the signature. Change the words, or ask the director.', {}, 403)
    await drafts.keep(work, [{ about: sessionId, clientId, guard, wordsHash: wordsHash(finding, now) }])
    return {}
  },
})

export const setGuard = command({
  name: 'notes.set-guard',
  says: 'Say whether what a guard finds stops a signature here, or is a warning that may be kept.',
  who: ['director'],
  input: z.strictObject({ guard: z.enum(guards), severity: z.enum(['stops', 'warns']) }),
  run: async (work, { guard, severity }) => {
    await drafts.setGuard(work, guard, severity)
    return {}
  },
})

export const guardsOf = query({
  name: 'notes.guards',
  says: 'How the guards of notes weigh in this program.',
  who: ['director', ...writers],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const set = new Map((await drafts.guardsSet(work)).map(each => [each.guard, each.severity]))
    return {
      guards: guardPresets.map(({ guard, severity }) => ({
        guard,
        preset: severity,
        severity: set.get(guard) ?? severity,
      })),
    }
  },
  shows: () => [],
})

export const groupNote = query({
  name: 'notes.group-note',
  says: 'A session’s group note as it is being written: shared part, each person, and what stands before signing.',
  who: writers,
  input: z.strictObject({ sessionId: z.uuid() }),
  discloses: ['name', 'roster', 'attendance', 'note-draft'],
  run: async (work, input) => {
    const [now, signed] = await Promise.all([
      groupNoteNow(work, input.sessionId),
      store.notesOfSession(work, input.sessionId),
    ])
    const { session } = now
    // What is not signed belongs to those who write it; only a group has such a note.
    if (!session.mine || session.format !== 'group') throw notHere()
    const noteBy = new Map(signed.map(each => [each.clientId, each.id]))
    return {
      session,
      ...sharedOf(now.part),
      version: now.version,
      signedAt: now.signedAt,
      awaits: signed.some(each => each.awaits),
      people: now.people.map(({ last, names: _, ...person }) => ({
        ...person,
        noteId: noteBy.get(person.clientId) ?? null,
        lastObjective: last.find(each => each.objective)?.objective ?? null,
      })),
      findings: now.findings.map(finding => ({ ...finding, kept: now.kept.includes(finding) })),
      severities: [...now.rules.severities].map(([guard, severity]) => ({ guard, severity })),
    }
  },
  shows: answer => answer.people.map(person => person.clientId),
})

export const groupCommands = [saveShared, saveLine, keepWarning, setGuard]
export const groupQueries = [groupNote, guardsOf]
