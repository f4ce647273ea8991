import { z } from 'zod'
import type { Draft } from './referral-draft.ts'

const origin = z.object({
  entry: z.number(),
  resource: z.string(),
  id: z.string().exactOptional(),
  path: z.string(),
})
const read = z.object({ value: z.string(), origin }).nullable()
const words = z.string().nullable()

const draft = z.object({
  legalGiven: read,
  legalFamily: read,
  chosenName: read,
  pronouns: read,
  bornOn: read,
  languages: z.array(z.string()),
  contacts: z.array(
    z.object({
      kind: z.enum(['phone', 'email', 'address']),
      value: z.string(),
      label: z.enum(['home', 'mobile', 'work', 'other']),
      origin,
    }),
  ),
  people: z.array(z.object({ name: z.string(), relation: z.string(), phone: words, origin })),
  reported: z.array(
    z.object({
      kind: z.enum(['condition', 'medication', 'allergy']),
      words: z.string(),
      code: words,
      system: words,
      status: words,
      detail: words,
      origin,
    }),
  ),
  notUnderstood: z.array(
    z.object({
      resource: z.string(),
      path: z.string().exactOptional(),
      count: z.number(),
      entries: z.array(z.number()),
      because: z.string(),
    }),
  ),
})

/** The draft of a referral as it was kept. */
export function draftFrom(text: string): Draft {
  return draft.parse(JSON.parse(text))
}
