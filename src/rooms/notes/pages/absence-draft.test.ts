import { describe, expect, it } from 'vitest'
import { absenceSpan } from './absence-draft.ts'

const draft = { fromOn: '2026-11-24', untilOn: '2026-11-24', hours: false, starts: '09:00', ends: '12:00' }
const zone = 'America/New_York'

describe('an absence as it is told', () => {
  it.each([
    [{}, '2026-11-24T05:00:00.000Z', '2026-11-25T05:00:00.000Z'],
    [{ untilOn: '2026-11-26' }, '2026-11-24T05:00:00.000Z', '2026-11-27T05:00:00.000Z'],
    [{ hours: true }, '2026-11-24T14:00:00.000Z', '2026-11-24T17:00:00.000Z'],
    [{ hours: true, untilOn: '2026-11-25' }, '2026-11-24T14:00:00.000Z', '2026-11-25T17:00:00.000Z'],
    // The night on which the clock goes back has twenty-five hours: the whole day is still one day.
    [{ fromOn: '2026-11-01', untilOn: '2026-11-01' }, '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
  ])('%j', (part, fromAt, untilAt) => {
    expect(absenceSpan({ ...draft, ...part }, zone)).toEqual({ fromAt, untilAt })
  })

  it.each([{ untilOn: '2026-11-23' }, { fromOn: '' }, { hours: true, ends: '09:00' }, { hours: true, starts: '' }])(
    '%j has no span',
    part => {
      expect(absenceSpan({ ...draft, ...part }, zone)).toBeUndefined()
    },
  )
})
