import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { signIn } from './device.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Tuesday 24 November 2026, 10:20 in New York.
const morning = '2026-11-24T15:20:00.000Z'

let world: JourneyWorld

beforeAll(async () => {
  world = await journeyWorld({ at: morning })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const toast = (page: Page, says: RegExp) => page.getByRole('region', { name: 'Messages' }).getByText(says)
const lines = (page: Page) => page.getByRole('list', { name: /^Who waits for/ }).getByRole('listitem')
const line = (page: Page, who: string) => lines(page).filter({ hasText: who })
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const drawer = (page: Page, name: RegExp) => page.getByRole('dialog', { name })

it('a full program, the wait, the offer', async () => {
  onTestFailed(picturesOfAll)
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ben Ashworth')
  await isFull(page)
  await waitsForIt(page)
  await anotherGoesAhead(page)
  await spokenWith(page)
  await aPlaceIsFree()
  await offered(page)
  await taken(page)
  expect(faults).toEqual([])
})

/** From the pipeline: somebody was assessed, and there is no place in the track that they can come to. */
async function isFull(page: Page): Promise<void> {
  await page.goto('/staff/pipeline')
  const card = page
    .getByRole('region', { name: 'Assessed', exact: true })
    .getByRole('listitem')
    .filter({ hasText: 'Tomek' })
  await card.getByRole('link', { name: /^Offer a place: / }).click()
  await heading(page, 'Waitlist').waitFor()
  await drawer(page, /^Put someone on the waitlist$/).waitFor()
  expect(
    await page
      .getByRole('table', { name: 'Free places by track' })
      .getByRole('row', { name: /^Day B 0/ })
      .count(),
  ).toBe(1)
}

async function waitsForIt(page: Page): Promise<void> {
  const form = drawer(page, /^Put someone on the waitlist$/)
  await expect
    .poll(() => form.getByLabel('Who waits').locator('option').allInnerTexts())
    .toEqual([expect.stringMatching(/^Tomek Wolny, /)])
  await form.getByLabel('Track').selectOption({ label: 'Day B' })
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'wait-join')
  await form.getByRole('button', { name: 'Put on the waitlist' }).click()
  await toast(page, /^On the waitlist, since /).waitFor()
  await line(page, 'Tomek')
    .getByText(/asked .*20 days ago · Day B · no chart yet/)
    .waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'waitlist', true)
}

/** By keys: somebody who asked later waits too, and goes ahead only with words that say why. */
async function anotherGoesAhead(page: Page): Promise<void> {
  await page.keyboard.press('n')
  const form = drawer(page, /^Put someone on the waitlist$/)
  const whom = form.getByLabel('Who waits')
  const lorraine = whom.locator('option').filter({ hasText: 'Lorraine Petit' })
  await lorraine.waitFor({ state: 'attached' })
  await whom.selectOption((await lorraine.getAttribute('value')) ?? '')
  await form.getByLabel('Track').selectOption({ label: 'Day B' })
  await form.getByLabel('Goes ahead of others').selectOption({ label: 'Just out of detox or hospital' })
  await form.getByText('Write why this person goes ahead.').waitFor()
  await form.getByLabel('Because').fill('Left the hospital this morning.')
  await page.keyboard.press('Control+Enter')
  await form.getByRole('button', { name: 'Put on the waitlist' }).click()
  await line(page, 'Lorraine').getByText('because: Left the hospital this morning.').waitFor()
  const order = await lines(page).allInnerTexts()
  const at = (who: string) => order.findIndex(each => each.includes(who))
  expect(at('Lorraine')).toBeLessThan(at('Tomek'))

  // It was said of somebody else: she waits in turn again, behind who asked before her.
  await page
    .getByRole('button', { name: /^Change what .* waits for$/ })
    .nth(at('Lorraine'))
    .click()
  const change = drawer(page, / waits for$/)
  await change.getByLabel('Goes ahead of others').selectOption('')
  await change.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () =>
      (await lines(page).allInnerTexts()).map(each => /Lorraine|Tomek/.exec(each)?.[0] ?? '').filter(Boolean),
    )
    .toEqual(['Tomek', 'Lorraine'])
}

/** Who waits is spoken with; who is worse is a counselor's task. */
async function spokenWith(page: Page): Promise<void> {
  await line(page, 'Lorraine')
    .getByRole('button', { name: /^Spoken with / })
    .click()
  const form = drawer(page, /^Spoken with /)
  await form.getByRole('radio', { name: 'Worse' }).check()
  await form.getByText(/Is somebody in danger\?/).waitFor()
  await form.getByLabel('Note (optional)').fill('Slept badly, drinks in the evening again.')
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'wait-spoken')
  await form.getByRole('button', { name: 'Keep' }).click()
  await toast(page, /A counselor has the task to call them today\. Next time by Tue 1 Dec\./).waitFor()
  await line(page, 'Lorraine').getByText('Called Tue 24 Nov: worse.').waitFor()
}

/** Somebody's stay in the full track ends, and with it their seats. */
async function aPlaceIsFree(): Promise<void> {
  const { page, faults } = await world.page()
  await signIn(world, page, 'priya.raman@cedarhouse.example')
  await page.goto('/staff/clients')
  await page.getByRole('link', { name: /Haidari/ }).click()
  await page.getByRole('link', { name: 'Stay', exact: true }).click()
  await page.getByRole('button', { name: 'End stay' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Last day').fill('2026-11-24')
  await form.getByLabel('Reason').fill('Completed the program')
  await form.getByRole('button', { name: 'End stay' }).click()
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(faults).toEqual([])
}

async function offered(page: Page): Promise<void> {
  await page.goto('/staff/today')
  const free = page.getByRole('row', { name: /^A place is free in Day B/ })
  await free.waitFor()
  await picture(page, 'wait-today')
  await free.getByRole('link', { name: /^Offer it/ }).click()
  await line(page, 'Tomek').waitFor()

  // Not the one behind, without a written reason.
  await line(page, 'Lorraine')
    .getByRole('button', { name: /^Offer a place to / })
    .click()
  await drawer(page, /^Offer a place to /)
    .getByText('A seat is held for a person with a chart.')
    .waitFor()
  await page.keyboard.press('Escape')

  // Tomek has no chart yet: it is opened from what he said on the phone.
  await line(page, 'Tomek')
    .getByRole('button', { name: /^Offer a place to / })
    .click()
  await drawer(page, /^Offer a place to /)
    .getByRole('link', { name: 'Open the inquiry' })
    .click()
  await heading(page, /^[A-Z]+ \d{3}$/).waitFor()
  await page.getByRole('button', { name: 'Open a chart' }).click()
  await drawer(page, /^Open the chart$/)
    .getByRole('button', { name: 'Open the chart' })
    .click()
  await toast(page, /^Chart no\. \d+ is open\.$/).waitFor()

  await page.goto('/staff/waitlist')
  for (
    let at = 0;
    at < 20 && !(await line(page, 'Tomek').evaluate(each => each.contains(document.activeElement)));
    at++
  )
    await page.keyboard.press('j')
  await page.keyboard.press('o')
  const form = drawer(page, /^Offer a place to /)
  expect(await form.getByRole('checkbox', { checked: true }).count()).toBe(4)
  expect(await form.getByLabel('From').inputValue()).toBe('2026-11-25')
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'wait-offer')
  await form.getByRole('button', { name: 'Offer the place' }).click()
  await toast(page, /^The place is held for .* until Thu 26 Nov, .*\. Call them\.$/).waitFor()
  await line(page, 'Tomek')
    .getByText(/^Place held, answer in /)
    .waitFor()
  await picture(page, 'wait-held', true)
  const narrow = await world.page({ width: 390, height: 844 })
  await stepInAs(narrow.page, 'Ben Ashworth')
  await narrow.page.goto('/staff/waitlist')
  await lines(narrow.page).first().waitFor()
  expect(await axeFaults(narrow.page)).toEqual([])
  await picture(narrow.page, 'waitlist-phone', true)
}

async function taken(page: Page): Promise<void> {
  await page.goto('/staff/pipeline')
  const card = page
    .getByRole('region', { name: 'Offered', exact: true })
    .getByRole('listitem')
    .filter({ hasText: 'Tomek' })
  await card.getByRole('link', { name: /^The answer: / }).click()
  const form = drawer(page, /^The answer of /)
  await form.getByLabel('Counselor (optional)').selectOption({ label: 'Priya Raman' })
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'wait-answer')
  await form.getByRole('button', { name: 'They take the place' }).click()
  await toast(page, / has the place: stay and seats are booked\.$/).waitFor()
  await expect.poll(() => line(page, 'Tomek').count()).toBe(0)
  await page.goto('/staff/pipeline')
  await card.getByRole('link', { name: /^Tomek Wolny/ }).click()
  await page.getByRole('link', { name: 'Open their chart' }).click()
  await page.getByRole('link', { name: 'Schedule' }).click()
  await expect.poll(() => page.getByRole('button', { name: /^End seat in .*Day B$/ }).count()).toBe(4)
}
