import { describe, expect, it } from 'vitest'
import { instant } from '#kernel/time.ts'
import { mayWish, wishLine } from '../time-wish.ts'
import type { FrontFacts, FrontTime } from './facts.ts'
import { noTimes, timeChoices, timesNow, timeWords, wishIn, wishWords } from './times.ts'

const place = { zone: 'America/New_York', phone: null, address: null, access: { en: null, es: null } }
const sites = [
  { id: 'elm', name: 'Elm <Street>', ...place, hours: [], closures: [] },
  { id: 'quay', name: 'North Quay', ...place, hours: [], closures: [] },
]
const nine: FrontTime = { siteId: 'elm', startsAt: instant('2026-11-25T14:00:00.000Z'), inPerson: true }
const evening: FrontTime = { siteId: 'quay', startsAt: instant('2026-11-25T22:30:00.000Z'), inPerson: false }

function facts(like: Partial<FrontFacts> = {}): FrontFacts {
  return {
    now: instant('2026-11-24T21:30:00.000Z'),
    ...{ name: 'Cedar House', clock: '12', crisisPhone: '555-0199', exitAddress: 'https://www.weather.gov/' },
    ...{ sites, programs: [], groups: [], partners: [], payers: [], assessmentMinutes: 90, figures: null },
    times: [nine, evening],
    ...like,
  }
}
const plain = (words: string) => words.replaceAll(/\s+/g, ' ')

describe('a free time', () => {
  it.each([
    ['en', nine, 'Wed 25 Nov, 9 am at Elm <Street>, or by video'],
    ['es', nine, 'Miércoles 25 de noviembre, a las 9 a. m. en Elm <Street>, o por video'],
    ['en', evening, 'Wed 25 Nov, 5:30 pm by video'],
    ['es', evening, 'Miércoles 25 de noviembre, a las 5:30 p. m. por video'],
  ] as const)('in %s', (language, time, says) => {
    expect(plain(timeWords(facts(), language, time))).toBe(says)
  })

  it('that has come too near since it was read is offered no more', () => {
    expect(timesNow(facts())).toEqual([nine, evening])
    expect(timesNow(facts({ now: instant('2026-11-25T13:59:00.000Z') }))).toEqual([evening])
    expect(timesNow(facts({ now: instant('2026-11-26T13:59:00.000Z') }))).toEqual([])
  })

  it('is chosen from a list in which none is chosen, and whose words are never markup', () => {
    const shown = plain(timeChoices(facts(), 'en', null)?.text ?? '')
    expect(shown.match(/type="radio"/g)).toHaveLength(3)
    expect(shown).toContain('name="time" value="" checked')
    expect(shown).toContain('Elm &lt;Street&gt;')
    expect(timeChoices(facts({ times: [] }), 'en', null)).toBeNull()
    expect(noTimes(facts(), 'en')).toContain('in the next 14 days')
  })

  it('stays chosen when somebody else took it meanwhile', () => {
    const shown = plain(timeChoices(facts({ times: [evening] }), 'en', nine)?.text ?? '')
    expect(shown.match(/type="radio"/g)).toHaveLength(3)
    expect(shown).toMatch(/14:00:00\.000Z elm" checked/)
    expect(shown.match(/ checked/g)).toHaveLength(1)
    expect(wishWords(facts({ times: [] }), 'en', nine)).toContain('9\u00a0am at Elm')
  })
})

describe('what a form says of a time', () => {
  it.each([
    ['a time that is offered', `${nine.startsAt} elm`, { siteId: 'elm', startsAt: nine.startsAt }],
    [
      'one that was offered before',
      '2026-11-26T14:00:00.000Z quay',
      { siteId: 'quay', startsAt: '2026-11-26T14:00:00.000Z' },
    ],
    ['nothing', '', null],
    ['no place', nine.startsAt, null],
    ['a place of elsewhere', `${nine.startsAt} other`, null],
    ['a time that is over', '2026-11-24T14:00:00.000Z elm', null],
    ['a time that is years away', '2036-11-24T14:00:00.000Z elm', null],
    ['no time', '2026-13-45T99:00:00.000Z elm', null],
    ['words', '<b> elm', null],
    ['another way to write a time', 'Wed, 25 Nov 2026 14:00:00 GMT elm', null],
  ])('%s', (_case, value, wish) => {
    expect(wishIn(facts(), value)).toEqual(wish)
  })

  it('may be of the days in which times are offered', () => {
    const now = instant('2026-11-24T21:30:00.000Z')
    const at = (startsAt: string) => mayWish({ siteId: 'elm', startsAt: instant(startsAt) }, now)
    expect(
      ['2026-11-24T21:30:00Z', '2026-11-24T21:30:01Z', '2026-12-08T21:30:00Z', '2026-12-08T21:30:01Z'].map(at),
    ).toEqual([...[false, true, true, false]])
  })

  it.each([
    ['12', 'Would like to come: Wed 25 Nov, 9 am, Elm <Street>.'],
    ['24', 'Would like to come: Wed 25 Nov, 09:00, Elm <Street>.'],
  ] as const)('is told to whoever calls, on a clock of %s hours', (clock, says) => {
    const [site] = sites
    if (!site) throw new Error('no site')
    expect(plain(wishLine(nine, site, clock))).toBe(`${says} Chosen from the free times on our pages; nothing is held.`)
  })
})
