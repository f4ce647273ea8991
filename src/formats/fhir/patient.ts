import { conceptOf } from '#formats/fhir/concept.ts'
import { type EmergencyContact, emergencyContactsOf, type Reach, reachOf } from '#formats/fhir/contact.ts'
import { type RecordNumber, recordNumbersOf } from '#formats/fhir/identifier.ts'
import type { Field } from '#formats/fhir/margin.ts'
import { momentOf } from '#formats/fhir/moment.ts'
import { type Names, namesOf } from '#formats/fhir/name.ts'
import {
  type Element,
  flagOf,
  hasContent,
  leaveOut,
  lineOf,
  noteExtension,
  noteTheRest,
  type Part,
  partsOf,
  placeOf,
} from '#formats/fhir/part.ts'

/** A language the person uses, and whether the sender says it is the preferred one. */
export type Language = { text: string; code?: string; preferred: boolean }

/**
 * Who the referral is about; a field that is absent was not sent. `birthDateAsSent` holds a partial or impossible
 * date as text.
 */
export type Demographics = Names &
  Reach & {
    birthDate?: Field<string>
    birthDateAsSent?: Field<string>
    gender?: Field<string>
    pronouns?: Field<string>
    languages: Field<Language>[]
    recordNumbers: Field<RecordNumber>[]
    emergencyContacts: Field<EmergencyContact>[]
  }

const pronounsExtension = 'http://hl7.org/fhir/StructureDefinition/individual-pronouns'
const genders = new Set(['male', 'female', 'other', 'unknown'])

/** The answer codes of LOINC list LL5144-2, for senders who give a code without words. */
const pronounsByCode = new Map([
  ['LA29518-0', 'he/him/his/his/himself'],
  ['LA29519-8', 'she/her/her/hers/herself'],
  ['LA29520-6', 'they/them/their/theirs/themselves'],
])

const read = [
  ...['name', 'birthDate', 'gender', 'communication', 'telecom', 'address', 'identifier', 'contact', 'extension'],
  ...['active', 'link', 'deceasedBoolean'],
]

/**
 * The field that says the person has died, when one does: deceasedBoolean or deceasedDateTime, its date known or
 * not.
 */
export function deathIn(patient: Element): { field: string; on?: string } | undefined {
  const { deceasedBoolean, deceasedDateTime } = patient
  if (hasContent(deceasedDateTime) || hasContent(patient._deceasedDateTime)) {
    const day =
      typeof deceasedDateTime === 'string' ? /^\d{4}(-\d{2}(-\d{2})?)?(?=T|$)/.exec(deceasedDateTime)?.[0] : undefined
    return { field: 'deceasedDateTime', ...(day === undefined ? {} : { on: day }) }
  }
  return deceasedBoolean === true || deceasedBoolean === 'true' ? { field: 'deceasedBoolean' } : undefined
}

/** Reads the Patient; every field of it that is not carried is noted. */
export function demographicsOf(patient: Part, today: string | undefined): Demographics {
  noteStanding(patient)
  const demographics = {
    ...namesOf(patient, today),
    ...birthDateOf(patient),
    ...genderOf(patient),
    ...pronounsOf(patient),
    languages: languagesOf(patient),
    ...reachOf(patient, today),
    recordNumbers: recordNumbersOf(patient, today),
    emergencyContacts: emergencyContactsOf(patient, today),
  }
  noteTheRest(patient, read)
  return demographics
}

/** An inactive or replaced record is still read, but a person must see that before confirming. */
function noteStanding(patient: Part): void {
  if (flagOf(patient, 'active') === false) {
    leaveOut(patient, 'active', 'the sender marks this record as no longer in use: ask them before confirming')
  }
  if (hasContent(patient.value.link)) {
    leaveOut(patient, 'link', 'the sender links this record to another one: ask them before confirming')
  }
  if (hasContent(patient.value.deceasedBoolean) && flagOf(patient, 'deceasedBoolean') === undefined) {
    leaveOut(patient, 'deceasedBoolean', 'neither true nor false: ask the sender')
  }
}

function birthDateOf(patient: Part): Pick<Demographics, 'birthDate' | 'birthDateAsSent'> {
  const { on, text } = momentOf(patient, 'birthDate')
  const origin = placeOf(patient, 'birthDate')
  if (on !== undefined) return { birthDate: { value: on, origin } }
  if (text === undefined) return {}
  leaveOut(patient, 'birthDate', 'not a full date: kept as text, ask for the day')
  return { birthDateAsSent: { value: text, origin } }
}

function genderOf(patient: Part): Pick<Demographics, 'gender'> {
  const value = lineOf(patient, 'gender')
  if (value === undefined) return {}
  if (genders.has(value)) return { gender: { value, origin: placeOf(patient, 'gender') } }
  leaveOut(patient, 'gender', 'not an administrative gender of FHIR R4')
  return {}
}

/** Reads the pronouns and notes every other extension of the Patient. */
function pronounsOf(patient: Part): Pick<Demographics, 'pronouns'> {
  let found: Field<string> | undefined
  for (const part of partsOf(patient, 'extension')) {
    const value = part.value.url === pronounsExtension && !found ? pronounsIn(part) : undefined
    if (value === undefined) noteExtension(part)
    else found = { value, origin: part.origin }
  }
  return found ? { pronouns: found } : {}
}

function pronounsIn(extension: Part): string | undefined {
  const parts = partsOf(extension, 'extension')
  const answer = parts.find(part => part.value.url === 'value')
  const concept = answer ? conceptOf(answer, 'valueCodeableConcept') : conceptOf(extension, 'valueCodeableConcept')
  const code = concept?.codes[0]?.code
  return concept?.text === code && code !== undefined ? (pronounsByCode.get(code) ?? code) : concept?.text
}

function languagesOf(patient: Part): Field<Language>[] {
  return partsOf(patient, 'communication').flatMap(part => {
    const language = conceptOf(part, 'language')
    const preferred = flagOf(part, 'preferred') ?? false
    noteTheRest(part, ['language', 'preferred'])
    if (!language) return []
    const code = language.codes[0]?.code
    const value: Language = { text: language.text, ...(code === undefined ? {} : { code }), preferred }
    return [{ value, origin: part.origin }]
  })
}
