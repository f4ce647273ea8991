import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foundIn } from './found-words.ts'

const said = (texts: string[], typed: string) =>
  foundIn(texts, typed)
    ?.map(piece => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('') ?? null

describe('what was looked for stands in its sentence', () => {
  it.each([
    ['one word', 'Walked to the river.', 'river', 'Walked to the [river].'],
    ['the beginning of the last word', 'Walked to the river.', 'riv', 'Walked to the [river].'],
    ['earlier words as they are', 'The walker walked home.', 'walked ho', 'The walker [walked] [home].'],
    ['without its accents', 'Told of a café in Málaga.', 'cafe malaga', 'Told of a [café] in [Málaga].'],
    ['with accents that are not there', 'Told of a cafe.', 'CAFÉ', 'Told of a [cafe].'],
    ['with decomposed accents', 'Told of a cafe\u0301.', 'café', 'Told of a [cafe\u0301].'],
    ['through an apostrophe', 'Her sister’s house.', 'sisters', 'Her [sister’s] house.'],
    ['through a hyphen', 'A follow-up is set.', 'followup', 'A [follow-up] is set.'],
    ['a word with a hyphen as it is', 'A follow-up is set.', 'follow-up', 'A [follow-up] is set.'],
    ['a word with a hyphen as two', 'A follow-up is set.', 'follow up', 'A [follow-up] is set.'],
    ['two words typed with a hyphen', 'To follow up is set.', 'follow-up', 'To [follow] [up] is set.'],
    ['one word typed as two', 'A followup is set.', 'follow up', 'A [followup] is set.'],
    [
      'one word typed with a hyphen that does not break',
      'A followup is set.',
      'follow\u2011up',
      'A [followup] is set.',
    ],
    ['a part of a word with hyphens', 'Her mother-in-law called.', 'law', 'Her mother-in-[law] called.'],
    ['its end with an apostrophe', 'Her mother-in-law’s call.', 'mother laws', 'Her [mother]-in-[law’s] call.'],
    ['either word at a slash', 'Sad and/or tired.', 'or', 'Sad and/[or] tired.'],
    ['both words at a slash', 'Sad and/or tired.', 'and/or', 'Sad [and]/[or] tired.'],
    ['not two words typed as one', 'To follow up is set.', 'followup', null],
    ['not a hyphen alone', 'Walked – home.', '-', null],
    ['letters that are two', 'Sang in the Straße.', 'strasse', 'Sang in the [Straße].'],
    ['nothing of what is not there', 'Walked home.', 'river', null],
    ['nothing when no word was typed', 'Walked home.', '?!', null],
    ['nothing when nothing was typed', 'Walked home.', '', null],
  ])('%s', (_, text, typed, told) => expect(said([text], typed)).toBe(told))

  it('with a few words around it, of the first part that says it', () => {
    const long = `${'before '.repeat(40)}river ${'after '.repeat(60)}`
    const told = said(['Nothing here.', long, 'The river again.'], 'river') ?? ''
    expect(told).toMatch(/^… (before )+\[river\] (after )*after …$/)
    expect(told.length).toBeLessThan(260)
  })

  it('also where nothing but it is a word', () => {
    const bars = '/'.repeat(300)
    expect(said([`a ${bars}river${bars} b`], 'river')).toBe(`… ${'/'.repeat(60)}[river]${'/'.repeat(160)} …`)
  })

  it('whatever stands there and whatever is typed, its pieces are pieces of the text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(
      fc.property(text, fc.string({ unit: 'grapheme', maxLength: 30 }), (all, typed) => {
        const pieces = foundIn([all], typed) ?? []
        const inside = pieces
          .map(piece => piece.text)
          .join('')
          .replace(/^… /, '')
          .replace(/ …$/, '')
        expect(all).toContain(inside)
        if (pieces.length > 0) expect(pieces.some(piece => piece.hit)).toBe(true)
      }),
    )
  })
})
