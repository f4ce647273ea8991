import { z } from 'zod'
import { day, instant, isDay } from './time.ts'

/** A day of the calendar as doors take it: near enough that a year more or less can be written too. */
export const daySchema = z
  .string()
  .refine(text => isDay(text) && text > '18' && text < '23', 'A day looks like 2026-11-24.')
  .transform(text => day(text))
const nearMoment = z.iso.datetime({ offset: true }).regex(/^(1[89]|2[0-2])/)
/** A moment as doors take it. */
export const momentSchema = nearMoment.transform(text => instant(text))
/** The version that the caller last saw. */
export const versionSchema = z.int().min(0).max(1_000_000_000).optional()

/** Words that must be there. */
export const textSchema = (most: number, says = 'Write something here.') => z.string().trim().min(1, says).max(most)
/** Words that may be missing: null when empty. */
export const maybeTextSchema = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .transform(words => words || null)
    .nullable()
    .default(null)
