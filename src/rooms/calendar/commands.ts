import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
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
})
/** What kind of thing holds a booking: a session, or somebody's own hold. Only its own room may say so. */
const holderKind = z.string().min(2).max(40)
const own = 'hold'
const mostSpans = 2000

export const occupy = command({
  name: 'calendar.occupy',
  says: 'Another room books what its own things hold: all of it or nothing, and never twice.',
  who: ['room'],
  input: z.strictObject({
    heldByKind: holderKind,
    spans: z
      .array(spanSchema.extend({ heldBy: z.uuid() }))
      .min(1)
      .max(mostSpans),
  }),
  about: input => input.spans.filter(each => each.kind === 'client').map(each => each.resourceId),
  run: async (work, { heldByKind, spans }) => {
    if (spans.some(each => each.endsAt <= each.startsAt)) work.refuse('bad-span', store.constraints.booking_span.says)
    const [, [inTheWay, ...more]] = await Promise.all([store.takeTurns(work, spans), store.taken(work, spans)])
    if (inTheWay) work.refuse('double-booked', takenWords(inTheWay.kind), { inTheWay: [inTheWay, ...more] })
    await store.book(work, spans, heldByKind)
    return {}
  },
})

export const free = command({
  name: 'calendar.free',
  says: 'Another room frees what its own things held: of one person or room, or all of it.',
  who: ['room'],
  input: z.strictObject({
    heldByKind: holderKind,
    heldBy: z.array(z.uuid()).min(1).max(mostSpans),
    resourceId: z.uuid().optional(),
  }),
  run: async (work, input) => {
    await store.release(work, input)
    return {}
  },
})

const bookers = ['intake', 'counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director'] as const

export const book = command({
  name: 'calendar.book',
  says: 'Book rooms, staff and clients for a time: all of them or none, and never twice.',
  who: bookers,
  input: z.strictObject({ spans: z.array(spanSchema).min(1).max(mostSpans) }),
  about: input => input.spans.filter(each => each.kind === 'client').map(each => each.resourceId),
  run: async (work, input) => {
    const heldBy = work.id()
    await work.also(occupy, { heldByKind: own, spans: input.spans.map(each => ({ ...each, heldBy })) })
    return { heldBy }
  },
})

export const release = command({
  name: 'calendar.release',
  says: 'Free what was booked by hand; what a session holds is freed with the session.',
  who: bookers,
  input: z.strictObject({ heldBy: z.array(z.uuid()).min(1).max(mostSpans) }),
  run: async (work, input) => {
    await work.also(free, { heldByKind: own, heldBy: input.heldBy })
    return {}
  },
})

export const commands = [addRoom, book, release, occupy, free]
