import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { packageRoot } from '#platform/data-folder.ts'
import { handOf } from './budgets.ts'
import {
  axeFaults,
  closeBrowser,
  type JourneyWorld,
  journeyWorld,
  picture,
  picturesOfAll,
  stepInAs,
  stepInAsClient,
} from './world.ts'

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

it('a counselor finds a client by keyboard, by any part of a name, without an accent, and by phone', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  const hand = await handOf(page)
  for (const typed of ['boat', '10017', '(413) 555-0101']) {
    hand.begins()
    await page.keyboard.press('Control+k')
    await page.keyboard.type(typed)
    await page.getByRole('option', { name: /Kwame Boateng/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /Kwame Boateng/ }).waitFor()
    await hand.ends('find a client')
    expect(page.url()).not.toMatch(/boat|10017|0101/i)
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  }
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'Keys that work here' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'keys')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Keys that work here' }).waitFor({ state: 'hidden' })
  expect(faults).toEqual([])
})

it('attendance of a group is taken by keyboard alone, and a correction keeps the earlier mark', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Marcus Bell')
  await page
    .getByRole('row', { name: /Close attendance: Relapse prevention, evening/ })
    .getByRole('link')
    .click()
  await page.getByRole('row', { name: /Aaliyah Brooks/ }).waitFor()
  await page.keyboard.press('a')
  await page.getByText('5 here').waitFor()
  for (const key of ['1', 'l', '1', '2']) await page.keyboard.press(key)
  await page
    .getByRole('row', { name: /Aaliyah Brooks/ })
    .getByText('168')
    .waitFor()
  const hand = await handOf(page)
  hand.begins()
  await page.keyboard.press('2')
  await page.keyboard.press('x')
  await page.getByText('4 here').waitFor()
  await hand.ends('a mark corrected')
  await page.keyboard.press('h')
  await page
    .getByRole('dialog')
    .getByText(/Marcus Bell/)
    .first()
    .waitFor()
  await picture(page, 'mark-history')
  await page.keyboard.press('Escape')
  expect(faults).toEqual([])
})

it('a client sees on a phone what is next and how the week stands', async () => {
  const { page, faults } = await world.page({ width: 390, height: 844 })
  await stepInAsClient(page, 'Mani Clarke')
  await page.getByRole('heading', { name: /^This week/ }).waitFor()
  expect(await page.getByRole('link', { name: '988' }).count()).toBe(1)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'me-phone')
  const staffDoor = await page.evaluate(async () => {
    const asked = await fetch('/api/people/clients', { headers: { 'footbridge-request': 'me' } })
    return asked.status
  })
  expect(staffDoor).toBe(403)
  expect(faults).toEqual([])
})

it('an address that leads nowhere and a page of another role each say what to do', async () => {
  const { page } = await world.page()
  await stepInAs(page, 'Noor Haddad')
  await page.goto('/staff/nothing-here')
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'not-found')
  await page.goto('/staff/inquiries')
  await page
    .getByText(/intake/i)
    .first()
    .waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'not-yours')
})

it('the picture in the README is the page of today', async () => {
  const { page } = await world.page()
  await stepInAs(page, 'Marcus Bell')
  await page.getByRole('row', { name: /Write and sign/ }).waitFor()
  await picture(page, 'today')
  if (process.env.FOOTBRIDGE_PICTURES) await page.screenshot({ path: path.join(packageRoot, 'docs', 'today.png') })
  expect(await page.title()).toBe('Today · Footbridge')
})
