import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBody } from '#edge/body.ts'
import type { Actor } from '#kernel/actor.ts'
import { journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { deviceKey } from './device-key.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

const device = '01920000-0000-4000-8000-00000000d001'
const other = '01920000-0000-4000-8000-00000000d002'

it('is the same for one person on one device at any time, and another for everybody and everything else', async () => {
  const { house, here, elsewhere } = test
  const keyOf = async (who: typeof here.staff.nurse, deviceId = device) =>
    (await house.see(who, deviceKey, { deviceId })).key
  const own = await keyOf(here.staff.facilitator)
  expect(Buffer.from(own, 'base64')).toHaveLength(32)
  test.at('2026-11-30T09:00:00Z')
  expect(await keyOf(here.staff.facilitator)).toBe(own)
  const others = await Promise.all([
    keyOf(here.staff.facilitator, other),
    keyOf(here.staff.nurse),
    keyOf(elsewhere.staff.facilitator),
  ])
  expect(new Set([own, ...others]).size).toBe(4)
})

it('stands in no journal, and the house takes no text whose fingerprint could be it', async () => {
  const { house, here } = test
  const { key } = await house.see(here.staff.facilitator, deviceKey, { deviceId: device })
  expect(JSON.stringify(await journalOf(test, here))).not.toContain(key)
  // Concealed texts stand in the journal by their fingerprints; what the key is made from has a sign never taken.
  const note = `device key\0${here.id}\0${device}`
  expect(() => readBody(JSON.stringify({ note }))).toThrow(/never taken/)
})

it('is for whoever works here, and for nobody else', async () => {
  const { house, here } = test
  const keys = Object.values(here.staff).map(async who => (await house.see(who, deviceKey, { deviceId: device })).key)
  expect(new Set(await Promise.all(keys)).size).toBe(keys.length)
  const client: Actor = { ...here.staff.nurse, roles: ['client'] }
  expect((await refusalOf(house.see(client, deviceKey, { deviceId: device }))).status).toBe(403)
})
