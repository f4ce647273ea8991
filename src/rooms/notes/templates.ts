import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The kinds of notes that are not of a group. */
export const otherKinds = ['individual', 'family', 'case-management', 'medical', 'crisis', 'phone', 'missed'] as const

/** Who writes notes of these kinds; each template says who of them writes by it. */
export const otherWriters = ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director'] as const

const part = z.strictObject({
  name: z.string().min(1).max(60),
  hint: z.string().min(1).max(200),
  required: z.boolean(),
})
const template = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  version: z.int().min(1),
  kind: z.enum(otherKinds),
  name: z.string().min(1).max(100),
  by: z.array(z.enum(otherWriters)).min(1),
  parts: z.array(part).min(1).max(12),
})
/** What a note of a kind is asked to say. A changed one is another version, and the old one stays in the pack. */
export type Template = z.output<typeof template>

/** How drafts and notes name what they were written by: `individual-dap@1`. */
export const keyOf = ({ id, version }: Pick<Template, 'id' | 'version'>) => `${id}@${version}`

/** Reads a pack. One that says a thing twice is broken. */
export function templatesFrom(text: string): Template[] {
  const { templates } = z.strictObject({ templates: z.array(template) }).parse(JSON.parse(text))
  const twice = (keys: readonly string[]) => keys.length !== new Set(keys).size
  if (twice(templates.map(keyOf))) throw new RangeError('two templates have one version')
  const broken = templates.find(each => twice(each.parts.map(({ name }) => name)))
  if (broken) throw new RangeError(`${keyOf(broken)} has two parts of one name`)
  return templates
}

/** The newest version of each template that people with these roles write by. */
export function offered(templates: readonly Template[], roles: readonly string[]): Template[] {
  const newest = templates.filter(
    each => !templates.some(other => other.id === each.id && other.version > each.version),
  )
  return newest.filter(each => each.by.some(role => roles.includes(role)))
}

/** The template that a draft was begun by, in the version of that day; undefined when there is none such. */
export const templateIn = (templates: readonly Template[], key: string): Template | undefined =>
  templates.find(each => keyOf(each) === key)

/** The templates of this version of the program, old versions included: read once at start. */
export const templates = templatesFrom(
  readFileSync(new URL('../../../rules/note-templates.json', import.meta.url), 'utf8'),
)
