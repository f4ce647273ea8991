import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command } from '#kernel/door.ts'
import { versionSchema } from '#kernel/fields.ts'
import type { Work } from '#kernel/work.ts'
import { presenceOf } from '#rooms/attendance/queries.ts'
import { signStanding } from '#rooms/people/credentials.ts'
import { houseOf, namesOf } from '#rooms/people/queries.ts'
import { rosterOf, sessionOf } from '#rooms/timetable/queries.ts'
import { beforeSigning, type NotePerson, participations, responses, signedText } from './notes.ts'
import * as store from './store.ts'

const writers = ['facilitator', 'counselor'] as const

/** The session, if this person documents it: the facilitators of the group do. */
async function ownSession(work: Work, sessionId: string) {
  const session = await work.ask(sessionOf, { id: sessionId })
  if (!session.mine) work.refuse('not-yours', 'The facilitators of the group write its notes.', {}, 403)
  if (session.format !== 'group') work.refuse('not-a-group', 'Only a group has a group note.', {}, 422)
  if (session.canceledAt) work.refuse('canceled', 'This session was canceled, so there is nothing to document.')
  if (session.startsAt > work.now)
    work.refuse('too-early', 'This session has not begun yet.', { startsAt: session.startsAt })
  return session
}

export const saveShared = command({
  name: 'notes.save-shared',
  says: 'Keep the part of a group note that every chart gets: what the group did.',
  who: writers,
  input: z.strictObject({
    sessionId: z.uuid(),
    version: versionSchema,
    shared: concealedText(z.string().max(8000)),
    topic: concealedText(z.string().max(200)).default(''),
  }),
  version: input => input.version,
  run: async (work, input) => {
    await ownSession(work, input.sessionId)
    const version = input.version ?? 0
    const kept = await store.saveShared(work, { ...input, version, staffId: work.actor.personId ?? '' })
    if (!kept) work.changed({ now: await store.groupNoteOf(work, input.sessionId) })
    return { version: version === 0 ? 1 : version + 1 }
  },
})

export const saveLine = command({
  name: 'notes.save-line',
  says: 'Keep one person’s own part of a group note: participation, response, and a sentence of their own.',
  who: writers,
  input: z.strictObject({
    sessionId: z.uuid(),
    clientId: z.uuid(),
    version: versionSchema,
    participation: z.enum(participations).nullable(),
    response: z.enum(responses).nullable(),
    own: concealedText(z.string().max(4000)),
  }),
  about: input => [input.clientId],
  version: input => input.version,
  run: async (work, input) => {
    await ownSession(work, input.sessionId)
    const { seats } = await work.ask(rosterOf, { sessionId: input.sessionId })
    if (!seats.some(seat => seat.clientId === input.clientId))
      work.refuse('not-on-roster', 'This client has no seat in this session.')
    const note = await store.groupNoteOf(work, input.sessionId)
    if (note?.signedAt) work.refuse('signed', store.constraints.note_stays_signed.says)
    if (!note)
      await store.saveShared(work, {
        sessionId: input.sessionId,
        version: 0,
        shared: '',
        topic: '',
        staffId: work.actor.personId ?? '',
      })
    const version = input.version ?? 0
    const kept = await store.saveLine(work, { ...input, version })
    if (!kept)
      work.changed({ now: (await store.linesOf(work, input.sessionId)).find(line => line.clientId === input.clientId) })
    return { version: version === 0 ? 1 : version + 1 }
  },
})

/** Everyone on the roster with what is written, marked and named. */
export async function peopleOf(work: Work, sessionId: string) {
  const { seats } = await work.ask(rosterOf, { sessionId })
  const [{ clients }, { marks }, lines] = await Promise.all([
    work.ask(namesOf, { ids: seats.map(seat => seat.clientId) }),
    work.ask(presenceOf, { sessionId }),
    store.linesOf(work, sessionId),
  ])
  return clients.map(client => {
    const mark = marks.find(each => each.clientId === client.id)
    const line = lines.find(each => each.clientId === client.id)
    const participation = participations.find(each => each === line?.participation) ?? null
    const response = responses.find(each => each === line?.response) ?? null
    const names = [client.chosenName ?? '', client.legalGiven, client.legalFamily].filter(Boolean)
    const person: NotePerson = {
      clientId: client.id,
      names,
      here: mark?.kind === 'here',
      marked: mark !== undefined,
      participation,
      own: line?.own ?? '',
    }
    return {
      ...person,
      name: client.name,
      pronouns: client.pronouns,
      response,
      minutes: mark?.minutes ?? 0,
      standing: mark?.standing ?? ('not-marked' as const),
      version: line?.version ?? 0,
      signedAt: line?.signedAt ?? null,
    }
  })
}

export const signNotes = command({
  name: 'notes.sign',
  says: 'Sign a group’s notes in one act: one individual note lands in the chart of everyone who was there.',
  who: writers,
  confirm: true,
  input: z.strictObject({ sessionId: z.uuid(), version: versionSchema }),
  version: input => input.version,
  run: async (work, input) => {
    const session = await ownSession(work, input.sessionId)
    if (session.endsAt > work.now)
      work.refuse('not-over', 'A group is signed when it is over.', { endsAt: session.endsAt })
    const note = await store.groupNoteOf(work, input.sessionId)
    if (note?.signedAt) work.refuse('signed', 'These notes are signed already.')
    if (!note || note.version !== input.version) return work.changed({ version: note?.version ?? 0 })
    const as = await credentialToday(work)
    const people = await peopleOf(work, input.sessionId)
    const stops = beforeSigning(note.shared, people)
    if (stops.length > 0)
      work.refuse(
        'not-ready',
        `${stops.length === 1 ? 'One thing stands' : `${stops.length} things stand`} in the way of signing.`,
        { stops: stops.map(({ clientId, code, says }) => ({ clientId, code, says })) },
        422,
      )
    const lines = people
      .filter(person => person.here)
      .map(person => ({
        clientId: person.clientId,
        minutes: person.minutes,
        text: textOf(session, note, person),
        version: person.version,
      }))
    const signature = { sessionId: input.sessionId, staffId: work.actor.personId ?? '', as, version: note.version }
    if (!(await store.sign(work, signature, lines))) work.changed({ version: note.version })
    return { signed: lines.map(line => line.clientId) }
  },
  touches: answer => answer.signed,
})

type Session = Awaited<ReturnType<typeof ownSession>>
type Person = Awaited<ReturnType<typeof peopleOf>>[number]

function textOf(session: Session, note: { shared: string; topic: string }, person: Person): string {
  const clock = (moment: string) =>
    new Intl.DateTimeFormat('en-US', { timeZone: session.zone, hour: 'numeric', minute: '2-digit' }).format(
      new Date(moment),
    )
  const on = new Intl.DateTimeFormat('en-US', {
    timeZone: session.zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(session.startsAt))
  const when = `${on}, ${clock(session.startsAt)} to ${clock(session.endsAt)}`
  return signedText({
    group: session.group,
    when,
    minutes: person.minutes,
    topic: note.topic,
    shared: note.shared,
    participation: person.participation ?? 'none',
    response: person.response,
    own: person.own,
  })
}

/** Name and credential as they stand under a signature: by a license that is valid today and signs alone. */
async function credentialToday(work: Work): Promise<string> {
  const { staff, today } = await work.ask(houseOf, {})
  const self = staff.find(each => each.id === work.actor.personId)
  const standing = signStanding(self?.licenses ?? [], today)
  if (!self || standing.kind === 'no-license')
    return work.refuse(
      'no-valid-license',
      'Signing needs a license that is valid today. Ask your director to record or renew it.',
    )
  if (standing.kind !== 'alone')
    return work.refuse(
      'signs-not-alone',
      `${signWords[standing.kind](standing.credential)} Your words are kept: a facilitator of this group whose ` +
        'license signs alone can sign them. If there is none, ask your director for one.',
      { credential: standing.credential },
    )
  return `${self.name}, ${self.credential ?? standing.credential}`
}

const signWords = {
  'with-co-signature': (credential: string) => `With ${credential}, notes are signed together with a supervisor.`,
  no: (credential: string) => `${credential} does not sign clinical notes.`,
  unknown: (credential: string) => `What ${credential} may sign is not in this program’s rules yet.`,
}

export const commands = [saveShared, saveLine, signNotes]
