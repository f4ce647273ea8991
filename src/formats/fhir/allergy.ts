import { type Code, conceptOf, conceptsOf, statusOf } from '#formats/fhir/concept.ts'
import { isWithdrawn } from '#formats/fhir/condition.ts'
import type { Origin } from '#formats/fhir/margin.ts'
import { choiceNames, choiceOfMoment } from '#formats/fhir/moment.ts'
import { leaveOut, lineOf, noteTheRest, type Part, partsOf } from '#formats/fhir/part.ts'

/** What happened to the person on contact, in the sender's words. */
export type Reaction = { manifestations: string[]; severity?: string; substance?: string }

/**
 * An allergy as stated, or the sender's statement that none is known (of a kind: drug, food …).
 * An empty list of allergies means that the sender said nothing, never that there are none.
 */
export type Allergy =
  | {
      kind: 'allergy'
      text: string
      codes: Code[]
      clinicalStatus?: string
      verificationStatus?: string
      criticality?: string
      onsetOn?: string
      onsetText?: string
      reactions: Reaction[]
      origin: Origin
    }
  | { kind: 'none-known'; text: string; codes: Code[]; clinicalStatus?: string; origin: Origin }

const read = [
  ...['code', 'clinicalStatus', 'verificationStatus', 'criticality', 'patient', 'reaction', 'type'],
  ...choiceNames('onset'),
]

/** SNOMED CT: no known allergy; of drugs, food, environment. */
const noneKnownCodes = new Set(['716186003', '409137002', '429625007', '428607008'])
const snomed = 'http://snomed.info/sct'
const noneKnownWords = /^(no known [a-z ]{0,30}allerg(y|ies)|nkd?a)\.?$/i

/** Reads an AllergyIntolerance; one that was entered in error or refuted is noted, not carried. */
export function readAllergy(part: Part): Allergy | undefined {
  const verificationStatus = statusOf(part, 'verificationStatus')
  if (isWithdrawn(part, verificationStatus)) return undefined
  const concept = conceptOf(part, 'code')
  const reactions = partsOf(part, 'reaction').map(readReaction)
  const text = concept?.text ?? reactions.map(reaction => reaction.substance).find(Boolean)
  if (text === undefined) {
    leaveOut(part, 'code', 'neither words nor a code')
    return undefined
  }
  const clinicalStatus = statusOf(part, 'clinicalStatus')
  const status = clinicalStatus === undefined ? {} : { clinicalStatus }
  const codes = concept?.codes ?? []
  if (isNoneKnown(text, codes)) {
    const others = ['code', 'clinicalStatus', 'verificationStatus', 'patient', 'type']
    noteTheRest(part, others)
    return { kind: 'none-known', text, codes, ...status, origin: part.origin }
  }
  const criticality = lineOf(part, 'criticality')
  const onset = choiceOfMoment(part, 'onset')
  noteTheRest(part, read)
  return {
    kind: 'allergy',
    text,
    codes,
    ...status,
    ...(verificationStatus === undefined ? {} : { verificationStatus }),
    ...(criticality === undefined ? {} : { criticality }),
    ...(onset.on === undefined ? {} : { onsetOn: onset.on }),
    ...(onset.text === undefined ? {} : { onsetText: onset.text }),
    reactions,
    origin: part.origin,
  }
}

function isNoneKnown(text: string, codes: Code[]): boolean {
  return codes.some(each => each.system === snomed && noneKnownCodes.has(each.code)) || noneKnownWords.test(text)
}

function readReaction(part: Part): Reaction {
  const severity = lineOf(part, 'severity')
  const substance = conceptOf(part, 'substance')?.text
  const manifestations = conceptsOf(part, 'manifestation').map(concept => concept.text)
  noteTheRest(part, ['severity', 'substance', 'manifestation'])
  return {
    manifestations,
    ...(severity === undefined ? {} : { severity }),
    ...(substance === undefined ? {} : { substance }),
  }
}
