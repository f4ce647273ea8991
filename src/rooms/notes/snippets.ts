import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { versionSchema } from '#kernel/fields.ts'
import * as snippetStore from './snippets-store.ts'
import { otherWriters } from './templates.ts'

const name = z
  .string()
  .trim()
  .toLowerCase()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A short name of letters, digits and hyphens, such as “urge-card”.')
// What somebody keeps to write often may be of somebody: the journal knows it by its fingerprint.
const text = concealedText(z.string().trim().min(1, 'Write the words that it stands for.').max(2000))

export const snippetsOf = query({
  name: 'notes.snippets',
  says: 'Your own sentences that you write often, by their short names.',
  who: otherWriters,
  input: z.strictObject({}),
  discloses: [],
  run: async work => ({ snippets: await snippetStore.snippetsOf(work) }),
  shows: () => [],
})

export const addSnippet = command({
  name: 'notes.add-snippet',
  says: 'Keep a sentence that you write often under a short name; nobody else sees it.',
  who: otherWriters,
  input: z.strictObject({
    /** Made by whoever adds it, so that a second press adds nothing. */
    snippetId: z.uuid(),
    name,
    text,
  }),
  run: async (work, { snippetId, ...said }) => {
    await snippetStore.add(work, { id: snippetId, ...said })
    return { snippetId }
  },
})

export const changeSnippet = command({
  name: 'notes.change-snippet',
  says: 'Change a sentence of your own, or its short name.',
  who: otherWriters,
  input: z.strictObject({ snippetId: z.uuid(), version: versionSchema, name, text }),
  version: input => input.version,
  run: async (work, { snippetId, version = 0, ...said }) => {
    if (!(await snippetStore.change(work, { id: snippetId, version, ...said }))) work.changed()
    return { version: version + 1 }
  },
})

export const deleteSnippet = command({
  name: 'notes.delete-snippet',
  says: 'Throw away a sentence of your own.',
  who: otherWriters,
  input: z.strictObject({ snippetId: z.uuid(), version: versionSchema }),
  version: input => input.version,
  run: async (work, { snippetId, version = 0 }) => {
    if (!(await snippetStore.remove(work, { id: snippetId, version }))) work.changed()
    return {}
  },
})

export const snippetCommands = [addSnippet, changeSnippet, deleteSnippet]
export const snippetQueries = [snippetsOf]
