import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { handOf } from './budgets.ts'
import { callsAs, type StaffCalls } from './tablet.ts'
import {
  axeFaults,
  closeBrowser,
  type JourneyWorld,
  journeyWorld,
  picture,
  picturesOfAll,
  stepInAs,
  stepInAsClient,
} from './world.ts'

// Wednesday 25 November 2026, 9:10 in New York; the house is closed on Thursday.
const wednesday = '2026-11-25T14:10:00.000Z'
const name = 'Mani Clarke'

type Attended = { sessions: { sessionId: string; onDay: string }[] }
type SheetRows = { people: { clientId: string; mark: { id: string } | null }[] }

let world: JourneyWorld
let dana: StaffCalls

beforeAll(async () => {
  world = await journeyWorld({ at: wednesday })
  dana = await callsAs(world, 'Dana Okafor')
  await sheMissedTuesday()
  await placesAreFreeOnFriday()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

async function idOf(whom: string): Promise<string> {
  const { clients } = await dana<{ clients: { id: string; name: string }[] }>('people.clients?', {})
  const found = clients.find(client => client.name === whom)
  if (!found) throw new Error('nobody has this name')
  return found.id
}

async function sheMissedTuesday(): Promise<void> {
  const [clientId, on] = [await idOf(name), '2026-11-24']
  const { sessions } = await dana<Attended>('attendance.attended?', { clientId, from: on, until: on })
  for (const { sessionId } of sessions) {
    const { people } = await dana<SheetRows>('attendance.sheet?', { sessionId })
    const seen = people.find(person => person.clientId === clientId)?.mark?.id ?? null
    await dana('attendance.mark-seat', { sessionId, clientId, seen, kind: 'absent' })
  }
}

/** Every place of Friday morning is taken, until somebody says that they are at court then. */
async function placesAreFreeOnFriday(): Promise<void> {
  const [fromAt, untilAt] = ['2026-11-27T13:00:00.000Z', '2026-11-27T19:00:00.000Z']
  const clientId = await idOf('Bernard Osei')
  await dana('timetable.tell-absence', { clientId, fromAt, untilAt, reason: 'court', excused: true })
}

const toast = (page: Page, says: RegExp) => page.getByRole('region', { name: 'Messages' }).getByText(says)
const rowOf = (page: Page, whom: string) =>
  page.getByRole('table', { name: 'Hours of the week by client' }).getByRole('row', { name: new RegExp(whom) })
const drawer = (page: Page) => page.getByRole('dialog', { name: `Make-ups for ${name}` })

/** Whether a row of the table has the focus, and which. */
const rowInFocus = (page: Page) =>
  page.evaluate(() => (document.activeElement?.matches('tbody tr') ? document.activeElement.textContent : null))

async function pressUntil(page: Page, key: string, there: () => Promise<boolean>): Promise<void> {
  for (let pressed = 0; pressed < 60 && !(await there()); pressed++) await page.keyboard.press(key)
  expect(await there()).toBe(true)
}

it('a make-up found on Wednesday saves the week, by keyboard', async () => {
  onTestFailed(picturesOfAll)
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  const before = await theListSaysWhy(page)
  await theFinderProposes(page)
  await oneActBooks(page)
  await theListChanges(page, before)
  await theKeyboardGoesOn(page)
  await itIsTakenBackAndDoneAgain(page, before)
  await herChartSaysIt(page)
  expect(faults).toEqual([])
  await sheSeesItOnHerPages()
  await onAPhone()
})

async function theListSaysWhy(page: Page): Promise<number> {
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.getByRole('heading', { name: 'Hours, 23 to 29 Nov', level: 1 }).waitFor()
  const row = rowOf(page, name)
  await row.getByText('Missed Tuesday, 3 h.').waitFor()
  await row.getByText(/^Fri 27 Nov, 9:00 am, .* would save the week together\.$/).waitFor()
  await row.getByRole('img', { name: `${name}: 0 h attended of 9 h prescribed, 6 h 50 min still scheduled` }).waitFor()
  // What somebody else told ahead is a cause of its own, with its reason.
  await rowOf(page, 'Bernard Osei')
    .getByText(/[Cc]ourt on Friday, 3 h/)
    .waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'hours')
  return shortCount(page)
}

async function shortCount(page: Page): Promise<number> {
  const label = await page
    .getByRole('group', { name: 'Whose weeks' })
    .getByText(/^Likely short/)
    .textContent()
  return Number(/\d+/.exec(label ?? '')?.[0])
}

async function theFinderProposes(page: Page): Promise<void> {
  await pressUntil(page, 'Tab', async () => (await rowInFocus(page)) !== null)
  await pressUntil(page, 'ArrowDown', async () => Boolean((await rowInFocus(page))?.startsWith(name)))
  await page.keyboard.press('Enter')
  await drawer(page).getByText('2 h 10 min of 9 h are missing.').waitFor()
  const offered = drawer(page).getByRole('checkbox')
  expect(await offered.count()).toBe(3)
  for (const box of await offered.all()) expect(await box.isChecked()).toBe(true)
  await drawer(page).getByText('With them the week reaches 9 h 50 min of 9 h.').waitFor()
  await drawer(page).getByText('The last place.', { exact: false }).first().waitFor()
  await drawer(page)
    .getByText(/other sessions do not fit/)
    .waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'make-ups')
}

/** The focus is on the first of what is offered: Enter there does the one act. */
async function oneActBooks(page: Page): Promise<void> {
  await drawer(page).getByRole('button', { name: 'Book 3 make-ups' }).waitFor()
  await page.keyboard.press('Enter')
  await toast(page, /3 make-ups are booked for Mani Clarke/).waitFor()
  await expect.poll(() => drawer(page).count()).toBe(0)
}

/** Her row is gone from the list, and the keyboard stands on the one that came in its place. */
async function theKeyboardGoesOn(page: Page): Promise<void> {
  await expect.poll(async () => Boolean(await rowInFocus(page))).toBe(true)
  expect(await rowInFocus(page)).not.toMatch(new RegExp(`^${name}`))
}

async function theListChanges(page: Page, before: number): Promise<void> {
  await expect.poll(() => rowOf(page, name).count()).toBe(0)
  await expect.poll(() => shortCount(page)).toBe(before - 1)
}

async function itIsTakenBackAndDoneAgain(page: Page, before: number): Promise<void> {
  const undo = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' })
  await undo.focus()
  await page.keyboard.press('Enter')
  await toast(page, /Taken back. Nothing is booked./).waitFor()
  await expect.poll(() => shortCount(page)).toBe(before)
  expect(await rowInFocus(page)).not.toBeNull()
  const hand = await handOf(page)
  hand.begins()
  await rowOf(page, name)
    .getByRole('button', { name: `Find make-ups for ${name}` })
    .click()
  await oneActBooks(page)
  await hand.ends('make-ups booked')
  await theListChanges(page, before)
  await page.keyboard.press('s')
  await rowOf(page, name)
    .getByRole('img', { name: `${name}: 0 h attended of 9 h prescribed, 9 h 50 min still scheduled` })
    .waitFor()
}

async function herChartSaysIt(page: Page): Promise<void> {
  await rowOf(page, name).getByRole('link', { name }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Hours by week', level: 2 }).waitFor()
  await page.getByText('on course for 9 h 50 min').waitFor()
  await page.locator('summary', { hasText: 'This week' }).focus()
  await page.keyboard.press('Enter')
  const week = page.getByRole('table', { name: 'Sessions in the week of Mon 23 Nov' })
  await week.getByRole('row', { name: /Stress and sleep, Day A.*Fri 27 Nov.*Planned/ }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'chart-attendance')
  await page.getByRole('button', { name: 'Show the code' }).focus()
  await page.keyboard.press('Enter')
  const code = page.getByRole('dialog', { name: `Sign-in code of ${name}` })
  await code.getByRole('img', { name: 'Card for the tablet, to be scanned' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'chart-code')
  await page.keyboard.press('Escape')
  await expect.poll(() => code.count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Show the code')
}

async function sheSeesItOnHerPages(): Promise<void> {
  const { page, faults } = await world.page({ width: 390, height: 844 })
  await stepInAsClient(page, name)
  await page.getByText('As planned, you reach it.').waitFor()
  const after = page.getByRole('region', { name: 'After that' }).getByRole('listitem')
  await after.filter({ hasText: 'Fri 27 Nov' }).filter({ hasText: 'Stress and sleep, Day A' }).waitFor()
  await page.getByRole('button', { name: 'Show my code' }).click()
  await page.getByRole('img', { name: 'Your card for the tablet, to be scanned' }).waitFor()
  const digits = () => page.locator('.digits [aria-hidden]').textContent()
  const code = await digits()
  expect(code).toMatch(/^\d{4}$/)
  await page.getByRole('button', { name: 'Get a new code' }).click()
  await page.getByText('This is your new code.').waitFor()
  await expect.poll(digits).toMatch(/^\d{4}$/)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'own-week-390', true)
  expect(faults).toEqual([])
}

async function onAPhone(): Promise<void> {
  const { page, faults } = await world.page({ width: 390, height: 844, dark: true })
  await stepInAs(page, 'Ruth Lindqvist')
  await page.goto('/staff/hours')
  await page
    .getByRole('button', { name: /^Find make-ups for/ })
    .first()
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'make-ups-390-dark')
  expect(faults).toEqual([])
}
