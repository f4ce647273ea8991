import { createHash } from 'node:crypto'
import { nobody } from '#kernel/actor.ts'
import { dayIn, instantAt, plusMinutes } from '#kernel/time.ts'
import { earlier, later } from '#rooms/attendance/attendance.ts'
import { missed, recordAttempt } from '#rooms/attendance/follow-up.ts'
import { bookMakeUps, makeUps } from '#rooms/attendance/make-ups.ts'
import { syncSigns } from '#rooms/attendance/signs.ts'
import { addTablet, pairAgain, pairTablet, tablets } from '#rooms/attendance/tablets.ts'
import { type Doing, found } from './doing.ts'
import { type Opened, zone } from './opening.ts'
import type { Place } from './people.ts'
import { type Contested, earlyToday } from './sessions.ts'

/** Where a tablet stands. Nobody keeps its secret: who tries it out pairs a device of their own anew. */
const doorsWith: readonly { place: Place; name: string }[] = [
  { place: 'elm', name: 'Front door' },
  { place: 'quay', name: 'Harbor door' },
]

/** Minutes that the tablets have hung there: longer than the sheet is open, whatever days were closed since. */
const tabletsSince = 8 * 1440

/** What was tried with Rosa Delgado, who has not come for days. */
const tried = [
  { step: 'call', way: 'call', outcome: 'no-answer', words: null, minutesAgo: 4 * 1440 + 90 },
  {
    step: 'outreach',
    way: 'text',
    outcome: 'message-left',
    words: 'A neutral text in Spanish, as she prefers.',
    minutesAgo: 1440 + 200,
  },
] as const

/** The same id for the same words, so that a second run finds what the first began. */
export function idOf(...words: string[]): string {
  const hex = createHash('sha256').update(words.join('|')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

type Known = { charts: ReadonlyMap<string, string>; contested: Contested | undefined }

/** Tablets by the doors, who came, what was tried after missed sessions, and a make-up that is booked. */
export async function fillHours(doing: Doing, opened: Opened, { charts, contested }: Known): Promise<void> {
  const secrets = new Map<Place, string>()
  for (const door of doorsWith) secrets.set(door.place, await aTabletBy(doing, opened, door))
  await signIn(doing, opened, { charts, secret: found(secrets, 'elm') })
  if (contested) await signLate(doing, opened, { contested, secret: found(secrets, contested.session.group.place) })
  await tryToReach(doing, opened, found(charts, 'Delgado'))
  await saveAWeek(doing, opened, found(charts, 'Faure'))
}

/** A tablet is added once; its secret is shown once, so a seed that was broken off pairs it anew. */
async function aTabletBy(doing: Doing, opened: Opened, { place, name }: { place: Place; name: string }) {
  const then = { who: found(opened.staff, 'Okafor'), at: plusMinutes(opened.now, -tabletsSince) }
  const siteId = found(opened.sites, place)
  const there = (await doing.see(then, tablets, {})).tablets.find(each => each.siteId === siteId)
  const { code } = there
    ? await doing.act(then, pairAgain, { tabletId: there.id })
    : await doing.act(then, addTablet, { siteId, name })
  const { secret } = await doing.act({ ...then, who: nobody }, pairTablet, { code })
  return secret
}

async function signIn(
  doing: Doing,
  { now }: Opened,
  { charts, secret }: { charts: ReadonlyMap<string, string>; secret: string },
): Promise<void> {
  const signs = earlyToday.map(({ family, minutesAgo }) => ({
    id: idOf('sign', family),
    clientId: found(charts, family),
    kind: 'in' as const,
    how: 'code' as const,
    deviceAt: earlier(plusMinutes(now, -minutesAgo), instantAt(zone, dayIn(zone, now), '17:31')),
    offsetMs: 0,
  }))
  const at = plusMinutes(now, -1)
  await doing.act({ who: nobody, at }, syncSigns, { secret, deviceNow: at, signs })
}

/** Who was marked absent came: a tablet noted it without a network, and sent it long after they were marked. */
async function signLate(
  doing: Doing,
  { now }: Opened,
  { contested, secret }: { contested: Contested; secret: string },
): Promise<void> {
  const { session, seated } = contested
  const at = plusMinutes(now, -1)
  const noted = [
    { kind: 'in' as const, deviceAt: plusMinutes(session.startsAt, 3) },
    { kind: 'out' as const, deviceAt: earlier(plusMinutes(session.endsAt, 2), at) },
  ]
  const signs = noted.map(({ kind, deviceAt }) => ({
    ...{ id: idOf('late sign', kind), clientId: seated.clientId, kind, deviceAt },
    ...{ how: 'code' as const, offsetMs: 0 },
  }))
  await doing.act({ who: nobody, at }, syncSigns, { secret, deviceNow: at, signs })
}

async function tryToReach(doing: Doing, opened: Opened, clientId: string): Promise<void> {
  const who = found(opened.staff, 'Lindqvist')
  const { clients } = await doing.see({ who, at: opened.now }, missed, {})
  const missedOn = clients.find(client => client.clientId === clientId)?.missedOn[0]
  if (!missedOn) return
  // Nobody is called before they were missed: on some weekdays that is only three days ago.
  const since = instantAt(zone, missedOn, '21:15')
  for (const { minutesAgo, ...attempt } of tried)
    await doing.act({ who, at: later(plusMinutes(opened.now, -minutesAgo), since) }, recordAttempt, {
      ...attempt,
      id: idOf('attempt', attempt.step),
      clientId,
      missedOn,
    })
}

/** Whose week would end short comes to another session: booked this morning, and only while hours are missing. */
async function saveAWeek(doing: Doing, opened: Opened, clientId: string): Promise<void> {
  const then = { who: found(opened.staff, 'Okafor'), at: plusMinutes(opened.now, -60) }
  const { together } = await doing.see(then, makeUps, { clientId })
  if (together.length > 0) await doing.act(then, bookMakeUps, { clientId, sessionIds: together })
}
