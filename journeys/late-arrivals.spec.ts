import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { nobody } from '#kernel/actor.ts'
import { plusMinutes } from '#kernel/time.ts'
import { syncSigns } from '#rooms/attendance/signs.ts'
import { pairTablet } from '#rooms/attendance/tablets.ts'
import { demoPassword } from '#sign-in/commands.ts'
import { timeWords } from '#web/words.ts'
import { handOf } from './budgets.ts'
import { callsAs } from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Wednesday 25 November 2026. The demo world is of 5:41 pm, before the second hour of the evening has anybody marked;
// it is 6:56 pm when the journey begins, a quarter of an hour into it.
const seededAt = '2026-11-25T22:41:00.000Z'
const minutesOn = 75
const evening = 'Distress tolerance skills, Evening A'

let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld({ at: seededAt })
  world.pass(minutesOn)
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picturesOfAll()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

/** Comes in by a password, as staff do who are not offered on the page of the demo world. */
async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/staff')
  await page.getByLabel('Work email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
}

async function openSheet(page: Page, session: string): Promise<void> {
  await page.goto('/staff/attendance')
  await page.getByRole('link', { name: `Open attendance: ${session}, Wed 25 Nov` }).click()
  await page.getByRole('table', { name: 'Attendance', exact: true }).waitFor()
}

/** The row of a number of the sheet. */
const row = (page: Page, number: number) =>
  page
    .getByRole('table', { name: 'Attendance', exact: true })
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: String(number), exact: true }).first() })
    .first()

const tally = (page: Page) => page.locator('.tally')

it('twelve people, two late and one absent, in five acts; what was said before stays readable', async () => {
  const { page, faults } = await world.page()
  await signIn(page, 'lena.fischer@cedarhouse.example')
  await openSheet(page, evening)
  await tally(page).getByText('12 not marked').waitFor()
  expect(await axeFaults(page)).toEqual([])

  const hand = await handOf(page)
  hand.begins()
  await page.keyboard.press('a')
  for (const [number, arrived] of [
    [3, '6:52'],
    [10, '6:48'],
  ] as const) {
    await row(page, number)
      .getByLabel(/^Arrived/)
      .click()
    await page.keyboard.type(arrived)
  }
  await row(page, 11)
    .getByRole('button', { name: /Change$/ })
    .click()
  await page.keyboard.press('x')
  await tally(page).getByText('9 present').waitFor()
  await tally(page).getByText('2 late').waitFor()
  await tally(page).getByText('1 absent').waitFor()
  await hand.ends('attendance of twelve, two late, one absent')
  await page
    .getByRole('row', { name: /^In all/ })
    .getByText('640')
    .waitFor()
  await page.getByText(/^Saved/).waitFor()
  expect(await row(page, 1).textContent()).toMatch(/All present/)
  expect(await row(page, 3).textContent()).toMatch(/Late.*48.*Lena Fischer/)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'late-arrivals')

  await undo(page)
  await correct(page)
  await readHistory(page)
  expect(faults).toEqual([])
})

/** One act goes back by its message, the one before it by its key; each stays in the history. */
async function undo(page: Page): Promise<void> {
  for (const key of ['1', '2', 'x']) await page.keyboard.press(key)
  await tally(page).getByText('2 absent').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await tally(page).getByText('1 absent').waitFor()
  await page.keyboard.press('z')
  await tally(page).getByText('10 present').waitFor()
  for (const key of ['1', '1', 'x']) await page.keyboard.press(key)
  await tally(page).getByText('9 present').waitFor()
  await page.getByText(/^Saved/).waitFor()
}

/** A time, the way they were here and a word, written into the row. */
async function correct(page: Page): Promise<void> {
  await page.keyboard.press('3')
  await page.keyboard.press('l')
  await page.keyboard.press('Escape')
  const arrived = row(page, 3).getByLabel(/^Arrived/)
  await arrived.fill('6:55')
  await arrived.press('Enter')
  await row(page, 3).getByText('45').waitFor()
  await page
    .getByRole('group', { name: /^How .* was here$/ })
    .getByText('Video')
    .click()
  const why = page.getByLabel(/^Why, /)
  await why.fill('The bus was late')
  await why.press('Enter')
  await row(page, 3).getByText('Lena Fischer, by video, The bus was late').waitFor()
  await page.getByText(/^Saved/).waitFor()
}

async function readHistory(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^History of/ }).click()
  const marks = page.getByRole('dialog').getByRole('listitem')
  await marks.nth(4).waitFor()
  const told = await marks.allInnerTexts()
  expect(told).toHaveLength(5)
  expect(told[0]).toMatch(/Here from 6:55 pm to the end, by video[\s\S]*Holds now[\s\S]*The bus was late/)
  expect(told[3]).toMatch(/Here from 6:52 pm to the end/)
  expect(told[4]).toMatch(/Here from 6:40 pm to the end[\s\S]*Lena Fischer, all present/)
  await picture(page, 'late-arrivals-history')
  await page.keyboard.press('Escape')
}

it('somebody without a seat walks in: within the places, over them with a reason, and off again', async () => {
  const { page, faults } = await world.page()
  const since = await kwameSignsIn()
  await stepInAs(page, 'Dana Okafor')
  await openSheet(page, 'Relapse prevention, evening')
  await page.getByText('5 of 12 places', { exact: true }).waitFor()
  // He is in the house by the tablet, and in no session: that is who stands at the door.
  await page.keyboard.press('w')
  const signedIn = page.getByRole('region', { name: 'Signed in at the tablet, in no session now' })
  await signedIn.getByRole('button', { name: /Kwame Boateng/ }).click()
  expect(await page.getByLabel('Arrived', { exact: true }).inputValue()).toBe(since)
  expect(await axeFaults(page)).toEqual([])
  await page.keyboard.press('Enter')
  const kwame = page.getByRole('row', { name: /Kwame Boateng/ })
  await kwame.getByText('Walk-in').waitFor()
  await page.getByText('6 of 12 places', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('5 of 12 places', { exact: true }).waitFor()
  expect(await kwame.count()).toBe(0)

  await openSheet(page, evening)
  await page.getByText('12 of 12 places', { exact: true }).waitFor()
  await walkIn(page)
  await page.getByText('All 12 places of this session are taken.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'walk-in-full')
  await page.getByLabel('Why you go on all the same').fill('He came for the missed Monday, and there is a chair')
  await page.getByRole('button', { name: 'Go on all the same' }).click()
  await page.getByText('13 of 12 places', { exact: true }).waitFor()
  await kwame.getByText('Walk-in').waitFor()
  expect(faults).toEqual([])
})

it('a make-up says so on the sheet, and comes off while nobody has marked it; and back', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Dana Okafor')
  await openSheet(page, 'Process group, Evening B')
  const sessionId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const dana = await callsAs(world, 'Dana Okafor')
  const { clients } = await dana<{ clients: { id: string }[] }>('people.find', { text: 'boaten' })
  await dana('attendance.book-make-ups', { clientId: clients[0]?.id ?? '', sessionIds: [sessionId] })
  await page.reload()
  const kwame = page.getByRole('row', { name: /Kwame Boateng/ })
  await kwame.getByText('Make-up').waitFor()
  await page.getByText('8 of 12 places', { exact: true }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Take Kwame Boateng off this sheet' }).click()
  // He signed in at the tablet by the door, so it is asked whether that was for this session.
  await page.getByText(/^They signed in at the tablet and are in the house\./).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Take off' }).click()
  await page.getByText('7 of 12 places', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('8 of 12 places', { exact: true }).waitFor()
  expect(faults).toEqual([])
})

/** Kwame Boateng signs in at a tablet by the door; answers when, as pages say it. */
async function kwameSignsIn(): Promise<string> {
  const dana = await callsAs(world, 'Dana Okafor')
  const { clients } = await dana<{ clients: { id: string }[] }>('people.find', { text: 'boaten' })
  const me = await dana<{ sites: { id: string; name: string }[] }>('people.me?', {})
  const siteId = me.sites.find(site => site.name === 'Elm Street')?.id ?? ''
  const { code } = await dana<{ code: string }>('attendance.add-tablet', { siteId, name: 'Side door' })
  const { secret } = await world.house.act(nobody, pairTablet, { code })
  const at = plusMinutes(world.now(), -2)
  const sign = { id: crypto.randomUUID(), clientId: clients[0]?.id ?? '', kind: 'in' as const, how: 'card' as const }
  const signs = [{ ...sign, deviceAt: at, offsetMs: 0 }]
  await world.house.act(nobody, syncSigns, { secret, deviceNow: world.now(), signs })
  return timeWords(at, { zone: 'America/New_York', clock: '12' })
}

async function walkIn(page: Page): Promise<void> {
  await page.keyboard.press('w')
  await page.getByLabel('Who came').fill('boaten')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Kwame Boateng/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: /^Add / }).click()
}
