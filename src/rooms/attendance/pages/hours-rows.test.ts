import { expect, it } from 'vitest'
import { day, instant } from '#kernel/time.ts'
import type { ClientWeek } from '../hours.ts'
import { type Cure, cureWords, rowsOf, sumsOf } from './hours-rows.ts'

const weekOf = (clientId: string, of: Partial<ClientWeek>): ClientWeek => ({
  clientId,
  monday: day('2026-11-23'),
  prescribed: 540,
  scheduled: 540,
  attended: 180,
  excused: 0,
  missed: 0,
  credited: 180,
  coming: 360,
  likely: 540,
  serviceDays: 1,
  fullDays: 1,
  standing: 'on-course',
  causes: [],
  lastServiceOn: day('2026-11-24'),
  daysWithout: 0,
  missedOn: [],
  ...of,
})
const ledger = {
  clients: [
    { clientId: 'none', name: 'Ana', track: null },
    { clientId: 'fine', name: 'Zoe', track: null },
    { clientId: 'some', name: 'Cy', track: null },
    { clientId: 'much', name: 'Dee', track: null },
    { clientId: 'well', name: 'Bo', track: null },
  ],
  ledger: [
    weekOf('none', { prescribed: null, standing: 'no-rule' }),
    weekOf('fine', {}),
    weekOf('some', { coming: 180, likely: 360, excused: 180 }),
    weekOf('much', { credited: 0, coming: 180, likely: 180 }),
    weekOf('well', { likely: 600, coming: 420 }),
  ],
}

it('puts first who lacks the most, then the others by name, and last whom no rule asks for hours', () => {
  expect(rowsOf(ledger).map(row => row.name)).toEqual(['Dee', 'Cy', 'Bo', 'Zoe', 'Ana'])
  expect(rowsOf(ledger).map(row => row.short)).toEqual([true, true, false, false, false])
})

it('adds up, and counts as missing only what somebody lacks: one who has more does not make up for another', () => {
  expect(sumsOf(rowsOf(ledger))).toEqual({
    ...{ prescribed: 2160, credited: 540, coming: 1140, likely: 1680, excused: 180 },
    missing: 540,
  })
})

it('says what would save a week, each day once', () => {
  const at = (startsAt: string) => ({
    sessionId: startsAt,
    group: 'Group',
    zone: 'UTC',
    startsAt: instant(startsAt),
    endsAt: instant(startsAt),
    minutes: 60,
  })
  const says = { day: (moment: string) => moment.slice(8, 10), time: (moment: string) => moment.slice(11, 16) }
  const cure = (of: Partial<Cure>) => cureWords({ clientId: 'c', missing: 180, fits: 2, sessions: [], ...of }, says)
  const [nine, ten, later] = ['2026-11-27T09:00:00Z', '2026-11-27T10:00:00Z', '2026-11-28T09:00:00Z'].map(at)
  if (!nine || !ten || !later) throw new Error('three sessions were made')
  expect(cure({ sessions: [nine] })).toBe('27, 09:00 would save the week.')
  expect(cure({ sessions: [nine, later] })).toBe('27, 09:00 and 28, 09:00 would save the week together.')
  expect(cure({ sessions: [nine, ten] })).toBe('27, 09:00 and 10:00 would save the week together.')
  expect(cure({})).toBe('2 sessions fit, and not enough to close the gap.')
  expect(cure({ fits: 1 })).toBe('1 session fits, and not enough to close the gap.')
  expect(cure({ fits: 0 })).toBe('No session of this week fits any more.')
  expect(cure({ missing: 0 })).toBe('All is booked: what counts is that they come.')
})
