import { describe, expect, it } from 'vitest'
import { day } from '#kernel/time.ts'
import { draftFindings, type Reviewed, sameWords } from './draft-findings.ts'
import type { Template } from './templates.ts'

const template: Template = {
  id: 'dap',
  version: 1,
  kind: 'individual',
  name: 'DAP',
  by: ['counselor'],
  parts: [
    { name: 'Data', hint: 'What was said.', required: true },
    { name: 'Plan', hint: 'What is next.', required: false },
  ],
}
const long = 'Told at length of the weekend at the lake, and of the two calls that were not made.'
const draft = (like: Partial<Reviewed> = {}): Reviewed => ({
  template,
  parts: [
    { name: 'Data', text: long },
    { name: 'Plan', text: '' },
  ],
  copied: [],
  standing: null,
  last: [],
  ...like,
})
const data = (text: string) => [{ name: 'Data', text }]
const on = day('2026-11-20')
const found = (like: Partial<Reviewed>, alikeLast: 'stops' | 'warns' = 'warns') =>
  draftFindings(draft(like), { alikeLast, alikeLastMost: 70 }).map(({ guard, severity, part }) => ({
    guard,
    severity,
    part,
  }))
const stops = (guard: string, part: string | null = null) => [{ guard, severity: 'stops', part }]

describe('the guards of a note that is not of a group', () => {
  it.each<[string, Partial<Reviewed>, unknown]>([
    ['all that is asked for: nothing', {}, []],
    ['no words where some are asked for', { parts: data('  ') }, stops('missing-part', 'Data')],
    ['a part that is not there at all', { parts: [] }, stops('missing-part', 'Data')],
    ['what was copied and not changed', { copied: ['Data'] }, stops('copied', 'Data')],
    ['a copied part that was emptied and is not asked for', { copied: ['Plan'] }, []],
    ['an hour that is not marked', { standing: { marked: false, asked: false, here: false } }, stops('not-marked')],
    ['a question that is open', { standing: { marked: true, asked: true, here: true } }, stops('to-choose')],
    ['somebody who did not come', { standing: { marked: true, asked: false, here: false } }, stops('not-here')],
    ['somebody who was here', { standing: { marked: true, asked: false, here: true } }, []],
    [
      'a missed session of somebody who was here',
      { template: { ...template, kind: 'missed' }, standing: { marked: true, asked: false, here: true } },
      stops('was-here'),
    ],
    [
      'a missed session of somebody who did not come',
      { template: { ...template, kind: 'missed' }, standing: { marked: true, asked: false, here: false } },
      [],
    ],
    [
      'the same words as in a last note',
      { last: [{ onDay: on, parts: data(long) }] },
      [{ guard: 'like-last', severity: 'warns', part: 'Data' }],
    ],
    ['the same words in another part', { last: [{ onDay: on, parts: [{ name: 'Plan', text: long }] }] }, []],
    [
      'short words that are the same',
      { parts: data('As before.'), last: [{ onDay: on, parts: data('As before.') }] },
      [],
    ],
    [
      'copied words, which are alike by being copied: said once',
      { copied: ['Data'], last: [{ onDay: on, parts: data(long) }] },
      stops('copied', 'Data'),
    ],
  ])('find, of %s', (_, like, expected) => {
    expect(found(like)).toEqual(expected)
  })

  it('weigh likeness as the program decided, and show what it is like', () => {
    const last = [
      { onDay: day('2026-11-21'), parts: data('Something else altogether was said that day, and nothing of this.') },
      { onDay: on, parts: data(long) },
    ]
    expect(found({ last }, 'stops')).toEqual(stops('like-last', 'Data'))
    const [finding] = draftFindings(draft({ last }), { alikeLast: 'warns', alikeLastMost: 70 })
    expect(finding?.like).toEqual({ text: long, onDay: on, percent: 100 })
    expect(finding?.says).toContain('100 %')
  })
})

it.each([
  ['One two.', ' One  two. \n', true],
  ['One two.', 'One two', false],
  ['One two.', 'one two.', false],
])('%j and %j are the same words: %s', (one, other, same) => {
  expect(sameWords(one, other)).toBe(same)
})
