import type { Day } from '#kernel/time.ts'
import { likeness } from './alike.ts'
import type { DraftTemplate } from './draft-template.ts'
import type { NotePart, Severity } from './notes.ts'

/** What stands between a note that is not of a group and its signature, or is worth a look before it. */
export type DraftFinding = {
  guard:
    | ('missing-part' | 'copied' | 'like-last' | 'not-marked' | 'to-choose' | 'not-here' | 'was-here')
    | ('not-changed' | 'not-all-seen' | 'names-a-member' | 'may-name-a-member')
  severity: Severity
  says: string
  /** The part that it is about; null for the whole note. */
  part: string | null
  /** The text it is like, of which day, and how much in percent. */
  like?: { text: string; onDay: Day; percent: number }
}

/** What attendance says of the one whom a note is about; null where it is of no session. */
export type Standing = { marked: boolean; asked: boolean; here: boolean } | null

/** A draft as its guards read it, with the client's last notes by the same parts. */
export type Reviewed = {
  template: DraftTemplate
  parts: readonly NotePart[]
  copied: readonly string[]
  standing: Standing
  last: readonly { onDay: Day; parts: readonly NotePart[] }[]
}

/** From how many letters on words are compared: two short ones are alike by chance. */
const comparedFrom = 40

/** Whether two texts are the same but for white space: nobody edited it. */
export const sameWords = (one: string, other: string) =>
  one.trim().replace(/\s+/g, ' ') === other.trim().replace(/\s+/g, ' ')

/** What is in a part, by its name. */
export const textIn = (parts: readonly NotePart[], name: string) => parts.find(each => each.name === name)?.text ?? ''

/** What a draft's guards find, in the order of the page. */
export function draftFindings(draft: Reviewed, rules: { alikeLast: Severity; alikeLastMost: number }): DraftFinding[] {
  return [...standingFindings(draft), ...draft.template.parts.flatMap(part => partFindings(part, draft, rules))]
}

function standingFindings({ template, standing }: Reviewed): DraftFinding[] {
  const found = (guard: DraftFinding['guard'], says: string) => [
    { guard, severity: 'stops' as const, says, part: null },
  ]
  if (!standing) return []
  if (!standing.marked) return found('not-marked', 'Attendance of this hour is not marked.')
  if (standing.asked) return found('to-choose', 'Two statements about their attendance do not agree.')
  if (template.kind === 'missed' && standing.here)
    return found('was-here', 'Attendance says that they were here: then it is no missed session.')
  if (template.kind !== 'missed' && !standing.here)
    return found('not-here', 'Attendance says that they did not come: write a missed session instead.')
  return []
}

function partFindings(
  { name, required }: DraftTemplate['parts'][number],
  { parts, copied, last }: Reviewed,
  rules: { alikeLast: Severity; alikeLastMost: number },
): DraftFinding[] {
  const text = textIn(parts, name).trim()
  if (text === '')
    return required
      ? [{ guard: 'missing-part', severity: 'stops', says: `“${name}” has no words yet.`, part: name }]
      : []
  if (copied.includes(name))
    return [{ guard: 'copied', severity: 'stops', says: `“${name}”: Copied and not changed.`, part: name }]
  if (text.length < comparedFrom) return []
  const [most] = last
    .map(({ onDay, parts: said }) => ({ onDay, text: textIn(said, name) }))
    .map(each => ({ ...each, percent: Math.round(likeness(text, each.text) * 100) }))
    .sort((a, b) => b.percent - a.percent)
  if (!most || most.percent <= rules.alikeLastMost) return []
  const says = `“${name}” is ${most.percent} % like one of their last notes.`
  return [{ guard: 'like-last', severity: rules.alikeLast, says, part: name, like: most }]
}
