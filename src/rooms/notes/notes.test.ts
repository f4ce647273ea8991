import { describe, expect, it } from 'vitest'
import { instant } from '#kernel/time.ts'
import {
  emptyLine,
  findingsOf,
  type Guard,
  type GuardRules,
  guards,
  isLate,
  type LinePart,
  missedParts,
  type NotePerson,
  partsOf,
  type SharedPart,
  severityOf,
  sharedWords,
} from './notes.ts'

const shared = 'The group checked in with a word, then worked on the first ten minutes of an urge.'
const part = (like: Partial<SharedPart> = {}): SharedPart => ({
  checkIn: '',
  topic: 'Urges',
  skill: '',
  homework: '',
  closing: '',
  shared,
  ...like,
})

/** Everything stops but what is said here to warn. */
const rules = (like: Partial<GuardRules> = {}): GuardRules => ({
  severities: new Map([['may-name-a-member', 'warns']]),
  alikeLastMost: 70,
  alikeNeighborMost: 80,
  ...like,
})

const person = (given: string, family: string, like: Partial<NotePerson> = {}): NotePerson => ({
  clientId: given.toLowerCase(),
  names: { clientId: given.toLowerCase(), given: [given], family: [family] },
  here: true,
  marked: true,
  asked: false,
  minutes: 168,
  participation: 'active',
  risk: false,
  followUp: null,
  objective: '',
  reason: null,
  own: `Said what helped on ${family.length} evenings of this week.`,
  last: [],
  ...like,
})
const leah = person('Leah', 'Goldberg', { own: 'Told how a walk helped on Sunday.' })
const omar = person('Omar', 'Haddad', { own: 'Practiced the breathing and wrote a list.' })

const found = (people: readonly NotePerson[], like: Partial<SharedPart> = {}, by = rules()) =>
  findingsOf({ part: part(like), people, staff: ['Marcus', 'Bell'] }, by)
const guardsOf = (...asked: Parameters<typeof found>) => found(...asked).map(each => each.guard)

describe('what stands before a signature', () => {
  it.each<[string, Partial<SharedPart>, NotePerson[], Guard[]]>([
    ['nothing when all is in order', {}, [leah, omar], []],
    ['no shared text', { shared: '' }, [leah], ['no-shared-text']],
    ['a shared text of spaces', { shared: ' '.repeat(40) }, [leah], ['no-shared-text']],
    ['nineteen letters are no text', { shared: 'x'.repeat(19) }, [leah], ['no-shared-text']],
    ['twenty are one', { shared: 'x'.repeat(20) }, [leah], []],
    ['a member in the shared text', { shared: `${shared} Then Leah led.` }, [leah, omar], ['names-a-member']],
    ['a member in the check-in round', { checkIn: 'Leah began.' }, [leah, omar], ['names-a-member']],
    ['a member in the topic', { topic: 'What Leah brought' }, [leah, omar], ['names-a-member']],
    ['a member in the skill', { skill: 'With Leah.' }, [leah, omar], ['names-a-member']],
    ['a member in the homework', { homework: 'As Leah does it.' }, [leah, omar], ['names-a-member']],
    ['a member at the close', { closing: 'Leah closed.' }, [leah, omar], ['names-a-member']],
    [
      'a member who was absent',
      { shared: `${shared} Leah was missed.` },
      [{ ...leah, here: false }],
      ['names-a-member'],
    ],
    ['who leads may be named', { closing: 'Marcus read a poem.' }, [leah, omar], []],
    ['another member in a sentence', {}, [{ ...leah, own: 'Walked home with Omar.' }, omar], ['names-a-member']],
    ['another family name', {}, [{ ...leah, own: 'Walked home with Haddad.' }, omar], ['names-a-member']],
    ['another member in the objective', {}, [{ ...leah, objective: 'Calls Omar first.' }, omar], ['names-a-member']],
    [
      'the reason of an absence, which stands in the note of a missed session',
      {},
      [{ ...leah, here: false, reason: 'Drove Omar home.' }, omar],
      ['names-a-member'],
    ],
    ['a reason of somebody here is in no note', {}, [{ ...leah, reason: 'Drove Omar home.' }, omar], []],
    ['their own name is no trouble', {}, [{ ...leah, own: 'Leah told of her week.' }, omar], []],
    ['no sentence', {}, [{ ...leah, own: ' ' }], ['no-sentence']],
    ['seven letters are no sentence', {}, [{ ...leah, own: ' 1234567 ' }], ['no-sentence']],
    ['eight are one', {}, [{ ...leah, own: '12345678' }], []],
    ['no participation', {}, [{ ...leah, participation: null }], ['no-participation']],
    ['not marked says only that', {}, [{ ...leah, marked: false, own: '', participation: null }], ['not-marked']],
    ['who was absent needs nothing', {}, [{ ...leah, here: false, own: '', participation: null }], []],
    ['a question about their attendance', {}, [{ ...leah, asked: true }], ['to-choose']],
    ['the same of somebody absent', {}, [{ ...leah, here: false, asked: true }], ['to-choose']],
    ['a risk without follow-up', {}, [{ ...leah, risk: true }], ['risk-without-follow-up']],
    ['a risk with one', {}, [{ ...leah, risk: true, followUp: 'told-on-call' }], []],
    ['a follow-up without a risk', {}, [{ ...leah, followUp: 'told-on-call' }], []],
    [
      'everything of one person, in its order',
      {},
      [{ ...leah, asked: true, participation: null, risk: true, own: 'Omar.' }, omar],
      ['to-choose', 'no-participation', 'no-sentence', 'names-a-member', 'risk-without-follow-up'],
    ],
  ])('%s', (_, like, people, expected) => {
    expect(guardsOf(people, like)).toEqual(expected)
  })

  it('says of whom it is, which word, and nothing of anybody else', () => {
    const [naming] = found([{ ...leah, own: 'Walked home with Omar.' }, omar])
    expect(naming).toMatchObject({ clientId: 'leah', word: 'Omar' })
    expect(naming?.says).not.toMatch(/Omar|Haddad/)
    const [objective] = found([{ ...leah, objective: 'Calls Omar first.' }, omar])
    expect([naming?.says, objective?.says].map(says => says?.split(' names ')[0])).toEqual([
      'The sentence',
      'The objective',
    ])
    const [everyone] = found([leah, omar], { closing: 'Omar closed.' })
    expect(everyone).toMatchObject({ clientId: null, word: 'Omar' })
  })

  it.each<[string, string, number, string | undefined]>([
    ['as many', 'Was in the circle for 168 minutes.', 168, undefined],
    ['fewer', 'Sat with the exercise for 20 minutes.', 168, undefined],
    ['more', 'Took part for all 180 minutes.', 168, '180'],
    ['short words', 'Was here 180min.', 168, '180'],
    ['a hyphen', 'The whole 180-minute block.', 168, '180'],
    ['the first that is more', 'First 20 minutes, then 170 minutes, then 175 minutes.', 168, '170'],
    ['a number of something else', 'Has been without a drink for 200 days.', 168, undefined],
    ['minutes of a word', 'Wrote 300 minutest details.', 168, undefined],
  ])('a sentence that tells minutes: %s', (_, own, minutes, word) => {
    const differ = found([{ ...leah, own, minutes }]).find(each => each.guard === 'minutes-differ')
    expect(differ?.word).toBe(word)
    if (word) expect(differ?.says).toContain(`The note will say ${minutes}.`)
  })
})

describe('a sentence like another', () => {
  const again = 'Told how a walk helped on Sunday.'
  const before = [
    { onDay: '2026-11-21', own: 'Was glad of the quiet in the room and wrote it down.' },
    { onDay: '2026-11-18', own: again },
  ]

  it('of their own last notes: says how much, of which day, and shows it', () => {
    const [finding] = found([{ ...leah, own: again, last: before }, omar])
    expect(finding).toMatchObject({ guard: 'like-last', like: { percent: 100, onDay: '2026-11-18', own: again } })
    expect(finding?.says).toContain('100 %')
  })

  it('of a neighbor: says how much, and shows nothing of what was written for somebody else', () => {
    const findings = found([leah, { ...omar, own: again }])
    expect(findings.map(each => [each.clientId, each.guard])).toEqual([
      ['leah', 'like-neighbor'],
      ['omar', 'like-neighbor'],
    ])
    for (const finding of findings) expect(finding.like).toEqual({ own: '', onDay: null, percent: 100 })
  })

  it('of a neighbor who was not here is none, nor is one too short to be a sentence', () => {
    expect(guardsOf([leah, { ...omar, here: false, own: again }])).toEqual([])
    expect(
      guardsOf([
        { ...leah, own: 'Well.' },
        { ...omar, own: 'Well.' },
      ]),
    ).toEqual(['no-sentence', 'no-sentence'])
  })

  it('counts from where the program says', () => {
    const most = { alikeLastMost: 100, alikeNeighborMost: 100 }
    expect(guardsOf([{ ...leah, own: again, last: before }, omar], {}, rules(most))).toEqual([])
    expect(guardsOf([leah, { ...omar, own: again }], {}, rules(most))).toEqual([])
  })
})

describe('how a guard weighs', () => {
  const everything = [
    { ...leah, own: 'Omar was here for 180 minutes, as always.', risk: true, last: [{ onDay: '2026-11-21', own: '' }] },
    { ...omar, own: '', participation: null },
  ]

  it.each(guards.map(guard => [guard]))('%s is as the program set it', guard => {
    for (const severity of ['stops', 'warns'] as const) {
      const set = rules({ severities: new Map([[guard, severity]]) })
      expect(severityOf(set, guard)).toBe(severity)
      for (const finding of found(everything, {}, set).filter(each => each.guard === guard))
        expect(finding.severity).toBe(severity)
    }
  })

  it('what nobody set stops, and what no program sets always stops', () => {
    const none = rules({ severities: new Map() })
    for (const finding of found(everything, {}, none)) expect(finding.severity).toBe('stops')
    const all = rules({ severities: new Map(guards.map(guard => [guard, 'warns'])) })
    for (const guard of ['not-marked', 'no-shared-text', 'no-participation', 'to-choose'] as const)
      expect(severityOf(all, guard)).toBe('stops')
  })
})

describe('what a chart gets', () => {
  const full: LinePart = {
    participation: 'some',
    response: 'took-part',
    mood: 'hopeful',
    risk: true,
    followUp: 'safety-plan',
    objective: ' Goes to two meetings a week. ',
    own: ' Will pack a snack. ',
  }

  it('is the session in its order, then what only this chart says', () => {
    const order = { checkIn: 'A word each.', skill: 'Urge surfing.', homework: 'The card.', closing: 'A breath.' }
    expect(partsOf(part(order), full)).toEqual([
      { name: 'Check-in round', text: 'A word each.' },
      { name: 'Skill practiced', text: 'Urge surfing.' },
      { name: 'Homework', text: 'The card.' },
      { name: 'Close', text: 'A breath.' },
      { name: 'What the group did', text: shared },
      { name: 'How they took part', text: 'Participation: some. Mood: hopeful. Response: took part.' },
      { name: 'Objective', text: 'Goes to two meetings a week.' },
      { name: 'Their own part', text: 'Will pack a snack.' },
      { name: 'Risk', text: 'Noted. Went through the safety plan.' },
    ])
  })

  it('says nothing of what was neither chosen nor written', () => {
    expect(partsOf(part({ homework: '  ' }), { ...emptyLine, participation: 'quiet', own: 'Listened.' })).toEqual([
      { name: 'What the group did', text: shared },
      { name: 'How they took part', text: 'Participation: quiet.' },
      { name: 'Their own part', text: 'Listened.' },
    ])
  })

  it('a risk that nobody followed up is still noted, a follow-up without a risk is not', () => {
    const risk = (like: Partial<LinePart>) =>
      partsOf(part(), { ...full, ...like }).find(each => each.name === 'Risk')?.text
    expect(risk({ followUp: null })).toBe('Noted.')
    expect(risk({ risk: false })).toBeUndefined()
  })

  it.each([
    ['absent', null, 'Did not come to this session.'],
    ['excused', null, 'Excused from this session.'],
    ['excused', 'Court', 'Excused from this session. Court.'],
    ['absent', 'No call.', 'Did not come to this session. No call.'],
  ] as const)('who was %s, with %s as the reason', (standing, reason, text) => {
    expect(missedParts(standing, reason)).toEqual([{ name: 'Missed session', text }])
  })

  it('every word that all of them get is read by the guards', () => {
    const words = { checkIn: 'one', topic: 'two', skill: 'three', homework: 'four', closing: 'five', shared: 'six' }
    for (const word of Object.values(words)) expect(sharedWords(words)).toContain(word)
  })
})

it.each([
  ['2026-11-28T01:30:00.000Z', false],
  ['2026-11-28T01:30:00.001Z', true],
])('a note signed at %s after an evening, with three days to do it, is late: %s', (signedAt, late) => {
  const endsAt = instant('2026-11-25T01:30:00Z')
  expect(isLate({ endsAt, signedAt: instant(signedAt) }, 72 * 60)).toBe(late)
})
