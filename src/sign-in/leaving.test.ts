import { describe, expect, it } from 'vitest'
import { Refusal } from '#kernel/refusal.ts'
import { me } from '#rooms/people/queries.ts'
import { changePassword, confirmCode, enter, leave, stepIn, unlock } from './commands.ts'
import { leaving } from './leaving.ts'

const token = 'a-secret-of-a-session'
const refusedWith = (code: string, rest = {}) => ({
  kind: 'refused',
  code,
  triesLeft: 3,
  until: null,
  seconds: 0,
  ...rest,
})

function refusal(answer: unknown): Refusal {
  try {
    leaving(enter, answer, 'staff')
  } catch (error) {
    if (error instanceof Refusal) return error
  }
  throw new Error('it left')
}

describe('what leaves a sign-in door', () => {
  it.each([enter, confirmCode, stepIn])('puts a session’s secret into its own side’s cookie only', door => {
    const left = leaving(door, { kind: 'entered', token, side: 'me', maxAgeSeconds: 60 }, 'staff')
    expect(left).toEqual({ answer: { kind: 'entered' }, cookie: { side: 'me', token, maxAgeSeconds: 60 } })
  })

  it('passes on what the next step needs', () => {
    const enrolling = { kind: 'code-to-enroll', ticket: 't', secret: 'ABC', otpauth: 'otpauth://totp/x' }
    expect(leaving(enter, enrolling, 'staff')).toEqual({ answer: enrolling })
    expect(leaving(enter, { kind: 'code-needed', ticket: 't' }, 'staff').answer).toEqual({
      kind: 'code-needed',
      ticket: 't',
    })
    expect(leaving(unlock, { kind: 'unlocked' }, 'staff')).toEqual({ answer: { kind: 'unlocked' } })
  })

  it('clears the cookie of who leaves, or whose password changed', () => {
    expect(leaving(leave, { left: true }, 'me').cookie).toEqual({ side: 'me', token: null, maxAgeSeconds: 0 })
    expect(leaving(changePassword, { kind: 'changed' }, 'staff').cookie).toMatchObject({ side: 'staff', token: null })
  })

  it.each([
    ['not-known-together', 401, 'Not known together. 3 tries left before a 15 min pause.'],
    ['code-wrong', 401, 'Not the code of this moment. 3 tries left before a 15 min pause.'],
    ['ticket-over', 401, 'This sign-in took too long. Start again.'],
  ])('refuses %s with %i and a sentence', (code, status, says) => {
    expect(refusal(refusedWith(code))).toMatchObject({ code, status, message: says })
  })

  it('says the last try as one, and the pause in minutes', () => {
    expect(refusal(refusedWith('not-known-together', { triesLeft: 1 })).message).toContain('1 try left')
    const until = '2026-11-24T22:15:00.000Z'
    const paused = refusal(refusedWith('paused', { triesLeft: 0, until, seconds: 880 }))
    expect(paused).toMatchObject({ status: 429, message: 'Too many tries. Try again in 15 min.' })
    expect(paused.facts).toEqual({ until, seconds: 880 })
  })

  it('lets every other door’s answer be, and never a sign-in answer that it does not know', () => {
    const answer = { name: 'Ana', token }
    expect(leaving(me, answer, 'staff')).toEqual({ answer })
    expect(() => leaving(enter, { kind: 'something-new', token }, 'staff')).toThrow()
  })
})
