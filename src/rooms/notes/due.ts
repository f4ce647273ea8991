import type { Due, DueLine } from '#kernel/due.ts'
import { dayIn, type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { coSignatures } from './after-signing.ts'
import { draftsOf } from './other-drafts.ts'
import { overdueNotes } from './overdue.ts'
import { openNotes } from './queries.ts'
import { notesRule } from './rules.ts'
import { otherWriters } from './templates.ts'
import { unsignedOf } from './unsigned-hours.ts'

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
    what: `${draft.again ? 'Write again and sign' : 'Write and sign'}: ${draft.title}`,
    because: draft.again ? 'It stands instead of one that came back.' : 'Begun, and not in the chart yet.',
    dueAt: plusMinutes(draft.endsAt, notesRule('sign-within', dayIn('UTC', draft.startsAt))),
    verb: 'Open note',
    link: `/staff/notes/draft/${draft.id}`,
    clientIds: [],
  }))
}

/** Hours of one's own that were held and have no note yet: one by itself, several as one line that leads to all. */
async function toBegin(work: Work): Promise<DueLine[]> {
  const { hours } = await work.ask(unsignedOf, {})
  const [first, ...others] = hours
  if (!first) return []
  const several = {
    what: `Write and sign: ${hours.length} hours that were held`,
    because: `No note of them is begun: ${[...new Set(hours.map(hour => hour.title))].slice(0, 2).join(', ')}.`,
    verb: 'See which',
    link: '/staff/notes',
    clientIds: [],
  }
  const one = {
    what: `Write and sign: ${first.title}`,
    because: 'It was held, and no note of it is begun.',
    verb: 'Begin note',
    link: `/staff/clients/${first.clientId}/notes/new?of=${first.sessionId}`,
    clientIds: [first.clientId],
  }
  return [{ room: 'notes', dueAt: first.signBy, ...(others.length > 0 ? several : one) }]
}

/** So many of something, in words. */
const some = (count: number, one: string, many: string) => (count === 0 ? [] : [count === 1 ? one : `${count} ${many}`])

/** What of others is not signed in time, a line for each who leads it: one evening must not fill a whole day's list. */
async function overdue(work: Work): Promise<DueLine[]> {
  const { sessions, drafts } = await work.ask(overdueNotes, {})
  const line = (says: Pick<DueLine, 'what' | 'because' | 'dueAt'>): DueLine => ({
    ...says,
    ...{ room: 'notes', verb: 'See which', link: queue, clientIds: [] },
  })
  const ledBy = Map.groupBy(sessions, session => session.facilitators[0]?.staffId)
  return [
    ...[...ledBy.values()].map(own => {
      const hours = own.filter(session => session.kind === 'hour').length
      const things = [...some(own.length - hours, 'a group', 'groups'), ...some(hours, 'an hour', 'hours')]
      return line({
        what: `Not signed in time: ${things.join(' and ')} led by ${own[0]?.facilitators[0]?.name ?? 'nobody'}`,
        because: `${[...new Set(own.map(session => session.group))].slice(0, 2).join(', ')}.`,
        dueAt: own[0]?.signBy ?? null,
      })
    }),
    ...drafts.map(each =>
      line({
        what: `Not signed in time: ${some(each.drafts, 'a note', 'notes').join('')} begun by ${each.name}`,
        because: 'Of contacts that were not booked.',
        dueAt: each.signBy,
      }),
    ),
  ]
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
    any(otherWriters) ? toBegin(work) : [],
    any(['director']) ? overdue(work) : [],
    any(signers) ? toCoSign(work) : [],
  ]
  return (await Promise.all(lists)).flat()
}
