import pg from 'pg'
import { expect, it } from 'vitest'
import { beyondLimit } from './limit.ts'

const broken = (constraint: string, code = '23514') =>
  Object.assign(new pg.DatabaseError('', 0, 'error'), { code, constraint, table: 'mark' })

it('a limit of a column that a field went beyond is a refusal at that field, however deep it stands', () => {
  expect(beyondLimit(broken('mark_own_words_check'), { marks: [{ said: { ownWords: 'x' } }] })).toMatchObject({
    code: 'not-understood',
    status: 422,
    places: [{ place: 'marks[0].said.ownWords' }],
  })
  expect(beyondLimit(broken('mark_reason_check'), { reason: 'x' })?.places[0]?.place).toBe('reason')
})

it('a limit of which the caller said nothing stays a bug, and so does any other error', () => {
  expect(beyondLimit(broken('mark_kind_check'), { reason: 'x' })).toBeUndefined()
  expect(beyondLimit(broken('mark_reason_check'), 'x')).toBeUndefined()
  expect(beyondLimit(broken('sign_reason_check'), { reason: 'x' })).toBeUndefined()
  expect(beyondLimit(broken('mark_reason_check', '23505'), { reason: 'x' })).toBeUndefined()
  expect(beyondLimit(new Error('mark_reason_check'), { reason: 'x' })).toBeUndefined()
})
