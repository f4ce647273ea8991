import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Tuesday 24 November 2026, 16:42 in New York: the evening groups are to come.
const afternoon = '2026-11-24T21:42:00.000Z'

let world: JourneyWorld

beforeAll(async () => {
  world = await journeyWorld({ at: afternoon })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

/** A block by its group, in the cell of a day. */
const block = (page: Page, name: RegExp, row: string) =>
  page.getByRole('row', { name: new RegExp(`^${row}`) }).getByRole('button', { name })

const toast = (page: Page, says: RegExp) => page.getByRole('region', { name: 'Messages' }).getByText(says)

async function openWeek(address: string): Promise<{ page: Page; faults: string[] }> {
  const { page, faults } = await world.page()
  onTestFailed(picturesOfAll)
  await stepInAs(page, 'Dana Okafor')
  await page.goto(address)
  await page.getByRole('heading', { name: 'Week of 23 to 29 Nov' }).waitFor()
  return { page, faults }
}

it('a session is moved with the keys, and back', async () => {
  const { page, faults } = await openWeek('/staff/week')
  const process = block(page, /^Process group.*Wed 25 Nov/, 'Day A')
  await process.focus()
  await page.keyboard.press('m')
  const says = page.getByRole('status').filter({ hasText: 'Process group, Day A' })
  await says.getByText(/Where it is now/).waitFor()
  await page.keyboard.press('ArrowRight')
  await says.getByText(/Closed: Thanksgiving/).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await says.getByText(/Sat 28 Nov, 11:30 am, Maple, Lindqvist. Maple is free/).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'move-keys')
  await page.keyboard.press('Enter')
  const ask = page.getByRole('dialog', { name: 'Move Process group, Day A' })
  await ask.getByLabel('Why').fill('A talk in the house')
  expect(await axeFaults(page)).toEqual([])
  await ask.getByRole('button', { name: 'Move this one' }).click()
  const moved = block(page, /^Process group.*From Wed.*Sat 28 Nov/, 'Day A')
  await moved.waitFor()
  await expect.poll(() => moved.evaluate(element => element === document.activeElement)).toBe(true)
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await toast(page, /Moved back/).waitFor()
  await process.waitFor()
  await process.focus()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowLeft')
  await says.getByText(/Tue 24 Nov/).waitFor()
  await says.getByText(/This time is over/).waitFor()
  await page.keyboard.press('Escape')
  await says.waitFor({ state: 'detached' })
  expect(await process.evaluate(element => element === document.activeElement)).toBe(true)
  expect(faults).toEqual([])
})

it('a session is dragged into a taken room, and takes the free one', async () => {
  const { page, faults } = await openWeek('/staff/week?by=room')
  const family = block(page, /^Family and relationships, Evening B.*Fri 27 Nov/, 'Oak')
  await family.scrollIntoViewIfNeeded()
  const from = await family.boundingBox()
  const row = await page.getByRole('row', { name: /^Maple/ }).boundingBox()
  const column = await page.getByRole('columnheader', { name: 'Fri 27' }).boundingBox()
  if (!from || !row || !column) throw new Error('not on the page')
  await page.mouse.move(from.x + 20, from.y + 10)
  await page.mouse.down()
  await page.mouse.move(from.x + 40, from.y + 30)
  await page.mouse.move(column.x + 40, row.y + row.height * 0.9, { steps: 12 })
  await page.getByText('Maple is taken by Relapse prevention, evening.').first().waitFor()
  await picture(page, 'drag-over')
  await page.mouse.up()
  const ask = page.getByRole('dialog', { name: 'Move Family and relationships, Evening B' })
  await ask.getByText('Maple is taken').waitFor()
  await ask.getByRole('button', { name: 'Move this one' }).click()
  const notice = page.getByRole('status').filter({ hasText: 'One move is not saved.' })
  await notice.waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'move-refused')
  await notice.getByRole('button', { name: /^Use / }).click()
  await toast(page, /^Moved to Fri 27 Nov, 6:40 pm/).waitFor()
  await notice.waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

it('a week with a holiday, and its month, are each printed on one page', async () => {
  const { page, faults } = await openWeek('/staff/week')
  const sheets = async () => {
    const paper = await page.pdf({ preferCSSPageSize: true })
    return paper.toString('latin1').match(/\/Type \/Page\b/g)?.length
  }
  await page.getByText('Closed, Thanksgiving').waitFor()
  await page.emulateMedia({ media: 'print' })
  await picture(page, 'week-on-paper')
  expect(await sheets()).toBe(1)
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
  expect(await page.getByText('7 more').isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('radio', { name: 'Month' }).check({ force: true })
  await page.getByRole('heading', { name: 'November 2026' }).waitFor()
  const today = page.getByRole('link', { name: /^Week of Tue 24 Nov/ })
  await today.focus()
  await page.keyboard.press('ArrowDown')
  const later = page.getByRole('link', { name: /^Week of Tue 1 Dec/ })
  await expect.poll(() => later.evaluate(element => element === document.activeElement)).toBe(true)
  expect(await axeFaults(page)).toEqual([])
  await page.emulateMedia({ media: 'print' })
  await picture(page, 'month-on-paper')
  expect(await sheets()).toBe(1)
  await page.emulateMedia({ media: 'screen' })
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Week of 30 Nov to 6 Dec' }).waitFor()
  expect(faults).toEqual([])
})

it('a session loses its facilitator, and the week asks for one', async () => {
  const { page, faults } = await openWeek('/staff/week')
  await block(page, /^Process group.*Fri 27 Nov/, 'Day A').click()
  const drawer = page.getByRole('dialog', { name: 'Process group, Day A' })
  await drawer.getByRole('button', { name: 'Change' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await drawer.getByRole('button', { name: 'Change' }).click()
  await drawer.getByLabel('Lead', { exact: true }).selectOption('')
  await drawer.getByText('Maple is free.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await drawer.getByRole('button', { name: 'Change this one' }).click()
  await toast(page, /is changed/).waitFor()
  await page.getByRole('heading', { name: 'No facilitator' }).waitFor()
  await picture(page, 'week-asks')
  expect(await axeFaults(page)).toEqual([])
  expect(faults).toEqual([])
})
