import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { budgets, handOf } from './budgets.ts'
import {
  closeBrowser,
  type JourneyWorld,
  journeyWorld,
  picture,
  picturesOfAll,
  stepInAs,
  stepInAsClient,
} from './world.ts'

// Tasks that no other journey walks by its shortest way. Tuesday 24 November 2026, 08:40 in New York.

const phone = { width: 390, height: 844 }
let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld({ at: '2026-11-24T13:40:00.000Z' })
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picturesOfAll()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

it('each task has one budget', () => {
  expect(new Set(budgets.map(each => each.task)).size).toBe(budgets.length)
})

it('a facilitator is ill: from the week, what is proposed is taken, and the clients are told', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Dana Okafor')
  await page.goto('/staff/week')
  const session = page.getByRole('button', { name: /^Process group.*Fri 27 Nov, 11:20 am/ })
  await session.waitFor()
  const hand = await handOf(page)
  hand.begins()
  await session.click()
  await page.getByRole('dialog').getByRole('link', { name: 'Ruth Lindqvist is away' }).click()
  await page.getByRole('button', { name: /^Cover \d+ sessions$/ }).click()
  await page.getByRole('heading', { name: 'Tell the clients' }).waitFor()
  // Every hour is held by somebody else; whoever expects Ruth hears of it too.
  await page.getByText(/^Also tell who expects Ruth Lindqvist/).click()
  await page.getByRole('button', { name: /^Send \d+ messages?/ }).click()
  await page
    .getByRole('region', { name: 'Messages' })
    .getByText(/messages? on the way/)
    .waitFor()
  await hand.ends('a facilitator is ill, clients told')
  expect(faults).toEqual([])
})

it('the crisis line is one tap from the client’s page, and stays so without a network', async () => {
  const { page, context, faults } = await world.page(phone)
  await stepInAsClient(page, 'Mani Clarke')
  await page.getByRole('heading', { name: /^This week/ }).waitFor()
  const line = page.getByRole('link', { name: '988' })
  // A link of a number opens the telephone; here it is enough that it was tapped where it is seen.
  await page.evaluate(() => window.addEventListener('click', event => event.preventDefault(), { capture: true }))
  const inSight = async () => {
    const box = await line.boundingBox()
    expect((box?.y ?? phone.height) + (box?.height ?? 0)).toBeLessThanOrEqual(phone.height)
  }
  const hand = await handOf(page)
  hand.begins()
  await inSight()
  await line.tap()
  await hand.ends('the crisis line from the client’s page')
  await context.setOffline(true)
  await page.getByText('You are offline. This page goes on by itself.').waitFor()
  hand.begins()
  await inSight()
  await line.tap()
  await hand.ends('the crisis line without a network')
  expect(await line.getAttribute('href')).toBe('tel:988')
  await picture(page, 'me-offline')
  expect(faults.filter(fault => !/ERR_INTERNET_DISCONNECTED/.test(fault))).toEqual([])
})

it('the crisis line is one tap from the public start', async () => {
  const { page, faults } = await world.page(phone)
  await page.goto('/')
  await page.evaluate(() => window.addEventListener('click', event => event.preventDefault(), { capture: true }))
  const line = page.getByRole('complementary').getByRole('link', { name: /^988/ })
  const box = await line.boundingBox()
  expect((box?.y ?? phone.height) + (box?.height ?? 0)).toBeLessThanOrEqual(phone.height)
  const hand = await handOf(page)
  hand.begins()
  await line.tap()
  await hand.ends('the crisis line from the public start')
  expect(faults).toEqual([])
})
