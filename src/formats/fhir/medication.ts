import { type Addresses, type Entry, entryAt } from '#formats/fhir/bundle.ts'
import { type Code, type Concept, conceptOf } from '#formats/fhir/concept.ts'
import { isWithdrawn } from '#formats/fhir/condition.ts'
import type { Origin } from '#formats/fhir/margin.ts'
import { choiceOfMoment, momentOf } from '#formats/fhir/moment.ts'
import {
  flagOf,
  hasContent,
  isElement,
  isModified,
  leaveOut,
  lineOf,
  noteTheRest,
  type Part,
  partOf,
  partsOf,
  placeOf,
  textOf,
} from '#formats/fhir/part.ts'

/**
 * A medicine ordered for or reported by the person; `dosage` is the sender's own words and never put together from
 * numbers.
 */
export type Medication = {
  text: string
  codes: Code[]
  status?: string
  intent?: string
  dosage?: string
  authoredOn?: string
  authoredText?: string
  takenFromOn?: string
  takenFromText?: string
  origin: Origin
}

/** What a medication needs of its bundle: where referenced Medications lie, and a place to mark those used. */
export type Medicines = { addresses: Addresses; used: Set<Entry> }

const shared = ['status', 'subject', 'medicationCodeableConcept', 'medicationReference', 'contained']
const readByType = new Map([
  ['MedicationRequest', [...shared, 'intent', 'doNotPerform', 'dosageInstruction', 'authoredOn']],
  ['MedicationStatement', [...shared, 'dosage', 'dateAsserted', 'effectiveDateTime', 'effectivePeriod']],
])

/**
 * Reads a MedicationRequest or MedicationStatement; an order not to give a medicine is noted, never carried as a
 * medicine.
 */
export function readMedication(part: Part, medicines: Medicines): Medication | undefined {
  const isRequest = part.origin.resource === 'MedicationRequest'
  const status = lineOf(part, 'status')
  if (isWithdrawn(part, status)) return undefined
  if (hasContent(part.value.doNotPerform) && flagOf(part, 'doNotPerform') !== false) {
    leaveOut(part, 'doNotPerform', 'asks that this medicine is not given: read it in the source')
    return undefined
  }
  const medicine = medicineOf(part, medicines)
  if (!medicine) return undefined
  const intent = isRequest ? lineOf(part, 'intent') : undefined
  const dosage = dosageOf(part, isRequest ? 'dosageInstruction' : 'dosage')
  const authored = momentOf(part, isRequest ? 'authoredOn' : 'dateAsserted')
  const taken = isRequest ? {} : choiceOfMoment(part, 'effective')
  noteTheRest(part, readByType.get(part.origin.resource) ?? [])
  return {
    text: medicine.text,
    codes: medicine.codes,
    ...(status === undefined ? {} : { status }),
    ...(intent === undefined ? {} : { intent }),
    ...(dosage === undefined ? {} : { dosage }),
    ...(authored.on === undefined ? {} : { authoredOn: authored.on }),
    ...(authored.text === undefined ? {} : { authoredText: authored.text }),
    ...(taken.on === undefined ? {} : { takenFromOn: taken.on }),
    ...(taken.text === undefined ? {} : { takenFromText: taken.text }),
    origin: part.origin,
  }
}

function medicineOf(part: Part, medicines: Medicines): Concept | undefined {
  const named = conceptOf(part, 'medicationCodeableConcept')
  if (named) return named
  const pointer = partOf(part, 'medicationReference')
  if (!pointer) {
    part.margin.note(part.origin, 'names no medicine')
    return undefined
  }
  const { reference } = pointer.value
  const target = typeof reference === 'string' ? targetOf(part, reference, medicines) : undefined
  if (target === 'unsafe') return undefined
  if (target) return target
  const words = lineOf(pointer, 'display')
  if (words === undefined) leaveOut(part, 'medicationReference', 'the medicine it points at is not in the file')
  return words === undefined ? undefined : { text: words, codes: [] }
}

/**
 * The Medication a reference points at, contained or in the bundle; `unsafe` when its meaning was changed or taken
 * back.
 */
function targetOf(part: Part, reference: string, medicines: Medicines): Concept | 'unsafe' | undefined {
  const contained = reference.startsWith('#') ? containedMedication(part, reference.slice(1)) : undefined
  const entry = contained ? undefined : entryAt(medicines.addresses, reference)
  const target = contained ?? (entry?.type === 'Medication' ? medicationPart(part, entry) : undefined)
  if (!target) return undefined
  if (isModified(target) || isWithdrawn(target, lineOf(target, 'status'))) {
    leaveOut(part, 'medicationReference', 'points at a Medication that cannot be relied on')
    return 'unsafe'
  }
  if (!entry || !medicines.used.has(entry)) noteTheRest(target, ['code', 'status'])
  if (entry) medicines.used.add(entry)
  return conceptOf(target, 'code')
}

function medicationPart(part: Part, entry: Entry): Part {
  const origin = { entry: entry.position, resource: 'Medication', path: 'Medication' }
  return { value: entry.resource, origin, margin: part.margin }
}

function containedMedication(part: Part, id: string): Part | undefined {
  const list: unknown[] = Array.isArray(part.value.contained) ? part.value.contained.slice(0, 100) : []
  const index = list.findIndex(item => isElement(item) && item.resourceType === 'Medication' && item.id === id)
  const value = list[index]
  return isElement(value) ? { value, origin: placeOf(part, `contained[${index}]`), margin: part.margin } : undefined
}

function dosageOf(part: Part, key: string): string | undefined {
  const dosages = partsOf(part, key)
  const words = dosages.flatMap(dosage => {
    const own = textOf(dosage, 'text') ?? textOf(dosage, 'patientInstruction')
    if (own === undefined) part.margin.note(dosage.origin, 'a dosage in numbers without words: read it in the source')
    else noteTheRest(dosage, ['text', 'patientInstruction', 'sequence'])
    return own ?? []
  })
  return words.length === 0 ? undefined : words.join('\n')
}
