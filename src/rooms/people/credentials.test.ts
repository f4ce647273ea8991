import { describe, expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { credentialRule, credentialRules, type Licensed, leadStanding, signStanding } from './credentials.ts'

const on = day('2026-11-24')
const license = (credential: string, [validFrom, expiresOn]: [string, string], state = 'NH'): Licensed => ({
  credential,
  state,
  validFrom: day(validFrom),
  expiresOn: day(expiresOn),
})
const valid: [string, string] = ['2024-01-01', '2027-12-31']
const past: [string, string] = ['2020-01-01', '2026-11-23']
const coming: [string, string] = ['2026-11-25', '2028-11-24']

describe('whether somebody may lead', () => {
  it.each<[string, Licensed[], string[], ReturnType<typeof leadStanding>]>([
    ['nothing is needed', [], [], { kind: 'may', credential: null }],
    ['nothing is needed, and there is a license', [license('RN', valid)], [], { kind: 'may', credential: 'RN' }],
    ['the license covers it', [license('LADC', valid)], ['therapy'], { kind: 'may', credential: 'LADC' }],
    [
      'one of several kinds is enough',
      [license('RN', valid)],
      ['medical', 'nursing'],
      { kind: 'may', credential: 'RN' },
    ],
    ['written in other letters', [license(' ladc ', valid)], ['therapy'], { kind: 'may', credential: ' ladc ' }],
    ['a license for something else', [license('CRSW', valid)], ['therapy'], { kind: 'not-qualified' }],
    ['a license that the rules do not know', [license('Herbalist', valid)], ['therapy'], { kind: 'not-qualified' }],
    ['no license', [], ['therapy'], { kind: 'not-qualified' }],
    ['it ends today', [license('LADC', ['2024-01-01', on])], ['therapy'], { kind: 'may', credential: 'LADC' }],
    ['it begins today', [license('LADC', [on, '2028-01-01'])], ['therapy'], { kind: 'may', credential: 'LADC' }],
    [
      'it has ended',
      [license('LADC', past)],
      ['therapy'],
      { kind: 'expired', credential: 'LADC', on: day('2026-11-23') },
    ],
    ['it only begins later', [license('LADC', coming)], ['therapy'], { kind: 'not-yet', on: day('2026-11-25') }],
    [
      'one has ended, the next begins later',
      [license('LADC', past), license('LADC', coming)],
      ['therapy'],
      { kind: 'expired', credential: 'LADC', on: day('2026-11-23') },
    ],
    [
      'an older one ended, another holds',
      [license('LPC', past), license('LADC', valid)],
      ['therapy'],
      { kind: 'may', credential: 'LADC' },
    ],
    [
      'the one that ended last is the one to renew',
      [license('LPC', ['2018-01-01', '2020-01-01']), license('LADC', past)],
      ['therapy'],
      { kind: 'expired', credential: 'LADC', on: day('2026-11-23') },
    ],
    [
      'the one that ended covered it, the one that holds does not',
      [license('CRSW', valid), license('LADC', past)],
      ['therapy'],
      { kind: 'expired', credential: 'LADC', on: day('2026-11-23') },
    ],
  ])('%s', (_, licenses, needs, expected) => {
    expect(leadStanding(licenses, needs, on)).toEqual(expected)
  })
})

describe('whether somebody signs clinical notes', () => {
  it.each<[string, Licensed[], ReturnType<typeof signStanding>]>([
    ['alone', [license('LCSW', valid)], { kind: 'alone', credential: 'LCSW' }],
    ['a trainee does with a supervisor', [license('ADC-T', valid)], { kind: 'with-co-signature', credential: 'ADC-T' }],
    ['a recovery worker does not', [license('CRSW', valid)], { kind: 'no', credential: 'CRSW' }],
    ['unknown letters sign nothing', [license('Herbalist', valid)], { kind: 'unknown', credential: 'Herbalist' }],
    ['nor does a license that ended', [license('LCSW', past)], { kind: 'no-license' }],
    [
      'the license that allows most counts',
      [license('CRSW', valid), license('ADC-T', valid), license('LCSW', valid)],
      { kind: 'alone', credential: 'LCSW' },
    ],
    [
      'one that ended lends nothing to one that holds',
      [license('LCSW', past), license('ADC-T', valid)],
      { kind: 'with-co-signature', credential: 'ADC-T' },
    ],
  ])('%s', (_, licenses, expected) => {
    expect(signStanding(licenses, on)).toEqual(expected)
  })
})

describe('the pack', () => {
  it('reads a state’s own row before the one for all, and no other state’s', () => {
    expect(credentialRule({ credential: 'LADC', state: 'NH' })?.state).toBe('NH')
    expect(credentialRule({ credential: 'LADC', state: 'VT' })?.state).toBe('*')
    expect(credentialRule({ credential: 'CRSW', state: 'VT' })).toBeUndefined()
  })

  it('has each credential once for a state, with a source, and a trainee for every kind of therapist', () => {
    const keys = credentialRules.map(each => `${each.credential} ${each.state}`.toLowerCase())
    expect(new Set(keys).size).toBe(keys.length)
    for (const each of credentialRules) expect(each.source.length, each.credential).toBeGreaterThan(20)
    const trainees = credentialRules.filter(each => each.signs === 'with-co-signature').map(each => each.credential)
    expect(trainees).toEqual(expect.arrayContaining(['ADC-T', 'LPC-A', 'LMSW', 'MFT-A']))
  })
})
