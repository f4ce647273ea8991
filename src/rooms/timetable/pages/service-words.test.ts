import { describe, expect, it } from 'vitest'
import { credentialsByWork, ledByWords, limitWords, mayLeadNow } from './service-words.ts'

const rules = [
  { credential: 'LADC', state: '*', leads: ['therapy', 'education'] },
  { credential: 'LADC', state: 'NH', leads: ['education'] },
  { credential: 'RN', state: '*', leads: ['nursing'] },
]
const held = (credential: string, state: string, expiresOn = '2027-01-01') => ({
  credential,
  state,
  validFrom: '2020-01-01',
  expiresOn,
})

describe('who may lead a service', () => {
  it.each([
    [[], 'Anybody on the staff'],
    [['therapy'], 'A credential for therapy'],
    [['education', 'case-management'], 'A credential for education or case management'],
  ])('%j', (ledBy, words) => {
    expect(ledByWords({ ledBy })).toBe(words)
  })

  it('is by the row of the state before the row of all states, and on a license that holds', () => {
    const staff = [
      { name: 'Ana', licenses: [held('ladc', 'VT')] },
      { name: 'Bo', licenses: [held('LADC', 'NH')] },
      { name: 'Cy', licenses: [held('LADC', 'VT', '2026-11-23')] },
      { name: 'Di', licenses: [held('RN', 'NH')] },
    ]
    const on = { rules, staff, today: '2026-11-24' }
    expect(mayLeadNow({ ledBy: ['therapy'] }, on)).toEqual(['Ana'])
    expect(mayLeadNow({ ledBy: ['education'] }, on)).toEqual(['Ana', 'Bo'])
    expect(mayLeadNow({ ledBy: ['peer'] }, on)).toEqual([])
    expect(mayLeadNow({ ledBy: [] }, on)).toBeNull()
  })

  it('is told by kind of work, each credential once', () => {
    expect(
      credentialsByWork([{ ledBy: ['education'] }, { ledBy: [] }, { ledBy: ['education', 'peer'] }], rules),
    ).toEqual([
      { work: 'education', credentials: ['LADC'] },
      { work: 'peer support', credentials: [] },
    ])
  })
})

describe('how many clients', () => {
  it.each([
    [2, 16, '2 to 16 clients'],
    [null, 35, 'At most 35 clients'],
    [2, null, 'At least 2 clients'],
    [null, null, 'No limit here'],
  ])('%s to %s', (clientsLeast, clientsMost, words) => {
    expect(limitWords({ clientsLeast, clientsMost })).toBe(words)
  })
})
