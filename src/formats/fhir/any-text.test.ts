import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readReferral } from '#formats/fhir/referral.ts'
import { aBundle, aCondition, anAllergy, aPatient, aRequest, coded, type Json } from '#formats/fhir/sample.ts'

const discharge = readFileSync(new URL('../../../fixtures/referrals/hospital-discharge.json', import.meta.url), 'utf8')
const fieldNames = [
  ...['resourceType', 'entry', 'resource', 'fullUrl', 'type', 'id', 'name', 'family', 'given', 'use', 'identifier'],
  ...['value', 'system', 'coding', 'code', 'text', 'telecom', 'period', 'end', 'contact', 'extension', 'subject'],
  ...['reference', 'medicationReference', 'contained', 'dosageInstruction', 'reaction', 'onsetAge', 'meta', 'security'],
]
const words = fc.oneof(
  fc.string(),
  fc.constantFrom('Bundle', 'Patient', 'Condition', 'MedicationRequest', 'official', 'old'),
)
const oddJson = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.oneof(words, fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...fieldNames), fc.string()), tie('value'), { maxKeys: 5 }),
  ),
})).value

describe('whatever the text', () => {
  it('a cut file is never half read', () => {
    const length = discharge.trimEnd().length
    fc.assert(
      fc.property(fc.integer({ min: 0, max: length - 1 }), end => {
        expect(readReferral(discharge.slice(0, end)).kind).toBe('unreadable')
      }),
      { numRuns: 300 },
    )
  })

  it('a file with damaged letters is read or refused, and never throws', () => {
    const damage = fc.array(fc.tuple(fc.nat(discharge.length - 1), fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(damage, places => {
        const text = places.reduce((all, [at, put]) => all.slice(0, at) + put + all.slice(at + 1), discharge)
        const reading = readReferral(text)
        expect(['referral', 'deceased', 'unreadable']).toContain(reading.kind)
        expect(JSON.stringify(reading)).not.toMatch(/000-?55-?0142/)
      }),
      { numRuns: 500 },
    )
  })

  it('any JSON and any text is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => void readReferral(text)),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(oddJson, value => void readReferral(JSON.stringify(value) ?? '')),
      { numRuns: 1000 },
    )
  })

  it('any odd field of any resource is read or listed, and never throws', () => {
    const odd = fc.dictionary(fc.constantFrom(...fieldNames.slice(5)), oddJson, { maxKeys: 6 })
    fc.assert(
      fc.property(odd, odd, odd, odd, (first, second, third, fourth) => {
        const text = aBundle(aPatient(first), aCondition(second), aRequest(third), anAllergy(fourth))
        const reading = readReferral(text)
        expect(JSON.stringify(reading).isWellFormed()).toBe(true)
        expect(JSON.stringify(reading)).not.toMatch(/\\u0000|\\ud[89a-f]/)
      }),
      { numRuns: 1000 },
    )
  })

  it('no Social Security number comes through, wherever it is written again', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 9, maxLength: 9 })
    const spelled = (all: string, gap: string) => [all.slice(0, 3), all.slice(3, 5), all.slice(5)].join(gap)
    const gaps = fc.constantFrom('', '-', ' ', '.', '\u0000-')
    const types = fc.constantFrom<Json>(
      { type: coded('SS') },
      { system: 'http://hl7.org/fhir/sid/us-ssn' },
      { system: 'urn:oid:2.16.840.1.113883.4.1' },
      { type: { text: 'Social Security Number' } },
    )
    fc.assert(
      fc.property(digits, gaps, gaps, types, (all, gap, otherGap, type) => {
        const again = `see ${spelled(all, otherGap)}.`
        const patient = aPatient({
          id: all,
          identifier: [
            { ...type, value: spelled(all, gap) },
            { type: coded('MR'), value: spelled(all, otherGap) },
          ],
          name: [{ use: 'official', family: again, given: [again] }],
          telecom: [{ system: 'phone', value: again }],
          address: [{ line: [again], postalCode: again }],
          meta: { security: [{ code: again }] },
          [`odd${all}`]: again,
        })
        const condition = aCondition({ id: all, code: { text: again, coding: [{ code: again }] }, [again]: 1 })
        const reading = readReferral(aBundle(patient, condition, { resourceType: again }))
        expect(reading).toMatchObject({ kind: 'referral', demographics: { recordNumbers: [] } })
        expect(JSON.stringify(reading)).not.toMatch(new RegExp([...all].join('[^0-9a-z]{0,3}')))
      }),
      { numRuns: 500 },
    )
  })
})
