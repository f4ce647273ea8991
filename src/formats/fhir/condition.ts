import { type Code, conceptOf, statusOf } from '#formats/fhir/concept.ts'
import type { Origin } from '#formats/fhir/margin.ts'
import { choiceNames, choiceOfMoment } from '#formats/fhir/moment.ts'
import { leaveOut, noteTheRest, type Part } from '#formats/fhir/part.ts'

/** A condition as the sender states it; `…On` is a full day, `…Text` anything less exact. */
export type Condition = {
  text: string
  codes: Code[]
  clinicalStatus?: string
  verificationStatus?: string
  onsetOn?: string
  onsetText?: string
  abatedOn?: string
  abatedText?: string
  origin: Origin
}

const read = [
  ...['code', 'clinicalStatus', 'verificationStatus', 'subject'],
  ...choiceNames('onset'),
  ...choiceNames('abatement'),
]

/** Reads a Condition; one that was entered in error or refuted is noted, not carried. */
export function readCondition(part: Part): Condition | undefined {
  const concept = conceptOf(part, 'code')
  const verificationStatus = statusOf(part, 'verificationStatus')
  const clinicalStatus = statusOf(part, 'clinicalStatus')
  if (isWithdrawn(part, verificationStatus)) return undefined
  if (!concept) {
    leaveOut(part, 'code', 'neither words nor a code')
    return undefined
  }
  const onset = choiceOfMoment(part, 'onset')
  const abatement = choiceOfMoment(part, 'abatement')
  noteTheRest(part, read)
  return {
    text: concept.text,
    codes: concept.codes,
    ...(clinicalStatus === undefined ? {} : { clinicalStatus }),
    ...(verificationStatus === undefined ? {} : { verificationStatus }),
    ...(onset.on === undefined ? {} : { onsetOn: onset.on }),
    ...(onset.text === undefined ? {} : { onsetText: onset.text }),
    ...(abatement.on === undefined ? {} : { abatedOn: abatement.on }),
    ...(abatement.text === undefined ? {} : { abatedText: abatement.text }),
    origin: part.origin,
  }
}

/** Whether a statement was taken back by its author, noted with the reason. */
export function isWithdrawn(part: Part, verificationStatus: string | undefined): boolean {
  const status = verificationStatus?.toLowerCase().replace(/[\s_]+/g, '-')
  if (status !== 'entered-in-error' && status !== 'refuted') return false
  part.margin.note(part.origin, status === 'refuted' ? 'refuted: found not to be so' : 'entered in error')
  return true
}
