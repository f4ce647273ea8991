import { z } from 'zod'
import { query, staffRoles } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
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

export const pictureOf = query({
  name: 'desk.picture',
  says: 'A kept picture; the room it was kept for says who may see it.',
  who: ['room'],
  input: z.strictObject({ fileId: z.uuid() }),
  discloses: ['file'],
  run: async (work, input) => {
    const file = await store.readFile(work, input.fileId)
    if (file?.kind !== 'png' && file?.kind !== 'jpeg') throw notHere()
    return { kind: file.kind, base64: file.bytes.toString('base64') }
  },
  shows: () => [],
})

export const queries = [openTasks, unreached, pictureOf]
