import { expect, it } from 'vitest'
import { day, instant } from '#kernel/time.ts'
import { aSignedNote } from '#testing/signed-note.ts'
import type { SignedNote } from './chart-notes-words.ts'
import { type Attended, endWords, type Happened, stayWords, timelineOf, weeksOf } from './chart-words.ts'

const session = (id: string, on: string, hour: string, change: Partial<Attended> = {}): Attended => ({
  sessionId: id,
  clientId: 'c',
  onDay: day(on),
  startsAt: instant(`${on}T${hour}:00:00Z`),
  endsAt: instant(`${on}T${hour}:50:00Z`),
  groupId: `g ${id}`,
  group: `Group ${id}`,
  service: 'group-therapy',
  serviceName: 'Group therapy',
  format: 'group',
  counting: { counts: true, breakUncountedFrom: 15 },
  countedMinutes: 50,
  breaks: [],
  mode: 'in-person',
  link: null,
  topicId: null,
  topic: null,
  away: false,
  version: 1,
  room: 'Maple',
  siteId: 's',
  site: 'Elm Street',
  zone: 'UTC',
  standing: 'present',
  minutes: 50,
  arrivedAt: instant(`${on}T${hour}:00:00Z`),
  leftAt: null,
  ...change,
})

const note = (id: string, on: string, own: string): SignedNote =>
  aSignedNote({
    ...{ id: `note ${id}`, sessionId: id, title: `Group ${id}`, onDay: day(on) },
    ...{ startsAt: instant(`${on}T18:00:00Z`), endsAt: instant(`${on}T18:50:00Z`), minutes: 50 },
    parts: [
      { name: 'What the group did', text: 'The group did things.' },
      { name: 'Their own part', text: own },
    ],
  })

const happened = (change: Partial<Happened>): Happened => ({
  sessions: [],
  notes: [],
  stays: [],
  from: '2026-11-01',
  now: '2026-11-24T22:00:00Z',
  time: moment => moment.slice(11, 16),
  programOf: () => 'Intensive outpatient',
  ...change,
})

it('folds three signed groups of one evening into one entry with what only this chart says', () => {
  const days = timelineOf(
    happened({
      sessions: ['18', '19', '20'].map(hour => session(hour, '2026-11-20', hour)),
      notes: ['18', '19', '20'].map(hour => note(hour, '2026-11-20', `Own words at ${hour}.`)),
    }),
  )
  expect(days).toHaveLength(1)
  expect(days[0]?.entries).toMatchObject([
    {
      title: 'Attended 3 groups',
      says: 'Group 18, Group 19 and Group 20. Own words at 20.',
      sub: '2 h 30 min, Maple, Marcus Bell, LADC',
      signed: true,
    },
  ])
})

it('never shows a sentence of a note that is not signed, only that somebody was there', () => {
  const [only] = timelineOf(happened({ sessions: [session('a', '2026-11-23', '18')] }))
  expect(only?.entries[0]).toMatchObject({ says: 'Came 18:00. The note is not signed yet.', signed: false })
})

it('says nothing of notes to a role that may not read them', () => {
  const [only] = timelineOf(happened({ sessions: [session('a', '2026-11-23', '18')], notes: null }))
  expect(only?.entries[0]).toMatchObject({ says: 'Came 18:00.', signed: false })
})

it('keeps an individual session to itself, and waits for no group note of it', () => {
  const own = { group: 'Individual session', groupId: null, service: 'individual', format: 'one' as const }
  const days = timelineOf(
    happened({ sessions: [session('a', '2026-11-20', '17', own), session('b', '2026-11-20', '18')] }),
  )
  expect(days[0]?.entries).toMatchObject([
    { title: 'Attended Group b', says: 'Came 18:00. The note is not signed yet.' },
    { title: 'Attended Individual session', says: 'Came 17:00.' },
  ])
})

it('keeps who was late or away apart from a plain evening', () => {
  const days = timelineOf(
    happened({
      sessions: [
        session('a', '2026-11-20', '18'),
        session('b', '2026-11-20', '19', { standing: 'late', minutes: 38 }),
        session('c', '2026-11-20', '20', { standing: 'absent', minutes: 0, arrivedAt: null }),
      ],
    }),
  )
  expect(days[0]?.entries.map(entry => entry.title)).toEqual([
    'Was away from Group c',
    'Came late to Group b',
    'Attended Group a',
  ])
})

it('leaves out what has not happened yet, and what happened before the period', () => {
  const coming = session('a', '2026-11-25', '18', { standing: 'not-marked', minutes: 0, arrivedAt: null })
  expect(timelineOf(happened({ sessions: [coming], notes: [note('z', '2026-10-02', 'Long ago.')] }))).toEqual([])
})

it('says where a stay stands, and stops saying "of 12" when it goes on longer', () => {
  expect(stayWords('2026-11-02', '2026-11-24', 12)).toBe('Day 23, week 4 of 12')
  expect(stayWords('2026-11-24', '2026-11-24', 12)).toBe('Day 1, week 1 of 12')
  expect(stayWords('2026-08-01', '2026-11-24', 12)).toBe('Day 116, week 17')
})

it('puts sessions under their weeks, Monday to Sunday, the newest first', () => {
  const sessions = [
    session('a', '2026-11-16', '18'),
    session('b', '2026-11-22', '18'),
    session('c', '2026-11-23', '18'),
  ]
  const weeks = [...weeksOf(sessions)].map(([monday, own]) => [monday, own.map(each => each.sessionId)])
  expect(weeks).toEqual([
    ['2026-11-23', ['c']],
    ['2026-11-16', ['b', 'a']],
  ])
})

it('says how a week ended, and of the one that runs what is likely', () => {
  const short = { prescribed: 540, scheduled: 540, credited: 180, likely: 450 }
  expect(endWords(short, true)).toEqual({ says: 'likely 7½ h', kind: 'due' })
  expect(endWords({ ...short, likely: 540 }, true)).toEqual({ says: 'likely 9 h', kind: 'done' })
  expect(endWords({ ...short, likely: 180 }, false)).toEqual({ says: '6 h short', kind: 'due' })
  expect(endWords({ ...short, credited: 600, likely: 600 }, false)).toEqual({ says: 'met', kind: 'done' })
  expect(endWords({ ...short, prescribed: null }, false)).toEqual({ says: 'no rule', kind: 'quiet' })
  expect(endWords({ ...short, scheduled: 0, credited: 0 }, false)).toEqual({ says: 'none booked', kind: 'quiet' })
})
