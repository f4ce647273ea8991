import { describe, expect, it } from 'vitest'
import { day, instant } from '#kernel/time.ts'
import { conflict } from '../conflicts.ts'
import {
  bookedWords,
  bookingOf,
  checkOf,
  type Draft,
  missingOf,
  mostClients,
  placesOf,
  roomOptions,
  type Service,
  type Staff,
  serviceOptions,
  spanOf,
  staffOptions,
  standingOf,
  usualService,
  weekLink,
  weeksOf,
} from './booking-draft.ts'

const zone = 'America/New_York'
const now = instant('2026-11-24T22:00:00Z')
const whole: Draft = {
  service: 'individual',
  clients: [{ id: 'ana', name: 'Ana Example' }],
  staffId: 'bell',
  alsoId: '',
  siteId: 'elm',
  onDay: '2026-11-25',
  starts: '15:00',
  lengthMinutes: '50',
  mode: 'in-person',
  roomId: 'birch',
  link: '',
  weekly: false,
  weeks: '8',
  leaveOut: true,
  whereabouts: {},
}
const like = (part: Partial<Draft>): Draft => ({ ...whole, ...part })

describe('what is missing', () => {
  const cases: { is: string; draft: Partial<Draft>; missing: string[] }[] = [
    { is: 'nothing', draft: {}, missing: [] },
    { is: 'nothing without a room', draft: { roomId: '' }, missing: [] },
    {
      is: 'who, with whom and when',
      draft: { clients: [], staffId: '', onDay: '', starts: '' },
      missing: ['who it is for', 'who holds it', 'the day', 'the time'],
    },
    {
      is: 'a length that fits',
      draft: { lengthMinutes: '9' },
      missing: ['a length of 10 to 480 minutes'],
    },
    { is: 'a length in figures', draft: { lengthMinutes: '1e2' }, missing: ['a length of 10 to 480 minutes'] },
    { is: 'a coming time', draft: { onDay: '2026-11-24', starts: '17:00' }, missing: ['a time that is still to come'] },
    { is: 'how many weeks', draft: { weekly: true, weeks: '27' }, missing: ['2 to 26 weeks'] },
    {
      is: 'where somebody is who agreed to meet by phone',
      draft: { mode: 'phone', whereabouts: { ana: { location: ' ', agreed: true } } },
      missing: ['where they are'],
    },
    { is: 'nothing when that is asked later', draft: { mode: 'phone' }, missing: [] },
  ]
  it.each(cases)('is $is', ({ draft, missing }) => {
    expect(missingOf(like(draft), { zone, now })).toEqual(missing)
  })
})

describe('when it would be', () => {
  it('is the hour on the wall of the site, on both sides of a clock change', () => {
    expect(spanOf(like({ onDay: '2026-10-31' }), zone)?.startsAt).toBe('2026-10-31T19:00:00.000Z')
    expect(spanOf(like({ onDay: '2026-11-01' }), zone)).toEqual({
      startsAt: '2026-11-01T20:00:00.000Z',
      endsAt: '2026-11-01T20:50:00.000Z',
    })
  })

  it('is unknown while the day is no day', () => {
    expect(spanOf(like({ onDay: '2026-02-30' }), zone)).toBeUndefined()
    expect(checkOf(like({ starts: '' }), zone)).toBeUndefined()
    expect(bookingOf(like({ weekly: true, weeks: '1' }), zone)).toBeUndefined()
  })

  it('counts one week unless it repeats', () => {
    expect(weeksOf(whole)).toBe(1)
    expect(weeksOf(like({ weekly: true }))).toBe(8)
    expect(weeksOf(like({ weekly: true, weeks: 'many' }))).toBe(0)
  })
})

describe('what is asked and booked', () => {
  it('takes no room for a call, and no link but for a video', () => {
    const link = ' https://meet.example/one '
    expect(bookingOf(like({ mode: 'phone', link }), zone)).toMatchObject({ mode: 'phone', roomId: null, link: null })
    expect(bookingOf(like({ mode: 'video', link }), zone)).toMatchObject({
      roomId: null,
      link: 'https://meet.example/one',
    })
    expect(checkOf(like({ mode: 'phone' }), zone)?.roomId).toBeNull()
  })

  it('names nobody twice', () => {
    expect(bookingOf(like({ alsoId: 'bell' }), zone)?.staffIds).toEqual(['bell'])
    expect(bookingOf(like({ alsoId: 'ruth' }), zone)?.staffIds).toEqual(['bell', 'ruth'])
  })

  it('leaves weeks out only where there are several', () => {
    expect(bookingOf(whole, zone)).toMatchObject({ weeks: 1, leaveOut: false })
    expect(bookingOf(like({ weekly: true }), zone)).toMatchObject({ weeks: 8, leaveOut: true })
  })

  it('keeps where somebody joins from as far as it is written down', () => {
    const whereabouts = {
      ana: { location: ' At home, 1 Example Road ', agreed: true },
      gone: { location: 'x y', agreed: true },
    }
    expect(placesOf(like({ mode: 'phone', whereabouts }))).toEqual([
      { clientId: 'ana', location: 'At home, 1 Example Road', agreed: true },
    ])
    expect(placesOf(like({ whereabouts }))).toEqual([])
  })
})

const service = (code: string, format: Service['format'], ledBy: string[]): Service => ({
  service: code,
  name: code,
  format,
  ledBy,
  counts: true,
  clientsMost: null,
  clientsLeast: null,
  rules: [],
})
const services = [
  service('group-therapy', 'group', ['therapy']),
  service('individual', 'one', ['therapy']),
  service('family', 'family', ['therapy']),
  service('medication-visit', 'one', ['medical']),
  service('case-management', 'one', []),
]

describe('services', () => {
  it('stand by the hour first, then groups that meet once', () => {
    expect(serviceOptions(services).map(each => each.items.map(item => item.value))).toEqual([
      ['individual', 'family', 'medication-visit', 'case-management'],
      ['group-therapy'],
    ])
  })

  const cases = [
    { roles: ['counselor'], usual: 'individual' },
    { roles: ['prescriber'], usual: 'medication-visit' },
    { roles: ['case-manager'], usual: 'case-management' },
    { roles: ['director'], usual: 'individual' },
  ]
  it.each(cases)('$roles books $usual most', ({ roles, usual }) => {
    expect(usualService(services, roles)).toBe(usual)
  })

  it('are for one client or for several', () => {
    expect(mostClients('one')).toBe(1)
    expect(mostClients('family')).toBeGreaterThan(1)
  })
})

const staff = (id: string, licensed = true): Staff => ({
  id,
  name: id,
  credential: licensed ? 'LADC' : null,
  siteIds: [],
  licenses: licensed
    ? [{ credential: 'LADC', state: 'NH', validFrom: day('2024-01-01'), expiresOn: day('2027-12-31') }]
    : [],
})

describe('who and where', () => {
  it('puts qualified and free people first', () => {
    const everyone = [staff('a', false), staff('b'), staff('c')]
    const leaders = [
      { staffId: 'a', may: false, free: true },
      { staffId: 'b', may: true, free: false },
      { staffId: 'c', may: true, free: true },
    ]
    expect(staffOptions(everyone, leaders)).toEqual([
      { group: 'Qualified and free then', items: [{ value: 'c', label: 'c, LADC' }] },
      { group: 'Qualified, not free then', items: [{ value: 'b', label: 'b, LADC' }] },
      { group: 'Without a license for this', items: [{ value: 'a', label: 'a' }] },
    ])
    expect(staffOptions(everyone, undefined)).toMatchObject([{ value: 'b' }, { value: 'c' }, { value: 'a' }])
  })

  it('puts free rooms of the site first', () => {
    const rooms = ['oak', 'elm', 'ash'].map(id => ({ id, siteId: id === 'ash' ? 'far' : 'near', name: id, seats: 4 }))
    expect(roomOptions(rooms, { siteId: 'near', free: ['elm'] })).toEqual([
      { value: '', label: 'No room' },
      { group: 'Free then', items: [{ value: 'elm', label: 'elm, 4 seats' }] },
      { group: 'Taken then', items: [{ value: 'oak', label: 'oak, 4 seats' }] },
    ])
  })
})

describe('whether it can be booked', () => {
  const closed = (times: number) => conflict('closed', 'Closed: Thanksgiving', { times })
  const cases: { is: string; times: number[]; draft: Partial<Draft>; standing: string }[] = [
    { is: 'nothing in the way', times: [], draft: {}, standing: 'clear' },
    { is: 'one time, in the way', times: [1], draft: {}, standing: 'in-the-way' },
    { is: 'one week of eight', times: [1, 2], draft: { weekly: true }, standing: 'some-weeks-left-out' },
    {
      is: 'one week of eight, none left out',
      times: [1],
      draft: { weekly: true, leaveOut: false },
      standing: 'in-the-way',
    },
    { is: 'all eight weeks', times: [1, 8], draft: { weekly: true }, standing: 'in-the-way' },
  ]
  it.each(cases)('$is: $standing', ({ times, draft, standing }) => {
    expect(standingOf(times.map(closed), like(draft))).toBe(standing)
  })

  it('names the weeks that were left out', () => {
    const words = (on: string) => on.slice(5)
    expect(bookedWords(1, [], words)).toBe('The session is booked.')
    expect(bookedWords(6, [day('2026-11-26'), day('2026-12-24')], words)).toBe(
      '6 sessions are booked. Left out: 11-26 and 12-24.',
    )
    const at = instant('2026-11-27T03:00:00Z')
    expect(weekLink(at, { zone, leftOut: [] })).toBe('/staff/week?monday=2026-11-23')
    expect(weekLink(at, { zone, leftOut: [day('2026-11-26'), day('2026-12-24')] })).toBe(
      '/staff/week?monday=2026-11-30',
    )
  })
})
