import { notHere } from '#kernel/refusal.ts'
import type { Work } from '#kernel/work.ts'
import { roomsOf } from '#rooms/calendar/queries.ts'
import { sitesOf } from '#rooms/people/facts.ts'

/** Stops when one of these rooms is not at this site, or is not here at all: nobody would find the others there. */
export async function stopOtherSite(work: Work, siteId: string, roomIds: readonly (string | null)[]): Promise<void> {
  const asked = roomIds.flatMap(id => id ?? [])
  if (asked.length === 0) return
  const [{ rooms }, { sites }] = await Promise.all([work.ask(roomsOf, {}), work.ask(sitesOf, {})])
  const found = rooms.filter(room => asked.includes(room.id))
  if (!sites.some(site => site.id === siteId) || asked.some(id => !found.some(room => room.id === id))) throw notHere()
  if (found.some(room => room.siteId !== siteId))
    work.refuse('other-site', 'This room is not at this site. Choose one of its rooms.', {}, 422)
}
