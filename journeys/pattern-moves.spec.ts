import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Tuesday 24 November 2026, 16:42 in New York.
const afternoon = '2026-11-24T21:42:00.000Z'

let world: JourneyWorld

beforeAll(async () => {
  world = await journeyWorld({ at: afternoon })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

it('a group meets on another day from here on, and every later week says so', async () => {
  onTestFailed(picturesOfAll)
  const { page, faults } = await world.page()
  await stepInAs(page, 'Dana Okafor')
  await page.goto('/staff/week')
  const yoga = (when: RegExp) => page.getByRole('button', { name: new RegExp(`^Gentle yoga.*${when.source}`) })
  await yoga(/Fri 27 Nov, 12:40 to 1:30 pm/).focus()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowUp')
  await page.getByText(/Sat 28 Nov, 11:45 am, Oak, Fischer\. Oak is free/).waitFor()
  await page.keyboard.press('Enter')
  const ask = page.getByRole('dialog', { name: 'Move Gentle yoga' })
  await ask.getByRole('radio', { name: 'From here on' }).check({ force: true })
  await ask.getByText('From now on it is on Saturdays.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'move-onwards')
  await ask.getByRole('button', { name: 'Move all from here on' }).click()
  const messages = page.getByRole('region', { name: 'Messages' })
  await messages.getByText('Moved to Sat 28 Nov, 11:45 am, and all after it.').waitFor()
  expect(await messages.getByRole('button', { name: 'Undo' }).count()).toBe(0)
  await yoga(/Sat 28 Nov/).waitFor()
  for (const [week, on] of [
    ['Week of 30 Nov to 6 Dec', /Sat 5 Dec, 11:45 am to 12:35 pm/],
    ['Week of 7 to 13 Dec', /Sat 12 Dec, 11:45 am to 12:35 pm/],
  ] as const) {
    await page.keyboard.press(']')
    await page.getByRole('heading', { name: week }).waitFor()
    await yoga(on).waitFor()
    expect(await yoga(/Fri/).count()).toBe(0)
  }
  await page.goto('/staff/groups')
  await page
    .getByRole('row', { name: /Gentle yoga/ })
    .getByText('Sat 11:45 am to 12:35 pm')
    .waitFor()
  expect(faults).toEqual([])
})
