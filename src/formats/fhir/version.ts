import type { Entry } from '#formats/fhir/bundle.ts'
import type { Unreadable } from '#formats/fhir/document.ts'
import { type Element, isElement } from '#formats/fhir/part.ts'

type Sign = { version: string; resource: string; field: string; shows: (resource: Element) => boolean }

const present = (field: string) => (resource: Element) => resource[field] !== undefined
const isText = (field: string) => (resource: Element) => typeof resource[field] === 'string'

/** Shapes that FHIR R4 does not have and another version does; reading them as R4 would read them wrongly. */
const signs: Sign[] = [
  { version: 'DSTU2', resource: 'Patient', field: 'name', shows: resource => hasListedFamily(resource.name) },
  { version: 'DSTU2', resource: 'Patient', field: 'careProvider', shows: present('careProvider') },
  { version: 'STU3', resource: 'Patient', field: 'animal', shows: present('animal') },
  { version: 'DSTU2', resource: 'Condition', field: 'patient', shows: present('patient') },
  { version: 'STU3', resource: 'Condition', field: 'clinicalStatus', shows: isText('clinicalStatus') },
  { version: 'STU3', resource: 'Condition', field: 'verificationStatus', shows: isText('verificationStatus') },
  { version: 'DSTU2', resource: 'AllergyIntolerance', field: 'substance', shows: present('substance') },
  { version: 'STU3', resource: 'AllergyIntolerance', field: 'clinicalStatus', shows: isText('clinicalStatus') },
  { version: 'DSTU2', resource: 'MedicationStatement', field: 'patient', shows: present('patient') },
  { version: 'STU3', resource: 'MedicationStatement', field: 'taken', shows: present('taken') },
  { version: 'R5', resource: 'MedicationRequest', field: 'medication', shows: present('medication') },
  { version: 'R5', resource: 'MedicationStatement', field: 'medication', shows: present('medication') },
]

const foreignTypes = new Map([
  ['MedicationOrder', 'DSTU2'],
  ['DiagnosticOrder', 'DSTU2'],
  ['OrderResponse', 'DSTU2'],
  ['Conformance', 'DSTU2'],
  ['ReferralRequest', 'STU3'],
  ['ProcedureRequest', 'STU3'],
  ['ProcessRequest', 'STU3'],
  ['MedicationUsage', 'R5'],
])

/** Refuses a bundle that shows the shape of another FHIR version, naming the first place that shows it. */
export function checkVersion(entries: Entry[]): Unreadable | undefined {
  for (const entry of entries) {
    const version = foreignTypes.get(entry.type)
    if (version) return wrongVersion(version, `Bundle.entry[${entry.position}]: ${entry.type}`)
    const sign = signs.find(each => each.resource === entry.type && each.shows(entry.resource))
    if (sign) return wrongVersion(sign.version, `Bundle.entry[${entry.position}]: ${entry.type}.${sign.field}`)
  }
  return undefined
}

function wrongVersion(version: string, place: string): Unreadable {
  const sentence = `The file is written in FHIR ${version}, and only R4 is read: ask the sender for FHIR R4.`
  return { kind: 'unreadable', sentence, place }
}

function hasListedFamily(names: unknown): boolean {
  return Array.isArray(names) && names.some(name => isElement(name) && Array.isArray(name.family))
}
