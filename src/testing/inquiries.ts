import type { z } from 'zod'
import { type AnyDoor, type Command, command, type Query, query } from '#kernel/door.ts'
import { begin, contactsNamed, reachStep, receive } from '#rooms/inquiry/contacts.ts'
import type { TestHouse, TestOrganization } from './house.ts'
import { withDoors } from './things.ts'

// What only other rooms may ask of the front door, and an inquiry to begin with.

/** A door of the tests alone that passes a room's inner door, as the program. */
function outer<Schema extends z.ZodType, Output>(inner: Command<string, Schema, Output>) {
  return command({
    name: `testing.${inner.name.split('.')[1]}`,
    says: 'Pass an inner door.',
    who: ['program'],
    input: inner.input,
    run: (work, input) => work.also({ ...inner, input: inner.input }, input as z.input<Schema>),
  })
}

function outerQuery<Schema extends z.ZodType, Output>(inner: Query<string, Schema, Output>) {
  return query({
    name: `testing.${inner.name.split('.')[1]}`,
    says: 'Ask by an inner door.',
    who: ['program'],
    input: inner.input,
    discloses: [],
    run: (work, input) => work.ask(inner, input as z.input<Schema>),
    shows: () => [],
  })
}

const doors = { receive: outer(receive), reachStep: outer(reachStep), named: outerQuery(contactsNamed) }

/** The house with what only rooms may do of inquiries, done by the program of an organization. */
export function innerDoors(test: TestHouse, more: readonly AnyDoor[] = []) {
  const house = withDoors(test, [...Object.values(doors), ...more])
  return {
    receive: (in_: TestOrganization, input: z.input<typeof receive.input>) =>
      house.act(in_.program, doors.receive, input),
    reachStep: (in_: TestOrganization, input: z.input<typeof reachStep.input>) =>
      house.act(in_.program, doors.reachStep, input),
    named: async (in_: TestOrganization, ids: string[]) =>
      (await house.see(in_.program, doors.named, { ids })).contacts,
  }
}

/** What somebody sends by the public form; every word carries the canary. */
export function aForm(in_: TestOrganization, like: Partial<z.input<typeof receive.input>> = {}) {
  return {
    formId: crypto.randomUUID(),
    language: 'en' as const,
    asker: 'self' as const,
    caller: `${in_.canary} Rosa`,
    callerPhone: '205-555-0176',
    say: 'name' as const,
    callWhen: 'soon' as const,
    need: `${in_.canary} asks for help`,
    ...like,
  }
}

/** An inquiry by phone, begun by intake. */
export async function aContact(
  test: TestHouse,
  in_: TestOrganization,
  like: Partial<z.input<typeof begin.input>> = {},
): Promise<{ id: string; code: string; version: number }> {
  const id = crypto.randomUUID()
  return { id, ...(await test.house.act(in_.staff.intake, begin, { id, came: 'phone', ...like })) }
}
