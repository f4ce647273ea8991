import { createHash, pbkdf2Sync } from 'node:crypto'
import { expect, it } from 'vitest'
import type { TabletPerson } from '../doors.ts'
import { cardIn, isCodeOf, ownerOfCard } from './proof.ts'

const salt = Buffer.from('0123456789abcdef')
const rosa: TabletPerson = {
  clientId: 'rosa',
  label: 'Rosa M.',
  picture: null,
  salt: salt.toString('base64'),
  hash: pbkdf2Sync('4071', salt, 2_000, 32, 'sha256').toString('base64'),
  cardHash: createHash('sha256').update('Vn9k2_x-Qw3rTy7uIoPaSd').digest('base64'),
  sessionIds: [],
  state: null,
  since: null,
}

it('a code is checked on the tablet as the house would', async () => {
  expect(await isCodeOf(rosa, '4071', 2_000)).toBe(true)
  expect(await isCodeOf(rosa, '4072', 2_000)).toBe(false)
  expect(await isCodeOf(rosa, '4071', 1_999)).toBe(false)
  expect(await isCodeOf({ ...rosa, hash: null }, '4071', 2_000)).toBe(false)
})

it('a card is read out of what a camera sees, and only a card', async () => {
  expect(cardIn('footbridge:card:Vn9k2_x-Qw3rTy7uIoPaSd')).toBe('Vn9k2_x-Qw3rTy7uIoPaSd')
  expect(cardIn('https://elsewhere.example/footbridge:card:Vn9k2_x-Qw3rTy7uIoPaSd')).toBeUndefined()
  expect(cardIn('footbridge:card:short')).toBeUndefined()
  expect((await ownerOfCard([rosa], 'Vn9k2_x-Qw3rTy7uIoPaSd'))?.clientId).toBe('rosa')
  expect(await ownerOfCard([rosa], 'Vn9k2_x-Qw3rTy7uIoPaSe')).toBeUndefined()
})
