import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { callsAs, type StaffCalls } from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

const name = 'Hank Sorensen'
let world: JourneyWorld
let dana: StaffCalls
let clientId = ''

type Attended = { sessions: { sessionId: string; onDay: string; startsAt: string; endsAt: string }[] }
type SheetRows = { people: { clientId: string; mark: { id: string } | null }[] }

beforeAll(async () => {
  // Tuesday, 8:50 pm.
  world = await journeyWorld()
  dana = await callsAs(world, 'Dana Okafor')
  const { clients } = await dana<{ clients: { id: string; name: string }[] }>('people.clients?', {})
  clientId = clients.find(client => client.name === name)?.id ?? ''
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

/** Says of somebody in one session what is so, over whatever was said before. */
async function mark(sessionId: string, said: { kind: 'absent' } | { kind: 'here'; arrivedAt: string }): Promise<void> {
  const { people } = await dana<SheetRows>('attendance.sheet?', { sessionId })
  const seen = people.find(person => person.clientId === clientId)?.mark?.id ?? null
  await dana('attendance.mark-seat', { sessionId, clientId, seen, ...said })
}

const sessionsOf = async (from: string, until: string) =>
  (await dana<Attended>('attendance.attended?', { clientId, from, until })).sessions

const followed = (page: Page, step: string) => page.getByRole('row', { name: new RegExp(`${step}: ${name}`) })

it('somebody misses two days, is called, is reached out to, and comes again', async () => {
  onTestFailed(picturesOfAll)
  await theyMissTwoDays()
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  await theScriptIsRead(page)
  await theAttemptIsWrittenDown(page)
  expect(faults).toEqual([])
  await whileWalking()
  await theyCome()
})

async function theyMissTwoDays(): Promise<void> {
  const over = (await sessionsOf('2026-11-16', '2026-11-24')).filter(session => session.endsAt <= world.now())
  const days = [...new Set(over.map(session => session.onDay))].sort().slice(-2)
  expect(days).toHaveLength(2)
  for (const { sessionId } of over.filter(session => days.includes(session.onDay)))
    await mark(sessionId, { kind: 'absent' })
}

async function theScriptIsRead(page: Page): Promise<void> {
  await page.reload()
  const line = followed(page, 'Call the same day')
  await line.getByText(/^Missed \w+ and \w+\.$/).waitFor()
  await line.getByText('in 24 h').waitFor()
  await line.getByRole('link', { name: /^Open the script/ }).focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name })
  await drawer.getByRole('heading', { name: 'Call the same day' }).waitFor()
  await drawer.getByText('Not verified').waitFor()
  // The steps of the script in their order, and a number that the phone dials.
  const said = await drawer.getByRole('region', { name: 'Call the same day' }).getByRole('listitem').allTextContents()
  expect(said[0]).toMatch(/^Say your first name/)
  expect(said.at(-1)).toMatch(/crisis line/)
  const call = drawer.getByRole('link', { name: /^Call \(\d{3}\) 555-01\d\d, / })
  expect(await call.getAttribute('href')).toMatch(/^tel:\d{3}55501\d\d$/)
  await drawer.getByText(/^Next session: /).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'no-show-script')
}

async function theAttemptIsWrittenDown(page: Page): Promise<void> {
  const drawer = page.getByRole('dialog', { name })
  await page.keyboard.press('Control+Enter')
  await drawer.getByText('Say what came of it.').waitFor()
  await drawer.getByRole('radio', { name: 'No answer' }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Rang twice, at nine and at ten.')
  await page.keyboard.press('Control+Enter')
  await page
    .getByRole('region', { name: 'Messages' })
    .getByText(/^Written down\. Next: Reach out in every agreed way, by Thu 26 Nov, 8:5\d pm\.$/)
    .waitFor()
  await drawer.waitFor({ state: 'hidden' })
  const row = page.getByRole('table', { name: /^Missed sessions/ }).getByRole('row', { name: new RegExp(name) })
  await row.getByText('Reach out in every agreed way').waitFor()
  await row.getByText('1 attempt').waitFor()
  await picture(page, 'no-show-list')
  await page.goto('/staff/today')
  await followed(page, 'Reach out in every agreed way')
    .getByText('in 48 h')
    .or(followed(page, 'Reach out in every agreed way').getByText('in 2 days'))
    .waitFor()
  expect(await followed(page, 'Call the same day').count()).toBe(0)
}

async function whileWalking(): Promise<void> {
  const { page, faults } = await world.page({ width: 390, height: 844, dark: true })
  await stepInAs(page, 'Ruth Lindqvist')
  await page.goto(`/staff/missed?client=${clientId}`)
  const drawer = page.getByRole('dialog', { name })
  await drawer.getByRole('heading', { name: 'Reach out in every agreed way' }).waitFor()
  await drawer.getByText('Rang twice, at nine and at ten.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await picture(page, 'no-show-phone')
  await drawer.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: `Open the script: ${name}` }).waitFor()
  expect(faults).toEqual([])
}

async function theyCome(): Promise<void> {
  const [next] = (await sessionsOf('2026-11-24', '2026-12-04')).filter(session => session.startsAt > world.now())
  if (!next) throw new Error('nothing is booked for them')
  world.pass((Date.parse(next.startsAt) - Date.parse(world.now())) / 60_000 + 5)
  dana = await callsAs(world, 'Dana Okafor')
  await mark(next.sessionId, { kind: 'here', arrivedAt: next.startsAt })
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  await page.getByRole('table', { name: /^To settle/ }).waitFor()
  expect(await page.getByRole('row', { name: new RegExp(`(Call|Reach out|Review).*: ${name}`) }).count()).toBe(0)
  await page.goto(`/staff/missed?client=${clientId}`)
  await page.getByText('This person has no missed days any more').waitFor()
  await page.getByRole('table', { name: /^Missed sessions/ }).waitFor()
  expect(await page.getByRole('row', { name: new RegExp(name) }).count()).toBe(0)
  expect(faults).toEqual([])
}
