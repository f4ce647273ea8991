import { readFileSync } from 'node:fs'
import { z } from 'zod'

// Words of the law that go with a record are data like its numbers: with their source, and whether somebody checked.
const statement = z.strictObject({
  id: z.enum(['full', 'short']),
  text: z.string(),
  effectiveFrom: z.string(),
  source: z.string(),
  verified: z.boolean(),
})
const file = new URL('../../../rules/part-2-notice.json', import.meta.url)
const pack = z.strictObject({ statements: z.array(statement).length(2) }).parse(JSON.parse(readFileSync(file, 'utf8')))

const textOf = (id: z.output<typeof statement>['id']) => pack.statements.find(each => each.id === id)?.text ?? ''

/**
 * What accompanies a record that is disclosed with consent, word for word.
 * @law 42 CFR 2.32
 */
export const part2Notice = { full: textOf('full'), short: textOf('short') }
