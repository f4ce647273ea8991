import type { Due, DueLine } from '#kernel/due.ts'
import { dayIn, type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { coSignatures } from './after-signing.ts'
import { draftsOf } from './other-drafts.ts'
import { overdueNotes } from './overdue.ts'
import { openNotes } from './queries.ts'
import { notesRule } from './rules.ts'
import { otherWriters } from './templates.ts'

const queue = '/staff/notes/co-sign'

/** Sessions of the person's own groups that are over and not signed. */
async function toWrite(work: Work): Promise<DueLine[]> {
  const { sessions } = await work.ask(openNotes, {})
  return sessions
    .filter(session => session.state === 'over' && !session.signedAt)
    .map(session => ({
      room: 'notes',
      what: `Write and sign: ${session.group}`,
      because: `${session.expected === 1 ? '1 person' : `${session.expected} people`}, ${session.room}.`,
      dueAt: session.signBy,
      verb: 'Open notes',
      link: `/staff/notes/${session.id}`,
      clientIds: [],
    }))
}

/** Notes of one's own that are not of a group, begun and not signed; of whom they are stands where they open. */
async function toSign(work: Work): Promise<DueLine[]> {
  const { drafts } = await work.ask(draftsOf, {})
  return drafts.map(draft => ({
    room: 'notes',
    what: `Write and sign: ${draft.title}`,
    because: 'Begun, and not in the chart yet.',
    dueAt: plusMinutes(draft.endsAt, notesRule('sign-within', dayIn('UTC', draft.startsAt))),
    verb: 'Open note',
    link: `/staff/notes/draft/${draft.id}`,
    clientIds: [],
  }))
}

const leader = ([first]: readonly { facilitators: readonly { name: string }[] }[]) =>
  first?.facilitators[0]?.name ?? 'nobody'

/** What of others is not signed in time, a line for each who leads it: one evening must not fill a whole day's list. */
async function overdue(work: Work): Promise<DueLine[]> {
  const { sessions } = await work.ask(overdueNotes, {})
  const ledBy = Map.groupBy(sessions, session => session.facilitators[0]?.staffId)
  return [...ledBy.values()].map(own => ({
    room: 'notes',
    what: `Not signed in time: ${own.length === 1 ? 'a group' : `${own.length} groups`} led by ${leader(own)}`,
    because: `${[...new Set(own.map(session => session.group))].slice(0, 2).join(', ')}.`,
    dueAt: own[0]?.signBy ?? null,
    verb: 'See which',
    link: queue,
    clientIds: [],
  }))
}

type Waiting = { id: string; signedAt: Instant; onDay: Parameters<typeof notesRule>[1] }
const signBy = ({ signedAt, onDay }: Waiting) => plusMinutes(signedAt, notesRule('sign-within', onDay))

/** Notes that await the person's signature beside their author's, and what came back to them. */
async function toCoSign(work: Work): Promise<DueLine[]> {
  const { toSign, own } = await work.ask(coSignatures, {})
  const returned = own.flatMap(note => (note.isReturned && note.returned ? [{ ...note, back: note.returned }] : []))
  const [first] = toSign
  const [back] = returned
  const line = (says: Pick<DueLine, 'what' | 'because' | 'dueAt' | 'verb'>): DueLine => ({
    ...says,
    room: 'notes',
    link: queue,
    clientIds: [],
  })
  return [
    ...(back
      ? [
          line({
            what: `Returned to you: ${returned.length === 1 ? 'a note' : `${returned.length} notes`}`,
            because: `${back.back.as} wrote what is missing.`,
            dueAt: signBy({ ...back, signedAt: back.back.at }),
            verb: 'Look at it',
          }),
        ]
      : []),
    ...(first
      ? [
          line({
            what: `Co-sign: ${toSign.length === 1 ? 'a note' : `${toSign.length} notes`}`,
            because: `Signed by ${[...new Set(toSign.map(note => note.signedAs))].join(' and ')}.`,
            dueAt: signBy(first),
            verb: 'Read and sign',
          }),
        ]
      : []),
  ]
}

const signers = ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director']

/** What notes put on Today. */
export const due: Due = async work => {
  const any = (roles: readonly string[]) => work.actor.roles.some(role => roles.includes(role))
  const lists = [
    any(['facilitator', 'counselor']) ? toWrite(work) : [],
    any(otherWriters) ? toSign(work) : [],
    any(['director']) ? overdue(work) : [],
    any(signers) ? toCoSign(work) : [],
  ]
  return (await Promise.all(lists)).flat()
}
