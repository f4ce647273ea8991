import { expect, it } from 'vitest'
import type { Ask } from '../coverage.ts'
import { bothWrote, isAnswered, saidBefore, sectionsOf, toSend, troubleOf, wordsOf } from './check-draft.ts'

const ask = (name: string, kind: Ask['kind'], needed = false, section = 'One'): Ask => ({
  ask: name,
  section,
  words: name,
  kind,
  options: kind === 'choice' ? ['yes', 'no', 'not said'] : null,
  needed,
})
const asks = [ask('day', 'money', true), ask('network', 'choice', true), ask('note', 'text', false, 'Two')]

it('money stands as people write it, “not said” as it is', () => {
  const kept = [
    { ask: 'day', answer: '150050' },
    { ask: 'network', answer: 'not said' },
  ]
  expect(wordsOf(asks, kept)).toEqual({ day: '$1,500.50', network: 'not said' })
  expect(wordsOf(asks, [{ ask: 'day', answer: 'not said' }])).toEqual({ day: 'not said' })
})

it('what changed and can be read is sent, an emptied field too; the rest stays here', () => {
  const sent = { day: '$40', note: 'as said' }
  expect(toSend(asks, { day: 'forty', network: 'yes', note: '' }, sent)).toEqual([
    { ask: 'network', answer: 'yes' },
    { ask: 'note', answer: '' },
  ])
  expect(toSend(asks, sent, sent)).toEqual([])
})

it('sections count what is needed and what is answered', () => {
  const words = { day: 'forty', network: 'no', note: 'x' }
  expect(sectionsOf(asks, words).map(({ asks: _, ...rest }) => rest)).toEqual([
    { section: 'One', answered: 1, needed: 2, neededDone: 1 },
    { section: 'Two', answered: 1, needed: 0, neededDone: 0 },
  ])
  expect([isAnswered(asks[0] ?? ask('x', 'text'), words), troubleOf(asks[0] ?? ask('x', 'text'), 'forty')]).toEqual([
    false,
    'Write an amount such as $40 or 1,500.',
  ])
})

it('the last time is shown where it may still hold, and not where it stands already', () => {
  const before = [
    { ask: 'day', answer: '4000' },
    { ask: 'call.reference', answer: 'R-1' },
  ]
  const [day = ask('x', 'text')] = asks
  expect(saidBefore(day, before, {})).toBe('$40')
  expect(saidBefore(day, before, { day: ' $40 ' })).toBeUndefined()
  expect(saidBefore(day, [], {})).toBeUndefined()
  expect(saidBefore(ask('call.reference', 'text'), before, {})).toBeUndefined()
})

it('when two wrote, each answer of one alone comes in, and where both wrote mine stays with theirs beside', () => {
  const sent = { day: '$40' }
  const mine = { day: '$45', network: 'yes' }
  expect(bothWrote(asks, { mine, sent, other: { day: '$50', note: 'theirs' } })).toEqual({
    words: { day: '$45', network: 'yes', note: 'theirs' },
    theirs: { day: '$50' },
  })
  expect(bothWrote(asks, { mine, sent, other: { day: '$45', network: 'no' } })).toEqual({
    words: mine,
    theirs: { network: 'no' },
  })
})
