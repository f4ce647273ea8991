import { expect, it } from 'vitest'
import { askEnglish } from './ask-words-en.ts'
import { askSpanish } from './ask-words-es.ts'

// Headlines are built of lists, and say their own below.
const apart = new Set(['.result.headline', '.cost.monthly', '.result.unknownSaid'])

/** Every place of a catalog with what stands there; functions say something of three and of one. */
function placesOf(catalog: unknown, at = ''): [string, string][] {
  if (apart.has(at)) return []
  if (typeof catalog === 'function') {
    const words = [3, 1].map(count => String(catalog(String(count), String(count), 1)))
    return [[at, words.join(' · ')]]
  }
  if (typeof catalog === 'string') return [[at, catalog]]
  if (typeof catalog === 'object' && catalog !== null)
    return Object.entries(catalog).flatMap(([name, part]) => placesOf(part, `${at}.${name}`))
  return []
}

// Some words are one in both languages, and some are only for one of them.
const same = new Set([
  '.check.missingTitle',
  '.cost.povertyShare',
  '.cost.each',
  '.urgent.textBody',
  '.inquiry.for.self.sub',
])

it('says everything in both languages, and differently', () => {
  const [english, spanish] = [placesOf(askEnglish), placesOf(askSpanish)]
  expect(spanish.map(([at]) => at)).toEqual(english.map(([at]) => at))
  const others = new Map(spanish)
  for (const [at, words] of english) {
    const other = others.get(at)
    if (same.has(at)) continue
    expect([at, words.trim().length > 0]).toEqual([at, true])
    expect([at, other]).not.toEqual([at, words])
  }
})

it('says headlines with one worry, two, and none', () => {
  for (const { headline } of [askEnglish.result, askSpanish.result])
    for (const count of [1, 5])
      for (const worries of [[], ['a'], ['a', 'b']]) {
        const said = headline.iop(count, worries)
        expect(said).toMatch(/IOP\./)
        expect(said).not.toMatch(/undefined| {2}|: \.$/)
      }
  expect(askEnglish.result.headline.iop(5, ['your home'])).toBe(
    'Five of your answers speak for an IOP. One thing is worth a talk first: your home.',
  )
})
