import { describe, expect, it } from 'vitest'
import { curriculumMissing, moved, type TopicDraft, topicsAsked, topicsFrom } from './topic-draft.ts'

const topic = (title: string, id: string | null = null): TopicDraft => ({ key: title, id, title, homework: '' })
const three = [topic('Craving'), topic('Sleep'), topic('Anger')]
const titles = (topics: readonly { title: string }[]) => topics.map(each => each.title)

describe('topics in their order', () => {
  it.each([
    ['Anger', -1, ['Craving', 'Anger', 'Sleep']],
    ['Craving', 1, ['Sleep', 'Craving', 'Anger']],
    ['Craving', -1, ['Craving', 'Sleep', 'Anger']],
    ['Anger', 1, ['Craving', 'Sleep', 'Anger']],
    ['No such', 1, ['Craving', 'Sleep', 'Anger']],
  ] as const)('%s by %d', (key, by, after) => {
    expect(titles(moved(three, key, by))).toEqual(after)
  })

  it('leave out the line that was only begun, and keep one that stands and lost its title to be told', () => {
    const begun = [...three, topic('  ')]
    expect(titles(topicsAsked(begun))).toEqual(['Craving', 'Sleep', 'Anger'])
    const emptied = [{ ...topic('', 'kept'), key: 'kept' }, ...three]
    expect(topicsAsked(emptied)[0]).toEqual({ id: 'kept', title: '', homework: '' })
    expect(curriculumMissing('Skills', emptied)).toEqual(['a title of every topic'])
  })

  it('come from a pasted list without its numbers', () => {
    expect(topicsFrom('1. Craving\n2) Sleep\n\n - Anger\n• 12 weeks on\nx')).toEqual([
      'Craving',
      'Sleep',
      'Anger',
      '12 weeks on',
    ])
  })
})

describe('a curriculum', () => {
  it.each([
    ['', [], ['a name', 'a topic']],
    ['Skills', [topic('')], ['a topic']],
    ['Skills', three, []],
  ] as const)('%s needs', (name, topics, missing) => {
    expect(curriculumMissing(name, topics)).toEqual(missing)
  })
})
