import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { handOf } from './budgets.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picturesOfAll()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const said = {
  Data: 'Came on time and told of the weekend: two calls that were not made, and a walk along the harbor.',
  Assessment: 'Sees for herself now that evenings alone are the hour of most risk.',
  Plan: 'Calls her sister on Friday evening before nine.',
}

/** The chart of the first client of the one who is signed in. */
async function aChart(page: Page): Promise<string> {
  await page.goto('/staff/clients')
  const link = page.locator('main a[href^="/staff/clients/"]:not([href$="/new"])').first()
  return (await link.getAttribute('href')) ?? ''
}

/** From the chart by keys alone to an open draft of an individual session. */
async function begin(page: Page, chart: string, template: string): Promise<void> {
  await page.goto(chart)
  await page.getByRole('link', { name: 'Write a note' }).waitFor()
  await page.keyboard.press('w')
  await page.getByRole('heading', { name: 'New note' }).waitFor()
  await page.getByLabel('Of what').selectOption({ label: 'A contact that was not booked' })
  await page.getByLabel('Which note').selectOption({ label: template })
  await page.getByLabel('Minutes').fill('15')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: template, level: 1 }).waitFor()
}

it('a note of an individual hour is written by keys, saved by itself, signed, and the next begins from it', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  const chart = await aChart(page)
  await aSentence(page)

  const hand = await handOf(page)
  await page.goto(chart)
  hand.begins()
  await begin(page, chart, 'Individual session (DAP)')
  const draft = new URL(page.url()).pathname
  await page.keyboard.type(said.Data)
  await page.keyboard.press('Tab')
  await page.keyboard.type(said.Assessment)
  await page.getByText(/^Saved/).waitFor()
  await page.reload()
  await expectValue(page, 'Assessment', said.Assessment)
  await page.getByText('1 thing stands in the way.').waitFor()
  await picture(page, 'other-note')
  expect(await axeFaults(page)).toEqual([])
  await page.keyboard.press('F8')
  await page.keyboard.type(';sister')
  await page.keyboard.press('Tab')
  await expectValue(page, 'Plan', said.Plan)
  await page.getByText('Everything that is asked for is written.').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('Signed, and in the chart.').waitFor()
  await hand.ends('an individual note')
  await page.goto(draft)
  await page.getByText('This note is signed').waitFor()

  await begin(page, chart, 'Individual session (SOAP)')
  await page.getByRole('button', { name: 'Take over from earlier' }).click()
  const drawer = page.getByRole('dialog', { name: 'Take over from an earlier note' })
  await drawer
    .getByRole('button', { name: /^Take over Plan/ })
    .first()
    .waitFor()
  await picture(page, 'other-note-copy')
  expect(await axeFaults(page)).toEqual([])
  await drawer
    .getByRole('button', { name: /^Take over Plan/ })
    .first()
    .click()
  await drawer.waitFor({ state: 'detached' })
  await expectValue(page, 'Plan', said.Plan)
  await page.getByText('“Plan”: Copied and not changed.').waitFor()
  await page
    .getByLabel('Plan', { exact: true })
    .fill('Goes to the Thursday meeting; I call on Monday to hear how it was.')
  await page.getByText('“Plan”: Copied and not changed.').waitFor({ state: 'detached' })
  await page.goto('/staff/notes')
  await page.getByRole('heading', { name: 'Other notes you began' }).waitFor()
  await picture(page, 'other-notes-begun')
  expect(await axeFaults(page)).toEqual([])
  expect(faults).toEqual([])
})

/** A sentence of one's own, under a short name. */
async function aSentence(page: Page): Promise<void> {
  await page.goto('/staff/notes/snippets')
  await page.getByRole('heading', { name: 'Your sentences' }).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Short name' }).fill('sister')
  await page.getByLabel('What it stands for').fill(said.Plan)
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.getByText(';sister').waitFor()
  await picture(page, 'snippets')
  expect(await axeFaults(page)).toEqual([])
}

async function expectValue(page: Page, label: string, value: string): Promise<void> {
  await expect.poll(() => page.getByLabel(label, { exact: true }).inputValue()).toBe(value)
}

it('a short name writes its sentence in a group’s note too, and Enter does what it does else', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Marcus Bell')
  await aSentence(page)
  await page.goto('/staff/notes')
  await page
    .getByRole('link', { name: /^Write: / })
    .first()
    .click()
  const people = page.getByRole('table', { name: 'Each person’s part' })
  const sentence = people.getByRole('textbox', { name: /sentence/i }).first()
  await page
    .getByRole('button', { name: /^Open / })
    .first()
    .click()
  await sentence.fill('Told of the week. ')
  await sentence.press('End')
  await page.keyboard.type(';sister')
  await page.keyboard.press('Enter')
  await expect.poll(() => sentence.inputValue()).toBe(`Told of the week. ${said.Plan}`)
  await page.getByText(/^Saved/).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => sentence.inputValue()).toBe('')
  expect(faults).toEqual([])
})

it('of a note that is open twice neither text is written over', async () => {
  const { page, context, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  const chart = await aChart(page)
  await begin(page, chart, 'Phone call')
  const other = await context.newPage()
  await other.goto(page.url())
  await other.getByLabel('With whom', { exact: true }).fill('Her sister called.')
  await other.getByText(/^Saved/).waitFor()
  await page.getByLabel('With whom', { exact: true }).fill('The pharmacy called.')
  await page.getByText('You changed this note elsewhere too.').waitFor()
  await picture(page, 'other-note-both')
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Keep this page’s' }).click()
  await page.getByText(/^Saved/).waitFor()
  await other.reload()
  await expectValue(other, 'With whom', 'The pharmacy called.')
  await page.getByRole('button', { name: 'Throw away' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Throw away' }).click()
  await page.getByText('The draft is thrown away.').waitFor()
  expect(faults).toEqual([])
})

it('counseling notes are their author’s alone', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  const chart = await aChart(page)
  await page.goto(chart)
  await page.getByRole('link', { name: 'Your counseling notes' }).click()
  await page.getByRole('heading', { name: 'Counseling notes', level: 1 }).waitFor()
  await page.keyboard.press('n')
  await page.getByLabel('What you keep for yourself').fill('The dream of the lighthouse again; ask what she saw there.')
  await page.getByText(/^Saved/).waitFor()
  await picture(page, 'counseling')
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByText('The dream of the lighthouse again').waitFor()
  await page.reload()
  await page.getByText('The dream of the lighthouse again').waitFor()

  const director = await world.page()
  await stepInAs(director.page, 'Dana Okafor')
  await director.page.goto(chart)
  await director.page.getByRole('link', { name: 'Write a note' }).waitFor()
  expect(await director.page.getByRole('link', { name: 'Your counseling notes' }).count()).toBe(0)
  await director.page.goto(`${chart}/counseling`)
  await director.page.getByRole('heading', { level: 1 }).waitFor()
  expect(await director.page.getByText('lighthouse').count()).toBe(0)
  await director.page.goto(`${chart}/notes`)
  await director.page.getByRole('heading', { level: 1 }).waitFor()
  expect(await director.page.getByText('lighthouse').count()).toBe(0)
  expect([...faults, ...director.faults]).toEqual([])
})

it.each([
  { name: 'dark', width: 1440, height: 900, dark: true },
  { name: 'phone', width: 390, height: 844, dark: false },
])('the pages of other notes read well, $name', async ({ name, ...size }) => {
  const { page, faults } = await world.page(size)
  await stepInAs(page, 'Ruth Lindqvist')
  const chart = await aChart(page)
  await page.goto(chart)
  await page.getByRole('link', { name: 'Write a note' }).waitFor()
  await picture(page, `other-chart-${name}`)
  await page.getByRole('link', { name: 'Write a note' }).click()
  await page.getByLabel('Of what').waitFor()
  await picture(page, `other-new-${name}`)
  expect(await axeFaults(page)).toEqual([])
  await page.getByLabel('Of what').selectOption({ label: 'A contact that was not booked' })
  await page.getByLabel('Which note').selectOption({ label: 'Crisis contact' })
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('heading', { name: 'Crisis contact', level: 1 }).waitFor()
  await picture(page, `other-note-${name}`, true)
  expect(await axeFaults(page)).toEqual([])
  await page.goto(`${chart}/counseling`)
  await page.getByRole('button', { name: 'New counseling note' }).click()
  await page.getByLabel('What you keep for yourself').waitFor()
  await picture(page, `counseling-${name}`, true)
  expect(await axeFaults(page)).toEqual([])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide).toBe(0)
  expect(faults).toEqual([])
})

it('of an hour that was booked, attendance says when and how long', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  await page.goto('/staff/notes')
  await page
    .getByRole('table', { name: 'Hours without a note' })
    .getByRole('link', { name: /^Begin note/ })
    .last()
    .click()
  const hour = page.getByLabel('Of what')
  await expect.poll(() => hour.locator('option:checked').textContent()).toMatch(/^Individual session, /)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByText(/^50 min credited, as attendance says\./).waitFor()
  expect(await page.getByLabel('Began at').count()).toBe(0)
  await page.getByLabel('Data', { exact: true }).fill(said.Data)
  await page.getByLabel('Assessment', { exact: true }).fill(said.Assessment)
  await page.getByLabel('Plan', { exact: true }).fill('Brings the sheet on Tuesday, and we read it together.')
  await page.getByText('It will say that it is a late entry').waitFor()
  await page.getByText(/stands? in the way/).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Sign note' }).click()
  await page.getByText('Signed, and in the chart.').waitFor()
  expect(faults).toEqual([])
})
