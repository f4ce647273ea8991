import { expect, it } from 'vitest'
import { newPassword } from '#sign-in/commands.ts'
import { isCommonPassword } from './common-passwords.ts'

it.each(['unbelievable', '1q2w3e4r5t6y', 'QWERTYUIOP12'])(
  'a password that many people have is refused in words: %s',
  password => {
    expect(isCommonPassword(password)).toBe(true)
    const said = newPassword().safeParse(password)
    expect(said.error?.issues.map(each => each.message)).toEqual([
      'Many people have this one, so it is tried first. Choose another.',
    ])
  },
)

it.each(['a quiet walk by the river', 'across the footbridge', 'seven tall birches', 'ein Ärmel voll Wind'])(
  'one that nobody else has is taken as it is: %s',
  password => {
    expect(newPassword().parse(password)).toBe(password)
  },
)
