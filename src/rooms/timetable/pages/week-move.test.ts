import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { aSession, bell, raman } from '#testing/a-session.ts'
import { conflict } from '../conflicts.ts'
import {
  changeTo,
  clockOn,
  holderOf,
  hovered,
  inLane,
  inTheWayWords,
  lift,
  movedTo,
  ofPattern,
  placeOf,
  samePlace,
  spanAt,
  stepOf,
  stepped,
  takes,
  timesIn,
} from './week-move.ts'
import { daysOf, type Lane, lanesOf } from './week-plan.ts'

const session = aSession()
const at = { siteId: 'elm', site: 'Elm Street', zone: 'America/New_York', seats: 12 }
const rooms = [
  { id: 'birch', name: 'Birch', ...at },
  { id: 'maple', name: 'Maple', ...at },
  { id: 'harbor', name: 'Harbor', ...at, siteId: 'quay', site: 'North Quay' },
]
const days = daysOf(day('2026-11-23'), [])
const byRoom = lanesOf([session], 'room', { rooms })
const ramans = aSession({ at: '09:00', facilitators: [raman] })
const byPerson = lanesOf([session, ramans], 'facilitator')
const byTrack = lanesOf([session, aSession({ at: '18:40' }), aSession({ at: '19:50' })], 'track')

function laneIn(lanes: readonly Lane[], name: string): Lane {
  const found = lanes.find(lane => lane.name === name)
  if (!found) throw new Error(`no row ${name}`)
  return found
}

describe('what a key does to a lifted session', () => {
  it.each([
    ['ArrowRight', false, 'track', { kind: 'day', by: 1 }],
    ['ArrowLeft', true, 'room', { kind: 'day', by: -1 }],
    ['ArrowDown', false, 'track', { kind: 'minutes', by: 15 }],
    ['ArrowUp', true, 'track', { kind: 'minutes', by: -60 }],
    ['ArrowDown', false, 'room', { kind: 'lane', by: 1 }],
    ['ArrowUp', false, 'facilitator', { kind: 'lane', by: -1 }],
    ['ArrowUp', true, 'facilitator', { kind: 'minutes', by: -15 }],
    ['Enter', false, 'track', null],
    ['m', false, 'room', null],
  ] as const)('%s, with Shift %s, by %s', (key, shift, lens, step) => {
    expect(stepOf(key, shift, lens)).toEqual(step)
  })
})

describe('an hour on the quarter', () => {
  it.each([
    ['17:30', 15, '17:45'],
    ['17:30', -60, '16:30'],
    ['19:50', 15, '20:00'],
    ['19:50', -15, '19:45'],
    ['00:00', -15, '00:00'],
    ['23:45', 60, '23:45'],
  ])('%s and %i minutes are %s', (from, by, to) => expect(clockOn(from, by)).toBe(to))

  it('never leaves its day, and always lies on a quarter', () => {
    const minutes = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(minutes, fc.constantFrom(-60, -15, 15, 60), (from, by) => {
        const clock = `${String(Math.floor(from / 60)).padStart(2, '0')}:${String(from % 60).padStart(2, '0')}`
        expect(clockOn(clock, by)).toMatch(/^([01]\d|2[0-3]):(00|15|30|45)$/)
      }),
    )
  })
})

describe('a step', () => {
  it('goes to the next day, and stays at the edge of the week', () => {
    const lifted = lift(session, laneIn(byTrack, 'Evening A'))
    const thursday = stepped(lifted, { kind: 'day', by: 1 }, { lanes: byTrack, days })
    expect(thursday.place).toMatchObject({ onDay: '2026-11-26', time: '17:30' })
    const edge = { ...lifted, place: { ...lifted.place, onDay: day('2026-11-28') } }
    expect(stepped(edge, { kind: 'day', by: 1 }, { lanes: byTrack, days })).toBe(edge)
  })

  it('goes from room to room of the same site, over those of another', () => {
    const lifted = lift(session, laneIn(byRoom, 'Willow'))
    const up = stepped(lifted, { kind: 'lane', by: -1 }, { lanes: byRoom, days })
    expect(up.place.roomId).toBe('maple')
    expect(stepped(lifted, { kind: 'lane', by: 1 }, { lanes: byRoom, days })).toBe(lifted)
    expect(takes(laneIn(byRoom, 'Harbor'), session)).toBe(false)
  })

  it('goes from one facilitator to the next, who leads in the place of the first', () => {
    const lifted = lift(session, laneIn(byPerson, 'Marcus Bell'))
    const down = stepped(lifted, { kind: 'lane', by: 1 }, { lanes: byPerson, days })
    expect(down.place.staffIds).toEqual(['raman'])
    expect(changeTo(session, down.place)).toEqual({ staffIds: ['raman'] })
  })

  it('and back is no change', () => {
    const lifted = lift(session, laneIn(byRoom, 'Willow'))
    const away = stepped(lifted, { kind: 'lane', by: -1 }, { lanes: byRoom, days })
    const back = stepped(away, { kind: 'lane', by: 1 }, { lanes: byRoom, days })
    expect(samePlace(back, lifted)).toBe(true)
    expect(changeTo(session, back.place)).toBeNull()
  })
})

describe('another facilitator', () => {
  const two = { ...placeOf(session), staffIds: ['bell', 'fischer'] }
  const [bells, ramansLane] = [laneIn(byPerson, 'Marcus Bell'), laneIn(byPerson, 'Priya Raman')]
  it('stands where the one stood whose row it left', () => {
    expect(inLane({ ...two, staffIds: ['fischer', 'bell'] }, bells, ramansLane).staffIds).toEqual(['fischer', 'raman'])
  })
  it('who leads it already is not there twice', () => {
    expect(inLane({ ...two, staffIds: ['bell', 'raman'] }, bells, ramansLane).staffIds).toEqual(['raman'])
  })
  it('leads what nobody led', () => {
    const lanes = lanesOf([aSession({ facilitators: [] }), ramans], 'facilitator')
    const from = laneIn(lanes, 'No facilitator')
    expect(inLane({ ...two, staffIds: [] }, from, laneIn(lanes, 'Priya Raman')).staffIds).toEqual(['raman'])
  })
})

describe('a session held over a cell', () => {
  const lifted = lift(session, laneIn(byTrack, 'Evening A'))
  const over = { lane: laneIn(byTrack, 'Evening A'), onDay: day('2026-11-27') }
  it.each([
    [0, '17:30'],
    [0.4, '18:40'],
    [0.99, '19:50'],
    [1, '19:50'],
  ])('%d down it takes the hour %s', (down, time) => {
    expect(hovered(lifted, { ...over, down }).place).toMatchObject({ onDay: '2026-11-27', time })
  })

  it('of another track stays in its own', () => {
    const other = lanesOf([aSession({ trackId: 'day-a', track: 'Day A', at: '09:00' })], 'track')
    expect(hovered(lifted, { lane: laneIn(other, 'Day A'), onDay: day('2026-11-27'), down: 0 }).lane.name).toBe(
      'Evening A',
    )
  })

  it('of a room takes the room, and the hours that are in it that day', () => {
    const held = lift(session, laneIn(byRoom, 'Willow'))
    const birch = hovered(held, { lane: laneIn(byRoom, 'Birch'), onDay: day('2026-11-25'), down: 0.9 })
    expect(birch.place).toMatchObject({ roomId: 'birch', time: '17:30' })
    expect(timesIn(laneIn(byRoom, 'Willow'), day('2026-11-25'), '09:00')).toEqual(['09:00', '17:30'])
  })
})

describe('a move', () => {
  it('is three hours long on both nights that the clocks change', () => {
    const long = aSession({ on: '2026-10-31', at: '23:00', minutes: 180 })
    for (const onDay of ['2026-10-31', '2027-03-13']) {
      const { startsAt, endsAt } = spanAt(long, { ...placeOf(long), onDay: day(onDay) })
      expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(180 * 60_000)
    }
  })

  it('says only what is another than now', () => {
    expect(changeTo(session, placeOf(session))).toBeNull()
    expect(changeTo(session, { ...placeOf(session), roomId: 'birch' })).toEqual({ roomId: 'birch' })
    expect(changeTo(session, { ...placeOf(session), time: '18:00' })).toEqual({
      startsAt: '2026-11-25T23:00:00.000Z',
    })
  })

  it('asks how far it goes for what repeats', () => {
    expect(ofPattern(session)).toBe(true)
    expect(ofPattern({ plannedOn: null, seriesId: 'series' })).toBe(true)
    expect(ofPattern({ plannedOn: null, seriesId: null })).toBe(false)
  })

  it('that is not saved yet is shown where it would be', () => {
    const place = { ...placeOf(session), onDay: day('2026-11-27'), roomId: 'birch' }
    expect(movedTo(session, place, { room: 'Birch' })).toMatchObject({
      onDay: '2026-11-27',
      startsAt: '2026-11-27T22:30:00.000Z',
      room: 'Birch',
      moved: true,
      facilitators: [bell],
    })
  })
})

describe('what is in the way, in words', () => {
  const of = ({ id }: { id: string }) => ({ willow: 'Willow', bell: 'Marcus Bell' })[id]
  const room = conflict('double-booked', 'The room is taken at this time.', { subject: { kind: 'room', id: 'willow' } })
  const staff = { subject: { kind: 'staff' as const, id: 'bell' } }
  const cases = [
    { what: room, holder: 'Evening A', says: 'Willow is taken by Evening A.' },
    { what: room, says: 'Willow is taken.' },
    { what: conflict('double-booked', 'so', staff), says: 'Marcus Bell is booked at this time.' },
    { what: conflict('away', 'so', staff), says: 'Marcus Bell is away at this time.' },
    { what: conflict('closed', 'Closed: Thanksgiving.'), says: 'Closed: Thanksgiving.' },
    { what: conflict('travel', 'The way takes 30 minutes.', staff), says: 'The way takes 30 minutes.' },
  ]
  it.each(cases)('$says', ({ what, says, holder }) => {
    expect(inTheWayWords(what, { of, ...(holder ? { holder } : {}) })).toBe(says)
  })

  it('finds who has the room, but not itself and nothing that is canceled', () => {
    const span = { id: 'another', startsAt: session.startsAt, endsAt: session.endsAt }
    expect(holderOf([session], 'willow', span)).toBe(session)
    expect(holderOf([session], 'willow', { ...span, id: session.id })).toBeUndefined()
    expect(holderOf([aSession({ state: 'canceled' })], 'willow', span)).toBeUndefined()
    expect(holderOf([aSession({ at: '18:30' })], 'willow', span)).toBeUndefined()
    expect(holderOf([session], null, span)).toBeUndefined()
  })
})
