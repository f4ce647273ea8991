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
