import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { frontRoutes } from '../src/front.ts'
import { hostileWords, laidInto } from './hostile.ts'
import { openRequests, pathsOf, settled } from './walk.ts'
import { closeBrowser, type JourneyPage, type JourneyWorld, journeyWorld, stepInAs } from './world.ts'

// Somebody got hostile words into every text that the house keeps: no page runs them, and no page leaves the house.

let world: JourneyWorld
let columns: string[] = []
beforeAll(async () => {
  world = await journeyWorld({
    before: async owner => {
      columns = await laidInto(owner)
    },
  })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

/** A page that remembers whatever of them ran. */
async function trap(): Promise<JourneyPage & { ran: string[] }> {
  const opened = await world.page()
  const ran: string[] = []
  await opened.context.exposeFunction('zq', () => ran.push(opened.page.url()))
  opened.page.on('dialog', dialog => {
    ran.push(dialog.message())
    void dialog.dismiss()
  })
  return { ...opened, ran }
}

/** Whether the page shows any of the words as words. */
const shows = async (page: Page) =>
  /onerror=zq|onload=zq|zq\(\)|evil\.example/.test(await page.locator('body').innerText())

it('are of more than two hundred kinds, and lie in the texts of every room', () => {
  expect(new Set(hostileWords).size).toBeGreaterThan(200)
  for (const column of ['people.client.legal_given', 'inquiry.contact.need', 'desk.task.title', 'timetable.group.name'])
    expect(columns).toContain(column)
  expect(columns.length).toBeGreaterThan(50)
})

it.each(['Dana Okafor', 'Ben Ashworth', 'Ruth Lindqvist'])(
  'run on no page of %s',
  async name => {
    const { page, faults, ran } = await trap()
    await stepInAs(page, name)
    const looked = { page, open: openRequests(page) }
    await settled(looked)
    let shown = 0
    for (const path of await pathsOf(looked)) {
      await page.goto(path)
      await settled(looked, path)
      if (await shows(page)) shown += 1
    }
    expect(ran).toEqual([])
    expect(faults).toEqual([])
    expect(shown).toBeGreaterThan(5)
  },
  180_000,
)

it('run on no public page, and on none that answers with what was sent', async () => {
  const { page, faults, ran } = await trap()
  for (const { path } of frontRoutes) await page.goto(path)
  for (const words of hostileWords.filter((_, at) => at % 20 === 0)) {
    await page.goto('/inquiry')
    await page.locator('input[name=name]').fill(words)
    await page.locator('input[name=phone]').fill(words.slice(0, 20))
    await page.locator('textarea[name=need]').fill(words)
    await page.locator('form[action$="/inquiry"] button[type=submit], form button').last().click()
    await page.waitForLoadState()
    expect(await page.locator('input[name=name]').inputValue()).toBe(words)
  }
  expect(ran).toEqual([])
  expect(faults).toEqual([])
})
