import { act, ask } from '#kernel/client.ts'
import type { OutputOf } from '#kernel/door.ts'
import { FieldDrafts } from '#web/ui/field-drafts.ts'
import type { saveVerification, verification } from '../verifications.ts'
import { CheckDraft, type Words, wordsOf } from './check-draft.ts'

// Every call to a payer that is being written on this page, and how what lies on this device of others gets there.

/** A call to a payer as the house tells it. */
export type Check = OutputOf<typeof verification>

const askOf = (id: string) => ask<typeof verification>('coverage.verification', { id }, { quiet: true })

const checks = new FieldDrafts<Words, CheckDraft, Check>({
  door: 'coverage.save-verification',
  savedSays: 'What you wrote down of a call to a payer is saved.',
  waitsSays: 'Something you wrote down of a call to a payer waits for you: see Benefits.',
  ask: askOf,
  make: (id, lay, check) =>
    new CheckDraft(
      id,
      {
        save: (patch, version) => {
          const answers = Object.entries(patch).map(([name, answer = '']) => ({ ask: name, answer }))
          return act<typeof saveVerification>('coverage.save-verification', { id, version, answers })
        },
        ask: async () => {
          const { asks, answers, version } = await askOf(id)
          return { fields: wordsOf(asks, answers), version }
        },
        lay,
      },
      check ?? { asks: [], answers: [], version: 0 },
    ),
})

/** The draft of a check: the same one whenever its page is opened again. */
export const checkOf = (check: Check, accountId: string): CheckDraft => checks.of(check.id, accountId, check)

/** Sends what a person wrote of checks on this device and the house does not have, whichever page is open. */
export default function sendChecks(accountId: string) {
  return checks.send(accountId)
}
