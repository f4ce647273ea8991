import { createHash } from 'node:crypto'
import type { Severity } from './notes.ts'

// A warning that somebody looked at and kept, knowing why: of these very words, and gone again when they change.

/** The words that a guard warns of, as a fingerprint: other words, another keeping. */
export const hashOf = (guard: string, words: string) => createHash('sha256').update(`${guard}\n${words}`).digest('hex')

type Kept = { clientId: string | null; guard: string; wordsHash: string }
type Warning = { guard: string; severity: Severity }

/** Of what guards found, what warns and was kept in these words. */
export function keptOf<Found extends Warning>(
  findings: readonly Found[],
  keepings: readonly Kept[],
  of: { whose: (finding: Found) => string | null; words: (finding: Found) => string },
): Found[] {
  return findings.filter(
    finding =>
      finding.severity === 'warns' &&
      keepings.some(
        each =>
          each.guard === finding.guard &&
          each.clientId === of.whose(finding) &&
          each.wordsHash === hashOf(finding.guard, of.words(finding)),
      ),
  )
}
