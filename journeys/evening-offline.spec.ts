import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { packageRoot } from '#platform/data-folder.ts'
import { demoPassword } from '#sign-in/commands.ts'
import { goOffline, onDisk } from './device.ts'
import { callsAs, openKillable, type StaffCalls } from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll } from './world.ts'

// Wednesday 25 November 2026, 6:56 pm at Cedar House: the second hour of the evening runs, and nobody is marked yet.
const seededAt = '2026-11-25T22:41:00.000Z'
const minutesOn = 75
const evening = 'Distress tolerance skills, Evening A'
const later = 'Process group, Evening A'
const lena = 'lena.fischer@cedarhouse.example'
const tomas = 'tomas.herrera@cedarhouse.example'

let world: JourneyWorld
let dana: StaffCalls
beforeAll(async () => {
  world = await journeyWorld({ at: seededAt })
  world.pass(minutesOn)
  dana = await callsAs(world, 'Dana Okafor')
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picturesOfAll()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${world.address}/staff`)
  await page.getByLabel('Work email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
}

/** Opens a sheet by the list, and waits until this device may keep marks for its author. */
async function openSheet(page: Page, session: string): Promise<string> {
  await page.goto(`${world.address}/staff/attendance`)
  const key = page.waitForResponse(/device-key/)
  await page.getByRole('link', { name: `Open attendance: ${session}, Wed 25 Nov` }).click()
  await page.getByRole('table', { name: 'Attendance', exact: true }).waitFor()
  await key
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

const tally = (page: Page, says: string) => page.locator('.tally').getByText(says, { exact: true }).waitFor()
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

type Sheet = {
  session: { now: string }
  people: { clientId: string; name: string; standing: string; question: unknown; mark: { id: string } | null }[]
}
const sheetOf = (sessionId: string) => dana<Sheet>('attendance.sheet?', { sessionId })
type History = { marks: { kind: string; saidAt: string; recordedAt: string; deviceId: string | null }[] }
const historyOf = (sessionId: string, clientId: string) => dana<History>('attendance.history?', { sessionId, clientId })

it('an evening without a network: marked, killed, signed in again, merged once; and one row is chosen', async () => {
  const profile = mkdtempSync(path.join(packageRoot, '.tmp', 'evening-'))
  const began = world.now()
  const { sessionId, killed } = await anEveningWithoutNetwork(profile)
  const [third, eleventh] = [killed[2], killed[10]]
  // Meanwhile the director says of one of them what she saw.
  await dana('attendance.mark-seat', {
    sessionId,
    clientId: third?.clientId,
    kind: 'absent',
    reason: 'Left at the door',
  })

  const { page, context, pullPlug } = await openKillable(world, profile)
  await page.goto(world.address)
  // The evening was long: nobody is signed in here any more.
  await context.clearCookies()
  await somebodyElseSeesNothing(page)
  await signIn(page, lena)
  await page.getByText('16 marks from this device are sent.').waitFor()
  expect(await onDisk(page)).toEqual([])
  await chooseMine(page, third?.name ?? '')
  await pullPlug()

  const { people } = await sheetOf(sessionId)
  const standing = (wanted: string) => people.filter(person => person.standing === wanted).length
  expect([standing('present'), standing('late'), standing('absent')]).toEqual([10, 1, 1])
  expect(people.filter(person => person.question)).toEqual([])
  // Every act is there, once, and at its time, though the device's clock was ten minutes slow.
  const { marks } = await historyOf(sessionId, eleventh?.clientId ?? '')
  expect(marks.map(mark => mark.kind)).toEqual(['absent', 'here', 'absent', 'here'])
  for (const mark of marks) {
    expect(mark.deviceId).not.toBeNull()
    expect(mark.saidAt >= began && mark.saidAt <= mark.recordedAt).toBe(true)
  }
})

/** Marks twelve people with the network gone, and pulls the plug; answers the session and who was on its sheet. */
async function anEveningWithoutNetwork(profile: string) {
  const { page, context, pullPlug } = await openKillable(world, profile)
  await page.clock.setSystemTime(new Date(Date.parse(world.now()) - 600_000))
  await signIn(page, lena)
  const sessionId = await openSheet(page, evening)
  const { people } = await sheetOf(sessionId)
  await context.setOffline(true)
  await press(page, 'a', '3', 'l', '1', '2')
  await tally(page, '1 late')
  await press(page, '1', '1', 'x')
  await tally(page, '1 absent')
  // A slip, and its correction: both are said again when the network is back.
  await press(page, 'z')
  await tally(page, '11 present')
  await press(page, 'x')
  await tally(page, '10 present')
  await page.getByText('16 marks on this device.').waitFor()
  await page.getByText('On this device', { exact: true }).first().waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'evening-offline')

  // Another page and back: the sheet stays at hand.
  await page
    .getByRole('navigation', { name: 'Rooms', exact: true })
    .getByRole('link', { name: /^Attendance/ })
    .click()
  await page.getByText('16 marks on this device, not sent yet.').waitFor()
  await page.getByRole('link', { name: `Open attendance: ${evening}, Wed 25 Nov` }).click()
  await tally(page, '10 present')

  // On the disk nobody reads whose marks these are, of whom, or what they say.
  const rows = await onDisk(page)
  expect(rows).toHaveLength(16)
  const disk = JSON.stringify(rows)
  for (const word of ['absent', 'here', sessionId, ...people.map(person => person.clientId)])
    expect(disk).not.toContain(word)

  await signOutAskedFirst(page)
  await pullPlug()
  return { sessionId, killed: people }
}

/** Signing out says what is not sent yet, and what becomes of it. */
async function signOutAskedFirst(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Lena Fischer/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByText(/^16 entries that you made without a network are on this device only\./).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'evening-offline-sign-out')
  await page.getByRole('button', { name: 'Stay signed in' }).click()
}

/** Who signs in on this device instead finds nothing of them, and sends nothing. */
async function somebodyElseSeesNothing(page: Page): Promise<void> {
  await signIn(page, tomas)
  await page.goto(`${world.address}/staff/attendance`)
  await page.getByRole('heading', { name: 'Attendance', level: 1 }).waitFor()
  await page.getByRole('table').first().waitFor()
  expect(await page.getByText(/on this device/).count()).toBe(0)
  expect(await onDisk(page)).toHaveLength(16)
  await page.getByRole('button', { name: /Tomás Herrera/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Work email').waitFor()
}

/** One row was marked by two people: both are shown, and one is taken by keys. */
async function chooseMine(page: Page, name: string): Promise<void> {
  await openSheet(page, evening)
  await page.getByText('1 row waits for you to choose.').first().waitFor()
  const ask = page.getByRole('region', { name: `To choose: ${name}` })
  await ask.getByText(/Dana Okafor: absent, said 6:5\d pm|Dana Okafor: absent, said 7:0\d pm/).waitFor()
  await ask.getByText(/Lena Fischer: here from 6:52 pm to the end/).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'evening-offline-choose')
  await press(page, 'F8')
  const mine = ask.getByRole('button', { name: /^Take what Lena Fischer says/ })
  await mine.focus()
  await press(page, 'Enter')
  await ask.waitFor({ state: 'hidden' })
  await page.getByText(/^Saved/).waitFor()
}

it('a lost answer leaves one mark; two tabs show and send the same ones once', async () => {
  const { page, context, faults } = await world.page()
  await signIn(page, lena)
  const sessionId = await openSheet(page, evening)
  const { people } = await sheetOf(sessionId)
  const fifth = people[4]
  const before = await historyOf(sessionId, fifth?.clientId ?? '')
  await page.route('**/api/attendance/mark-seat', async route => {
    await route.fetch()
    await route.abort()
  })
  await press(page, '5', 'l', '2', '0')
  await tally(page, '2 late')
  await page.getByText('1 mark from this device is sent.').waitFor()
  await page.unroute('**/api/attendance/mark-seat')
  const after = await historyOf(sessionId, fifth?.clientId ?? '')
  expect(after.marks).toHaveLength(before.marks.length + 1)

  const other = await context.newPage()
  await other.goto(page.url())
  await other.getByRole('table', { name: 'Attendance', exact: true }).waitFor()
  await context.setOffline(true)
  await press(page, '6', 'x')
  const row = other.getByRole('row', { name: new RegExp(people[5]?.name ?? '') })
  await row.getByText('On this device').waitFor()
  await row.getByText('Absent').waitFor()
  await other.bringToFront()
  await press(other, '7', 'e')
  await context.setOffline(false)
  for (const each of [page, other]) {
    await each.getByText('On this device').first().waitFor({ state: 'hidden' })
    await tally(each, '2 absent')
    await tally(each, '1 excused')
  }
  expect((await historyOf(sessionId, people[5]?.clientId ?? '')).marks).toHaveLength(2)
  expect(faults.filter(fault => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(fault))).toEqual([])
})

it('a sign-in that ended under the page loses nothing: what was marked goes when the same person is back', async () => {
  const { page, context } = await world.page()
  await signIn(page, lena)
  const sessionId = await openSheet(page, evening)
  const { people } = await sheetOf(sessionId)
  await context.clearCookies()
  await press(page, '8', 'x')
  const veil = page.getByRole('dialog', { name: 'Sign in to go on' })
  await veil.getByLabel('Work email').fill(lena)
  await veil.getByLabel('Password', { exact: true }).fill(demoPassword)
  expect(await onDisk(page)).toHaveLength(1)
  await veil.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('1 mark from this device is sent.').waitFor()
  await page.getByRole('button', { name: `Absent, ${people[7]?.name}. Change` }).waitFor()
  expect((await historyOf(sessionId, people[7]?.clientId ?? '')).marks[0]).toMatchObject({ kind: 'absent' })
  expect(await onDisk(page)).toEqual([])
})

it('what finds no place is kept aside with its reason, until its author places it or lets it go', async () => {
  const { page, context } = await world.page()
  await signIn(page, tomas)
  const sessionId = await openSheet(page, later)
  await goOffline(context, page)
  await press(page, 'a')
  await tally(page, '12 present')
  const { session } = await dana<{ session: { version: number } }>('attendance.sheet?', { sessionId })
  await dana('timetable.cancel-session', { sessionId, version: session.version, reason: 'The heating is off' })
  await context.setOffline(false)
  await page.getByText('12 marks found no place: see Attendance.').waitFor()
  await page.getByText('12 marks that you made without a network found no place.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'evening-offline-aside', true)
  await page.goto(`${world.address}/staff/attendance`)
  await page.getByText('12 marks that you made without a network found no place.').waitFor()
  await page
    .getByRole('button', { name: /^Place the mark of/ })
    .first()
    .click()
  await page.getByText('The session was canceled. Mend that first, or let it go.').waitFor()
  await page
    .getByRole('button', { name: /^Let the mark of .* go$/ })
    .first()
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Let it go' }).click()
  await page.getByText('11 marks that you made without a network found no place.').waitFor()
})
