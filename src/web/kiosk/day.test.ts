import { describe, expect, it } from 'vitest'
import { pictures } from '../../rooms/attendance/signing.ts'
import type { TabletPerson } from '../doors.ts'
import { type Day, firstName, letterOf, lettersOf, type Sign, tilesOf, withSigns } from './day.ts'
import { drawn, pictureWord } from './picture.tsx'

const person = (clientId: string, label: string, like: Partial<TabletPerson> = {}): TabletPerson => ({
  clientId,
  label,
  picture: null,
  salt: null,
  hash: null,
  cardHash: null,
  sessionIds: [],
  state: null,
  since: null,
  ...like,
})

describe('the names on the start screen', () => {
  it('show a picture only where two have one name', () => {
    const people = [
      person('1', 'Ana B.', { picture: 'fern' }),
      person('2', 'James W.', { picture: 'kite' }),
      person('3', 'James W.', { picture: 'moon' }),
    ]
    expect(tilesOf(people).map(({ label, picture }) => [label, picture])).toEqual([
      ['Ana B.', null],
      ['James W.', 'kite'],
      ['James W.', 'moon'],
    ])
  })
  it('stand once for two whom not even a picture tells apart: the code does', () => {
    const tiles = tilesOf([person('1', 'James W.'), person('2', 'James W.')])
    expect(tiles.map(tile => tile.people.map(each => each.clientId))).toEqual([['1', '2']])
  })
  it('are narrowed by a letter without its accent', () => {
    expect(letterOf('Élodie B.')).toBe('E')
    expect(lettersOf(tilesOf([person('1', 'Élodie B.'), person('2', 'Bo C.'), person('3', 'Eli D.')]))).toEqual([
      'B',
      'E',
    ])
  })
  it.each([
    ['Rosa M.', 'Rosa'],
    ['Mary Ann K.', 'Mary Ann'],
    ['Cher', 'Cher'],
  ])('%s is spoken to as %s', (label, first) => {
    expect(firstName(label)).toBe(first)
  })
  it('every picture that the house gives has a drawing and a word in Spanish', () => {
    expect([...drawn].sort()).toEqual([...pictures].sort())
    expect(pictures.map(picture => pictureWord(picture, 'es')).filter(word => !word)).toEqual([])
    expect(new Set(pictures.map(picture => pictureWord(picture, 'es'))).size).toBe(pictures.length)
  })
})

describe('a day with signs in it that the house may not have', () => {
  const day: Day = {
    kind: 'day',
    now: '2026-11-24T22:00:00.000Z',
    onDay: '2026-11-24',
    until: '2026-11-25T05:00:00.000Z',
    zone: 'America/New_York',
    clock: '12',
    site: 'Elm Street',
    name: 'Front door',
    iterations: 1,
    sessions: [],
    people: [person('rosa', 'Rosa M.', { state: 'in', since: '2026-11-24T21:00:00.000Z' }), person('bo', 'Bo C.')],
  }
  const sign = (clientId: string, kind: Sign['kind'], deviceAt: string, offsetMs = 0): Sign => ({
    id: `${clientId} ${kind} ${deviceAt}`,
    clientId,
    kind,
    how: 'code',
    deviceAt,
    offsetMs,
  })
  const stateOf = (signs: Sign[], clientId: string) => {
    const found = withSigns(day, signs).people.find(each => each.clientId === clientId)
    return [found?.state, found?.since]
  }
  it('takes the later word, by the true time', () => {
    const out = sign('rosa', 'out', '2026-11-24T22:10:00.000Z', -600_000)
    expect(stateOf([out], 'rosa')).toEqual(['out', '2026-11-24T22:00:00.000Z'])
    expect(stateOf([sign('rosa', 'out', '2026-11-24T20:00:00.000Z')], 'rosa')).toEqual([
      'in',
      '2026-11-24T21:00:00.000Z',
    ])
    expect(stateOf([out, sign('rosa', 'in', '2026-11-24T22:20:00.000Z', -600_000)], 'rosa')[0]).toBe('in')
  })
  it('does not take yesterday’s for today', () => {
    expect(stateOf([sign('bo', 'in', '2026-11-24T04:00:00.000Z')], 'bo')).toEqual([null, null])
    expect(stateOf([sign('bo', 'in', '2026-11-25T06:00:00.000Z')], 'bo')).toEqual([null, null])
  })
})
