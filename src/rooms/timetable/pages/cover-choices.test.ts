import { describe, expect, it } from 'vitest'
import { day, instant } from '#kernel/time.ts'
import {
  absenceSpan,
  type CoverSession,
  choicesMade,
  chosenFor,
  coveredWords,
  coverOptions,
  coverWords,
  outcomesOf,
  sendWords,
  substituteWords,
  takesAll,
  tellings,
} from './cover-choices.ts'

const zone = 'America/New_York'
const startsAt = instant('2026-11-24T22:30:00Z')
const endsAt = instant('2026-11-24T23:30:00Z')
const later = { startsAt: instant('2026-11-25T22:30:00Z'), endsAt: instant('2026-11-25T23:30:00Z'), roomId: 'oak' }

const plain: CoverSession = {
  id: 'plain',
  groupId: 'group',
  onDay: day('2026-11-24'),
  startsAt,
  endsAt,
  service: 'group-therapy',
  serviceName: 'Group therapy',
  format: 'group',
  group: 'Relapse prevention',
  breaks: [],
  mode: 'in-person',
  link: null,
  siteId: 'elm',
  site: 'Elm Street',
  zone,
  roomId: 'maple',
  room: 'Maple',
  trackId: null,
  track: null,
  plannedOn: null,
  moved: false,
  topicId: null,
  topic: null,
  topicChosen: false,
  canceledAt: null,
  canceledKind: null,
  cancelReason: null,
  changeReason: null,
  seriesId: null,
  version: 3,
  capacity: 12,
  least: 2,
  counts: true,
  countedMinutes: 60,
  state: 'planned',
  facilitators: [],
  expected: 9,
  away: 0,
  substitutes: [],
  freeTimes: [],
}
const substitute = (staffId: string, minutesThatWeek = 240) => ({
  staffId,
  name: staffId,
  credential: 'LADC',
  minutesThatWeek,
})
const session = (id: string, staff: string[], freeTimes = [later]): CoverSession => ({
  ...plain,
  id,
  substitutes: staff.map(each => substitute(each)),
  freeTimes,
})
const words = { day: () => 'Wed 25 Nov', span: () => '5:30 to 6:30 pm' }

describe('what can become of a session', () => {
  it('is a substitute with their week, another time, or the rest', () => {
    expect(substituteWords(substitute('Ruth Lindqvist'))).toBe('Ruth Lindqvist, LADC, 4 h that week')
    expect(substituteWords(substitute('Ruth Lindqvist', 170))).toBe('Ruth Lindqvist, LADC, 3 h that week')
    expect(coverOptions(session('one', ['ruth']), words)).toEqual([
      { group: 'Somebody else holds it', items: [{ value: 'staff ruth', label: 'ruth, LADC, 4 h that week' }] },
      {
        group: 'The same people at another time',
        items: [{ value: `time ${later.startsAt}`, label: 'Wed 25 Nov, 5:30 to 6:30 pm' }],
      },
      {
        group: 'Or',
        items: [
          { value: 'open', label: 'Leave it open for now' },
          { value: 'cancel', label: 'Cancel it' },
        ],
      },
    ])
  })

  it('says when nobody is free', () => {
    expect(coverOptions(session('one', [], []), words).map(each => each.group)).toEqual(['Nobody qualified is free'])
  })

  it('begins with the first substitute, and leaves open what has none', () => {
    expect(chosenFor(session('one', ['ruth', 'ben']), {})).toBe('staff ruth')
    expect(chosenFor(session('one', []), {})).toBe('open')
    expect(chosenFor(session('one', ['ruth']), { one: 'cancel' })).toBe('cancel')
  })

  it('offers who could take every one of several', () => {
    const first = session('one', ['ruth', 'ben', 'lena'])
    const ids = (sessions: CoverSession[]) => takesAll(sessions).map(each => each.staffId)
    expect(ids([first, session('two', ['lena', 'ben'])])).toEqual(['ben', 'lena'])
    expect(ids([first, session('two', [])])).toEqual([])
    expect(ids([first])).toEqual([])
  })
})

describe('the choices as the act takes them', () => {
  const sessions = [session('one', ['ruth']), session('two', []), session('three', ['ben']), session('four', ['ben'])]
  const choices = { three: 'cancel', four: `time ${later.startsAt}` }

  it('have a version each, and none for what stays open', () => {
    expect(choicesMade(sessions, choices)).toEqual([
      { sessionId: 'one', version: 3, do: 'substitute', staffId: 'ruth' },
      { sessionId: 'three', version: 3, do: 'cancel' },
      { sessionId: 'four', version: 3, do: 'move', startsAt: later.startsAt, roomId: 'oak' },
    ])
  })

  it('leave open a time that is offered no longer', () => {
    expect(choicesMade([session('one', ['ruth'], [])], { one: `time ${later.startsAt}` })).toEqual([])
  })

  it('say on the button what will be done', () => {
    expect(coverWords(sessions, choices)).toBe('Cover 3 sessions, leave 1 open')
    expect(coverWords([session('one', ['ruth'])], {})).toBe('Cover 1 session')
    expect(coverWords([session('one', [])], {})).toBe('Leave 1 session open')
    expect(coverWords([], {})).toBe('Keep them as away')
  })

  it('are told of in a sentence, with what is still open', () => {
    expect(coveredWords('Priya Raman', outcomesOf(sessions, choices))).toBe(
      'Priya Raman is kept as away: 3 sessions settled and 1 still without a facilitator.',
    )
    expect(coveredWords('Priya Raman', outcomesOf([], {}))).toBe('Priya Raman is kept as away.')
  })

  it('tell clients of another time or none; of another person only if asked', () => {
    expect(outcomesOf(sessions, choices)).toEqual({ told: ['three', 'four'], 'if-asked': ['one'], open: ['two'] })
  })
})

describe('from when to when', () => {
  const today = day('2026-11-24')
  const now = instant('2026-11-24T13:40:00Z')
  const draft = { when: 'other' as const, fromOn: '2026-10-31', from: '', untilOn: '2026-11-01', until: '' }
  const span = (part: Partial<Parameters<typeof absenceSpan>[0]>) =>
    absenceSpan({ ...draft, ...part }, { zone, today, now })

  it('is the rest of today, until midnight on the wall', () => {
    expect(span({ when: 'today' })).toEqual({ from: now, until: '2026-11-25T05:00:00.000Z' })
    expect(span({ when: 'tomorrow' })).toEqual({ from: '2026-11-25T05:00:00.000Z', until: '2026-11-26T05:00:00.000Z' })
  })

  it('is whole days, right across a clock change, or the hours that are given', () => {
    expect(span({})).toEqual({ from: '2026-10-31T04:00:00.000Z', until: '2026-11-02T05:00:00.000Z' })
    expect(span({ from: '08:40', until: '12:00' })).toEqual({
      from: '2026-10-31T12:40:00.000Z',
      until: '2026-11-01T17:00:00.000Z',
    })
  })

  it('is nothing while days are missing or crossed', () => {
    expect(span({ fromOn: '' })).toBeUndefined()
    expect(span({ fromOn: '2026-11-02' })).toBeUndefined()
  })
})

describe('what is said to whom', () => {
  const notice = (name: string, words: string, channel: 'text' | 'mail' | null, at = startsAt) => ({
    sessionId: 'one',
    clientId: name,
    name,
    startsAt: at,
    reach: channel ? { channel, recipient: 'x' } : null,
    subject: 'Your appointment',
    words,
  })
  const list = [
    notice('Cy', 'It has a new time.', 'mail', later.startsAt),
    notice('Ana', 'It does not take place.', 'text'),
    notice('Bo', 'It does not take place.', null),
  ]

  const told = (name: string) => ({ id: name, name })

  it('stands once for all who hear the same, in the order of the sessions', () => {
    expect(tellings(list)).toEqual([
      { words: 'It does not take place.', text: [told('Ana')], mail: [], call: [told('Bo')] },
      { words: 'It has a new time.', text: [], mail: [told('Cy')], call: [] },
    ])
  })

  it('is counted on the button', () => {
    expect(sendWords(list)).toBe('Send 2 messages and list 1 to call')
    expect(sendWords(list.slice(2))).toBe('List 1 to call')
    expect(sendWords(list.slice(0, 1))).toBe('Send 1 message')
    expect(sendWords([...list, ...list.map(each => ({ ...each, sessionId: 'another' }))])).toBe(sendWords(list))
  })
})
