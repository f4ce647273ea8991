import { describe, expect, it } from 'vitest'
import { newPassword } from './commands.ts'
import { base32, codeAt, stepOfCode } from './sign-in.ts'

const secret = Buffer.from('12345678901234567890')

describe('six digits', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ])('at %i seconds are those of RFC 6238 appendix B', (seconds, expected) => {
    expect(codeAt(secret, Math.floor(seconds / 30))).toBe(expected)
  })
  it('are taken once, one step early or late, and never again', () => {
    const now = '2026-11-24T22:30:00.000Z'
    const step = Date.parse(now) / 30_000
    expect(stepOfCode(secret, codeAt(secret, step), { now, lastStep: 0 })).toBe(step)
    expect(stepOfCode(secret, codeAt(secret, step - 1), { now, lastStep: 0 })).toBe(step - 1)
    expect(stepOfCode(secret, codeAt(secret, step + 1), { now, lastStep: 0 })).toBe(step + 1)
    expect(stepOfCode(secret, codeAt(secret, step - 2), { now, lastStep: 0 })).toBeUndefined()
    expect(stepOfCode(secret, codeAt(secret, step), { now, lastStep: step })).toBeUndefined()
    expect(stepOfCode(secret, codeAt(secret, step - 1), { now, lastStep: step })).toBeUndefined()
    expect(stepOfCode(secret, '', { now, lastStep: 0 })).toBeUndefined()
  })
  it('come from a secret that can be typed', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
  })
})

describe('a password that is chosen', () => {
  const takes = (words: string) => newPassword().safeParse(words).success
  it('is as long as it is, and of whatever letters', () => {
    for (const words of [
      'seven birche',
      'aaaaaaaaaaaa',
      ' '.repeat(12),
      '七本の白樺が川のそばに立つ',
      'x'.repeat(64),
      'y'.repeat(200),
    ])
      expect([words, takes(words)]).toEqual([words, true])
    for (const words of ['seven birch', 'x'.repeat(201), 'unbelievable'])
      expect([words, takes(words)]).toEqual([words, false])
  })
  it('is taken as it was written: no letter is cut off, trimmed or made small', () => {
    for (const words of [' Seven Birches ', 'ß'.repeat(150)]) expect(newPassword().parse(words)).toBe(words)
  })
})
