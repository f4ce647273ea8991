import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ReferralReading, readReferral } from '#formats/fhir/referral.ts'
import { aBundle, aCondition, anAllergy, aPatient, aRequest, coded, type Json } from '#formats/fhir/sample.ts'

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/referrals/${name}`, import.meta.url), 'utf8')
const discharge = fixture('hospital-discharge.json')

function referral(text: string, today?: string) {
  const reading = readReferral(text, today)
  if (reading.kind !== 'referral') throw new Error(`expected a referral: ${JSON.stringify(reading)}`)
  return reading
}

function reasons(reading: ReferralReading): string[] {
  if (reading.kind !== 'referral') return []
  return reading.notUnderstood.map(each => `${each.path ?? each.resource}: ${each.because}`)
}

describe('a hospital discharge', () => {
  const reading = referral(discharge)

  it('has exactly the six keys of the wire', () => {
    const keys = ['kind', 'demographics', 'conditions', 'medications', 'allergies', 'notUnderstood']
    expect(Object.keys(reading)).toEqual(keys)
  })

  it('says who the person is, each value with its origin', () => {
    const { legalName, chosenName, birthDate, pronouns, languages, phones, emails } = reading.demographics
    expect(legalName?.value).toMatchObject({ given: ['Inés', 'María'], family: 'Carballo Ortega' })
    expect(legalName?.origin).toMatchObject({ entry: 0, resource: 'Patient', path: 'Patient.name[0]' })
    expect(chosenName?.value.given).toEqual(['Nés'])
    expect(birthDate?.value).toBe('1984-03-09')
    expect(pronouns?.value).toBe('she/her')
    expect(languages.map(each => [each.value.text, each.value.preferred])).toEqual([
      ['Spanish', true],
      ['English', false],
    ])
    expect(phones.map(each => each.value.number)).toEqual(['508-555-0142'])
    expect(emails.map(each => each.value.address)).toEqual(['ines.carballo@mail.example'])
    expect(reading.demographics.emergencyContacts[0]?.value.relationships).toEqual(['Emergency Contact'])
  })

  it('carries conditions, medicines and allergies as stated', () => {
    expect(reading.conditions.map(each => each.text)).toEqual([
      'Alcohol use disorder, severe',
      'Post-traumatic stress disorder',
      'Anemia',
      'Viral sinusitis',
    ])
    expect(reading.conditions[1]).toMatchObject({ onsetText: '2014' })
    expect(reading.conditions[3]).toMatchObject({ onsetOn: '2025-01-11', abatedOn: '2025-01-25' })
    expect(reading.medications.map(each => [each.text, each.status])).toEqual([
      ['Sertraline 100MG', 'active'],
      ['24hr nicotine transdermal patch', 'active'],
      ['diphenhydrAMINE Hydrochloride 25 MG Oral Tablet', 'stopped'],
    ])
    expect(reading.allergies).toMatchObject([
      { kind: 'allergy', criticality: 'high', reactions: [{ severity: 'mild' }] },
    ])
  })

  it('lists all the rest: every entry is either carried or named', () => {
    const total: number = JSON.parse(discharge).entry.length
    const carried = [reading.conditions, reading.medications, reading.allergies].flat().map(each => each.origin.entry)
    const named = reading.notUnderstood.flatMap(each => each.entries)
    const medicationReadThroughItsRequest = 12
    expect(new Set([0, medicationReadThroughItsRequest, ...carried, ...named]).size).toBe(total)
    expect(reading.notUnderstood).toContainEqual({
      resource: 'Observation',
      count: 7,
      entries: [15, 16, 17, 18, 19, 20, 21],
      because: 'not read by a referral',
    })
    expect(reasons(reading)).toContain('Condition: entered in error')
    expect(reasons(reading)).toContain('Patient.telecom[1]: marked by the sender as no longer used')
  })

  it('leaves out Social Security, driver’s license and passport numbers on purpose, and says so', () => {
    const said = reasons(reading).filter(each => each.includes('on purpose'))
    expect(said.map(each => each.split(': ').at(-1))).toEqual([
      'Social Security number',
      'driver’s license number',
      'passport number',
    ])
    expect(JSON.stringify(reading)).not.toMatch(/0142-?000|000-?55-?0142|X00055501|XP0005550/)
  })
})

describe('a file that is no referral ends in one sentence', () => {
  const patient = aPatient()
  const nested = `{"resourceType":"Patient","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
  const table: [string, string, RegExp][] = [
    ['empty', fixture('empty.json'), /is empty/],
    ['only a byte order mark and blanks', '\uFEFF \n', /is empty/],
    ['truncated', fixture('truncated.json'), /ends before it is complete/],
    ['a web page', fixture('page.json'), /web page/],
    ['two people', fixture('two-people.json'), /about 2 people/],
    ['FHIR as XML', '<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"/>', /is XML/],
    ['a C-CDA document', '<?xml version="1.0"?><ClinicalDocument/>', /C-CDA/],
    ['an HL7 v2 message', 'MSH|^~\\&|A|B', /HL7 v2/],
    ['a PDF', '%PDF-1.7', /PDF/],
    ['not JSON', '{"resourceType": Bundle}', /is not JSON/],
    ['not a number', '{"a": NaN}', /is not JSON/],
    ['several documents', '{"resourceType":"Patient"}\n{"resourceType":"Patient"}', /more than one JSON document/],
    ['UTF-16', '\uFFFD\uFFFD{\0"\0', /not UTF-8/],
    ['a list', '[]', /not FHIR/],
    ['a number', '12', /not FHIR/],
    ['a single Observation', '{"resourceType":"Observation"}', /a single Observation/],
    ['nobody', '{"resourceType":"Bundle","type":"collection"}', /holds no Patient/],
    ['a history', '{"resourceType":"Bundle","type":"history"}', /carries no referral/],
    ['entries that are no list', '{"resourceType":"Bundle","entry":{}}', /not a list/],
    ['too deep', nested, /nests deeper/],
    ['too many entries', aBundle(patient, ...Array.from({ length: 20_000 }, () => ({}))), /over 20000/],
    [
      'too many fields',
      JSON.stringify(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, 1]))),
      /fields/,
    ],
    ['one field twice', '{"resourceType":"Patient","gender":"male","gender":"female"}', /one field twice/],
    ['DSTU2 names', aBundle(aPatient({ name: [{ family: ['Ortega'] }] })), /DSTU2/],
    ['DSTU2 orders', aBundle(patient, { resourceType: 'MedicationOrder' }), /DSTU2/],
    ['STU3 statuses', aBundle(patient, aCondition({ clinicalStatus: 'active' })), /STU3/],
    ['R5 medicines', aBundle(patient, aRequest({ medication: { concept: { text: 'x' } } })), /R5/],
    ['a changed Patient', aBundle(aPatient({ modifierExtension: [{ url: 'x' }] })), /changes its meaning/],
    ['a bundle with rules of its own', '{"resourceType":"Bundle","implicitRules":"x"}', /rules of its own/],
  ]
  it.each(table)('%s', (_, text, expected) => {
    const reading = readReferral(text)
    expect(reading.kind).toBe('unreadable')
    if (reading.kind !== 'unreadable') return
    expect(reading.sentence).toMatch(expected)
    expect(reading.sentence).toMatch(/^[A-Z][^\n]{20,200}\.$/)
  })

  it('names the place of a __proto__ field, however it is spelled', () => {
    for (const key of ['__proto__', '\\u005f_proto__']) {
      const text = `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","name":[{"${key}":{}}]}}]}`
      expect(readReferral(text)).toMatchObject({ kind: 'unreadable', place: 'entry[0].resource.name[0].__proto__' })
    }
  })

  it('names the place of a field written twice, and of two people', () => {
    const text = '{"resourceType":"Bundle","entry":[{"resource":{"id":"a","id":"b"}}]}'
    expect(readReferral(text)).toMatchObject({ place: 'entry[0].resource.id' })
    const both = 'Bundle.entry[0].resource, Bundle.entry[1].resource'
    expect(readReferral(fixture('two-people.json'))).toMatchObject({ place: both })
  })
})

describe('a person who has died', () => {
  it.each([
    ['the day', { deceasedDateTime: '2025-08-19T04:10:00-04:00' }, '2025-08-19'],
    ['the year', { deceasedDateTime: '2025' }, '2025'],
    ['only that it is so', { deceasedBoolean: true }, undefined],
    ['that the day is unknown', { _deceasedDateTime: { extension: [{ url: 'x' }] } }, undefined],
  ])('stops the reading when the sender gives %s', (_, death, diedOn) => {
    const reading = readReferral(aBundle(aPatient(death)))
    expect(reading).toMatchObject({ kind: 'deceased', sentence: expect.stringMatching(/this person has died/) })
    if (reading.kind === 'deceased') expect(reading.diedOn).toBe(diedOn)
  })

  it('is told from a person who is said to be alive', () => {
    expect(readReferral(aBundle(aPatient({ deceasedBoolean: false }))).kind).toBe('referral')
    expect(readReferral(fixture('deceased.json'))).toMatchObject({ kind: 'deceased', diedOn: '2025-08-19' })
  })
})

describe('the person', () => {
  it('may come as a bare Patient, after a byte order mark', () => {
    const reading = referral(`\uFEFF${JSON.stringify(aPatient())}`)
    expect(reading.demographics.birthDate?.origin).toEqual({
      entry: 0,
      resource: 'Patient',
      id: 'p',
      path: 'Patient.birthDate',
    })
    expect([reading.conditions, reading.medications, reading.allergies]).toEqual([[], [], []])
  })

  it.each(['1984', '1984-03', '1984-02-30', '9 March 1984'])(
    'has no birth date in "%s", which is kept as text',
    sent => {
      const { demographics, ...reading } = referral(aBundle(aPatient({ birthDate: sent })))
      expect([demographics.birthDate, demographics.birthDateAsSent?.value]).toEqual([undefined, sent])
      expect(reasons({ ...reading, demographics })).toContain(
        'Patient.birthDate: not a full date: kept as text, ask for the day',
      )
    },
  )

  it('is never reached under a number that has ended, and is under one that ends later', () => {
    const telecom = [{ system: 'phone', value: '508-555-0101', period: { end: '2026-01-31' } }]
    const text = aBundle(aPatient({ telecom }))
    expect(referral(text).demographics.phones).toEqual([])
    expect(referral(text, '2026-02-01').demographics.phones).toEqual([])
    expect(referral(text, '2026-01-31').demographics.phones).toHaveLength(1)
  })

  it('keeps markup as text, and loses only what no database keeps', () => {
    const name = [{ family: '<b>Ortega</b>\u0000\u202E', given: ['In\uD800és', null, '  A \n B '] }]
    const reading = referral(aBundle(aPatient({ name })))
    expect(reading.demographics.legalName?.value).toMatchObject({ family: '<b>Ortega</b>', given: ['Inés', 'A B'] })
    expect(reasons(reading)).toContain('Patient.name[0].family: held characters that cannot be kept: left out')
  })

  it('has no field longer than a line, and says what was cut', () => {
    const reading = referral(
      aBundle(aPatient({ name: [{ family: `${'x'.repeat(249)}\u{1F600}${'y'.repeat(5000)}` }] })),
    )
    expect(reading.demographics.legalName?.value.family).toBe('x'.repeat(249))
    expect(reasons(reading)).toContain('Patient.name[0].family: longer than 250 characters: the rest is left out')
  })

  it('is marked when the sender no longer uses the record, or labels it confidential', () => {
    const meta = { security: [{ code: '42CFRPart2' }] }
    const link = [{ other: { reference: 'Patient/q' }, type: 'replaced-by' }]
    const said = reasons(readReferral(aBundle(aPatient({ active: false, link, meta })))).join('\n')
    expect(said).toMatch(/marks this record as no longer in use/)
    expect(said).toMatch(/links this record to another/)
    expect(said).toMatch(/confidentiality label from the sender: 42CFRPart2/)
  })
})

describe('what is said about the person', () => {
  const kept = (resource: Json) => {
    const reading = referral(aBundle(aPatient(), resource))
    return [reading.conditions, reading.medications, reading.allergies].flat().length
  }
  it.each([
    ['a condition entered in error', aCondition({ verificationStatus: coded('entered-in-error') }), /entered in error/],
    ['a refuted condition', aCondition({ verificationStatus: coded('refuted') }), /refuted/],
    ['a refuted allergy', anAllergy({ verificationStatus: coded('refuted') }), /refuted/],
    ['an order entered in error', aRequest({ status: 'entered-in-error' }), /entered in error/],
    ['an order not to give', aRequest({ doNotPerform: true }), /asks that this medicine is not given/],
    ['somebody else’s condition', aCondition({ subject: { reference: 'Patient/q' } }), /about somebody else/],
    ['nobody’s condition', aCondition({ subject: undefined }), /does not say whom/],
    ['a condition changed by a modifier', aCondition({ modifierExtension: [{ url: 'x' }] }), /changes the meaning/],
    ['an order with rules of its own', aRequest({ implicitRules: 'x' }), /changes the meaning/],
    ['a condition without words or code', aCondition({ code: {} }), /neither words nor a code/],
    [
      'an order for a medicine that is not there',
      aRequest({ medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/m' } }),
      /not in the file/,
    ],
  ])('%s is listed and not carried', (_, resource, because) => {
    expect(kept(resource)).toBe(0)
    expect(reasons(readReferral(aBundle(aPatient(), resource))).join('\n')).toMatch(because)
  })

  it.each(['urn:uuid:p', 'Patient/p', 'Patient/p/_history/3'])('%s names the person', reference => {
    expect(kept(aCondition({ subject: { reference } }))).toBe(1)
  })

  it('finds a medicine in the bundle and in the order itself', () => {
    const medicine = { resourceType: 'Medication', id: 'm', code: { text: 'Naltrexone' } }
    const pointing = (reference: string, more: Json = {}) =>
      aRequest({ medicationCodeableConcept: undefined, medicationReference: { reference }, ...more })
    const inBundle = referral(aBundle(aPatient(), pointing('Medication/m'), medicine))
    expect(inBundle.medications.map(each => each.text)).toEqual(['Naltrexone'])
    expect(inBundle.notUnderstood).toEqual([])
    const contained = referral(aBundle(aPatient(), pointing('#m', { contained: [medicine] })))
    expect(contained.medications.map(each => each.text)).toEqual(['Naltrexone'])
    const takenBack = { ...medicine, status: 'entered-in-error' }
    expect(referral(aBundle(aPatient(), pointing('Medication/m'), takenBack)).medications).toEqual([])
  })

  it('tells "no known allergies" from an allergy and from silence', () => {
    const none = anAllergy({ code: { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] } })
    expect(referral(aBundle(aPatient(), none)).allergies).toMatchObject([{ kind: 'none-known' }])
    const words = anAllergy({ code: { text: 'No known drug allergies' } })
    expect(referral(aBundle(aPatient(), words)).allergies).toMatchObject([{ kind: 'none-known' }])
    expect(referral(aBundle(aPatient(), anAllergy())).allergies).toMatchObject([{ kind: 'allergy' }])
    expect(referral(aBundle(aPatient())).allergies).toEqual([])
  })
})
