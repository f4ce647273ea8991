import ICAL from 'ical.js'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Tuesday 24 November 2026, 08:40 in New York: the day groups meet tomorrow, the evening groups tonight.
const morning = '2026-11-24T13:40:00.000Z'
const dayHours = 'Thoughts and triggers, Day A'
const fullHours = 'Relapse prevention, Evening A'
const eveningHours = 'Process group, Evening B'
const own = { email: 'kwame.boateng@mail.example', password: 'a quiet walk by the river' }

let world: JourneyWorld

beforeAll(async () => {
  world = await journeyWorld({ at: morning })
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const seats = (page: Page) => page.getByRole('table', { name: 'Seats in groups' })

it('a client moves from day to evening', async () => {
  onTestFailed(picturesOfAll)
  const chart = await intakeGivesTheSignIn()
  await counselorMoves(chart)
  await theWeekFollows()
  await theyReadItOnTheirPhone()
})

/** A sign-in has no page yet: intake gives it through its door. */
async function intakeGivesTheSignIn(): Promise<string> {
  const { page } = await world.page()
  await stepInAs(page, 'Ben Ashworth')
  await page.goto('/staff/clients')
  await page.getByRole('link', { name: /Kwame Boateng/ }).click()
  await page.getByRole('heading', { name: /Kwame Boateng/ }).waitFor()
  const chart = new URL(page.url()).pathname
  const status = await page.evaluate(
    async body => {
      const headers = {
        'footbridge-request': 'staff',
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      }
      const door = '/api/people/open-client-sign-in'
      return (await fetch(door, { method: 'POST', headers, body: JSON.stringify(body) })).status
    },
    { clientId: chart.split('/').at(-1), ...own },
  )
  expect(status).toBe(200)
  return chart
}

async function counselorMoves(chart: string): Promise<void> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  await page.goto(`${chart}/schedule`)
  await seats(page).getByRole('link', { name: dayHours }).waitFor()
  const before = await seats(page).getByRole('link').allInnerTexts()
  await page.getByRole('button', { name: 'Move to other groups' }).click()
  const drawer = page.getByRole('dialog', { name: 'Move to other groups' })

  // Evening A is full: that is told, and nothing is half done.
  await drawer.getByLabel('Track').selectOption({ label: 'Evening A' })
  await drawer.getByRole('group', { name: 'Takes a seat in' }).getByLabel(fullHours).check()
  await drawer.getByLabel('Reason').fill('A new job during the day')
  await drawer.getByRole('button', { name: 'Move', exact: true }).click()
  await drawer.getByText('Nothing was moved.').waitFor()
  await drawer.getByText('All 12 seats of this group are taken.').waitFor()
  await drawer.getByText('A director may go on all the same.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'move-full')
  await page.keyboard.press('Escape')
  await page.reload()
  await seats(page).getByRole('link', { name: dayHours }).waitFor()
  expect(await seats(page).getByRole('link').allInnerTexts()).toEqual(before)
  await page.getByText('Day A', { exact: true }).first().waitFor()

  // Evening B has seats: its hours are chosen, the day is left, in one act.
  await page.getByRole('button', { name: 'Move to other groups' }).click()
  await drawer.getByLabel('Track').selectOption({ label: 'Evening B' })
  await drawer.getByText(/^9 h 50 min a week in groups from then on/).waitFor()
  await drawer.getByLabel('Reason').fill('A new job during the day')
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'move-evening')
  await drawer.getByRole('button', { name: 'Move', exact: true }).click()
  await page
    .getByRole('region', { name: 'Messages' })
    .getByText(/Moved: 5 seats left, 5 seats taken/)
    .waitFor()
  await seats(page).getByRole('link', { name: eveningHours }).waitFor()
  await page.getByText('5 seats that have ended').click()
  const past = page.getByRole('table', { name: 'Seats that have ended' })
  await past.getByRole('row', { name: new RegExp(`${dayHours}.*A new job during the day`) }).waitFor()
  const coming = await page.getByRole('table', { name: 'Coming sessions' }).innerText()
  expect(coming).toContain(eveningHours)
  expect(coming).not.toMatch(/Day A/)
  await page.getByText('Evening B', { exact: true }).first().waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'move-done', true)
  expect(faults).toEqual([])
}

async function theWeekFollows(): Promise<void> {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Dana Okafor')
  await page.goto('/staff/week?by=client')
  const row = page.getByRole('row', { name: /Kwame Boateng/ })
  const wednesday = row.getByRole('cell').nth(2)
  await wednesday.getByRole('button', { name: '7:50 pm Process group' }).waitFor()
  expect(await wednesday.getByRole('button', { name: /^(9:00|10:10|11:20) am/ }).count()).toBe(0)
  expect(faults).toEqual([])
}

async function theyReadItOnTheirPhone(): Promise<void> {
  const { page, faults } = await world.page({ width: 390, height: 844 })
  await page.goto('/me')
  await page.getByLabel('Email').fill(own.email)
  await page.getByLabel('Password').fill(own.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Good morning, Kwame' }).waitFor()
  await page.getByRole('heading', { name: 'Relapse prevention, Evening B' }).first().waitFor()
  const shown = await page.getByRole('main').innerText()
  expect(shown).toContain('5:30 to 6:30 pm')
  expect(shown).not.toMatch(/Day A/)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'move-portal', true)

  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = await page.getByLabel(/^Your link/).inputValue()
  const events = ICAL.Component.fromString(await (await fetch(link)).text()).getAllSubcomponents('vevent')
  const starts = events.map(event => String(event.getFirstPropertyValue('dtstart')))
  expect(starts.some(each => /T1[79]:/.test(each))).toBe(true)
  expect(starts.filter(each => /T(09|10|11):/.test(each) && each > '2026-11-24')).toEqual([])
  expect(faults).toEqual([])
}
