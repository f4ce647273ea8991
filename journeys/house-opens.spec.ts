import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { codeAt } from '#sign-in/sign-in.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll } from './world.ts'

let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld({ world: 'real' })
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picturesOfAll()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const email = 'vera.lund@riverside.example'
const password = 'a house on the other bank'

it('a real house opens with four questions, and its administrator signs in with a second step', async () => {
  const { page, faults } = await world.page()
  await page.goto('/')
  await page.getByLabel('Name of the organization').fill('Riverside Recovery')
  await page.getByLabel('Name of the site').fill('Mill Lane')
  await page.getByLabel('Time zone').selectOption('America/Denver')
  await page.getByRole('radio', { name: /^Intensive outpatient(?!,)/ }).check({ force: true })
  await page.getByLabel('Given name').fill('Vera')
  await page.getByLabel('Family name').fill('Lund')
  await page.getByLabel('Work email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Open the house' }).click()
  await page
    .getByText(/at least 12/i)
    .first()
    .waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'first-run')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Open the house' }).click()

  await page.getByRole('form', { name: 'Sign in' }).waitFor()
  expect(await page.getByText('Or step in as someone').count()).toBe(0)
  await enter(page, 'not the password at all')
  await page.getByText(/Not known together/).waitFor()
  await enter(page, password)
  await page.getByRole('heading', { name: 'Set up your second step' }).waitFor()
  const key = (await page.getByRole('code').innerText()).replaceAll(/\s/g, '')
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'second-step')
  await typeCode(page, '000000')
  await page.getByText(/Not the code of this moment/).waitFor()
  await typeCode(page, codeNow(key))
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'today-empty-house')
  expect(faults).toEqual([])
})

async function enter(page: Page, word: string): Promise<void> {
  await page.getByLabel(/email/i).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(word)
  await page.getByRole('button', { name: 'Continue' }).click()
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Digit 1 of 6').click()
  await page.keyboard.type(code)
}

/** The code of this moment, as an authenticator app would show it. */
function codeNow(key: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key].map(letter => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = (bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2))
  return codeAt(Uint8Array.from(bytes), Math.floor(Date.parse(world.now()) / 30_000))
}
