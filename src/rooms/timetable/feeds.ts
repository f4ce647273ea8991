import { z } from 'zod'
import { writeCalendar } from '#formats/ics/calendar.ts'
import { nobody } from '#kernel/actor.ts'
import { concealedText } from '#kernel/concealed.ts'
import { command, query, staffRoles } from '#kernel/door.ts'
import { houseItself } from '#kernel/ids.ts'
import { instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { assessments } from '#rooms/inquiry/appointments.ts'
import { chartsOf, houseOf } from '#rooms/people/queries.ts'
import { actorByAccount } from '#sign-in/accounts.ts'
import { hashOf } from '#sign-in/sign-in.ts'
import * as store from './feeds-store.ts'

// A calendar on somebody's own phone: whoever has its link sees times and places, and nothing else.

const weekLength = 7 * 86_400_000
const weeksBack = 4
const weeksAhead = 26

/** Staff and clients have times of their own; supporters do not. */
const owners = [...staffRoles, 'client'] as const

type Owner = { accountId: string; personId: string; side: 'staff' | 'client' }

/** Who makes a link for themselves. A token has none: the link would outlive it. */
function owner(work: Work): Owner {
  const { kind, accountId, personId, roles } = work.actor
  if (kind !== 'person' || !accountId || !personId)
    return work.refuse('own-only', 'A calendar link is made by the person whose calendar it is, signed in.', {}, 403)
  return { accountId, personId, side: roles.includes('client') ? 'client' : 'staff' }
}

/** The journal files what a client does with their link under that client. */
const clientOf = ({ side, personId }: Owner) => (side === 'client' ? personId : null)
const touched = ({ clientId }: { clientId: string | null }) => (clientId ? [clientId] : [])

export const makeFeed = command({
  name: 'timetable.make-feed',
  says: 'Make a secret link to your own calendar for your phone, shown once; an older link of yours stops.',
  who: owners,
  input: z.strictObject({}),
  secret: true,
  run: async work => {
    const own = owner(work)
    await work.hold('sign_in.account', own.accountId)
    const secret = Buffer.from(work.random(32)).toString('base64url')
    await store.revokeFeed(work, own.personId)
    const feedId = await store.addFeed(work, { ...own, secretHash: hashOf(secret) })
    return { feedId, address: `/calendar/${secret}.ics`, clientId: clientOf(own) }
  },
  touches: output => touched(output),
})

export const stopFeed = command({
  name: 'timetable.revoke-feed',
  says: 'Stop the link to your own calendar, wherever it is used.',
  who: owners,
  input: z.strictObject({}),
  run: async work => {
    const own = owner(work)
    return { revoked: await store.revokeFeed(work, own.personId), clientId: clientOf(own) }
  },
  touches: output => touched(output),
  outcome: output => (output.revoked ? 'done' : 'none'),
})

export const myFeed = query({
  name: 'timetable.my-feed',
  says: 'Whether there is a link to your own calendar, and since when; the link itself is shown only when it is made.',
  who: owners,
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const feed = await store.ownFeed(work, work.actor.personId ?? houseItself)
    return { madeAt: feed?.madeAt ?? null }
  },
  shows: () => [],
})

type Feed = { kind: 'calendar'; text: string; clientId: string | null } | { kind: 'nothing' }

/** Becomes whoever made this secret's link; undefined when it opens nothing, and nobody is told why. */
async function becomeOwner(work: Work, secret: string): Promise<store.FeedOwner | undefined> {
  const feed = await store.feedOf(work, hashOf(secret))
  if (!feed) return undefined
  // In the organization as someone without any account, so that a step forgotten here would show nothing.
  await work.become({ ...nobody, organizationId: feed.organizationId, accountId: houseItself })
  const actor = await actorByAccount(work, feed.personId)
  if (!actor) return undefined
  await work.become(actor)
  if (feed.side === 'client') return feed
  const { staff } = await work.ask(houseOf, {})
  return staff.some(each => each.id === feed.personId) ? feed : undefined
}

const words = { 'in-person': null, video: 'Video', phone: 'Phone' }

/** What and where, for whoever holds it: the room, and the site when they have to go there. */
function placed(what: string, { mode, room, site }: Pick<store.FeedSession, 'mode' | 'room' | 'site'>) {
  const where = words[mode] ?? room
  const place = mode === 'in-person' ? [room, site].filter(Boolean).join(', ') : where
  return { title: where ? `${what}, ${where}` : what, place }
}

async function calendarOf(work: Work, { side, personId }: store.FeedOwner): Promise<string> {
  const span = {
    from: instant(Date.parse(work.now) - weeksBack * weekLength),
    until: instant(Date.parse(work.now) + weeksAhead * weekLength),
  }
  const common = (session: store.FeedSession) => ({
    uid: `${session.id}@footbridge`,
    sequence: session.version,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    canceled: session.canceledAt !== null,
  })
  if (side === 'staff') {
    const [sessions, { assessments: held }] = await Promise.all([
      store.sessionsLedBy(work, personId, span),
      work.ask(assessments, { ...span, staffId: personId, givenUp: true }),
    ])
    const led = sessions.map(session => ({ ...common(session), ...placed('Session', session) }))
    // Of whom it is stands nowhere, not even by a code: a phone shows it to whoever looks.
    const appointments = held.map(each => ({
      ...common({ ...each, canceledAt: each.givenUp ? work.now : null }),
      ...placed('Appointment', each),
    }))
    const times = [...led, ...appointments].sort(
      (a, b) => Number(a.startsAt > b.startsAt) - Number(a.startsAt < b.startsAt),
    )
    return writeCalendar({ name: 'Sessions', writtenAt: work.now, times })
  }
  const { charts } = await work.ask(chartsOf, { ids: [personId] })
  const sessions = await store.sessionsExpectedOf(work, charts[0]?.chartIds ?? [personId], span)
  const times = sessions.map(session => ({
    ...common(session),
    title: 'Appointment',
    place: words[session.mode] ?? session.site,
  }))
  return writeCalendar({ name: 'Appointments', writtenAt: work.now, times })
}

export const feedOf = query({
  name: 'timetable.feed',
  says: 'The calendar that a secret link leads to: times and places, with neutral titles and no link to join.',
  who: ['anyone'],
  input: z.strictObject({ secret: concealedText(z.string().max(200)) }),
  private: true,
  discloses: ['roster'],
  run: async (work, input): Promise<Feed> => {
    const feed = await becomeOwner(work, input.secret)
    if (!feed) return { kind: 'nothing' }
    const text = await calendarOf(work, feed)
    return { kind: 'calendar', text, clientId: feed.side === 'client' ? feed.personId : null }
  },
  shows: answer => (answer.kind === 'calendar' && answer.clientId ? [answer.clientId] : []),
})

export const feedCommands = [makeFeed, stopFeed]
export const feedQueries = [myFeed, feedOf]
