import { describe, expect, it } from 'vitest'
import { english } from './words-en.ts'
import { spanish } from './words-es.ts'

type Catalog = { [name: string]: unknown }
const isCatalog = (value: unknown): value is Catalog => typeof value === 'object' && value !== null

/** Every word of a catalog by its place; those that take something are given a likely one. */
function said(catalog: Catalog, place = ''): [string, string][] {
  return Object.entries(catalog).flatMap(([name, value]) => {
    if (isCatalog(value)) return said(value, `${place}${name}.`)
    if (typeof value !== 'function') return [[`${place}${name}`, String(value)]]
    return [[`${place}${name}`, String(value(given[name] ?? '3', '12'))]]
  })
}

const open = { kind: 'open', until: '20:00' } as const
const opens = { on: '2026-11-25', at: '13:00', in: 'tomorrow' } as const
/** What a word of this name takes, where it is no number. */
const given: Readonly<Record<string, unknown>> = {
  open,
  opens,
  closed: opens,
  languageName: 'es',
  sub: { of: 40, days: 90, halfWithinDays: 3 },
  nothingKept: 'weather.gov',
}
/** Words that are the same in both languages, and why. */
const alike = [
  // English and Spanish both say IOP, and write hours with an h.
  'home.lead.short',
  'home.lead.after',
  'home.week.hours',
]

describe('public words', () => {
  it('are there in both languages, and differ', () => {
    const [inEnglish, inSpanish] = [said(english), said(spanish)]
    expect(inSpanish.map(([place]) => place)).toEqual(inEnglish.map(([place]) => place))
    expect(
      [...inEnglish, ...inSpanish].filter(([, words]) => words.trim() === '' || words.includes('undefined')),
    ).toEqual([])
    const plain = (words: string | undefined) => words?.replaceAll(/\u00a0/g, ' ')
    const same = inEnglish.filter(([, words], at) => plain(words) === plain(inSpanish[at]?.[1])).map(([place]) => place)
    expect(same).toEqual(alike)
  })

  it('never call a person by an illness, a test by dirt, or an answer a right', () => {
    const never =
      /addict|\bclean\b|dirty|abuser|junk|alcoholic|adict[oa]|limpi[oa]|drogadict|borrach|qualif|califica|diagn/i
    const wrong = [...said(english), ...said(spanish)].filter(([, words]) => never.test(words))
    expect(wrong).toEqual([])
  })
})

const words = (text: string) => text.replaceAll(/\u00a0/g, ' ')
describe('an office', () => {
  it.each([
    [open, 'Open now, until 8 pm', 'Abierto hasta las 8 p. m.'],
    [
      { kind: 'closed', opens, because: null },
      'Closed now, opens tomorrow at 1 pm',
      'Cerrado ahora, abre mañana a la 1 p. m.',
    ],
    [
      { kind: 'closed', opens: { on: '2026-11-27', at: '08:00', in: 'later' }, because: 'Thanksgiving' },
      'Closed now (Thanksgiving), opens Fri 27 Nov at 8 am',
      'Cerrado ahora (Thanksgiving), abre el viernes 27 de noviembre a las 8 a. m.',
    ],
    [{ kind: 'untold' }, '', ''],
  ] as const)('%j', (openness, inEnglish, inSpanish) => {
    const told: Parameters<typeof english.open>[0] = JSON.parse(JSON.stringify(openness))
    expect(words(english.open(told, '12'))).toBe(inEnglish)
    expect(words(spanish.open(told, '12'))).toBe(inSpanish)
  })
})
