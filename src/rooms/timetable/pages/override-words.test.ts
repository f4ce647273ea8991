import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conflictKinds } from '../conflicts.ts'
import { actWords, ruleWords } from './override-words.ts'

describe('an override in words', () => {
  it('has words of its own for every rule', () => {
    const words = conflictKinds.map(ruleWords)
    expect(new Set(words).size).toBe(conflictKinds.length)
    expect(words.filter(each => !/^[A-Z]/.test(each))).toEqual([])
  })

  it('has words for every act that keeps one', () => {
    const room = new URL('..', import.meta.url)
    const acts = readdirSync(room)
      .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap(file => [...readFileSync(new URL(file, room), 'utf8').matchAll(/doing: '([^']+)'/g)])
      .map(([, act = '']) => act)
    expect(acts.length).toBeGreaterThan(4)
    expect(acts.filter(act => !/^[A-Z]/.test(actWords(act)))).toEqual([])
  })

  it('keeps what it does not know readable', () => {
    expect(ruleWords('some-new-rule')).toBe('some new rule')
    expect(actWords('timetable.swap-rooms')).toBe('swap rooms')
  })
})
