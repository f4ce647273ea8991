import { type Allergy, readAllergy } from '#formats/fhir/allergy.ts'
import { addressesOf, type Bundle, type Entry, openBundle } from '#formats/fhir/bundle.ts'
import { type Condition, readCondition } from '#formats/fhir/condition.ts'
import { openDocument, type Unreadable } from '#formats/fhir/document.ts'
import { withheldValues } from '#formats/fhir/identifier.ts'
import { type Margin, type NotUnderstood, notRead, type Origin, openMargin } from '#formats/fhir/margin.ts'
import { type Medication, type Medicines, readMedication } from '#formats/fhir/medication.ts'
import { hasContent, isElement, isModified, noteTheRest, type Part } from '#formats/fhir/part.ts'
import { type Demographics, deathIn, demographicsOf } from '#formats/fhir/patient.ts'
import { aboutPatient } from '#formats/fhir/subject.ts'
import { checkVersion } from '#formats/fhir/version.ts'

/** What a referral says, each value with its origin, and all that was in the file and is not carried. */
export type Referral = {
  kind: 'referral'
  demographics: Demographics
  conditions: Condition[]
  medications: Medication[]
  allergies: Allergy[]
  notUnderstood: NotUnderstood[]
}

/** A file that says the person has died: nothing else is read; `diedOn` is the date as far as it was sent. */
export type Deceased = { kind: 'deceased'; sentence: string; origin: Origin; diedOn?: string }

/** What became of a text that was to be a referral. */
export type ReferralReading = Referral | Deceased | Unreadable

const deceasedSentence =
  'The sender’s record says that this person has died, so no draft was made: if that is mistaken, ask the sender.'

/**
 * Reads a FHIR R4 bundle (or a bare Patient) as a referral; it never throws. `today` (yyyy-mm-dd) lets names, numbers
 * and addresses with an end in the future count as current; without it, what has an end is not carried.
 * Sources: HL7 FHIR R4 Bundle, Patient, Condition, MedicationRequest, MedicationStatement, Medication,
 * AllergyIntolerance.
 */
export function readReferral(text: string, today?: string): ReferralReading {
  const opened = openDocument(text)
  if (opened.kind === 'unreadable') return opened
  const bundle = openBundle(opened.value)
  if (bundle.kind === 'unreadable') return bundle
  const wrongVersion = checkVersion(bundle.entries)
  if (wrongVersion) return wrongVersion
  const patient = onePatient(bundle)
  if ('kind' in patient) return patient
  const margin = openMargin(withheldValues(patient.resource))
  const part = partFor(patient, margin)
  const unsafe = ['modifierExtension', 'implicitRules'].find(key => hasContent(patient.resource[key]))
  if (unsafe) {
    const sentence =
      'The Patient carries a mark that changes its meaning in an unknown way: ask the sender for plain FHIR R4.'
    return { kind: 'unreadable', sentence, place: `${placeInBundle(bundle, patient)}.${unsafe}` }
  }
  const death = deathIn(patient.resource)
  if (death) {
    const origin = { ...part.origin, path: `Patient.${death.field}` }
    const diedOn = death.on === undefined ? {} : { diedOn: death.on }
    return { kind: 'deceased', sentence: deceasedSentence, origin, ...diedOn }
  }
  return readAll(bundle, part, { patient, today })
}

function onePatient(bundle: Bundle): Entry | Unreadable {
  const patients = bundle.entries.filter(entry => entry.type === 'Patient')
  const [patient] = patients
  if (!patient) {
    const sentence =
      'The bundle holds no Patient, so it is about nobody: ask the sender for a bundle with the Patient in it.'
    return { kind: 'unreadable', sentence }
  }
  if (patients.length === 1) return patient
  const sentence = `The bundle is about ${patients.length} people, a referral about one: ask for one file for each.`
  const shown = patients.slice(0, 10).map(each => placeInBundle(bundle, each))
  return { kind: 'unreadable', sentence, place: shown.join(', ') + (patients.length > 10 ? ' …' : '') }
}

function placeInBundle(bundle: Bundle, entry: Entry): string {
  return bundle.whole ? `Bundle.entry[${entry.position}].resource` : entry.type
}

function partFor(entry: Entry, margin: Margin): Part {
  const place = { entry: entry.position, resource: entry.type, path: entry.type }
  const { id } = entry.resource
  const isId = typeof id === 'string' && /^[A-Za-z0-9\-.]{1,64}$/.test(id) && margin.clean(id, place, 64) === id
  return { value: entry.resource, origin: isId ? { ...place, id } : place, margin }
}

function readAll(bundle: Bundle, part: Part, about: { patient: Entry; today: string | undefined }): Referral {
  const { margin } = part
  for (const aside of bundle.asides) margin.note(aside.origin, aside.because)
  noteWhole(bundle, margin)
  const demographics = demographicsOf(part, about.today)
  const medicines: Medicines = { addresses: addressesOf(bundle.entries), used: new Set() }
  const conditions: Condition[] = []
  const medications: Medication[] = []
  const allergies: Allergy[] = []
  for (const entry of bundle.entries) {
    if (entry.type === 'Condition') collect(conditions, subjectOf(entry, about.patient, margin), readCondition)
    else if (entry.type === 'AllergyIntolerance') {
      collect(allergies, subjectOf(entry, about.patient, margin), readAllergy)
    } else if (entry.type === 'MedicationRequest' || entry.type === 'MedicationStatement') {
      collect(medications, subjectOf(entry, about.patient, margin), each => readMedication(each, medicines))
    }
  }
  for (const entry of bundle.entries) if (!isRead(entry, medicines)) noteUnread(entry, margin)
  return { kind: 'referral', demographics, conditions, medications, allergies, notUnderstood: margin.list() }
}

function collect<Value>(list: Value[], part: Part | undefined, read: (part: Part) => Value | undefined): void {
  const value = part && read(part)
  if (value !== undefined) list.push(value)
}

/** A clinical statement about this patient whose meaning is plain; any other is noted with the reason. */
function subjectOf(entry: Entry, patient: Entry, margin: Margin): Part | undefined {
  const part = partFor(entry, margin)
  if (isModified(part)) return undefined
  const subject = entry.type === 'AllergyIntolerance' ? entry.resource.patient : entry.resource.subject
  if (aboutPatient(subject, patient)) return part
  margin.note(part.origin, subject === undefined ? 'does not say whom it is about' : 'about somebody else')
  return undefined
}

const readTypes = new Set(['Patient', 'Condition', 'AllergyIntolerance', 'MedicationRequest', 'MedicationStatement'])

function isRead(entry: Entry, medicines: Medicines): boolean {
  return readTypes.has(entry.type) || medicines.used.has(entry)
}

/** An unread resource is noted once by its type; only its confidentiality labels are looked at. */
function noteUnread(entry: Entry, margin: Margin): void {
  const origin = { entry: entry.position, resource: entry.type, path: entry.type }
  margin.note(origin, notRead)
  noteTheRest({ value: { meta: entry.resource.meta }, origin, margin }, [])
}

function noteWhole(bundle: Bundle, margin: Margin): void {
  if (!bundle.whole) return
  const origin = { entry: 0, resource: 'Bundle', path: 'Bundle' }
  const links: unknown[] = Array.isArray(bundle.whole.link) ? bundle.whole.link : []
  if (links.some(link => isElement(link) && link.relation === 'next')) {
    margin.note(
      { ...origin, path: 'Bundle.link' },
      'the sender has further pages that are not in this file: ask for them',
    )
  }
  const housekeeping = ['type', 'entry', 'timestamp', 'total', 'identifier', 'link', 'language']
  noteTheRest({ value: bundle.whole, origin, margin }, housekeeping)
}
