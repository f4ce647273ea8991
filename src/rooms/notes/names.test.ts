import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Named, type Naming, namingsIn } from './names.ts'
import { besideOwn, evening, eveningNamed, morning, morningNamed, outsiders } from './names-corpus.ts'
import { asksInVain, innocent } from './names-innocent.ts'

type Known = Parameters<typeof namingsIn>[2]
type Case = { text: string; roster: readonly Named[]; known?: Known }
type Found = { word: string; at: number; sure: boolean }

/** The text without its brackets, and what they say. */
function unmarked(text: string): { bare: string; marks: Found[] } {
  const marks: Found[] = []
  let bare = ''
  for (const [, before = '', asks, word] of text.matchAll(/([^[]*)(?:\[(\?)?([^\]]+)\])?/g)) {
    bare += before
    if (word === undefined) continue
    marks.push({ word, at: bare.length, sure: asks === undefined })
    bare += word
  }
  return { bare, marks }
}

const found = (namings: readonly Naming[]): Found[] => namings.map(({ word, at, sure }) => ({ word, at, sure }))
const both = (text: string): Case[] => [evening, morning].map(roster => ({ text, roster }))

const named: readonly Case[] = [
  ...[...eveningNamed, ...outsiders.evening].map(text => ({ text, roster: evening })),
  ...[...morningNamed, ...outsiders.morning].map(text => ({ text, roster: morning })),
  ...besideOwn.flatMap(({ texts, ...known }) => texts.map(text => ({ text, roster: evening, known }))),
]

describe('the corpus', () => {
  it('is large enough to say something', () => {
    const namings = named.filter(({ text }) => text.includes('['))
    expect(namings.length).toBeGreaterThanOrEqual(200)
    expect(new Set([...innocent, ...asksInVain.map(([text]) => text)]).size).toBeGreaterThanOrEqual(200)
    expect(new Set([...named.map(({ text }) => text), ...innocent]).size).toBe(named.length + innocent.length)
  })

  it('is read without a naming missed, and with five questions asked in vain', () => {
    const read = [...named, ...[...innocent, ...asksInVain.map(([text]) => text)].flatMap(both)].map(each => {
      const { bare, marks } = unmarked(each.text)
      const seen = found(namingsIn(bare, each.roster, each.known))
      const isIn = (list: Found[], one: Found) => list.some(({ at, word }) => at === one.at && word === one.word)
      return { missed: marks.filter(one => !isIn(seen, one)), vain: seen.filter(one => !isIn(marks, one)) }
    })
    const vain = read.flatMap(each => each.vain)
    expect({
      misses: read.flatMap(each => each.missed).length,
      'false and sure': vain.filter(one => one.sure).length,
      'false and asked': vain.filter(one => !one.sure).length,
    }).toEqual({ misses: 0, 'false and sure': 0, 'false and asked': 5 })
  })
})

describe('a naming', () => {
  it.each(named.map(each => [each.text, each] as const))('%s', (_, { text, roster, known }) => {
    const { bare, marks } = unmarked(text)
    expect(found(namingsIn(bare, roster, known))).toEqual(marks)
  })

  it.each([
    ['Told Leah about it.', 'leah', 'name'],
    ['Told Peggy about it.', 'margaret', 'nickname'],
    ['Told Jermoe about it.', 'jerome', 'near'],
    ['Told J.T. about it.', 'jerome', 'initials'],
    ['Told Pepito about it.', 'jose', 'nickname'],
  ])('says who is named and how: %s', (text, clientId, how) => {
    expect(namingsIn(text, evening)).toEqual([expect.objectContaining({ clientId, how })])
  })

  it('of two who share a name is of whom the rest of the name says', () => {
    const two: Named[] = [
      { clientId: 'tate', given: ['Will'], family: ['Tate'] },
      { clientId: 'young', given: ['Will'], family: ['Young'] },
    ]
    const who = (text: string) => namingsIn(text, two).map(each => [each.clientId, each.sure])
    expect(who('Told Will Young.')).toEqual([
      ['young', true],
      ['young', true],
    ])
    expect(who('Told Will Y. about it.')).toEqual([['young', true]])
    expect(who('Told Will T. about it.')).toEqual([['tate', true]])
  })

  it('is none of a name of one letter, and of no name', () => {
    const bare = [{ clientId: 'x', given: ['X', '', ' - '], family: ['', '’'] }]
    expect(namingsIn('X said x, and X. X. agreed – ’ – with X.', bare)).toEqual([])
  })
})

describe('what no corpus can list', () => {
  // No syllable is a word, none ends in s, and no two names of them are one slip apart.
  const syllable = fc.constantFrom('zorb', 'quix', 'vuld', 'jyng', 'wrax', 'kluv', 'ghop')
  const name = fc.array(syllable, { minLength: 2, maxLength: 3 }).map(parts => {
    const all = parts.join('')
    return all.charAt(0).toUpperCase() + all.slice(1)
  })
  const names = fc.uniqueArray(name, { minLength: 4, maxLength: 24, selector: each => each.toLowerCase() })
  const group = names.map(all =>
    all.flatMap((given, at) => {
      const family = all[at + 1]
      return at % 2 === 0 && family !== undefined ? [{ clientId: `${at}`, given: [given], family: [family] }] : []
    }),
  )
  const accented = (word: string) => word.replace(/[aeiou]/gi, letter => `${letter}\u0301`)
  const way = fc.constantFrom<(word: string) => string>(
    word => word,
    word => word.toLowerCase(),
    word => word.toUpperCase(),
    word => accented(word),
    word => accented(word).normalize('NFC').toUpperCase(),
    word => `${word}’s`,
    word => `${word}'s`,
    word => `@${word.toLowerCase()}`,
    word => `(${word})`,
    word => `${word}/${word}`,
    word => `${word}_7`,
  )
  const carrier = fc.oneof(fc.constantFrom('', ...innocent), fc.string(), fc.string({ unit: 'grapheme' }))

  it('every name of a co-member is found and sure, whatever its case, accents and company', () => {
    fc.assert(
      fc.property(group, way, carrier, carrier, fc.nat(), (members, written, before, after, pick) => {
        const all = members.flatMap(member => [...member.given, ...member.family].map(each => ({ each, member })))
        const chosen = all[pick % all.length]
        if (!chosen) return
        const text = `${before} ${written(chosen.each)} ${after}`
        const [first] = namingsIn(text, members).filter(naming => naming.at > before.length)
        expect(first).toMatchObject({ clientId: chosen.member.clientId, how: 'name', sure: true })
        expect(text.slice(first?.at).startsWith(first?.word ?? '-')).toBe(true)
      }),
    )
  })

  it('a text without any of them names nobody', () => {
    fc.assert(
      fc.property(group, fc.array(fc.constantFrom(...innocent), { maxLength: 5 }), (members, texts) => {
        expect(namingsIn(texts.join(' '), members)).toEqual([])
      }),
    )
  })

  it('one’s own name is never held against a text, whatever else one is called', () => {
    fc.assert(
      fc.property(group, name, way, (members, given, written) => {
        const own = { clientId: 'own', given: [given], family: ['Ghopzorbwrax'] }
        const text = `Said that ${written(given)} slept, and Ghopzorbwrax’s sister too.`
        expect(namingsIn(text, members, { own })).toEqual([])
      }),
    )
  })

  it('no text and no name makes it fail, and every naming stands where it says', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('de la', 'O’', 'J.', 'Will', '\u0301'),
    )
    fc.assert(
      fc.property(any, fc.array(fc.tuple(any, any), { maxLength: 4 }), (text, people) => {
        const members = people.map(([given, family], at) => ({ clientId: `${at}`, given: [given], family: [family] }))
        const all = people.map(([given, family]) => `${given} ${family}`).join(` ${text} `)
        for (const naming of namingsIn(all, members, { staff: [text] }))
          expect(all.slice(naming.at, naming.at + naming.word.length)).toBe(naming.word)
      }),
    )
  })
})
