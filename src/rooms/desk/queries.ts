import { z } from 'zod'
import { query, staffRoles } from '#kernel/door.ts'
import * as store from './store.ts'

export const openTasks = query({
  name: 'desk.tasks',
  says: 'Your open tasks: your own and those of your roles, by when they are due.',
  who: staffRoles,
  input: z.strictObject({}),
  discloses: ['name'],
  run: async work => ({ tasks: await store.openTasks(work) }),
  shows: answer => [...new Set(answer.tasks.flatMap(task => task.clientId ?? []))],
})

export const unreached = query({
  name: 'desk.unreached',
  says: 'Messages that could not be sent after all tries.',
  who: ['director', 'administrator'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => ({ messages: await store.givenUp(work) }),
  shows: () => [],
})

export const queries = [openTasks, unreached]
