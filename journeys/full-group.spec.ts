import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { handOf } from './budgets.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Tuesday 24 November 2026, 16:42 in New York.
const afternoon = '2026-11-24T21:42:00.000Z'
const group = 'Thoughts and triggers, Day A'
const women = 'Women’s group'

let world: JourneyWorld

beforeAll(async () => {
  world = await journeyWorld({ at: afternoon })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const toast = (page: Page, says: RegExp) => page.getByRole('region', { name: 'Messages' }).getByText(says)
const waiting = (page: Page) => page.getByRole('list', { name: 'Who waits, in order' }).getByRole('listitem')
const freeSeat = (page: Page, of: string) =>
  page.getByRole('row', { name: new RegExp(`^(A seat is|\\d+ seats are) free in ${of}`) })

async function openGroup(page: Page, name: string): Promise<void> {
  await page.goto('/staff/groups')
  await page.getByRole('link', { name }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

async function choose(page: Page, typed: string, name: string): Promise<void> {
  await page.getByRole('dialog').getByLabel('Client', { exact: true }).fill(typed)
  await page
    .getByRole('list', { name: 'Clients found' })
    .getByRole('button', { name: new RegExp(name) })
    .click()
}

it('a full group, the waitlist, the seat', async () => {
  onTestFailed(picturesOfAll)
  await twoWait()
  await aSeatEnds()
  await theSeatIsOffered()
  await theyAcceptByPhone()
})

async function twoWait(): Promise<void> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ben Ashworth')
  expect(await freeSeat(page, group).count()).toBe(0)
  await openGroup(page, group)
  await page.keyboard.press('s')
  await choose(page, 'delg', 'Rosa Delgado')
  const drawer = page.getByRole('dialog', { name: `Give a seat in ${group}` })
  await drawer.getByText('All 12 seats are taken.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'full-group')
  await drawer.getByRole('button', { name: 'Put on the waitlist' }).click()
  await toast(page, /Rosa Delgado waits for/).waitFor()
  await page.getByRole('button', { name: 'Put someone on it' }).click()
  await choose(page, 'reyes', 'Dominic Reyes')
  await page.getByRole('dialog').getByRole('button', { name: 'Put on the waitlist' }).click()
  await expect.poll(() => waiting(page).count()).toBe(2)
  expect(await waiting(page).first().innerText()).toMatch(/^1\.\s*Rosa Delgado/)
  expect(faults).toEqual([])
}

async function aSeatEnds(): Promise<void> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  await page.goto('/staff/clients')
  await page.getByRole('link', { name: /Kwame Boateng/ }).click()
  await page.getByRole('link', { name: 'Schedule' }).click()
  await page.getByRole('button', { name: `End seat in ${group}` }).click()
  const drawer = page.getByRole('dialog', { name: `End the seat in ${group}` })
  await drawer.getByLabel('Last day').fill('2026-11-23')
  await drawer.getByLabel('Reason').fill('Asked for another hour')
  await drawer.getByRole('button', { name: 'End seat' }).click()
  await toast(page, /The seat is ended/).waitFor()
  expect(faults).toEqual([])
}

async function theSeatIsOffered(): Promise<void> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ben Ashworth')
  const line = freeSeat(page, group)
  await line.getByText(/2 wait/).waitFor()
  await picture(page, 'full-today')
  await line.getByRole('link', { name: /^Open the waitlist/ }).click()
  await page.getByText('Offer it to Rosa Delgado, who is first in line.').waitFor()

  // Not the one behind, without a written reason.
  await page.getByRole('button', { name: 'Offer a seat to Dominic Reyes' }).click()
  const behind = page.getByRole('dialog', { name: 'Offer a seat to Dominic Reyes' })
  await behind.getByText('Others asked earlier.').waitFor()
  const offer = behind.getByRole('button', { name: 'Offer the seat' })
  expect(await offer.isDisabled()).toBe(true)
  await behind.getByText('Write why this client goes before others.').waitFor()
  await page.keyboard.press('Escape')

  const hand = await handOf(page)
  hand.begins()
  await page.getByRole('button', { name: 'Offer a seat to Rosa Delgado' }).click()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Offer the seat' }).click()
  await toast(page, /is held for Rosa Delgado until Thu 26 Nov, 4:4\d pm/).waitFor()
  await hand.ends('a waiting place offered')
  await waiting(page)
    .first()
    .getByText(/^Seat held, answer in (2 days|47 h)$/)
    .waitFor()
  await picture(page, 'full-offered', true)

  // A held seat is given to nobody else.
  await page.keyboard.press('s')
  await choose(page, 'reyes', 'Dominic Reyes')
  await page.getByRole('dialog').getByRole('button', { name: 'Give the seat' }).click()
  await page.getByText('No seat was given.').waitFor()
  await page.getByText(/All 12 seats of this group are taken\. 1 of them is held for people who wait\./).waitFor()
  await page.keyboard.press('Escape')
  await page.goto('/staff/today')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.getByRole('table', { name: /To settle/ }).waitFor()
  expect(await freeSeat(page, group).count()).toBe(0)
  expect(faults).toEqual([])
}

async function theyAcceptByPhone(): Promise<void> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  await openGroup(page, group)
  await page.getByRole('button', { name: 'Note the answer of Rosa Delgado' }).click()
  const drawer = page.getByRole('dialog', { name: 'The answer of Rosa Delgado' })
  expect(await axeFaults(page)).toEqual([])
  await drawer.getByRole('button', { name: 'They take the seat' }).click()
  await toast(page, /Rosa Delgado has the seat/).waitFor()
  const roster = page.getByRole('table', { name: 'Who has a seat' })
  await roster.getByRole('link', { name: 'Rosa Delgado' }).waitFor()
  expect(await roster.getByRole('link', { name: 'Kwame Boateng' }).count()).toBe(0)
  // Who else waits is outside her care team: she reads a number, not a name.
  await page.getByText('1 more person outside your care teams.').waitFor()
  expect(await page.getByText('Dominic Reyes').count()).toBe(0)
  await page.goto('/staff/week')
  await page.getByRole('button', { name: /^Thoughts and triggers.*Wed 25 Nov/ }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Who is expected' }).click()
  await page.getByRole('row', { name: /Rosa Delgado/ }).waitFor()
  expect(await page.getByRole('row', { name: /Kwame Boateng/ }).count()).toBe(0)
  expect(faults).toEqual([])
}

it('an offer runs out, and the next in line is offered the seat', async () => {
  onTestFailed(picturesOfAll)
  const before = await world.page()
  await stepInAs(before.page, 'Ben Ashworth')
  expect(await freeSeat(before.page, women).count()).toBe(0)
  await openGroup(before.page, women)
  const order = async (page: Page) => (await waiting(page).getByRole('link').allInnerTexts()).join(', ')
  await expect.poll(() => order(before.page)).toBe('Zofia Wiśniewska, Ada Kowalczyk, Grace Nakamura')
  await waiting(before.page)
    .first()
    .getByText(/^Seat held, answer in 2[78] h$/)
    .waitFor()

  world.pass(28 * 60 + 1)
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ben Ashworth')
  await freeSeat(page, women)
    .getByRole('link', { name: /^Open the waitlist/ })
    .click()
  await page.getByText('Offer it to Ada Kowalczyk, who is first in line.').waitFor()
  expect(await order(page)).toBe('Ada Kowalczyk, Grace Nakamura, Zofia Wiśniewska')
  await page.getByRole('button', { name: 'Offer a seat to Ada Kowalczyk' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Offer the seat' }).click()
  await toast(page, /is held for Ada Kowalczyk/).waitFor()
  await picture(page, 'offer-ran-out', true)
  expect([...before.faults, ...faults]).toEqual([])
})
