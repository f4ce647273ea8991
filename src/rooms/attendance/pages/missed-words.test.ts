import { expect, it } from 'vitest'
import { day, instant } from '#kernel/time.ts'
import { protocolOn } from '../rules.ts'
import { dialed, type MissedClient, nextStep, recordedWords, stepAfter, stepsOf, summary } from './missed-words.ts'

const protocol = protocolOn(day('2026-11-24'))

function missing(steps: [step: string, dueAt: string, done: boolean][], days = ['2026-11-23', '2026-11-24']) {
  const client: MissedClient = {
    clientId: 'ada',
    name: 'Ada Strand',
    track: null,
    missedOn: days.map(day),
    lastServiceOn: null,
    attempts: [],
    steps: steps.map(([step, dueAt, done]) => ({ step, dueAt: instant(dueAt), done })),
  }
  return client
}
const twice = missing([
  ['call', '2026-11-24T23:00:00Z', false],
  ['outreach', '2026-11-26T23:00:00Z', false],
])
const called = missing([
  ['call', '2026-11-24T23:00:00Z', true],
  ['outreach', '2026-11-26T23:00:00Z', false],
])

it('the first step that nobody tried is the next, and a further missed day calls for the one after', () => {
  expect(nextStep(twice, protocol)?.title).toBe('Call the same day')
  expect(nextStep(called, protocol)?.title).toBe('Reach out in every agreed way')
  expect(stepsOf(called, protocol).map(step => [step.step, step.done])).toEqual([
    ['call', true],
    ['outreach', false],
  ])
  expect(stepAfter(twice, protocol)?.step).toBe('plan-review')
  expect(stepAfter(missing([], ['2026-11-21', '2026-11-23', '2026-11-24']), protocol)).toBeUndefined()
})

it('what was written down says what comes next and by when', () => {
  const when = (dueAt: string) => dueAt.slice(0, 10)
  expect(recordedWords(twice, protocol, { step: 'call', when })).toBe(
    'Written down. Next: Reach out in every agreed way, by 2026-11-26.',
  )
  expect(recordedWords(called, protocol, { step: 'outreach', when })).toBe('Written down. Nothing more is due now.')
})

it.each([
  [[], '2026-11-25T12:00:00.000Z', 'Everybody was here when they were last expected.'],
  [[called], '2026-11-25T12:00:00.000Z', '1 person missed the last session that they were expected in.'],
  [
    [twice, called],
    '2026-11-25T12:00:00.000Z',
    '2 people missed the last session that they were expected in. One step is overdue.',
  ],
  [
    [twice, called],
    '2026-11-27T12:00:00.000Z',
    '2 people missed the last session that they were expected in. 2 steps are overdue.',
  ],
])('the list in a sentence: %#', (clients, now, says) => {
  expect(summary({ clients, steps: protocol }, now)).toBe(says)
})

it('a number is dialed without what makes it readable', () => {
  expect(dialed('(603) 555-0142')).toBe('tel:6035550142')
  expect(dialed('+1 603 555 0142')).toBe('tel:+16035550142')
})
