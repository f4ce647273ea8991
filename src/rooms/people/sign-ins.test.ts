import { afterAll, beforeAll, expect, it } from 'vitest'
import { refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aStaffKeyholder, enterAsStaff, type Keyholder, through, tryToEnter, withSession } from '#testing/keyholder.ts'
import { me } from './queries.ts'
import { setSignIn, signIns } from './sign-ins.ts'

let test: TestHouse
let leaver: Keyholder
beforeAll(async () => {
  test = await testHouse()
  leaver = await aStaffKeyholder(test, test.here, 'counselor')
})
afterAll(() => test.close())

const confirmed = () => ({ ...test.here.staff.director, confirmedAt: test.now() })
const set = (staffId: string, isOpen: boolean, by = confirmed()) => test.house.act(by, setSignIn, { staffId, isOpen })
it('of somebody who leaves opens nothing from that moment on, on no device, until it is opened again', async () => {
  const staffId = leaver.personId
  const { token } = await enterAsStaff(test, leaver)
  await expect(through(test, me, {}, withSession(token))).resolves.toMatchObject({ accountId: leaver.accountId })
  expect(await set(staffId, false)).toEqual({ isOpen: false })
  expect((await refusalOf(through(test, me, {}, withSession(token)))).status).toBe(401)
  expect(await tryToEnter(test, leaver)).toMatchObject({ kind: 'refused' })
  const { signIns: listed } = await test.house.see(test.here.staff.director, signIns, {})
  expect(listed).toContainEqual({ staffId, isOpen: false })
  await set(staffId, true)
  await expect(enterAsStaff(test, leaver)).resolves.toMatchObject({ token: expect.any(String) })
})

it('is closed by nobody for themself, by a director for no administrator, and across no wall', async () => {
  const staffId = leaver.personId
  const { director, administrator } = test.here.staff
  expect((await refusalOf(set(director.personId ?? '', false))).code).toBe('own-sign-in')
  expect((await refusalOf(set(administrator.personId ?? '', false))).status).toBeGreaterThanOrEqual(403)
  const theirs = { ...test.elsewhere.staff.director, confirmedAt: test.now() }
  expect((await refusalOf(set(staffId, false, theirs))).status).toBe(404)
  expect(JSON.stringify(await test.house.see(theirs, signIns, {}))).not.toContain(staffId)
})
