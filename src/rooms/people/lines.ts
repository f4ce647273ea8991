import type { Work } from '#kernel/work.ts'
import * as chartStore from './charts.ts'
import { calledName, legalName } from './people.ts'
import * as stayStore from './stays.ts'

// Clients as lists show them, and which of them somebody may see by name.

/** A client in a list: the name to call them by first. */
export type ClientLine = {
  id: string
  name: string
  legalName: string
  bornOn: string
  recordNumber: number
  pronouns: string | null
  track: string | null
}

/** These clients as a list shows them, in the order of their names. */
export async function linesOf(work: Work, ids: readonly string[]): Promise<ClientLine[]> {
  const [clients, stays] = await Promise.all([
    chartStore.clientsNamed(work, ids),
    stayStore.staysOn(work, 'today', ids),
  ])
  const trackOf = new Map(stays.map(stay => [stay.clientId, stay.track]))
  return clients.map(client => ({
    id: client.id,
    name: calledName(client),
    legalName: legalName(client),
    bornOn: client.bornOn,
    recordNumber: client.recordNumber,
    pronouns: client.pronouns,
    track: trackOf.get(client.id) ?? null,
  }))
}

/** From how many on it is worth asking first whose names somebody sees at all. */
const many = 60

/** The ids among these whose names this person may see. */
export async function seen(work: Work, ids: readonly string[]): Promise<string[]> {
  const asked = await worthAsking(work, ids)
  if (asked.length === 0) return []
  const hidden = new Set((await work.all(chartStore.unseen(asked, ['name']))).map(row => row.client_id))
  return asked.filter(id => !hidden.has(id))
}

/** The clients among these whose names this person may see, in the order of their names. */
export async function clientsSeen(work: Work, ids: readonly string[]) {
  return chartStore.clientsSeen(work, await worthAsking(work, ids))
}

const worthAsking = (work: Work, ids: readonly string[]) => (ids.length > many ? amongOwn(work, ids) : ids)

/** Of stays, those of clients that one may see by name. */
export async function ofSeen<Of extends { clientId: string }>(work: Work, stays: readonly Of[]): Promise<Of[]> {
  const ids = await seen(
    work,
    stays.map(stay => stay.clientId),
  )
  const shown = new Set(ids)
  return stays.filter(stay => shown.has(stay.clientId))
}

/** Of many ids, those of the few clients that are one’s own: each one is judged on its own, which costs more. */
async function amongOwn(work: Work, ids: readonly string[]): Promise<readonly string[]> {
  const own = work.actor.roles.includes('client') ? null : await chartStore.ownClients(work)
  if (!own) return ids
  const charts = new Set((await chartStore.chartsOf(work, own)).flatMap(each => each.chartIds))
  return ids.filter(id => charts.has(id))
}

/** Clients by words, as a list shows them. Whoever sees sites may meet strangers first, and looks on. */
export async function foundBy(work: Work, words: readonly string[], mostFound: number): Promise<ClientLine[]> {
  const few = mostFound * 4
  const find = async (most: number) => {
    const ids = (await chartStore.find(work, words, most)).map(row => row.id)
    const [lines, shown] = await Promise.all([linesOf(work, ids), seen(work, ids)])
    return { ids, lines: lines.filter(line => shown.includes(line.id)) }
  }
  const first = await find(few)
  if (first.lines.length >= mostFound || first.ids.length < few) return first.lines
  return (await find(few * 20)).lines
}
