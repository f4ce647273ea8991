import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
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

it('after a quarter of an hour the page locks, and every word is there after the password', async () => {
  const { page, context, faults } = await world.page()
  await stepInAs(page, 'Marcus Bell')
  await page.getByRole('link', { name: /^Tasks/ }).click()
  await page
    .getByRole('button', { name: /^Add a task/ })
    .first()
    .click()
  const title = page.getByLabel('What is to be done')
  await title.fill('Ask the carpenter about the chair in Maple')
  await context.clock.fastForward('15:30')
  await page.getByRole('heading', { name: 'Locked for Marcus Bell' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'locked')
  const refused = await page.evaluate(
    async () => (await fetch('/api/today/lines', { headers: { 'footbridge-request': 'staff' } })).status,
  )
  expect(refused).toBe(401)
  await page.getByLabel('Password', { exact: true }).fill('not this one')
  await page.getByRole('button', { name: 'Unlock and go on' }).click()
  await page.getByText(/tries left/).waitFor()
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Unlock and go on' }).click()
  await page.getByRole('heading', { name: 'Locked for Marcus Bell' }).waitFor({ state: 'hidden' })
  expect(await title.inputValue()).toBe('Ask the carpenter about the chair in Maple')
  expect(faults).toEqual([])
})

it('ending a session on another device ends it at once', async () => {
  const first = await world.page()
  const second = await world.page()
  await stepInAs(first.page, 'Keisha Monroe')
  await stepInAs(second.page, 'Keisha Monroe')
  await first.page.goto('/staff/my-sign-ins')
  await first.page
    .getByRole('button', { name: /^Sign out there/ })
    .first()
    .click()
  await first.page.getByRole('button', { name: /^Sign out there/ }).waitFor({ state: 'hidden' })
  const refused = await second.page.evaluate(
    async () => (await fetch('/api/today/lines', { headers: { 'footbridge-request': 'staff' } })).status,
  )
  expect(refused).toBe(401)
})
