import { sql } from 'kysely'
import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { type AnyDoor, command, query } from '#kernel/door.ts'
import { House } from '#kernel/house.ts'
import { damaged } from '#kernel/refusal.ts'
import type { Work } from '#kernel/work.ts'
import type { TestHouse, TestOrganization } from './house.ts'

/** A room of the tests alone, so that the kernel is proved without leaning on any real room. */
export async function furnish(test: TestHouse): Promise<void> {
  await test.owner.query(`
    create schema testing;
    grant usage on schema testing to footbridge_app;
    create table testing.thing (organization_id uuid not null, id uuid not null, words text not null,
      version integer not null default 1, primary key (organization_id, id));
    create unique index thing_words on testing.thing (organization_id, words);
    call kernel.close('testing.thing')`)
}

/** How many things an organization has, as the owner sees it. */
export async function thingsIn(test: TestHouse, in_: TestOrganization): Promise<string[]> {
  const { rows } = await test.owner.query<{ words: string }>(
    'select words from testing.thing where organization_id = $1 order by words',
    [in_.id],
  )
  return rows.map(row => row.words)
}

function insert(work: Work, words: string): Promise<void> {
  return work.run(sql`insert into testing.thing (organization_id, id, words)
    values (${work.organization}, ${work.id()}, ${words})`)
}

const words = z.string().min(1).max(200)

export const addThing = command({
  name: 'testing.add-thing',
  says: 'Add a thing.',
  who: ['nurse', 'director'],
  input: z.strictObject({ words, inner: z.strictObject({ deep: z.int() }).optional() }),
  run: async (work, input) => {
    await insert(work, input.words)
    return { drawn: Buffer.from(work.random(8)).toString('hex') }
  },
})

/** About one client, with a text that is concealed and one that is not. */
export const noteThing = command({
  name: 'testing.note-thing',
  says: 'Note something of a client.',
  who: ['nurse', 'director'],
  input: z.strictObject({ clientId: z.uuid(), words, own: concealedText(words) }),
  about: input => [input.clientId],
  run: async (work, input) => {
    await insert(work, input.words)
    return {}
  },
})

export const changeThing = command({
  name: 'testing.change-thing',
  says: 'Change a thing.',
  who: ['nurse'],
  input: z.strictObject({ words, to: words, version: z.int().optional() }),
  version: input => input.version,
  run: async (work, input) => {
    const done = await work.one(sql<{ id: string }>`update testing.thing set words = ${input.to}, version = version + 1
      where words = ${input.words} and version = ${input.version ?? 0} returning id`)
    if (!done) work.changed({ version: 1 })
    return {}
  },
})

/** Adds two things by another door, and stops after them when it is told to. */
export const addTwo = command({
  name: 'testing.add-two',
  says: 'Add two things by their own door.',
  who: ['nurse', 'biller'],
  input: z.strictObject({ words, stop: z.boolean().default(false) }),
  run: async (work, input) => {
    await work.also(addThing, { words: `${input.words} one` })
    await work.also(addThing, { words: `${input.words} two` })
    if (input.stop) work.refuse('stopped', 'Stopped after both.')
    return {}
  },
})

/** Writes a note about a client through another door. */
export const noteBeside = command({
  name: 'testing.note-beside',
  says: 'Note something of a client through another door.',
  who: ['nurse', 'director'],
  input: z.strictObject({ clientId: z.uuid(), words }),
  run: (work, input) => work.also(noteThing, { clientId: input.clientId, words: input.words, own: 'beside' }),
})

/** Sends three statements at once, of which the second cannot be. */
export const breakInside = command({
  name: 'testing.break-inside',
  says: 'Break in the middle of what is sent at once.',
  who: ['nurse'],
  input: z.strictObject({ words }),
  run: async (work, input) => {
    const first = insert(work, `${input.words} first`)
    const broken = work.run(sql`select 1 / 0`)
    const third = insert(work, `${input.words} third`)
    await first
    await Promise.allSettled([third])
    await broken
    return {}
  },
})

/** What a room would do that forgot may-look. */
export const peek = query({
  name: 'testing.peek',
  says: 'Show clients without asking whether they may be seen.',
  who: ['counselor', 'nurse', 'director'],
  input: z.strictObject({ ids: z.array(z.uuid()) }),
  discloses: ['note'],
  run: async (_work, input) => ({ ids: input.ids, words: 'what nobody should read' }),
  shows: answer => answer.ids,
})

/** Shows what kinds of words an address may bring. */
export const echo = query({
  name: 'testing.echo',
  says: 'Show what was asked.',
  who: ['anyone'],
  input: z.strictObject({
    many: z.int().optional(),
    yes: z.boolean().optional(),
    list: z.array(z.int()).optional(),
    text: z.string().optional(),
  }),
  discloses: [],
  run: async (_work, input) => input,
  shows: () => [],
})

/** The same, with what nobody should read in an address. */
export const echoPrivately = query({ ...echo, name: 'testing.echo-privately', private: true })

/** A door with a bug, whose message says too much. */
export const fall = command({
  name: 'testing.fall',
  says: 'Fall over.',
  who: ['anyone'],
  input: z.strictObject({}),
  run: async (): Promise<unknown> => {
    throw new TypeError('a message with the words of Ana Rivas')
  },
})

/** A door behind which the disk is damaged. */
export const decay = command({
  name: 'testing.decay',
  says: 'Read what is no longer what was kept.',
  who: ['anyone'],
  input: z.strictObject({}),
  run: async (): Promise<unknown> => {
    throw damaged('block 3 "base/5/9"')
  },
})

/** Every door of the tests' own room. */
export const thingDoors: readonly AnyDoor[] = [
  addThing,
  noteThing,
  changeThing,
  addTwo,
  noteBeside,
  breakInside,
  peek,
  echo,
  echoPrivately,
  fall,
  decay,
]

/** The same house with more doors. */
export function withDoors(test: TestHouse, more: readonly AnyDoor[] = thingDoors): House {
  return new House({ ...test.house.parts, doors: [...test.house.parts.doors, ...more] })
}
