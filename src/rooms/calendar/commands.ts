import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { momentSchema } from '#rooms/desk/commands.ts'
import { takenWords } from './calendar.ts'
import * as store from './store.ts'

export const addRoom = command({
  name: 'calendar.add-room',
  says: 'Add a room at a site, with its seats.',
  who: ['administrator', 'director'],
  input: z.strictObject({
    siteId: z.uuid(),
    name: z.string().trim().min(1, 'Write the room’s name.').max(60),
    seats: z.int().min(1).max(500),
  }),
  run: async (work, input) => ({ roomId: await store.addRoom(work, input) }),
})

/** A time that a room, a staff member or a client is to be taken. */
export const spanSchema = z.strictObject({
  kind: z.enum(['room', 'staff', 'client']),
  resourceId: z.uuid(),
  startsAt: momentSchema,
  endsAt: momentSchema,
  heldBy: z.uuid().optional(),
})

export const book = command({
  name: 'calendar.book',
  says: 'Book rooms, staff and clients for a time: all of them or none, and never twice.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director'],
  input: z.strictObject({
    heldByKind: z.string().min(2).max(40).default('hold'),
    heldBy: z.uuid().optional(),
    spans: z.array(spanSchema).min(1).max(2000),
  }),
  about: input => input.spans.filter(each => each.kind === 'client').map(each => each.resourceId),
  run: async (work, input) => {
    const heldBy = input.heldBy ?? work.id()
    const spans = input.spans.map(each => ({ ...each, heldBy: each.heldBy ?? heldBy }))
    if (spans.some(each => each.endsAt <= each.startsAt)) work.refuse('bad-span', store.constraints.booking_span.says)
    const [, [inTheWay, ...more]] = await Promise.all([store.takeTurns(work, spans), store.taken(work, spans)])
    if (inTheWay) work.refuse('double-booked', takenWords(inTheWay.kind), { inTheWay: [inTheWay, ...more] })
    await store.book(work, spans, input.heldByKind)
    return { heldBy }
  },
})

export const release = command({
  name: 'calendar.release',
  says: 'Free what was booked.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director'],
  input: z.strictObject({
    heldByKind: z.string().min(2).max(40).default('hold'),
    heldBy: z.array(z.uuid()).min(1).max(2000),
    resourceId: z.uuid().optional(),
  }),
  run: async (work, input) => {
    await store.release(work, input.heldByKind, input.heldBy, input.resourceId)
    return {}
  },
})

export const commands = [addRoom, book, release]
