import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { frontRoutes } from '../src/front.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, stepInAs } from './world.ts'

let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld({ at: '2026-11-24T21:42:00.000Z' })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const sizes = [
  { name: 'desk', width: 1440, height: 900, dark: false },
  { name: 'dark', width: 1440, height: 900, dark: true },
  { name: 'phone', width: 390, height: 844, dark: false },
  { name: 'phone-dark', width: 390, height: 844, dark: true },
  { name: 'tablet', width: 768, height: 1024, dark: false },
  { name: 'narrow-desk', width: 1100, height: 800, dark: false },
  { name: 'small', width: 320, height: 640, dark: false },
]
const paths = [...frontRoutes.filter(route => route.get).map(route => route.path), '/nowhere']

describe.each(sizes)('the public pages, $name', size => {
  it.each(['', '/es'])('in the language of “%s”', async prefix => {
    const { page, context, faults } = await world.page(size)
    const trouble: string[] = []
    for (const path of paths) {
      await page.goto(`${prefix}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      const found = [...(await tooWide(page)), ...(await wholePageFaults(page, size))]
      trouble.push(...found.map(each => `${prefix}${path}: ${each}`))
      await picture(page, `front-${size.name}${prefix.replace('/', '-')}-${path.slice(1) || 'home'}`, size.width > 700)
    }
    expect(trouble).toEqual([])
    expect(faults).toEqual([])
    expect(await context.cookies()).toEqual([])
  })
})

/** What axe finds on a page shown whole: rows that lie half under the bar at a phone's foot are freed by scrolling. */
async function wholePageFaults(page: Page, { width, height }: { width: number; height: number }): Promise<string[]> {
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.max(whole, height) })
  const found = await axeFaults(page)
  await page.setViewportSize({ width, height })
  return found
}

/** Nothing scrolls sideways. */
async function tooWide(page: Page): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return wide > 0 ? [`the page is ${wide} px too wide`] : []
}

it('on paper they keep the numbers and the words, and leave out what can only be pressed', async () => {
  const { page } = await world.page({ width: 800, height: 1100 })
  await page.emulateMedia({ media: 'print' })
  for (const path of ['/', '/es/', '/levels', '/sites', '/privacy']) {
    await page.goto(path)
    await picture(page, `front-print${path.replaceAll('/', '-')}`, true)
    for (const number of ['911', '988', '(617) 555-0182'])
      expect(await page.getByText(number).first().isVisible(), `${path} ${number}`).toBe(true)
    for (const press of [/^(Leave site|Salir)$/, /^(Menu|Menú)$/, /^(Call|Llamar al)/])
      expect(await page.getByText(press).first().isVisible(), `${path} ${press}`).toBe(false)
  }
})

it('a payer by name, a free time, a place and an address for mail, and whoever calls back has all of it', async () => {
  const { page, faults } = await world.page()
  await page.goto('/sites')
  await page
    .getByText(/^Here we are in network with .*Granite Mutual.*\. Have another plan\?/)
    .first()
    .waitFor()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Cost' }).click()
  await page.getByLabel('Who pays').selectOption({ label: 'Granite Mutual' })
  await page.getByRole('button', { name: 'Work it out' }).click()
  await page.getByText(/^We are in network with Granite Mutual at .* and /).waitFor()
  await page.getByRole('cell', { name: /^Your plan, as our contract says/ }).waitFor()
  expect(await page.getByLabel('Who pays').locator('option:checked').textContent()).toBe('Granite Mutual')
  expect([...(await axeFaults(page)), ...(await tooWide(page))]).toEqual([])
  await picture(page, 'front-cost-payer', true)

  await page.getByRole('link', { name: 'Talk it through with us' }).click()
  await page.getByRole('radio', { name: 'I am asking for someone' }).check()
  await page.getByLabel(/^What should we call you/).fill('June')
  await page.getByLabel(/^Phone number/).fill('(617) 555-0177')
  const times = page.getByRole('group', { name: 'Would one of these times suit you?' })
  const chosen = times.getByRole('radio', { name: /North Quay, or by video$/ }).first()
  const time =
    (await chosen.evaluate(radio => radio.closest('label')?.textContent))?.replaceAll('\u00a0', ' ').trim() ?? ''
  await chosen.check()
  await page.getByLabel('Where would you like to come?').selectOption({ label: 'North Quay' })
  await page.getByLabel('Email address').fill('june@home')
  await page.getByRole('checkbox', { name: /^You may write to me there/ }).check()
  world.pass(1)
  await page.getByRole('button', { name: 'Send. Please call me' }).click()
  await page.getByRole('link', { name: /^Write the whole address/ }).click()
  expect(await page.getByLabel('Email address').evaluate(field => field === document.activeElement)).toBe(true)
  expect(await chosen.isChecked()).toBe(true)
  expect([...(await axeFaults(page)), ...(await tooWide(page))]).toEqual([])
  await picture(page, 'front-inquiry-mail', true)
  await page.getByLabel('Email address').fill('june@home.example')
  await page.getByRole('button', { name: 'Send. Please call me' }).click()
  await page.getByText('june@home.example, in neutral words only').waitFor()
  await page.getByText(/It is not booked: we do that with you when we call/).waitFor()
  expect([...(await axeFaults(page)), ...(await tooWide(page))]).toEqual([])
  await picture(page, 'front-sent-mail', true)
  const code = await page
    .getByText(/^[A-Z]+ \d{3}$/)
    .first()
    .textContent()

  // Whoever calls back reads the same, and looks for a time at that place.
  const staff = await world.page()
  await stepInAs(staff.page, 'Ben Ashworth')
  await staff.page.goto('/staff/inquiries')
  await staff.page
    .getByRole('link', { name: new RegExp(code ?? 'no code') })
    .first()
    .click()
  await staff.page.getByLabel('Email').waitFor()
  expect(await staff.page.getByLabel('Email').inputValue()).toBe('june@home.example')
  expect(await staff.page.getByRole('checkbox', { name: 'We may send mail there' }).isChecked()).toBe(true)
  const need = (await staff.page.getByLabel('What do they need?').inputValue()).replaceAll('\u00a0', ' ')
  const [day = ''] = time.split(' at North Quay')
  expect(need).toContain(`Would like to come: ${day}, North Quay.`)
  await picture(staff.page, 'front-call-back', true)
  expect([...faults, ...staff.faults]).toEqual([])
})

it('a director changes what the public sees, by keyboard and pointer, and closes it', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Dana Okafor')
  await page.getByRole('link', { name: 'Front door' }).click()
  await page.getByText('Open to everybody').waitFor()
  await page.getByRole('button', { name: 'Add a partner' }).click()
  await page.getByLabel('Level of care').selectOption('php')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Lakeside Day Program')
  await page.keyboard.press('Enter')
  await page.getByRole('cell', { name: 'Lakeside Day Program' }).waitFor()
  await page.getByRole('button', { name: 'Change the words for North Quay' }).click()
  await page.getByLabel('In English').fill('Ring twice.')
  await page.getByRole('button', { name: 'Keep', exact: true }).last().click()
  await page.getByText('The words for North Quay are kept.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'front-settings', true)

  const other = await world.page({ width: 390, height: 844 })
  await stepInAs(other.page, 'Dana Okafor')
  await other.page.goto('/staff/front')
  await other.page.getByText('Open to everybody').first().waitFor()
  expect([...(await axeFaults(other.page)), ...(await tooWide(other.page))]).toEqual([])
  await picture(other.page, 'front-settings-phone', true)
  await other.page.getByLabel('Crisis phone').fill('(617) 555-0190')
  await other.page.getByRole('button', { name: 'Keep', exact: true }).click()
  await other.page.getByText('The public pages are open.').waitFor()

  // The first page still holds what was before: nothing of theirs is lost by what she writes.
  await page.getByLabel('Crisis phone').fill('')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page
    .getByText(/Write the number that people reach in a crisis first|Someone changed this/)
    .first()
    .waitFor()
  await page.getByLabel('Crisis phone').fill('(617) 555-0191')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.getByText(/Someone changed this since/).waitFor()
  await picture(page, 'front-settings-both')
  await page.getByRole('button', { name: 'Take theirs' }).click()
  expect(await page.getByLabel('Crisis phone').inputValue()).toBe('(617) 555-0190')

  world.pass(1)
  await other.page.goto('/levels')
  await other.page.getByText('Lakeside Day Program').waitFor()
  expect(await other.page.locator('aside').first().textContent()).toContain('Our crisis line')
  await page.getByLabel('Show the public pages').uncheck()
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.getByText('Kept. Nothing is shown to the public.').waitFor()
  world.pass(1)
  await other.page.goto('/')
  await other.page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  expect([...faults, ...other.faults]).toEqual([])
})
