import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { conflictKinds } from './conflicts.ts'

// What several doors of this room take.

/** What somebody does against a rule of the week: the kinds they saw, and why. */
export const overrideSchema = z
  .strictObject({
    conflicts: z.array(z.enum(conflictKinds)).min(1).max(conflictKinds.length),
    reason: concealedText(z.string().trim().min(3, 'Write why you go on all the same.').max(300)),
  })
  .nullable()
  .default(null)

/** A pause of a meeting. */
export const breakSchema = z.strictObject({
  afterMinutes: z.int().min(1).max(480),
  minutes: z.int().min(1).max(180),
  kind: z.enum(['break', 'meal']).default('break'),
})
/** An hour of the day on a wall clock. */
export const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time looks like 17:30.')
/** In what way people meet. */
export const modeSchema = z.enum(['in-person', 'video', 'phone'])
/** The address of a video meeting. */
export const linkField = z.url('A link begins with https://.').max(500).nullable()
/** The same where it may be left out. */
export const linkSchema = linkField.default(null)
