import { describe, expect, it } from 'vitest'
import { Refusal } from '#kernel/refusal.ts'
import { readBody } from './body.ts'

function refusalOf(text: string): Refusal {
  try {
    readBody(text)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('it was taken')
}

describe('a body', () => {
  it('is taken when it is plain JSON', () => {
    expect(readBody('{"a":[1,{"b":"ü"}]}')).toEqual({ a: [1, { b: 'ü' }] })
  })
  it.each([
    ['no JSON', '{', 'not-json', undefined],
    ['empty', '', 'not-json', undefined],
    ['a __proto__ key', '{"a":{"__proto__":{"x":1}}}', 'not-taken', 'a.__proto__'],
    ['an escaped __proto__ key', '{"\\u005f_proto__":1}', 'not-taken', '__proto__'],
    ['a constructor key', '[{"constructor":1}]', 'not-taken', '[0].constructor'],
    ['a NUL', '{"name":"a\\u0000b"}', 'not-taken', 'name'],
    ['half a surrogate pair', '{"names":["\\ud800"]}', 'not-taken', 'names[0]'],
    ['20,000 levels', '['.repeat(20_000) + ']'.repeat(20_000), 'too-deep', undefined],
    ['33 levels', '['.repeat(33) + ']'.repeat(33), 'too-deep', undefined],
  ])('with %s is refused by name of the place', (_, text, code, place) => {
    const refusal = refusalOf(text)
    expect(refusal.code).toBe(code)
    expect(refusal.places[0]?.place).toBe(place)
  })
  it('brackets inside a text are no nesting', () => {
    expect(readBody(`{"a":"${'['.repeat(100)}\\"{"}`)).toEqual({ a: `${'['.repeat(100)}"{` })
  })
})
