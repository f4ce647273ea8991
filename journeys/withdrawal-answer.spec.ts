import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture } from './world.ts'

let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld({ at: '2026-11-25T02:10:00.000Z' })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const heading = async (page: Page) => (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
const answer = async (page: Page, words: string) => {
  await page.getByRole('radio', { name: words, exact: true }).check()
  await page.getByRole('button', { name: 'Next question' }).click()
}

it('somebody very sick at night is shown help first, and is asked nothing further', async () => {
  const { page, context, faults } = await world.page({ width: 390, height: 844 })
  await page.goto('/')
  await page.getByRole('link', { name: /^Is this right for me/ }).click()
  await answer(page, 'No')
  await answer(page, 'Yes, very sick')

  // Whom to call stands first, and there is nothing left to answer.
  expect(await heading(page)).toMatch(/^Please get medical help now/)
  expect(await page.getByRole('radio').count()).toBe(0)
  const calls = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll(links => links.map(each => each.getAttribute('href')))
  expect(calls.slice(0, 4)).toEqual(['tel:911', expect.stringMatching(/^tel:\+1/), 'tel:988', 'sms:988'])
  await page.getByRole('heading', { name: 'Until help is there' }).waitFor()
  await page.getByRole('link', { name: 'Leave site' }).waitFor()
  const seen = await page.getByRole('link', { name: /^Call 911/ }).boundingBox()
  expect((seen?.y ?? 844) + (seen?.height ?? 0)).toBeLessThan(844)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'withdrawal-answer')

  // A slip is taken back to that one question, which is asked anew with the warning in sight.
  await page.getByRole('button', { name: /by mistake/ }).click()
  expect(await heading(page)).toMatch(/^Have you stopped or cut down/)
  await page.getByText('If it is true, please do not wait').waitFor()
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
  expect(await axeFaults(page)).toEqual([])

  // What stays true leads to help again; the browser's own way back shows no question either.
  await answer(page, 'Yes, very sick')
  expect(await heading(page)).toMatch(/^Please get medical help now/)

  // Else the questions go on where they were, and what was said is still there.
  await page.getByRole('button', { name: /by mistake/ }).click()
  await answer(page, 'No')
  expect(await heading(page)).toMatch(/^When you stopped before/)
  await page.getByRole('button', { name: 'Back' }).click()
  expect(await page.getByRole('radio', { name: 'No', exact: true }).isChecked()).toBe(true)

  // Whoever stops there sees what can be said, and when a counselor is free; a time goes on to the form as a wish.
  await page.getByRole('button', { name: 'Stop here and show what I have so far' }).click()
  const times = page.getByRole('group', { name: 'Would one of these times suit you?' })
  expect(await times.getByRole('radio', { checked: true }).count()).toBe(1)
  await times
    .getByRole('radio', { name: /^Wed 25 Nov, .*or by video$/ })
    .first()
    .check()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'withdrawal-times', true)
  await page.getByRole('button', { name: 'Go to the call-back form' }).click()
  expect(await times.getByRole('radio', { name: /^Wed 25 Nov/, checked: true }).count()).toBe(1)
  await page.goto('/self-check')

  // No address ever held an answer, and nothing stays in the browser.
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/self-check')
  expect(await context.cookies()).toEqual([])
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  expect(faults).toEqual([])
})

it('the first door of the first page leads to help without a question', async () => {
  const { page, faults } = await world.page()
  await page.goto('/')
  await page.getByRole('link', { name: /^I stopped and I feel very sick/ }).click()
  await page.getByRole('link', { name: /^Call 911/ }).waitFor()
  expect(await page.getByRole('radio').count()).toBe(0)
  expect(await page.getByRole('heading', { name: 'Why we stopped the questions' }).count()).toBe(0)
  await page.getByRole('link', { name: 'Español' }).click()
  await page.getByRole('link', { name: /^Llame al 911/ }).waitFor()
  expect(faults).toEqual([])
})
