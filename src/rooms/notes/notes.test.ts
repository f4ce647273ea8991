import { describe, expect, it } from 'vitest'
import { beforeSigning, memberNamedIn, type NotePerson, signedText } from './notes.ts'

const shared = 'The group checked in with a word, then worked on the first ten minutes of an urge.'
const person = (clientId: string, names: string[], rest: Partial<NotePerson> = {}): NotePerson => ({
  clientId,
  names,
  here: true,
  marked: true,
  participation: 'active',
  own: 'Told how the walk helped on Sunday.',
  ...rest,
})
const leah = person('leah', ['Leah', 'Goldberg'])
const will = person('will', ['Will', 'William', 'Prentice'])

describe('before signing', () => {
  it.each<[string, string, NotePerson[], string[]]>([
    ['all in order', shared, [leah, will], []],
    ['no shared text', '', [leah], ['no-shared-text']],
    ['shared text names a member', `${shared} Then Leah led the round.`, [leah, will], ['names-a-member']],
    [
      'a sentence names another member',
      shared,
      [{ ...leah, own: 'Offered Will her bus route.' }, will],
      ['names-a-member'],
    ],
    ['a family name is a name', shared, [{ ...leah, own: 'Walked home with Prentice.' }, will], ['names-a-member']],
    ['the person’s own name is no trouble', shared, [{ ...leah, own: 'Leah told of her week.' }, will], []],
    ['no sentence', shared, [{ ...leah, own: ' ' }], ['no-sentence']],
    ['no participation', shared, [{ ...leah, participation: null }], ['no-participation']],
    ['not marked says only that', shared, [{ ...leah, marked: false, own: '', participation: null }], ['not-marked']],
    ['who was absent needs nothing', shared, [{ ...leah, here: false, own: '', participation: null }], []],
  ])('%s', (_, text, people, codes) => {
    expect(beforeSigning(text, people).map(stop => stop.code)).toEqual(codes)
  })
})

describe('a member’s name', () => {
  const members = [{ names: ['Will', 'Prentice'] }, { names: ['José', 'Núñez Ortega'] }, { names: ['Mary-Jo', 'Bell'] }]
  it.each([
    ['the verb is no name', 'She will try it at home.', undefined],
    ['a sentence may begin with the word', 'Will try it at home.', undefined],
    ['a name in the middle is one', 'She asked Will about it.', 'Will'],
    ['accents do not hide it', 'Agreed with Jose on a call.', 'Jose'],
    ['the second surname counts', 'Talked to Ortega.', 'Ortega'],
    ['half of a double name counts', 'Thanked Mary for it.', 'Mary'],
    ['part of a word is no name', 'Willing and Bellows.', undefined],
  ])('%s', (_, text, found) => {
    expect(memberNamedIn(text, members)).toBe(found)
  })
})

it('a signed note says the group, the minutes and the person’s own sentence', () => {
  const text = signedText({
    group: 'Relapse prevention',
    when: 'Tue 24 Nov, 17:30 to 20:30',
    minutes: 168,
    topic: 'Urges',
    shared,
    participation: 'some',
    response: 'took-part',
    own: 'Will pack a snack.',
  })
  expect(text).toBe(
    [
      'Relapse prevention, Tue 24 Nov, 17:30 to 20:30, 168 minutes.',
      'Topic: Urges.',
      shared,
      'Participation: some. Response: took part.',
      'Will pack a snack.',
    ].join('\n'),
  )
})
