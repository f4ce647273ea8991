const patientAddress = 'urn:uuid:p'

/** A JSON object in the making. */
export type Json = Record<string, unknown>

/** A Patient at the address every sample statement is about. */
export const aPatient = (more: Json = {}): Json => ({
  resourceType: 'Patient',
  id: 'p',
  birthDate: '1984-03-09',
  ...more,
})

/** A bundle of a Patient and statements, as text. */
export const aBundle = (patient: Json, ...resources: Json[]): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ fullUrl: patientAddress, resource: patient }, ...resources.map(resource => ({ resource }))],
  })
const about = { reference: patientAddress }

/** A Condition of the sample Patient. */
export const aCondition = (more: Json = {}): Json => ({
  resourceType: 'Condition',
  code: { text: 'Anemia' },
  subject: about,
  ...more,
})

/** A MedicationRequest of the sample Patient. */
export const aRequest = (more: Json = {}): Json => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { text: 'Sertraline' },
  subject: about,
  ...more,
})

/** An AllergyIntolerance of the sample Patient. */
export const anAllergy = (more: Json = {}): Json => ({
  resourceType: 'AllergyIntolerance',
  code: { text: 'Penicillin' },
  patient: about,
  ...more,
})

/** A CodeableConcept of one code. */
export const coded = (code: string): Json => ({ coding: [{ code }] })
