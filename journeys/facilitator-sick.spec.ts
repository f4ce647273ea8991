import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Tuesday 24 November 2026, 08:40 in New York: Priya Raman calls in sick; her first hour is at 10.
const early = '2026-11-24T13:40:00.000Z'
const phone = { width: 390, height: 844 }
const sick = 'Priya Raman, LMHC'

let world: JourneyWorld

beforeAll(async () => {
  world = await journeyWorld({ at: early })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

it('a facilitator is sick at 08:40', async () => {
  onTestFailed(picturesOfAll)
  await directorCovers()
  await substituteIsThere()
  await nobodyBooksWhoIsAway()
})

/** What becomes of a session of hers, by its group and hour. */
const fateOf = (page: Page, of: string) => page.getByLabel(`What becomes of ${of}`)

async function directorCovers(): Promise<void> {
  const { page, faults } = await world.page(phone)
  await stepInAs(page, 'Dana Okafor')
  await page.getByRole('link', { name: 'Week', exact: true }).click()
  await page.getByRole('link', { name: 'Someone is away' }).click()

  // From here the acts of the covering itself are counted.
  let acts = 0
  const does = async (act: Promise<unknown>) => {
    acts += 1
    await act
  }
  await does(page.getByLabel('Who is away', { exact: true }).selectOption({ label: sick }))
  await page.getByRole('heading', { name: '6 sessions of Priya Raman' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'sick-phone', true)
  await does(fateOf(page, 'Early recovery, Day B, 1:00 pm').selectOption({ label: await substitute(page, 'Bell') }))
  await does(fateOf(page, 'Process group, Day B, 3:20 pm').selectOption({ label: 'Wed 25 Nov, 3:20 to 4:20 pm' }))
  await does(fateOf(page, 'Individual session, 4:30 pm').selectOption({ label: 'Cancel it' }))
  await does(page.getByRole('button', { name: 'Cover 6 sessions' }).click())
  await page.getByRole('heading', { name: 'Tell the clients' }).waitFor()
  expect(acts).toBeLessThanOrEqual(5)

  await page.getByText('4 sessions held by somebody else and 2 sessions moved or canceled.').waitFor()
  const said = page.getByRole('list', { name: 'What is said to whom' })
  await said.waitFor()
  const words = await said.getByRole('blockquote').allInnerTexts()
  expect(words).toHaveLength(2)
  expect(words.join(' ')).toMatch(/has a new time: Wed, Nov 25, 3:20/)
  expect(words.join(' ')).toMatch(/does not take place/)
  for (const each of words) expect(each).not.toMatch(/group|recovery|session|raman|cedar|sick|counsel/i)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'sick-tell', true)
  // Twelve people, one of whom hears of two hours in one message.
  await page.getByRole('button', { name: 'Send 12 messages' }).click()
  await page.getByRole('region', { name: 'Messages' }).getByText('12 messages on the way.').waitFor()

  await page.getByRole('heading', { name: 'Week of 23 to 29 Nov' }).waitFor()
  await page.getByLabel('Site', { exact: true }).selectOption({ label: 'North Quay' })
  await page.getByRole('button', { name: /^Early recovery, Day B.*Bell for Raman/ }).waitFor()
  await page.getByRole('button', { name: /^Individual session.*Canceled: Staff are away\..*4:30 to 5:20 pm/ }).waitFor()
  expect(await page.getByRole('button', { name: /^Process group, Day B/ }).count()).toBe(0)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'sick-week', true)
  await page.getByRole('navigation', { name: 'Days of the week' }).getByRole('button', { name: 'Wed 25' }).click()
  await page.getByRole('button', { name: /^Process group, Day B.*From Tue, Raman.*3:20 to 4:20 pm/ }).waitFor()
  expect(faults).toEqual([])
}

/** How the page writes a substitute for the group at 1 pm: with how much they hold that week. */
async function substitute(page: Page, family: string): Promise<string> {
  const offered = await fateOf(page, 'Early recovery, Day B, 1:00 pm').getByRole('option').allInnerTexts()
  const label = offered.find(each => each.includes(family))
  if (!label) throw new Error('nobody of this name is offered')
  return label
}

async function substituteIsThere(): Promise<void> {
  const { page, faults } = await world.page(phone)
  await stepInAs(page, 'Marcus Bell')
  const own = page.getByRole('listitem').filter({ hasText: 'Early recovery, Day B' })
  await own.getByText('Harbor, 12 expected').waitFor()
  // He works at the other site: it is among his own hours.
  await page.getByRole('link', { name: 'Week', exact: true }).click()
  await page.getByRole('button', { name: 'Mine' }).click()
  await page.getByRole('button', { name: /^Early recovery, Day B/ }).click()
  const drawer = page.getByRole('dialog', { name: 'Early recovery, Day B' })
  await drawer.getByText('Marcus Bell, LADC, for Priya Raman').waitFor()
  await drawer.getByRole('link', { name: 'Who is expected' }).click()
  await page.getByText('Amara Diallo').first().waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'sick-roster', true)
  expect(faults).toEqual([])
}

async function nobodyBooksWhoIsAway(): Promise<void> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Dana Okafor')
  await page.goto('/staff/week/new?day=2026-11-24&time=17:30')
  await page.getByLabel('Client', { exact: true }).fill('hale')
  await page
    .getByRole('listbox', { name: 'Clients found' })
    .getByRole('option', { name: /Curtis Hale/ })
    .click()
  await page.getByLabel('Held by').selectOption({ label: sick })
  await page.getByText(/Priya Raman: A facilitator is away at this time/).waitFor()
  await picture(page, 'sick-blocked', true)
  await page.getByLabel('Day', { exact: true }).fill('2026-11-25')
  await page.getByText('Nothing is in the way').waitFor()
  expect(faults).toEqual([])
}

it('who leads a session is covered from that session, by hand and by its key', async () => {
  onTestFailed(picturesOfAll)
  const { page, faults } = await world.page()
  await stepInAs(page, 'Dana Okafor')
  const session = page.getByRole('button', { name: /^Process group.*Fri 27 Nov, 11:20 am/ })
  for (const reach of [
    async () => {
      await session.click()
      await page.getByRole('dialog').getByRole('link', { name: 'Ruth Lindqvist is away' }).click()
    },
    async () => {
      await session.focus()
      await page.keyboard.press('s')
    },
  ]) {
    await page.goto('/staff/week')
    await session.waitFor()
    await reach()
    await page.getByRole('heading', { name: 'Someone is away' }).waitFor()
    await page.getByRole('heading', { name: /^\d+ sessions of Ruth Lindqvist$/ }).waitFor()
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('2026-11-27')
    await fateOf(page, 'Process group, Day A, 11:20 am').waitFor()
  }
  expect(faults).toEqual([])
})
