import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, staffRoles } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { sniff } from './desk.ts'
import * as store from './store.ts'

// Any word is taken for a role's at first, and refused here when no role bears it.
const staffWords: readonly string[] = staffRoles

export const addTask = command({
  name: 'desk.add-task',
  says: 'Put a task on someone’s list: what, why, and by when.',
  who: staffRoles,
  input: z.strictObject({
    title: z.string().trim().min(2, 'Write what is to be done.').max(200),
    because: z.string().trim().max(500).default(''),
    clientId: z.uuid().nullable().default(null),
    forRole: z.enum(staffWords).nullable().default(null),
    forStaff: z.uuid().nullable().default(null),
    dueAt: momentSchema,
  }),
  about: input => (input.clientId ? [input.clientId] : []),
  run: async (work, input) => ({ taskId: await store.addTask(work, input) }),
})

export const doneTask = command({
  name: 'desk.done-task',
  says: 'A task is done.',
  who: staffRoles,
  input: z.strictObject({ taskId: z.uuid() }),
  run: async (work, input) => {
    const mine = (await store.openTasks(work)).some(task => task.id === input.taskId)
    if (!mine || !(await store.doneTask(work, input.taskId)))
      work.refuse('not-open', 'This task is done already, or it is not on your list.')
    return {}
  },
})

export const queueMessage = command({
  name: 'desk.queue-message',
  says: 'Queue a neutral message to leave the house by mail or text.',
  who: staffRoles,
  input: z.strictObject({
    clientId: z.uuid().nullable().default(null),
    channel: z.enum(['mail', 'text']),
    recipient: concealedText(z.string().trim().min(3).max(254)),
    subject: z.string().max(120).default(''),
    words: concealedText(z.string().min(1).max(2000)),
  }),
  about: input => (input.clientId ? [input.clientId] : []),
  run: async (work, input) => ({ messageId: await store.queueMessage(work, input) }),
})

export const takeMessages = command({
  name: 'desk.take-messages',
  says: 'The outbox takes the messages that are due.',
  who: ['program'],
  input: z.strictObject({}),
  run: work => store.takeMessages(work, 20),
  touches: output => output.flatMap(message => message.clientId ?? []),
})

export const keepTry = command({
  name: 'desk.keep-try',
  says: 'The outbox keeps how a try to send ended.',
  who: ['program'],
  input: z.strictObject({ id: z.uuid(), tries: z.int().min(0), trouble: z.string().nullable() }),
  run: async (work, input) => {
    await store.keepTry(work, { ...input, trouble: input.trouble?.slice(0, 200) ?? null })
    return {}
  },
})

export const keepFile = command({
  name: 'desk.keep-file',
  says: 'Keep a file, encrypted, as it came; the room that takes it has read it and knows that it is what it says.',
  who: ['room'],
  input: z.strictObject({ name: concealedText(z.string().max(200)), text: concealedText(z.string().max(10_000_000)) }),
  run: async (work, input) => ({
    fileId: await store.keepFile(work, { name: input.name, bytes: Buffer.from(input.text) }),
  }),
})

const largestPicture = 5_000_000
/** How long the text of a picture may be: three bytes are four letters of it. */
export const largestPictureText = Math.ceil(largestPicture / 3) * 4

export const keepPicture = command({
  name: 'desk.keep-picture',
  says: 'Keep a picture, encrypted; what it is says its first bytes, never its name.',
  who: ['room'],
  input: z.strictObject({
    name: concealedText(z.string().max(200)),
    base64: concealedText(z.string().max(largestPictureText)),
  }),
  run: async (work, input) => {
    const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(input.base64) ? Buffer.from(input.base64, 'base64') : Buffer.alloc(0)
    if (!['png', 'jpeg'].includes(sniff(bytes)))
      work.refuse(
        'not-a-picture',
        'This is no picture (JPEG or PNG). Take a photo of it, or choose another file.',
        {},
        422,
      )
    return { fileId: await store.keepFile(work, { name: input.name, bytes }) }
  },
})

export const forgetFiles = command({
  name: 'desk.forget-files',
  says: 'Delete kept files for good, with their bytes and keys; the journal keeps that they were, and no name.',
  who: ['room'],
  // The room that links a file lets go of it first: what is linked anywhere stays, by the foreign key of the link.
  input: z.strictObject({ fileIds: z.array(z.uuid()).min(1).max(2000) }),
  run: async (work, { fileIds }) => ({ forgotten: (await store.forgetFiles(work, fileIds)).length }),
})

export const commands = [addTask, doneTask, queueMessage, takeMessages, keepTry, keepFile, keepPicture, forgetFiles]
