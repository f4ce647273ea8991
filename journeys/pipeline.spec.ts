import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Tuesday 24 November 2026, 10:20 in New York: somebody is on the phone.
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
const column = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true })
const times = (page: Page) => page.getByRole('list', { name: 'Times to offer' })
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

/** What waits in the outbox for an address. */
async function mailTo(recipient: string): Promise<{ subject: string; words: string }[]> {
  const client = await world.house.parts.pool.connect()
  try {
    const houses = await client.query<{ organization_id: string }>('select * from timetable.organizations()')
    const found: { subject: string; words: string }[] = []
    for (const { organization_id } of houses.rows) {
      await client.query('begin')
      await client.query('select kernel.work_as($1, null, null, null)', [organization_id])
      const sent = await client.query<{ subject: string; words: string }>(
        'select subject, words from desk.message where recipient = $1 order by id',
        [recipient],
      )
      found.push(...sent.rows)
      await client.query('commit')
    }
    return found
  } finally {
    client.release()
  }
}

it('three times while on the phone, the time, the loss, and what the house learns from them', async () => {
  onTestFailed(picturesOfAll)
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ben Ashworth')
  const code = await somebodyCalls(page, { caller: 'Inez', mail: 'inez@home.example' })
  await threeTimes(page)
  await onTheBoard(page, code)
  const other = await somebodyCalls(page, { caller: 'Otto', mail: null })
  await inTheWeek(page, code)
  await lostByKeys(page, other)
  await figures(page, other)
  await whoSends(page)
  expect(faults).toEqual([])
})

async function somebodyCalls(page: Page, { caller, mail }: { caller: string; mail: string | null }): Promise<string> {
  await page.goto('/staff/inquiries')
  await heading(page, 'Inquiries').waitFor()
  await page.keyboard.press('b')
  await heading(page, 'New call').waitFor()
  await page.getByLabel('What should we call them?', { exact: true }).fill(caller)
  if (mail) {
    await page.getByLabel('Email (optional)', { exact: true }).fill(mail)
    await page.getByRole('checkbox', { name: 'We may send mail there' }).click()
  }
  await heading(page, /^[A-Z]+ \d{3}$/).waitFor()
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved/ })
    .waitFor()
  return (await heading(page, /^[A-Z]+ \d{3}$/).textContent()) ?? ''
}

async function threeTimes(page: Page): Promise<void> {
  await times(page).getByRole('listitem').nth(2).waitFor()
  expect(await times(page).getByRole('listitem').count()).toBe(3)
  const [first] = await times(page).getByRole('listitem').allTextContents()
  await page.getByRole('button', { name: 'Later times' }).click()
  await expect.poll(async () => (await times(page).getByRole('listitem').allTextContents())[0]).not.toBe(first)
  await page.getByRole('button', { name: 'Back to the soonest' }).click()
  await expect.poll(async () => (await times(page).getByRole('listitem').allTextContents())[0]).toBe(first)
  await page.getByRole('radio', { name: 'After 5 pm' }).check()
  await expect
    .poll(async () => (await times(page).getByRole('listitem').allTextContents()).join())
    .toMatch(/[5-8]:\d\d pm/)
  await page.getByRole('radio', { name: 'Soonest' }).check()
  await expect.poll(async () => (await times(page).getByRole('listitem').allTextContents())[0]).toBe(first)
  expect(await axeFaults(page)).toEqual([])
  await times(page).getByRole('button', { name: /^Book/ }).nth(1).click()
  await toast(page, /^Booked: .* They are told in neutral words\.$/).waitFor()
  await page.getByText(/told by mail/).waitFor()
  const [mail, ...more] = await mailTo('inez@home.example')
  expect(more).toEqual([])
  expect(mail?.subject).toBe('Your appointment')
  expect(mail?.words).toMatch(/^Your appointment is on \w+day, November \d+ at /)
  expect(`${mail?.subject} ${mail?.words}`).not.toMatch(
    /recover|alcohol|treat|\bIOP\b|counsel|assess|Cedar House|Inez/i,
  )
}

async function onTheBoard(page: Page, code: string): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await heading(page, 'Pipeline').waitFor()
  const card = column(page, 'Assessment booked').getByRole('listitem').filter({ hasText: code })
  await card.getByText('Inez').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'pipeline', true)
  await card.getByRole('button', { name: `The time: ${code}` }).click()
  const drawer = page.getByRole('dialog', { name: `A time for ${code}` })
  await drawer.getByText(/told by mail/).waitFor()
  await drawer.getByRole('button', { name: 'Another time' }).click()
  await times(page).getByRole('listitem').first().waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'pipeline-time')
  await times(page).getByRole('button', { name: /^Book/ }).last().click()
  await toast(page, /^Booked/)
    .last()
    .waitFor()
  await expect.poll(async () => (await mailTo('inez@home.example')).map(each => each.words)).toHaveLength(2)
  expect((await mailTo('inez@home.example'))[1]?.words).toMatch(/^Your appointment is now on /)
  await page.keyboard.press('Escape')
}

/** Booked on the phone, it stands in everybody's week by its code: with who holds it, and in its room. */
async function inTheWeek(page: Page, code: string): Promise<void> {
  const block = page.getByRole('table').getByRole('link', { name: new RegExp(`^Assessment, ${code}`) })
  await page.goto('/staff/week?by=facilitator')
  await heading(page, /^Week of/).waitFor()
  // It may have been moved into the week after.
  await page
    .getByText(/\d+ sessions/)
    .first()
    .waitFor()
  if ((await block.count()) === 0) await page.keyboard.press(']')
  await block.waitFor()
  await page.getByText('An assessment is moved on the page of its inquiry.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'week-assessment', true)
  await block.focus()
  await page.keyboard.press('m')
  await toast(page, /moved on the page of its inquiry: Enter opens it/).waitFor()
  await page.getByRole('radio', { name: 'Room' }).check()
  await block.waitFor()
  await picture(page, 'week-assessment-room', true)
  await page.emulateMedia({ media: 'print' })
  expect(await block.isVisible()).toBe(true)
  await picture(page, 'week-assessment-paper', true)
  await page.emulateMedia({ media: null })
  await block.focus()
  await page.keyboard.press('Enter')
  await heading(page, code).waitFor()
  await page.getByRole('button', { name: 'Another time' }).waitFor()
}

async function lostByKeys(page: Page, code: string): Promise<void> {
  await page.goto('/staff/pipeline')
  const card = column(page, 'Reached').getByRole('listitem').filter({ hasText: code })
  await card.waitFor()
  // By keys alone: down the board until this person, then away with the reason.
  for (let at = 0; at < 60 && !(await card.evaluate(each => each.contains(document.activeElement))); at++)
    await page.keyboard.press('j')
  await page.keyboard.press('x')
  const drawer = page.getByRole('dialog', { name: `${code} does not start here` })
  expect(await axeFaults(page)).toEqual([])
  await drawer.getByLabel('Why', { exact: true }).selectOption({ label: 'Our times do not fit' })
  await drawer.getByRole('button', { name: 'Close the inquiry' }).click()
  await toast(page, /is closed with its reason/).waitFor()
  await expect.poll(() => card.count()).toBe(0)
}

async function figures(page: Page, code: string): Promise<void> {
  const losses = page.getByRole('table', { name: 'Why people were lost' })
  await losses.getByRole('row', { name: /Our times do not fit.*On our side/ }).waitFor()
  await losses.getByRole('button', { name: 'Show who was lost: Our times do not fit' }).click()
  await page.getByRole('dialog', { name: 'Our times do not fit' }).getByRole('link', { name: code }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  const waits = page.getByRole('table', { name: 'How long people waited, by step' })
  await waits.getByRole('row', { name: /^Asked/ }).waitFor()
  expect(await waits.getByRole('row').count()).toBe(8)
  await page.getByRole('radio', { name: '30 days' }).check()
  await waits.getByRole('row', { name: /^Assessment booked/ }).waitFor()
}

async function whoSends(page: Page): Promise<void> {
  await page.goto('/staff/sources')
  await heading(page, 'Sources').waitFor()
  await page.keyboard.press('a')
  const drawer = page.getByRole('dialog', { name: 'Add a source' })
  await drawer.getByLabel('Name', { exact: true }).fill('River Street Clinic')
  expect(await axeFaults(page)).toEqual([])
  await drawer.getByRole('button', { name: 'Add the source' }).click()
  await toast(page, /The source is added/).waitFor()
  const row = page.getByRole('row', { name: /River Street Clinic/ })
  await row.getByRole('button', { name: 'History of River Street Clinic' }).click()
  await page.getByRole('dialog', { name: 'River Street Clinic' }).getByText('They have sent nobody yet.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Change what is known' }).click()
  await page.getByRole('checkbox', { name: 'No longer offered on the call page' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await toast(page, /The source is changed/).waitFor()
  await page.keyboard.press('Escape')
  await row.getByText('No longer offered').waitFor()
  await picture(page, 'sources')
}

it('a facilitator sees in the week that somebody is assessed, and no way to whom', async () => {
  onTestFailed(picturesOfAll)
  for (const look of [{}, { width: 390, height: 844 }, { dark: true }]) {
    const { page, faults } = await world.page(look)
    await stepInAs(page, 'Marcus Bell')
    await page.goto('/staff/week?by=room')
    await heading(page, /^Week of/).waitFor()
    const week = page.getByRole('main')
    await week
      .getByText(/\d+ assessments?/)
      .first()
      .waitFor()
    if ('width' in look) {
      const days = page.getByRole('navigation', { name: 'Days of the week' }).getByRole('button')
      const block = week.getByText(/^Assessment, [A-Z]+ \d{3}$/)
      for (let at = 0; at < 7 && (await block.count()) === 0; at++) await days.nth(at).click()
      await block.first().waitFor()
    } else
      await week
        .getByText(/^Assessment, [A-Z]+ \d{3}$/)
        .first()
        .waitFor()
    expect(await week.getByRole('link', { name: /^Assessment/ }).count()).toBe(0)
    expect(await axeFaults(page)).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    await picture(page, `week-facilitator-${'width' in look ? 'phone' : 'dark' in look ? 'dark' : 'light'}`, true)
    expect(faults).toEqual([])
  }
})

it('reads well on a phone and at night', async () => {
  onTestFailed(picturesOfAll)
  for (const look of [{ width: 390, height: 844 }, { dark: true }]) {
    const { page, faults } = await world.page(look)
    await stepInAs(page, 'Dana Okafor')
    for (const [place, name] of [
      ['/staff/pipeline', 'Pipeline'],
      ['/staff/sources', 'Sources'],
    ] as const) {
      await page.goto(place)
      await heading(page, name).waitFor()
      await page
        .getByText(/open inquir|offered on the call page/)
        .first()
        .waitFor()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wide).toBeLessThanOrEqual(0)
      expect(await axeFaults(page)).toEqual([])
      await picture(page, `${name.toLowerCase()}-${'width' in look ? 'phone' : 'dark'}`, true)
    }
    expect(faults).toEqual([])
  }
})
