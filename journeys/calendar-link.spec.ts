import ICAL from 'ical.js'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
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

/** What a calendar app gets at a link: the titles, each once; or the status when it gets none. */
async function appReads(link: string): Promise<string[] | number> {
  const answer = await fetch(link)
  if (!answer.ok) return answer.status
  const times = ICAL.Component.fromString(await answer.text()).getAllSubcomponents('vevent')
  return [...new Set(times.map(each => String(each.getFirstPropertyValue('summary'))))].sort()
}

/** Makes a link, copies it, and comes back later to a page that no longer shows it. */
async function makeLink(page: Page, shot: string): Promise<{ link: string; trouble: string[] }> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = await page.getByLabel(/^Your link/).inputValue()
  await page.getByRole('button', { name: 'Copy the link' }).click()
  await page.getByText('Copied. Now paste it in your calendar app.').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link)
  const trouble = await axeFaults(page)
  await picture(page, shot, true)
  await page.reload()
  await page.getByText('A link made').waitFor()
  expect(await page.getByLabel(/^Your link/).count()).toBe(0)
  return { link, trouble: [...trouble, ...(await axeFaults(page))] }
}

it('a client takes their times to their phone’s calendar, and stops it again', async () => {
  const { page, faults } = await world.page({ width: 390, height: 844 })
  await stepInAsClient(page, 'Mani Clarke')
  const { link, trouble } = await makeLink(page, 'calendar-link-client')
  expect(await appReads(link)).toEqual(['Appointment'])
  await page.getByRole('button', { name: 'Stop this link' }).click()
  await page.getByText('Stopped. No app can use the link any more.').waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('calendar')
  expect(await appReads(link)).toBe(404)
  expect([...trouble, ...faults]).toEqual([])
})

it('a facilitator does the same, and a new link ends the old one', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Marcus Bell')
  await page.goto('/staff/my-sign-ins')
  const { link, trouble } = await makeLink(page, 'calendar-link-staff')
  const titles = await appReads(link)
  if (typeof titles === 'number') throw new Error(`the link answers ${titles}`)
  expect(titles.length).toBeGreaterThan(0)
  for (const title of titles) expect(title).toMatch(/^Session, /)
  await page.getByRole('button', { name: 'Make a new link' }).click()
  const newer = await page.getByLabel(/^Your link/).inputValue()
  expect(await appReads(link)).toBe(404)
  expect(await appReads(newer)).toEqual(titles)
  expect([...trouble, ...faults]).toEqual([])
})
