import { z } from 'zod'
import { day, instant, isDay } from './time.ts'

/** A day of the calendar as doors take it. */
export const daySchema = z
  .string()
  .refine(isDay, 'A day looks like 2026-11-24.')
  .transform(text => day(text))
/** A moment as doors take it. */
export const momentSchema = z.iso.datetime({ offset: true }).transform(text => instant(text))
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
