import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picturesOfAll, stepInAs } from './world.ts'

// The call to a payer before an assessment: from the line on Today to figures that an estimate stands on.

let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld({ at: '2026-11-24T21:00:00.000Z' })
})
afterAll(async () => {
  await picturesOfAll()
  await world.close()
  await closeBrowser()
})

/** Answers a question of a few choices by the number of the answer, without the mouse. */
async function press(page: Page, question: RegExp, digit: string): Promise<void> {
  await page.getByRole('group', { name: question }).getByRole('radio').first().focus()
  await page.keyboard.press(digit)
}
const next = (page: Page, section: string) => page.getByRole('button', { name: `Next: ${section}` }).click()
const saved = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^Saved/ })
    .waitFor()

it('a payer is called before an assessment, and the estimate stands on what it said', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Noor Haddad')
  const line = page.getByRole('row').filter({ hasText: 'Check benefits for' }).first()
  const code = /[A-Z]+ \d{3}/.exec((await line.textContent()) ?? '')?.[0] ?? 'no code'
  await line
    .getByRole('link', { name: 'Check' })
    .or(line.getByRole('button', { name: 'Check' }))
    .first()
    .click()
  await page.getByText(code).waitFor()

  await page.keyboard.press('n')
  const drawer = page.getByRole('dialog', { name: 'Who pays' })
  await drawer.getByLabel('Payer').selectOption({ label: 'Granite Mutual' })
  await drawer.getByLabel('Member id').fill('GM-7781')
  await drawer.getByLabel('Birth date of the member').fill('1988-02-11')
  await drawer.getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('button', { name: 'Call the payer' }).click()

  await page.getByRole('heading', { name: 'Call to the payer' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Payer as they say its name' }).inputValue()).toBe('Granite Mutual')
  await page.getByRole('textbox', { name: 'Who answered' }).fill('Lou, provider line')
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.getByText('This has to be asked. “Not said” is an answer.').first().waitFor()
  await page.getByRole('textbox', { name: 'Reference number of the call' }).fill('C-90117')
  await page.getByRole('button', { name: 'Now' }).click()
  await saved(page)
  // What was typed is there after the page was closed in the middle.
  await page.reload()
  expect(await page.getByRole('textbox', { name: 'Reference number of the call' }).inputValue()).toBe('C-90117')
  await next(page, 'The member')
  expect(await page.getByRole('textbox', { name: 'Member id' }).inputValue()).toBe('GM-7781')
  await next(page, 'The plan')
  await press(page, /Active today/, '1')
  await press(page, /Kind of plan/, '2')
  await page.keyboard.press('Control+ArrowDown')
  await next(page, 'Us')
  await press(page, /our program in network/, '1')
  await next(page, 'Intensive outpatient')
  await press(page, /Covered for substance use/, '1')
  await press(page, /Authorization before the first day/, '2')
  await page.getByRole('button', { name: /^What the person pays/ }).click()
  await page.getByRole('textbox', { name: 'Deductible, one person' }).fill('a lot')
  await page.getByText('Write an amount such as').waitFor()
  await page.getByRole('textbox', { name: 'Deductible, one person' }).fill('1.500')
  await page.getByRole('textbox', { name: 'Left of it (needed)' }).first().fill('$0')
  for (const field of await page.getByRole('textbox', { name: 'Left of it (needed)' }).all()) {
    if ((await field.inputValue()) === '') await field.fill('not said')
  }
  await page.getByRole('textbox', { name: 'Copay for an IOP day' }).fill('25')
  await page.getByText('15 of 15 needed answers are there.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await saved(page)
  await page.getByRole('button', { name: 'Finish' }).click()

  await page.getByText('Lou, provider line').waitFor()
  await page.getByText('Granite Mutual asks $25 for a group day').waitFor()
  // 24 to 36 days at $25; of the rest nothing to a fifth, as the contract says; nothing is left of the deductible.
  await page.getByText('$600 to $1,194').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'Everything they said' }).click()
  await page.getByRole('heading', { name: 'What the payer said' }).waitFor()
  await page.getByText('$1,500').waitFor()

  await page.goto('/staff/today')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.getByText('Ask for more days').first().waitFor()
  expect(await page.getByText(`Check benefits for ${code}`).count()).toBe(0)
  expect(faults).toEqual([])
})

it('prices change from a day on, and an estimate of the same day knows it', async () => {
  const { page, faults } = await world.page({ width: 390, height: 844 })
  await stepInAs(page, 'Noor Haddad')
  await page.goto('/staff/prices')
  const estimate = page.getByRole('region', { name: 'What it may cost' })
  await estimate.getByLabel('People at home, with them').fill('3')
  await estimate.getByLabel('Money that comes in each year, before tax').fill('38.000')
  await estimate.getByRole('button', { name: 'Work it out' }).click()
  await estimate.getByText('$1,094 to $1,626').waitFor()
  await page.getByRole('button', { name: 'Change: Group day' }).click()
  const drawer = page.getByRole('dialog', { name: 'Group day: price' })
  await drawer.getByLabel('Costs').fill('$190')
  await drawer.getByRole('button', { name: 'Keep' }).click()
  await estimate.getByText('$1,118 to $1,662').waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(faults).toEqual([])
})
