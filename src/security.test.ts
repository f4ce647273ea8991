import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { document, documentText, numbers, type Requirement, requirements } from '../scripts/security.ts'

const all = requirements()
const tests = all.flatMap(each =>
  each.standing === 'tested' || each.standing === 'does-not-apply'
    ? (each.by ?? []).map(by => ({ id: each.id, ...by }))
    : [],
)
const places = all.flatMap(each => (each.standing === 'shown' ? each.by.map(by => ({ id: each.id, ...by })) : []))
const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
/** Whether a file of tests has one of this name. */
const names = (text: string, name: string) => ["'", '"', '`'].some(sign => text.includes(`${sign}${name}${sign}`))
/** The files that a reason speaks of. */
const filesIn = (each: Requirement) =>
  'why' in each ? [...each.why.matchAll(/\b(?:src|docs|journeys)\/[\w./-]+\.\w+/g)].map(found => found[0]) : []

describe('the list of requirements', () => {
  it('has every number of level 1 and 2 once, with its level', () => {
    expect(all.map(each => `${each.id} ${each.level}`)).toEqual(numbers())
    expect(numbers()).toHaveLength(253)
  })

  it('names tests that there are', () => {
    const missing = tests.filter(({ file, test }) => !/\.(test|spec)\.ts$/.test(file) || !names(textOf(file), test))
    expect(missing).toEqual([])
    expect(tests.length).toBeGreaterThan(100)
  })

  it('names files that there are, and parts of documents that they have', () => {
    const missing = places.filter(
      ({ file, part }) => !existsSync(file) || (part !== undefined && !textOf(file).includes(`\n## ${part}\n`)),
    )
    expect(missing).toEqual([])
    expect(all.flatMap(filesIn).filter(file => !existsSync(file))).toEqual([])
  })
})

it('docs/security.md is what the list says', () => {
  expect(readFileSync(document, 'utf8')).toBe(documentText(all))
})

it('docs/security-rules.md names files that there are', () => {
  const named = [...textOf('docs/security-rules.md').matchAll(/`((?:src|db|rules|scripts)\/[\w./-]+\.\w+)`/g)]
  expect(named.length).toBeGreaterThan(30)
  expect(named.map(found => found[1] ?? '').filter(file => !existsSync(file))).toEqual([])
})
