import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { packageRoot } from '#platform/data-folder.ts'
import { demoPassword } from '#sign-in/commands.ts'
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

const fixture = (name: string) => path.join(packageRoot, 'fixtures', 'referrals', name)
const group = 'Relapse prevention, evening'

it('from a referral to a seat, a mark, a signed note and the first hours of a week', async () => {
  const chart = await intakeOpensTheChart()
  await facilitatorMarksAndSigns()
  await counselorReadsTheChart(chart)
})

async function intakeOpensTheChart(): Promise<string> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ben Ashworth')
  await page.getByRole('link', { name: 'Inquiries' }).click()
  await page.getByLabel('Read a referral file').setInputFiles(fixture('deceased.json'))
  await page.getByText(/has died/).waitFor()
  await page.getByLabel('Read a referral file').setInputFiles(fixture('truncated.json'))
  await page.getByText('Nothing was kept.').waitFor()
  await page.getByLabel('Who sent it').fill('Harbor General Hospital')
  await page.getByLabel('Read a referral file').setInputFiles(fixture('hospital-discharge.json'))

  await page.getByRole('heading', { name: 'Referral', exact: true }).waitFor()
  await expectValue(page.getByLabel('Legal family name'), 'Carballo Ortega')
  await page.getByText('Patient.name[').first().waitFor()
  await page.getByRole('heading', { name: 'Not taken over' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'referral-draft')
  for (const box of await page.getByLabel(/not the same person/i).all()) await box.check()
  await page.getByRole('button', { name: 'Confirm and open chart' }).click()

  const stay = page.getByRole('form', { name: 'Open a stay' })
  await stay.waitFor()
  await stay.getByLabel('Site').selectOption({ label: 'Elm Street' })
  await stay.getByLabel('Program').selectOption({ label: 'Intensive outpatient' })
  await stay.getByLabel('Counselor').selectOption({ label: 'Ruth Lindqvist, LCSW' })
  await stay.getByLabel('Reason').fill('Placed at this level after assessment')
  await page.getByRole('button', { name: 'Open stay' }).click()
  await page.getByRole('button', { name: `Give a seat in ${group}`, exact: true }).click()
  await page.getByText(/The seat is given/).waitFor()
  await picture(page, 'seat-given')
  expect(faults).toEqual([])
  return new URL(page.url()).pathname.replace(/\/stay$/, '')
}

async function facilitatorMarksAndSigns(): Promise<void> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Marcus Bell')
  await picture(page, 'today-facilitator')
  await page
    .getByRole('row', { name: new RegExp(`Close attendance: ${group}`) })
    .getByRole('link')
    .click()
  const arrived = page.getByLabel(/^Arrived, .*Carballo/)
  await arrived.fill('5:30 pm')
  await arrived.press('Enter')
  const left = page.getByLabel(/^Left, .*Carballo/)
  await left.fill('8:30 pm')
  await left.press('Enter')
  await page
    .getByRole('row', { name: /Carballo/ })
    .getByText('180')
    .waitFor()
  const allPresent = page.getByRole('button', { name: /Mark all present/ })
  if (await allPresent.isVisible()) await allPresent.click()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'attendance')
  await page.getByRole('button', { name: 'Close attendance' }).click()
  await page.getByText(/^Closed/).waitFor()
  await page.getByRole('link', { name: 'Go on to the group note' }).click()

  await page
    .getByLabel('Shared text, in every note')
    .fill('The group checked in, then worked on the first ten minutes of an urge and practiced waiting it out twice.')
  // The first person is open already; the others open one after the other.
  await writeOpenPerson(page, 'Told how a short walk carried the last urge past its peak.')
  const others = page.getByRole('button', { name: /^Open / })
  const names = await others.evaluateAll(all => all.map(each => each.getAttribute('aria-label') ?? ''))
  for (const name of names) {
    await page.getByRole('button', { name, exact: true }).click()
    await writeOpenPerson(page, 'Named one hour of the evening that is hard and a first step for it.')
  }
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'group-note')
  // Writing took a while, so signing asks for the password once more.
  world.pass(11)
  await page.getByRole('button', { name: /^Sign \d+ notes$/ }).click()
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('form', { name: 'Your password once more' }).getByRole('button').last().click()
  await page.getByText(/notes signed, each in its own chart/).waitFor()
  expect(faults).toEqual([])
}

async function writeOpenPerson(page: import('playwright-core').Page, sentence: string): Promise<void> {
  await page.getByRole('radio', { name: /^Active/ }).check({ force: true })
  await page.getByLabel(/^One sentence of their own/).fill(sentence)
}

async function counselorReadsTheChart(chart: string): Promise<void> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  await page.goto(chart)
  // The stay began on a Tuesday: six days of the week ask for six sevenths of its nine hours.
  await page.getByText('3 h of 7 h 42 min').first().waitFor()
  await page.getByText(group).first().waitFor()
  expect(await page.title()).not.toContain('Carballo')
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'chart')
  expect(faults).toEqual([])
}

async function expectValue(field: import('playwright-core').Locator, value: string): Promise<void> {
  await field.waitFor()
  expect(await field.inputValue()).toBe(value)
}
