import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Tuesday 24 November 2026, 16:42 in New York.
const afternoon = '2026-11-24T21:42:00.000Z'
const women = 'Women’s group'
const veterans = 'Veterans’ group'

let world: JourneyWorld

beforeAll(async () => {
  world = await journeyWorld({ at: afternoon })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const toast = (page: Page, says: RegExp) => page.getByRole('region', { name: 'Messages' }).getByText(says)

it('a veteran joins a women’s group by mistake, and the veterans’ group takes him', async () => {
  onTestFailed(picturesOfAll)
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ben Ashworth')

  // He said that he served; intake writes it on his chart.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('santos')
  await page.getByRole('option', { name: /Miguel Santos/ }).click()
  await page.getByRole('heading', { name: /Miguel Santos/ }).waitFor()
  const chart = new URL(page.url()).pathname
  await page.goto(`${chart}/edit`)
  const tags = page.getByLabel('Tags')
  await tags.fill(`${await tags.inputValue()}, veteran`)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await toast(page, /The chart is changed/).waitFor()

  // Both groups meet at four; the wrong one is opened.
  await page.goto('/staff/groups')
  await page.getByRole('link', { name: women }).click()
  const roster = page.getByRole('table', { name: 'Who has a seat' })
  await roster.waitFor()
  const seated = await roster.getByRole('link').allInnerTexts()
  expect(seated).toHaveLength(7)
  await page.getByRole('button', { name: 'Give a seat' }).click()
  const drawer = page.getByRole('dialog', { name: `Give a seat in ${women}` })
  await drawer.getByLabel('Client', { exact: true }).fill('santos')
  await drawer.getByRole('button', { name: /Miguel Santos/ }).click()
  await drawer.getByRole('button', { name: 'Give the seat' }).click()
  await drawer.getByText('No seat was given.').waitFor()
  const said = await drawer.getByRole('list').first().innerText()
  expect(said).toMatch(/Women’s group is for .*women/)
  expect(said).toContain('The chart has no tag “woman”. Ask the client, then add it to the chart, or choose another')
  await drawer.getByText('A director may go on all the same.').waitFor()
  expect(await drawer.getByRole('button', { name: 'Go on all the same' }).count()).toBe(0)
  // Nor is he led to wait for what is not for him.
  expect(await drawer.getByRole('button', { name: 'Put on the waitlist' }).count()).toBe(0)
  const all = await drawer.innerText()
  for (const name of [...seated, 'Wiśniewska', 'Kowalczyk', 'Nakamura'])
    expect(all).not.toContain(name.split(' ').at(-1))
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'wrong-group')
  await page.keyboard.press('Escape')

  await page.goto(`${chart}/schedule`)
  await page.getByRole('button', { name: /^Show all \d+ groups/ }).click()
  await page.getByRole('button', { name: `Give a seat in ${veterans}` }).click()
  await toast(page, /The seat is given/).waitFor()
  const held = page.getByRole('table', { name: 'Seats in groups' })
  await held.getByRole('link', { name: veterans }).waitFor()
  expect(await held.getByRole('link', { name: women }).count()).toBe(0)

  // Nothing of the mistake is booked: not in his weeks, not in the group.
  const coming = await page.getByRole('table', { name: 'Coming sessions' }).innerText()
  expect(coming).toContain(veterans)
  expect(coming).not.toContain(women)
  // At the top, so that the chart's head covers no link by half.
  await page.keyboard.press('Home')
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'right-group', true)
  await page.goto('/staff/groups')
  await page.getByRole('link', { name: women }).click()
  await roster.waitFor()
  expect(await roster.getByRole('link').allInnerTexts()).toEqual(seated)
  await page.goto('/staff/groups')
  await page.getByRole('link', { name: veterans }).click()
  await roster.getByRole('link', { name: 'Miguel Santos' }).waitFor()
  expect(faults).toEqual([])
})
