import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { troubleOf } from './database.ts'
import { keysFrom } from './keys.ts'

/** An error as PostgreSQL sends it. */
function sent(code: string, message: string): pg.DatabaseError {
  const error = new pg.DatabaseError(message, message.length, 'error')
  error.code = code
  return error
}

describe('a trouble of the disk', () => {
  it.each([
    ['XX001', 'invalid page in block 3 of relation "base/16385/17123"', 'block 3 "base/16385/17123"'],
    ['XX001', 'could not read blocks 7..7 in file "base/1/2.1": read only 0 of 8192 bytes', 'blocks 7..7 "base/1/2.1"'],
    ['XX002', 'index "task_pkey" contains unexpected zero page at block 9', '"task_pkey" block 9'],
    ['58030', 'could not read block 0 in file "base/5/9": Input/output error', 'block 0 "base/5/9"'],
    ['58P01', 'could not open file "base/5/9": No such file or directory', '"base/5/9"'],
    ['XX001', 'something in "Ana Rivas" is wrong', ''],
  ])('%s is damage that is named by its place alone: %s', (code, message, where) => {
    expect(troubleOf(sent(code, message))).toMatchObject({ code: 'damaged', status: 500, facts: { where } })
  })

  it('that ends the database is no damage: it is resting, and comes back', () => {
    const ended = sent('58030', 'could not fdatasync file "000000010000000000000003": Input/output error')
    ended.severity = 'PANIC'
    expect(troubleOf(ended)).toMatchObject({ code: 'resting', status: 503 })
  })

  it('that is full is a refusal of its own, and a bug of ours is none of these', () => {
    expect(troubleOf(sent('53100', 'could not extend file'))).toMatchObject({ code: 'disk-full', status: 507 })
    expect(troubleOf(sent('XX000', 'cache lookup failed'))).toBeUndefined()
  })
})

it('a locked text with one flipped bit anywhere is named as damaged, and not opened', () => {
  const keys = keysFrom(randomBytes(32))
  const key = randomBytes(32)
  const locked = keys.lock(key, Buffer.from('a word'), length => randomBytes(length))
  expect(keys.unlock(key, locked).toString()).toBe('a word')
  for (let at = 0; at < locked.length; at++) {
    const flipped = Buffer.from(locked)
    flipped[at] = (locked[at] ?? 0) ^ 1
    expect(() => keys.unlock(key, flipped)).toThrow(expect.objectContaining({ code: 'damaged' }))
  }
})
