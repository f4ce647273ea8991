import type { Due } from '#kernel/due.ts'
import * as store from './store.ts'

/** Tasks on the person's list, and for the director what could not be sent. */
export const due: Due = async work => {
  const [tasks, unreached] = await Promise.all([
    store.openTasks(work),
    work.actor.roles.includes('director') ? store.givenUp(work) : Promise.resolve([]),
  ])
  const lines = tasks.map(task => ({
    room: 'desk',
    what: task.title,
    because: task.because,
    dueAt: task.dueAt,
    verb: 'Open task',
    link: '/staff/tasks',
    clientIds: task.clientId ? [task.clientId] : [],
  }))
  if (unreached.length === 0) return lines
  const count = unreached.length === 1 ? 'One message' : `${unreached.length} messages`
  return [
    ...lines,
    {
      room: 'desk',
      what: `${count} could not be sent`,
      because: unreached[0]?.trouble ?? '',
      dueAt: null,
      verb: 'See messages',
      link: '/staff/tasks',
      clientIds: [],
    },
  ]
}
