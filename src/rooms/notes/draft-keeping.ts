import { z } from 'zod'
import { command } from '#kernel/door.ts'
import type { Work } from '#kernel/work.ts'
import { type DraftFinding, textIn } from './draft-findings.ts'
import { draftNow, openDraft } from './draft-now.ts'
import * as draftStore from './drafts-store.ts'
import { hashOf, keptOf } from './keeping.ts'
import { guards, type NotePart } from './notes.ts'
import type { OtherDraft } from './other-store.ts'
import { otherWriters } from './templates.ts'

// Warnings about a note of one client, and which of them its author keeps.

type Worded = { parts: readonly NotePart[] }

/** The words that a finding is about: of its part, else of the whole note. */
const wordsOf = ({ part }: Pick<DraftFinding, 'part'>, { parts }: Worded) =>
  part === null ? JSON.stringify(parts) : `${part}\n${textIn(parts, part)}`

/** A warning of a draft, as it is recorded when it is kept or signed over. */
export const keepingOf = (finding: DraftFinding, draft: OtherDraft): draftStore.Keeping => ({
  about: draft.id,
  clientId: draft.clientId,
  guard: finding.guard,
  wordsHash: hashOf(finding.guard, wordsOf(finding, draft)),
})

/** What a draft’s guards found, each with whether its author keeps it. */
export async function withKept<Found extends DraftFinding>(work: Work, draft: OtherDraft, findings: readonly Found[]) {
  const kept = keptOf(findings, await draftStore.keepingsOf(work, draft.id), {
    whose: () => draft.clientId,
    words: finding => wordsOf(finding, draft),
  })
  return findings.map(finding => ({ ...finding, kept: kept.includes(finding) }))
}

export const keepDraftWarning = command({
  name: 'notes.keep-draft-warning',
  says: 'Keep words of one’s own draft that a guard warns of: it is recorded, and the warning is gone until they change.',
  who: otherWriters,
  input: z.strictObject({ draftId: z.uuid(), guard: z.enum(guards), part: z.string().max(60).nullable() }),
  run: async (work, { draftId, guard, part }) => {
    const draft = await openDraft(work, draftId)
    const { findings } = await draftNow(work, draft)
    const finding = findings.find(each => each.guard === guard && each.part === part)
    if (!finding) return work.refuse('no-warning', 'There is no such warning any more. Look at the newer state.')
    if (finding.severity === 'stops')
      work.refuse('stops', 'In this program that stops the signature. Change the words, or ask the director.', {}, 403)
    await draftStore.keep(work, [keepingOf(finding, draft)])
    return { clientId: draft.clientId }
  },
  touches: answer => [answer.clientId],
})

export const keepingCommands = [keepDraftWarning]
