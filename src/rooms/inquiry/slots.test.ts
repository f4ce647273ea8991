import { describe, expect, it } from 'vitest'
import { day, instant, minutesBetween, plusDays, plusMinutes } from '#kernel/time.ts'
import { appointmentWords, type Told } from './appointment-words.ts'
import { type Candidate, chooseSlots, fits, isVaried, startsBetween, whyFewer } from './slots.ts'
import { furthest, nextActOf, sinceOf, stageOf } from './steps.ts'

const zone = 'America/New_York'
const weekdays = [1, 2, 3, 4, 5].map(weekday => ({ weekday, opens: '09:00', closes: '17:00' }))
const holiday = { fromOn: '2026-11-26', untilOn: '2026-11-26' }

describe('times that could be offered', () => {
  const between = (from: string, until: string, times = { zone, hours: weekdays, closures: [holiday] }) =>
    startsBetween(times, { from: instant(from), until: instant(until) }, { step: 30, minutes: 90 })

  it('begin on the half hour, end before closing, and leave out holidays and weekends', () => {
    const found = between('2026-11-25T17:10:00Z', '2026-11-30T15:00:00Z')
    expect(found.map(each => each.startsAt).slice(0, 3)).toEqual([
      '2026-11-25T17:30:00.000Z',
      '2026-11-25T18:00:00.000Z',
      '2026-11-25T18:30:00.000Z',
    ])
    expect([...new Set(found.map(each => each.on))]).toEqual(['2026-11-25', '2026-11-27', '2026-11-30'])
    const last = found.filter(each => each.on === '2026-11-25').at(-1)
    expect(last).toMatchObject({ startsAt: '2026-11-25T20:30:00.000Z', endsAt: '2026-11-25T22:00:00.000Z' })
    expect(last?.part).toBe('afternoon')
  })

  it('are the daytime of a site that says no hours', () => {
    const found = between('2026-11-24T05:00:00Z', '2026-11-25T04:59:00Z', { zone, hours: [], closures: [] })
    expect(found[0]?.startsAt).toBe('2026-11-24T14:00:00.000Z')
    expect(found.at(-1)?.endsAt).toBe('2026-11-25T02:00:00.000Z')
    expect(new Set(found.map(each => each.part))).toEqual(new Set(['morning', 'afternoon', 'evening']))
  })

  it('leave out an hour that the clocks skip', () => {
    const night = { zone, hours: [{ weekday: 7, opens: '01:00', closes: '06:00' }], closures: [] }
    const found = between('2026-03-08T00:00:00Z', '2026-03-09T00:00:00Z', night).map(each => each.startsAt)
    expect(new Set(found).size).toBe(found.length)
    expect(found.slice(0, 3)).toEqual([
      '2026-03-08T06:00:00.000Z',
      '2026-03-08T06:30:00.000Z',
      '2026-03-08T07:00:00.000Z',
    ])
  })
})

describe('the times that are offered', () => {
  const at = (startsAt: string, like: Partial<Candidate> = {}): Candidate => {
    const begins = instant(startsAt)
    const on = day(startsAt.slice(0, 10))
    return {
      ...{ startsAt: begins, endsAt: plusMinutes(begins, 90), on, part: 'morning', staffId: 'a', load: 0 },
      ...like,
    }
  }

  it('are the soonest, the soonest on another day, the soonest at another part of the day', () => {
    const free = [
      at('2026-11-25T14:00:00Z'),
      at('2026-11-25T14:30:00Z'),
      at('2026-11-25T16:00:00Z'),
      at('2026-11-26T14:00:00Z'),
      at('2026-11-25T22:00:00Z', { part: 'evening' }),
    ]
    expect(chooseSlots(free, 3).map(each => each.startsAt)).toEqual([
      '2026-11-25T14:00:00.000Z',
      '2026-11-25T22:00:00.000Z',
      '2026-11-26T14:00:00.000Z',
    ])
    expect(chooseSlots(free.slice(0, 3), 3).map(each => each.startsAt.slice(11, 16))).toEqual(['14:00', '16:00'])
    expect(chooseSlots([], 3)).toEqual([])
    expect(isVaried(chooseSlots(free, 3), 3, 'soon')).toBe(true)
    expect(isVaried(chooseSlots(free.slice(0, 4), 3), 3, 'soon')).toBe(false)
  })

  it('are with whoever has fewer assessments open, whatever the order', () => {
    const free = [at('2026-11-25T14:00:00Z', { staffId: 'a', load: 3 }), at('2026-11-25T14:00:00Z', { staffId: 'b' })]
    for (const given of [free, free.toReversed()]) expect(chooseSlots(given, 3)).toMatchObject([{ staffId: 'b' }])
  })

  it('never overlap, are never more than asked for, and begin with the soonest: 500 random calendars', () => {
    let seed = 7
    const next = (most: number) => {
      seed = (seed * 16_807) % 2_147_483_647
      return seed % most
    }
    for (let round = 0; round < 500; round++) {
      const free = Array.from({ length: next(40) }, () => {
        const on = plusDays(day('2026-11-24'), next(5))
        const hour = 9 + next(11)
        const startsAt = instant(`${on}T${String(hour).padStart(2, '0')}:${next(2) ? '30' : '00'}:00Z`)
        const part = (['morning', 'afternoon', 'evening'] as const)[hour < 12 ? 0 : hour < 17 ? 1 : 2]
        return at(startsAt, { on, part, staffId: `s${next(4)}`, load: next(5) })
      })
      const chosen = chooseSlots(free, 3)
      const soonest = free.map(each => each.startsAt).sort()[0]
      expect(chosen[0]?.startsAt).toBe(soonest)
      expect(chosen.length).toBeLessThanOrEqual(3)
      for (const [place, each] of chosen.entries()) {
        expect(free).toContainEqual(each)
        const before = chosen[place - 1]
        if (before) expect(minutesBetween(before.endsAt, each.startsAt)).toBeGreaterThanOrEqual(0)
      }
      const days = new Set(free.map(each => each.on)).size
      if (days > 1) expect(new Set(chosen.map(each => each.on)).size).toBeGreaterThan(1)
    }
  })

  it('keep to what the caller wishes, and say why they are fewer', () => {
    expect([fits('morning', 'morning'), fits('morning', 'evening'), fits('after-5', 'evening')]).toEqual([
      true,
      false,
      true,
    ])
    const said = (found: number, wish: 'soon' | 'morning' | 'after-5') => whyFewer(found, { most: 3, wish, days: 14 })
    expect(said(3, 'soon')).toBeNull()
    expect(said(1, 'after-5')).toBe('Only one time is free after 5 pm in the next 14 days.')
    expect(said(2, 'soon')).toBe('Only 2 times are free in the next 14 days.')
    expect(said(0, 'morning')).toBe('No time is free in the morning in the next 14 days.')
  })
})

describe('how far an inquiry came', () => {
  const none = { reachedAt: null, checkedAt: null, bookedAt: null, assessedAt: null, offeredAt: null, startedAt: null }
  const open = { ...none, lostAt: null, joinedInto: null }
  const one = instant('2026-11-01T12:00:00Z')
  const two = instant('2026-11-02T12:00:00Z')
  const three = instant('2026-11-03T12:00:00Z')
  const now = instant('2026-11-05T12:00:00Z')

  it('is the furthest milestone, whatever is missing before it', () => {
    const of = (like: Partial<Parameters<typeof stageOf>[0]>) => stageOf({ ...open, ...like })
    expect(of({})).toBe('new')
    expect(of({ reachedAt: one })).toBe('reached')
    expect(of({ checkedAt: one })).toBe('checked')
    expect(of({ bookedAt: one })).toBe('booked')
    expect(of({ assessedAt: one })).toBe('assessed')
    expect(of({ offeredAt: one, reachedAt: two })).toBe('offered')
    expect(of({ startedAt: one })).toBe('started')
    expect(of({ assessedAt: one, lostAt: two })).toBe('lost')
    expect(of({ assessedAt: one, lostAt: two, joinedInto: 'x' })).toBe('joined')
    expect(furthest({ ...none, bookedAt: one })).toBe('booked')
  })

  it('stands since its last milestone', () => {
    const receivedAt = instant('2026-10-31T12:00:00Z')
    expect(sinceOf({ ...open, receivedAt })).toBe(receivedAt)
    expect(sinceOf({ ...open, receivedAt, reachedAt: one, assessedAt: three })).toBe(three)
    expect(sinceOf({ ...open, receivedAt, reachedAt: one, lostAt: two })).toBe(two)
  })

  it('says the one act that comes next', () => {
    const act = (stage: Parameters<typeof nextActOf>[0], startsAt: string | null = null) =>
      nextActOf(stage, { startsAt: startsAt ? instant(startsAt) : null, now })
    const stages = ['new', 'reached', 'checked', 'booked', 'assessed', 'offered', 'started', 'lost', 'joined'] as const
    expect(stages.map(stage => act(stage))).toEqual([
      ...['call', 'benefits', 'book', 'book', 'offer', 'start'],
      ...[null, null, null],
    ])
    expect(act('booked', '2026-11-06T12:00:00Z')).toBe('wait')
    expect(act('booked', '2026-11-05T11:00:00Z')).toBe('came')
    expect(act('lost', '2026-11-06T12:00:00Z')).toBeNull()
  })
})

describe('words about an appointment', () => {
  const told: Told = {
    ...{ about: 'booked', language: 'en', own: true, zone, clock: '12', mode: 'in-person', link: null, say: 'name' },
    ...{
      address: '41 Elm Street',
      phone: '205-555-0101',
      house: 'Cedar House',
      startsAt: instant('2026-11-25T15:00:00Z'),
    },
  }
  const words = (like: Partial<Told>) => appointmentWords({ ...told, ...like })

  it('say when, where and whom to call, in both languages', () => {
    expect(words({})).toEqual({
      subject: 'Your appointment',
      words:
        'Your appointment is on Wednesday, November 25 at 10 am, 41 Elm Street. ' +
        'Questions, or cannot come? Call 205-555-0101.',
    })
    expect(words({ language: 'es', about: 'moved' })).toEqual({
      subject: 'Su cita',
      words:
        'Su cita es ahora el miércoles, 25 de noviembre a las 10:00 a. m., 41 Elm Street. ' +
        '¿Preguntas, o no puede venir? Llame al 205-555-0101.',
    })
    const early = { language: 'es' as const, startsAt: instant('2026-11-25T18:30:00Z') }
    expect(words(early).words).toContain('a la 1:30 p. m.')
    expect(words({ ...early, clock: '24' }).words).toContain('a las 13:30')
    expect(words({ mode: 'video', link: 'https://meet.example/x', own: false, phone: null })).toEqual({
      subject: 'The appointment',
      words: 'The appointment is on Wednesday, November 25 at 10 am, by video: https://meet.example/x.',
    })
    expect(words({ mode: 'phone' }).words).toContain('by phone: we call you')
  })

  it('never say what it is for, and name the house only to who allowed it', () => {
    const never = /recover|alcohol|drug|treat|\biop\b|counsel|assess|clinic|addict|cedar house|trata|drogas|consej/i
    for (const about of ['booked', 'moved', 'reminder'] as const)
      for (const language of ['en', 'es'] as const)
        for (const mode of ['in-person', 'video', 'phone'] as const)
          for (const say of ['name', 'text', 'none'] as const) {
            const said = words({ about, language, mode, say })
            expect(`${said.subject} ${said.words}`).not.toMatch(never)
          }
    expect(words({ say: 'house' }).words).toContain('at 10 am, Cedar House, 41 Elm Street.')
  })
})
