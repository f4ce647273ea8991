import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { reachOf, sitesOf } from '#rooms/people/facts.ts'
import { namesSeen } from '#rooms/people/queries.ts'
import * as store from './store.ts'

/** What is told to one client about one session; `reach` is null for somebody who agreed to no kind of message. */
export type Notice = {
  sessionId: string
  clientId: string
  name: string
  startsAt: Instant
  reach: { channel: 'mail' | 'text'; recipient: string } | null
  subject: string
  words: string
}

const subject = 'Your appointment'

/** A change in words that say nothing of what kind of place this is, or of what the hour is for. */
export function noticeWords(
  change: { canceled: boolean; moved: boolean; substituted: boolean },
  { when, phone }: { when: string; phone: string | null },
): string {
  const call = phone ? ` Questions? Call ${phone}.` : ''
  if (change.canceled) return `Your appointment on ${when} does not take place.${call}`
  if (change.substituted) return `Your appointment on ${when} takes place with another member of our staff.${call}`
  if (change.moved) return `Your appointment has a new time: ${when}.${call}`
  return `Your appointment on ${when} takes place as planned.${call}`
}

/** What is to be told to whom about these sessions, as they stand now: to those of their clients whom one may see. */
export async function noticesFor(work: Work, sessionIds: readonly string[]): Promise<Notice[]> {
  const [sessions, expected, leaders] = await Promise.all([
    store.sessionsNamed(work, sessionIds).then(found => found.filter(each => each.endsAt > work.now)),
    store.clientsExpectedIn(work, sessionIds),
    store.leadersOf(work, sessionIds),
  ])
  const { clients } = await work.ask(namesSeen, { ids: [...new Set(expected.map(each => each.clientId))] })
  const ids = clients.map(client => client.id)
  const [{ clients: reached }, { sites, clock }] = await Promise.all([
    work.ask(reachOf, { clientIds: ids }),
    work.ask(sitesOf, {}),
  ])
  return sessions.flatMap(session => {
    const when = whenWords(session.startsAt, session.zone, clock)
    const phone = sites.find(site => site.id === session.siteId)?.phone ?? null
    const substituted = leaders.some(each => each.sessionId === session.id && each.forStaff !== null)
    const change = { canceled: session.canceledAt !== null, moved: session.movedAt !== null, substituted }
    const words = noticeWords(change, { when, phone })
    return clients
      .filter(client => expected.some(each => each.sessionId === session.id && each.clientId === client.id))
      .map(client => {
        const own = reached.find(each => each.clientId === client.id)?.ways ?? []
        const way = own.find(each => each.channel === 'text') ?? own[0]
        return {
          sessionId: session.id,
          clientId: client.id,
          name: client.name,
          startsAt: session.startsAt,
          reach: way ? { channel: way.channel, recipient: way.recipient } : null,
          subject,
          words,
        }
      })
  })
}

function whenWords(moment: Instant, zone: string, clock: '12' | '24'): string {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hour12: clock === '12',
  }).format(new Date(moment))
}
