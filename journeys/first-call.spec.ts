import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { cedarHouse } from '../programs/cedar-house/seed.ts'
import { handOf } from './budgets.ts'
import {
  axeFaults,
  closeBrowser,
  type JourneyPage,
  type JourneyWorld,
  journeyWorld,
  picture,
  picturesOfAll,
  stepInAs,
} from './world.ts'

// Tuesday 24 November 2026, 21:00 in New York: the house is closed, and somebody from intake has the phone.
const night = '2026-11-25T02:00:00.000Z'

/** What a browser says of every request while there is no network. */
const noNetwork = /ERR_INTERNET_DISCONNECTED/

let world: JourneyWorld

beforeAll(async () => {
  world = await journeyWorld({ at: night })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const type = async (page: Page, label: string, words: string) => {
  const field = page.getByRole('textbox', { name: label, exact: true })
  await field.or(page.locator('input[type=date]').and(page.getByLabel(label))).fill(words)
}
const saved = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^Saved/ })
    .waitFor()
const toast = (page: Page, says: RegExp) => page.getByRole('region', { name: 'Messages' }).getByText(says).waitFor()
const heading = (page: Page, name: RegExp) => page.getByRole('heading', { level: 1, name })
const codeShape = /^[A-Z]+ \d{3}$/

/** A photo such as a telephone takes, drawn by the browser itself. */
async function photo(page: Page): Promise<Buffer> {
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 2400
    canvas.height = 1500
    const brush = canvas.getContext('2d')
    if (brush) {
      brush.fillStyle = '#17635f'
      brush.fillRect(0, 0, 2400, 1500)
    }
    return canvas.toDataURL('image/jpeg').split(',')[1] ?? ''
  })
  return Buffer.from(drawn, 'base64')
}

it('a mother calls for her son at 21:00', async () => {
  onTestFailed(picturesOfAll)
  const opened = await world.page()
  const { page } = opened
  await stepInAs(page, 'Ben Ashworth')
  const hand = await handOf(page)
  await page.goto('/staff/inquiries')
  await heading(page, /^Inquiries$/).waitFor()
  hand.begins()
  await urgencyFirst(page)
  await whoCalls(page)
  await nothingIsLost(opened)
  await theCard(page)
  await aTimeForTomorrow(page)
  await hand.ends('first call to an assessment booked')
  await loggedAndListed(page)
  await theSameCaller(page)
  expect(opened.faults.filter(fault => !noNetwork.test(fault))).toEqual([])
})

async function urgencyFirst(page: Page): Promise<void> {
  await page.keyboard.press('b')
  await heading(page, /^New call$/).waitFor()
  expect(await axeFaults(page)).toEqual([])
  // Somebody who may be dying takes over the page, and a mistake is taken back.
  await page.keyboard.press('2')
  await page.getByRole('heading', { name: 'Stop the form. 911 now.' }).waitFor()
  await page.getByRole('link', { name: 'Call 911' }).waitFor()
  expect(await page.getByLabel('What do they need?').count()).toBe(0)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'call-stop')
  await page.getByRole('button', { name: 'That answer was a mistake' }).click()
  for (let question = 0; question < 4; question++) await page.keyboard.press('1')
  await page.getByText('Nothing urgent was said').waitFor()
  await heading(page, codeShape).waitFor()
  // She asks whether he is here already.
  await page.keyboard.press('n')
  const drawer = page.getByRole('dialog', { name: 'Neither confirm nor deny' })
  await drawer.getByText(/I can neither confirm nor deny/).waitFor()
  expect(await drawer.getByRole('searchbox').count()).toBe(0)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'call-neither')
  await page.keyboard.press('Escape')
}

async function whoCalls(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Family or friend' }).click()
  await type(page, 'What should we call them?', 'Maria')
  await type(page, 'Phone', '(603) 555-0142')
  await type(page, 'Who are they to the person? (optional)', 'mother')
  await page.getByText(/^Hello, this is Ben for Maria\. Please call me at/).waitFor()
  await page.getByRole('radio', { name: 'Text only' }).click()
  await page.getByText(/^Ben here, for Maria\. Please call/).waitFor()
  await type(page, 'Given name', 'Luca')
  await type(page, 'Family name', 'Bellini')
  await type(page, 'Birth date', '2004-02-29')
  await type(page, 'What do they need?', 'Drinks every evening since the summer. He wants to stop.')
  await saved(page)
}

/** What was typed outlives a page that is closed, and a house that cannot be reached. */
async function nothingIsLost({ page, context }: JourneyPage): Promise<void> {
  await page.reload()
  await heading(page, codeShape).waitFor()
  const need = page.getByLabel('What do they need?')
  expect(await need.inputValue()).toMatch(/^Drinks every evening/)
  expect(await page.getByRole('radio', { name: 'Text only' }).isChecked()).toBe(true)
  await context.setOffline(true)
  await need.fill('Drinks every evening since the summer. He wants to stop. He works until four.')
  await page.getByRole('status').filter({ hasText: 'On this device' }).waitFor()
  await context.setOffline(false)
  await saved(page)
  await page.reload()
  await heading(page, codeShape).waitFor()
  expect(await need.inputValue()).toMatch(/works until four\.$/)
}

async function theCard(page: Page): Promise<void> {
  await page
    .getByLabel('Photo of the front')
    .setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: await photo(page) })
  const kept = page.getByRole('img', { name: 'The front of the insurance card' })
  await kept.waitFor()
  await expect.poll(() => kept.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1600)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'call', true)
}

/** Three real times while she is on the phone; the mail waits in the outbox in words that tell nothing. */
async function aTimeForTomorrow(page: Page): Promise<void> {
  await type(page, 'Email (optional)', 'maria@home.example')
  await page.getByRole('checkbox', { name: 'We may send mail there' }).click()
  await saved(page)
  const times = page.getByRole('list', { name: 'Times to offer' })
  await times.getByRole('listitem').nth(2).waitFor()
  expect(await times.getByRole('listitem').count()).toBe(3)
  await page.keyboard.press('s')
  await page.keyboard.press('Enter')
  await toast(page, /^Booked: Wed 25 Nov/)
  await page.getByText(/told by mail/).waitFor()
  const [mail, ...others] = await mailTo('maria@home.example')
  expect(others).toEqual([])
  expect(mail?.subject).toBe('The appointment')
  expect(mail?.words).toMatch(/Wednesday, November 25/)
  expect(JSON.stringify(mail)).not.toMatch(
    /Luca|Bellini|Cedar|recovery|alcohol|drug|treatment|IOP|counsel|therap|assess/i,
  )
}

/** What left the house or waits to leave it for somebody. */
async function mailTo(recipient: string): Promise<{ subject: string; words: string }[]> {
  const client = await world.house.parts.pool.connect()
  try {
    await client.query('begin')
    await client.query("select kernel.work_as($1::uuid, null, 'director', null)", [cedarHouse])
    const { rows } = await client.query('select subject, words from desk.message where recipient = $1', [recipient])
    return rows
  } finally {
    await client.query('rollback')
    client.release()
  }
}

async function loggedAndListed(page: Page): Promise<void> {
  await page.keyboard.press('l')
  const drawer = page.getByRole('dialog', { name: 'Log a call' })
  await drawer.getByRole('radio', { name: 'They called' }).click()
  await drawer.getByRole('radio', { name: 'We talked' }).click()
  await drawer.getByLabel(/^Minutes/).fill('14')
  expect(await axeFaults(page)).toEqual([])
  await drawer.getByRole('button', { name: 'Log the call' }).click()
  await toast(page, /The call is logged/)
  await page.getByText('They called: we talked').waitFor()
  const code = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  await page.getByRole('link', { name: 'Benefits and estimate' }).click()
  await heading(page, /benefits/i).waitFor()
  await page.goto('/staff/inquiries')
  const row = page.getByRole('row', { name: new RegExp(code) })
  await row.getByText('Luca Bellini').waitFor()
  await row.getByText('Assessment booked').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'inquiries', true)
}

/** An hour later her sister calls from the same number: the two are one. */
async function theSameCaller(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^New call/ }).click()
  await heading(page, /^New call$/).waitFor()
  await page.getByRole('textbox', { name: 'Phone', exact: true }).fill('603 555 0142')
  const known = page.getByRole('region', { name: /^Maybe known already/ })
  await known.getByText('Alike: the same phone number').first().waitFor()
  await known.getByText('Luca Bellini').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await known
    .getByRole('button', { name: /^It is the same/ })
    .first()
    .click()
  await toast(page, /The two are one inquiry now/)
  await page.getByLabel('Given name', { exact: true }).waitFor()
  expect(await page.getByLabel('Given name', { exact: true }).inputValue()).toBe('Luca')
}

it('reads well in one hand, at night, and in print', async () => {
  onTestFailed(picturesOfAll)
  for (const look of [{ width: 390, height: 844 }, { dark: true }]) {
    const { page, faults } = await world.page(look)
    await stepInAs(page, 'Ben Ashworth')
    await page.goto('/staff/inquiries')
    await page.getByText('Luca Bellini').first().waitFor()
    expect(await axeFaults(page)).toEqual([])
    const name = 'width' in look ? 'phone' : 'dark'
    await picture(page, `inquiries-${name}`, true)
    await page.getByRole('link', { name: 'Luca Bellini' }).first().click()
    await heading(page, codeShape).waitFor()
    await page.getByRole('img', { name: 'The front of the insurance card' }).waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    expect(await axeFaults(page)).toEqual([])
    await picture(page, `call-${name}`, true)
    expect(faults).toEqual([])
  }
})
