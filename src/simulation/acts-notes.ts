import { plusMinutes } from '#kernel/time.ts'
import { markAllPresent } from '#rooms/attendance/commands.ts'
import { weekHoursOf } from '#rooms/attendance/hours.ts'
import { amend, withdrawNote } from '#rooms/notes/after-signing.ts'
import { groupNote, saveLine, saveShared } from '#rooms/notes/group-note.ts'
import { beginDraft, saveDraft, signDraft } from '#rooms/notes/other-notes.ts'
import { signNotes } from '#rooms/notes/signing.ts'
import { clientsHere } from '#rooms/people/queries.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { waitlist } from '#rooms/welcome/waiting.ts'
import { allMarked } from './acts-hours.ts'
import type { Act } from './acts-seats.ts'
import { Broken, oneOf, passed, sessionsNear, thisMinute, today, tried } from './doing.ts'
import type { Step } from './steps.ts'
import type { World } from './world.ts'

// What is written, signed, and added to; and who looks.

const uuidOf = (step: Step) =>
  [
    '00000000',
    '0000',
    '7000',
    '8000',
    [step.a, step.b, step.c].map(each => String(each).padStart(4, '0')).join(''),
  ].join('-')

/** A session of the last days that this step is about, and who leads its group. */
async function documented(world: World, step: Step) {
  const over = (await sessionsNear(world, { from: -72, until: 0 })).filter(each => each.groupId)
  const session = oneOf(over, step.a)
  const leader = world.cast.groups.find(group => group.id === session?.groupId)?.leader
  if (!session || !leader) return null
  // Somebody else now and then: who leads another group, or nobody at all.
  const who = step.who % 7 === 0 ? (oneOf(world.cast.leaders, step.b) ?? leader) : leader
  return { session, sessionId: session.id, actor: { ...who, confirmedAt: world.test.now() } }
}

const words = ['walked', 'slept', 'called', 'cooked', 'wrote', 'counted', 'listened', 'rested', 'planned', 'asked']
const sentence = (step: Step, at: number) =>
  Array.from({ length: 9 }, (_, nth) => words[(step.b + at * 3 + nth * (at + step.c)) % 10]).join(' ')

const write: Act = async (world, step) => {
  const found = await documented(world, step)
  if (!found) return
  const { actor, sessionId } = found
  const now = await passed(world, groupNote, { actor, input: { sessionId } })
  if (!now) return
  const stale = step.c % 13 === 0 ? 1 : 0
  const said = { sessionId, version: now.version + stale, shared: `What we did: ${sentence(step, 0)}.`, topic: 'Urges' }
  const done = await passed(world, saveShared, { actor, input: said })
  if (done && stale) throw new Broken('a text was kept over one that nobody saw')
  for (const [at, person] of now.people.entries()) {
    const line = {
      sessionId,
      clientId: person.clientId,
      version: person.version,
      own: `They ${sentence(step, at + 1)}.`,
    }
    await passed(world, saveLine, { actor, input: { ...line, participation: 'active', response: 'listened' } })
  }
}

/** What a note says, as one text: everything that its row says. */
async function noteTexts(world: World): Promise<Map<string, string>> {
  const { rows } = await world.test.owner.query<{ id: string; said: string }>(
    'select id, to_jsonb(n)::text as said from notes.note n where organization_id = $1',
    [world.cast.here.id],
  )
  return new Map(rows.map(row => [row.id, row.said]))
}

/** Remembers the notes that came with a signature: each person of it has one more. */
async function remember(world: World, signed: readonly string[]): Promise<void> {
  const fresh = [...(await noteTexts(world))].filter(([id]) => !world.model.notes.has(id))
  if (fresh.length !== signed.length) throw new Broken(`${signed.length} were signed and ${fresh.length} notes are new`)
  for (const [id, text] of fresh) world.model.notes.set(id, text)
}

const sign: Act = async (world, step) => {
  const found = await documented(world, step)
  if (!found) return
  const { sessionId, session } = found
  const actor = step.b % 9 === 0 ? { ...found.actor, confirmedAt: null } : found.actor
  // Mostly after an evening on which everybody was marked and something was written of each.
  if (step.c % 5 !== 0) {
    const done = await passed(world, markAllPresent, { actor: found.actor, input: { sessionId } })
    allMarked(world, session, done?.marked ?? [])
    await write(world, { ...step, c: 1 })
  }
  const now = await passed(world, groupNote, { actor, input: { sessionId } })
  if (!now) return
  const twice = step.c % 4 === 0 ? [0, 1] : [0]
  // Pressed twice at the same moment it is signed once.
  const ends = await Promise.all(
    twice.map(() => passed(world, signNotes, { actor, input: { sessionId, version: now.version } })),
  )
  const done = ends.filter(each => each !== undefined)
  if (done.length > 1) throw new Broken('a group was signed twice')
  if (done[0]) await remember(world, done[0].signed)
}

const add: Act = async (world, step) => {
  const noteId = oneOf([...world.model.notes.keys()].sort(), step.a)
  if (!noteId) return
  const input = { noteId, text: `Added: ${sentence(step, 1)}.`, reason: 'It was left out.' }
  const done = await tried(world, step, { door: amend, input })
  if (done && world.model.withdrawn.has(noteId)) throw new Broken('something was added to a note that was withdrawn')
  if (done) world.model.amendments.add(done.amendmentId)
}

const withdraw: Act = async (world, step) => {
  const noteId = oneOf([...world.model.notes.keys()].sort(), step.a)
  if (!noteId) return
  const done = await tried(world, step, { door: withdrawNote, input: { noteId, reason: 'It is of somebody else.' } })
  if (done && world.model.withdrawn.has(noteId)) throw new Broken('a note was withdrawn twice')
  if (done) world.model.withdrawn.add(noteId)
}

const draft: Act = async (world, step) => {
  const actor = { ...world.cast.here.staff.counselor, confirmedAt: world.test.now() }
  const draftId = uuidOf(step)
  const clientId = oneOf(world.cast.people, step.a) ?? ''
  const hour = { startsAt: plusMinutes(thisMinute(world), -120), minutes: 50 }
  const kind = { kind: 'individual' as const, template: 'individual-dap@1' }
  if (!(await passed(world, beginDraft, { actor, input: { draftId, clientId, ...kind, ...hour } }))) return
  const parts = ['Data', 'Assessment', 'Plan'].map((name, at) => ({ name, text: `They ${sentence(step, at + 2)}.` }))
  const saved = await passed(world, saveDraft, {
    actor,
    input: { draftId, version: 1, ...hour, restricted: false, parts },
  })
  if (!saved || step.c % 3 === 0) return
  if (await passed(world, signDraft, { actor, input: { draftId, version: 2 } })) await remember(world, [clientId])
}

/** Somebody looks: what they see is of their own house, and nothing else ever leaves. */
const look: Act = async (world, step) => {
  const monday = today(world)
  const clientIds = world.cast.people.slice(step.a % 20, (step.a % 20) + 3)
  if (step.b % 4 === 0) await tried(world, step, { door: weekOf, input: { monday }, open: true })
  else if (step.b % 4 === 1) await tried(world, step, { door: weekHoursOf, input: { clientIds, monday } })
  else if (step.b % 4 === 2) await tried(world, step, { door: waitlist, input: {}, open: true })
  else await tried(world, step, { door: clientsHere, input: {}, open: true })
}

export const noteActs = { write, sign, amend: add, withdraw, 'draft-note': draft, look }
