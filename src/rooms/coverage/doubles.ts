import type { PolicyRow } from './policies-store.ts'

// Insurances of one person that say one thing twice, after their two inquiries became one.

/** An insurance, as far as it says whose it is and who pays. */
export type Doubled = Pick<
  PolicyRow,
  'id' | 'contactId' | 'payerId' | 'payerWords' | 'selfPay' | 'memberId' | 'endedOn' | 'forgottenAt'
>

const plain = (words: string | null) => words?.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') ?? ''

/** What makes two insurances of one inquiry the same: who pays, and their number there; null when that is not known. */
function sameAs({ contactId, payerId, payerWords, selfPay, memberId }: Doubled): string | null {
  if (selfPay) return `${contactId} self`
  const member = plain(memberId)
  return member ? `${contactId} ${payerId ?? plain(payerWords)} ${member}` : null
}

/** Of insurances, best first, those that say once more what a better one says. */
export function doubles(policies: readonly Doubled[]): string[] {
  const seen = new Set<string>()
  return policies
    .filter(each => each.endedOn === null && each.forgottenAt === null)
    .flatMap(each => {
      const key = sameAs(each)
      if (key === null || !seen.has(key)) {
        if (key !== null) seen.add(key)
        return []
      }
      return [each.id]
    })
}
