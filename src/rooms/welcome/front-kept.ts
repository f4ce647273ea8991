import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ruleRow } from '#kernel/rules.ts'

// Read once at start: rules change with a version of the program, never by a request.
const { rows } = z
  .object({ rows: z.array(ruleRow) })
  .parse(JSON.parse(readFileSync(new URL('../../../rules/welcome.json', import.meta.url), 'utf8')))

/** How long what public pages show may be remembered. */
export const frontKeptSeconds = rows.find(row => row.id === 'front-kept')?.value ?? 0
