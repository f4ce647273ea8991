import { expect, it } from 'vitest'
import { english } from './words-en.ts'
import { spanish } from './words-es.ts'

type Catalog = { [name: string]: unknown }
const isCatalog = (value: unknown): value is Catalog => typeof value === 'object' && value !== null

/** Every word of a catalog by its place; those that take something are given a likely one. */
function said(catalog: Catalog, place = ''): [string, string][] {
  return Object.entries(catalog).flatMap(([name, value]) => {
    if (isCatalog(value)) return said(value, `${place}${name}.`)
    if (typeof value !== 'function') return [[`${place}${name}`, String(value)]]
    if (place === '') return []
    return [[`${place}${name}`, String(value(2, 'Maple'))]]
  })
}

it('everything is said in both languages, and differently', () => {
  const [inEnglish, inSpanish] = [said(english), said(spanish)]
  expect(inSpanish.map(([place]) => place)).toEqual(inEnglish.map(([place]) => place))
  expect(inSpanish.filter(([, words]) => words.trim() === '')).toEqual([])
  const same = inEnglish.filter(([, words], at) => words === inSpanish[at]?.[1]).map(([place]) => place)
  expect(same).toEqual([])
})

it('help in a crisis is in both', () => {
  for (const { crisis } of [english, spanish]) expect(crisis).toMatch(/911.*988/)
})

it.each([
  ['2026-11-24T22:22:00.000Z', 'Su entrada quedó registrada a las 5:22 p. m.'],
  ['2026-11-24T18:05:00.000Z', 'Su entrada quedó registrada a la 1:05 p. m.'],
])('Spanish says the hour of %s as people do', (moment, words) => {
  const time = spanish.time(moment, { zone: 'America/New_York', clock: '12' })
  expect(spanish.done.inAt(time).replaceAll('\u00a0', ' ')).toBe(words)
  const day = spanish.time(moment, { zone: 'America/New_York', clock: '24' })
  expect(spanish.done.inAt(day)).toMatch(/\d\d:\d\d\.$/)
})
