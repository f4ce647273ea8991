import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ruleIn, ruleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'
import { guards } from './notes.ts'

const guard = z.strictObject({ guard: z.enum(guards), severity: z.enum(['stops', 'warns']) })

// Read once at start: rules change with a version of the program, never by a request.
const pack = z
  .strictObject({ rows: z.array(ruleRow), guards: z.array(guard) })
  .parse(JSON.parse(readFileSync(new URL('../../../rules/notes.json', import.meta.url), 'utf8')))

/** The rules of notes by what they are for. */
export type NotesRule = 'alike-last-most' | 'alike-neighbor-most' | 'sign-within' | 'late-after'

/** A rule of notes on a day, in the unit of its row. A pack without it is broken. */
export function notesRule(id: NotesRule, on: Day): number {
  return ruleIn({ name: 'notes', rows: pack.rows }, id, on).value
}

/** How its guards weigh where a program did not decide otherwise. */
export const guardPresets: readonly z.output<typeof guard>[] = pack.guards
