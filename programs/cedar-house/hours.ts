import { createHash } from 'node:crypto'
import { nobody } from '#kernel/actor.ts'
import { plusMinutes } from '#kernel/time.ts'
import { missed, recordAttempt } from '#rooms/attendance/follow-up.ts'
import { bookMakeUps, makeUps } from '#rooms/attendance/make-ups.ts'
import { syncSigns } from '#rooms/attendance/signs.ts'
import { addTablet, pairAgain, pairTablet, tablets } from '#rooms/attendance/tablets.ts'
import { type Doing, found } from './doing.ts'
import type { Opened } from './opening.ts'
import type { Place } from './people.ts'

/** Where a tablet stands. Nobody keeps its secret: who tries it out pairs a device of their own anew. */
const doorsWith: readonly { place: Place; name: string }[] = [
  { place: 'elm', name: 'Front door' },
  { place: 'quay', name: 'Harbor door' },
]

/** Who is early today and has signed in by the tablet, in minutes before now. */
const early: readonly { family: string; minutesAgo: number }[] = [
  { family: 'Whitaker', minutesAgo: 14 },
  { family: 'Nakamura', minutesAgo: 9 },
  { family: 'Clarke', minutesAgo: 4 },
]

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
function idOf(...words: string[]): string {
  const hex = createHash('sha256').update(words.join('|')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Tablets by the doors, early arrivals, what was tried after missed sessions, and a make-up that is booked. */
export async function fillHours(doing: Doing, opened: Opened, charts: ReadonlyMap<string, string>): Promise<void> {
  const secrets = new Map<Place, string>()
  for (const door of doorsWith) secrets.set(door.place, await aTabletBy(doing, opened, door))
  await signIn(doing, opened, { charts, secret: found(secrets, 'elm') })
  await tryToReach(doing, opened, found(charts, 'Delgado'))
  await saveAWeek(doing, opened, found(charts, 'Faure'))
}

/** A tablet is added once; its secret is shown once, so a seed that was broken off pairs it anew. */
async function aTabletBy(doing: Doing, opened: Opened, { place, name }: { place: Place; name: string }) {
  const then = { who: found(opened.staff, 'Okafor'), at: plusMinutes(opened.now, -2880) }
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
  const signs = early.map(({ family, minutesAgo }) => ({
    id: idOf('sign', family),
    clientId: found(charts, family),
    kind: 'in' as const,
    how: 'code' as const,
    deviceAt: plusMinutes(now, -minutesAgo),
    offsetMs: 0,
  }))
  const at = plusMinutes(now, -1)
  await doing.act({ who: nobody, at }, syncSigns, { secret, deviceNow: at, signs })
}

async function tryToReach(doing: Doing, opened: Opened, clientId: string): Promise<void> {
  const who = found(opened.staff, 'Lindqvist')
  const { clients } = await doing.see({ who, at: opened.now }, missed, {})
  const missedOn = clients.find(client => client.clientId === clientId)?.missedOn[0]
  if (!missedOn) return
  for (const { minutesAgo, ...attempt } of tried)
    await doing.act({ who, at: plusMinutes(opened.now, -minutesAgo) }, recordAttempt, {
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
