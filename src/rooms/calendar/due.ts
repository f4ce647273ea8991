import type { Due } from '#kernel/due.ts'
import * as store from './store.ts'

/** A house without a room can plan nothing: said to whoever can add one. */
export const due: Due = async work => {
  const plans = work.actor.roles.some(role => role === 'director' || role === 'administrator')
  if (!plans || (await store.openRooms(work)).length > 0) return []
  return [
    {
      room: 'calendar',
      what: 'Add the first room',
      because: 'Groups meet in rooms, and none is here yet.',
      dueAt: null,
      verb: 'Add a room',
      link: '/staff/program',
      clientIds: [],
    },
  ]
}
