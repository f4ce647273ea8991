import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { nobody } from '#kernel/actor.ts'
import { syncSigns } from '#rooms/attendance/signs.ts'
import { pairTablet } from '#rooms/attendance/tablets.ts'
import { callsAs, type StaffCalls } from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

let world: JourneyWorld
let dana: StaffCalls
let siteId = ''

type Board = { sessions: { id: string; room: string; here: { clientId: string }[] }[]; clients: number; staff: number }
type SheetRows = { people: { clientId: string; name: string; presence: unknown }[] }

beforeAll(async () => {
  // Tuesday, 5:40 pm: the evening groups have begun.
  world = await journeyWorld({ at: '2026-11-24T22:40:00.000Z' })
  dana = await callsAs(world, 'Dana Okafor')
  const me = await dana<{ sites: { id: string; name: string }[] }>('people.me?', {})
  siteId = me.sites.find(site => site.name === 'Elm Street')?.id ?? ''
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const boardOf = () => dana<Board>('attendance.here-now?', { siteId })
const totalOn = (page: Page) => page.getByText(/^\d+ people: \d+ clients?, \d+ staff$/).first()
const countOn = async (page: Page) => Number.parseInt((await totalOn(page).textContent()) ?? '', 10)
/** The board asks every ten seconds. */
const aRefresh = { timeout: 20_000 }

it('the board shows who is in the house, and goes on when the network is gone', async () => {
  onTestFailed(picturesOfAll)
  const { page, context, faults } = await world.page()
  const loud: string[] = []
  page.on('request', request => {
    if (request.url().includes('here-now') && !request.headers()['footbridge-quiet']) loud.push(request.url())
  })
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'yes')
  })
  await stepInAs(page, 'Dana Okafor')
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await page.getByRole('heading', { name: 'Here now', level: 1 }).waitFor()
  await totalOn(page).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await someoneIsMarked(page)
  await someoneSignsInAtTheTablet(page)
  // Nobody pressed anything since: what asks again by itself does not keep its reader signed in.
  expect(loud).toHaveLength(1)
  await theHeadsAreCounted(page)
  expect(faults).toEqual([])
  await theNetworkGoes(page, on => context.setOffline(on))
  // What the browser says of a network that is gone is no fault of the page.
  expect(faults.filter(fault => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
})

it('on a phone the board reads down, and the paper is the same', async () => {
  onTestFailed(picturesOfAll)
  const { page, faults } = await world.page({ width: 390, height: 844 })
  await stepInAs(page, 'Marcus Bell')
  await page.goto('/staff/here')
  await totalOn(page).waitFor()
  // A facilitator reads the names of their own group; the others are counted.
  await page
    .getByText(/, not yours to see by name$/)
    .first()
    .waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await picture(page, 'here-now-phone', true)
  await page.emulateMedia({ media: 'print' })
  await page.getByText('Head-count, Elm Street').waitFor()
  await picture(page, 'here-now-phone-paper', true)
  expect(faults).toEqual([])
})

/** Somebody expected in a session that runs, whom nobody has marked. */
async function someoneOpen(): Promise<{ sessionId: string; room: string; clientId: string; name: string }> {
  for (const { id, room } of (await boardOf()).sessions) {
    const { people } = await dana<SheetRows>('attendance.sheet?', { sessionId: id })
    const open = people.find(person => person.presence === null)
    if (open) return { sessionId: id, room, clientId: open.clientId, name: open.name }
  }
  throw new Error('everybody is marked')
}

const roomOn = (page: Page, room: string) => page.getByRole('region', { name: room, exact: true })

async function someoneIsMarked(page: Page): Promise<void> {
  const before = await countOn(page)
  const { sessionId, room, clientId, name } = await someoneOpen()
  expect(await roomOn(page, room).getByText(name, { exact: true }).count()).toBe(0)
  await dana('attendance.mark-seat', { sessionId, clientId, kind: 'here', arrivedAt: world.now() })
  await roomOn(page, room).getByText(name, { exact: true }).waitFor(aRefresh)
  expect(await countOn(page)).toBe(before + 1)
}

async function someoneSignsInAtTheTablet(page: Page): Promise<void> {
  const { code } = await dana<{ code: string }>('attendance.add-tablet', { siteId, name: 'Side door' })
  const { secret } = await world.house.act(nobody, pairTablet, { code })
  const { room, clientId, name } = await someoneOpen()
  const [deviceNow, kind, how] = [world.now(), 'in', 'code'] as const
  const sign = { id: crypto.randomUUID(), clientId, kind, how, deviceAt: deviceNow, offsetMs: 0 }
  await world.house.act(nobody, syncSigns, { secret, deviceNow, signs: [sign] })
  await roomOn(page, room).getByText(name, { exact: true }).waitFor(aRefresh)
  await picture(page, 'here-now')
}

async function theHeadsAreCounted(page: Page): Promise<void> {
  const total = await totalOn(page).textContent()
  await page.keyboard.press('p')
  await page.locator('[data-printed]').waitFor({ state: 'attached' })
  await page.emulateMedia({ media: 'print' })
  await page.getByText('Head-count, Elm Street').waitFor()
  await page
    .locator('header')
    .getByText(total ?? '', { exact: true })
    .waitFor()
  // On paper stands the head-count alone, and no name of a group.
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(0)
  expect(
    await page
      .getByText(/Relapse prevention/)
      .first()
      .isVisible(),
  ).toBe(false)
  await picture(page, 'here-now-paper', true)
  await page.emulateMedia({ media: 'screen' })
}

async function theNetworkGoes(page: Page, offline: (on: boolean) => Promise<void>): Promise<void> {
  const people = await countOn(page)
  await offline(true)
  await page.clock.fastForward(70_000)
  await page.getByText(/^No answer since 5:4\d:\d\d pm\.$/).waitFor()
  expect(await countOn(page)).toBe(people)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'here-now-offline')
  await offline(false)
  await page.getByText(/^No answer since/).waitFor({ state: 'hidden', ...aRefresh })
  expect(await countOn(page)).toBe(people)
}
