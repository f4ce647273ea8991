import { type DraftFinding, sameWords, textIn } from './draft-findings.ts'
import type { DraftTemplate } from './draft-template.ts'
import { type Named, namingsIn } from './names.ts'
import type { NotePart, Severity } from './notes.ts'

/** A draft that will stand instead of a note, beside that note. */
type Beside = {
  parts: readonly NotePart[]
  startsAt: string
  minutes: number
  was: { parts: readonly NotePart[]; startsAt: string; minutes: number }
}

/**
 * What one may sign is what is now true, and most of a returned note is: so its parts may stay as they were, but not
 * all of them. Else a note would be before its supervisor again that answers nothing.
 */
export function unchanged({ parts, startsAt, minutes, was }: Beside): DraftFinding[] {
  const same = parts.every(({ name, text }) => sameWords(text, textIn(was.parts, name)))
  if (!same || startsAt !== was.startsAt || minutes !== was.minutes) return []
  const says = 'Nothing is changed yet: it says what the returned note says.'
  return [{ guard: 'not-changed', severity: 'stops', says, part: null }]
}

/** Everybody of a group as the guards of one chart’s note need them. */
export type Company = {
  own: Named | undefined
  others: readonly Named[]
  staff: readonly string[]
  /** How many of the group the author does not see any more, so that nobody can look for their names. */
  unseen: number
}

/** What names anybody else of the group: in one chart as in all of them, nobody is known from another’s note. */
export function namesFound(
  { template, parts }: { template: DraftTemplate; parts: readonly NotePart[] },
  { own, others, staff, unseen }: Company,
  weighs: (guard: 'names-a-member' | 'may-name-a-member') => Severity,
): DraftFinding[] {
  const blind: DraftFinding = {
    guard: 'not-all-seen',
    severity: 'stops',
    says: 'You do not see everybody of this group any more, so their names cannot be looked for. Add to the note instead.',
    part: null,
  }
  const found = template.parts.flatMap(({ name }): DraftFinding[] => {
    const namings = namingsIn(textIn(parts, name), others, { ...(own ? { own } : {}), staff })
    const naming = namings.find(each => each.sure) ?? namings[0]
    if (!naming) return []
    const guard = naming.sure ? 'names-a-member' : 'may-name-a-member'
    const says = naming.sure ? 'names a member of this group' : 'has a word that is also a name here'
    return [{ guard, severity: weighs(guard), says: `“${name}” ${says}: “${naming.word}”.`, part: name }]
  })
  return unseen > 0 ? [blind, ...found] : found
}
