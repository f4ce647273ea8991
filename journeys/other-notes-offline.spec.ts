import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { packageRoot } from '#platform/data-folder.ts'
import { demoPassword } from '#sign-in/commands.ts'
import { goOffline, noNetwork, onDisk, onlyThis, pagesKept, signIn } from './device.ts'
import { callsAs, openKillable, type StaffCalls } from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll } from './world.ts'

// A counselor writes the note of a contact where there is no network.
const author = 'Ruth Lindqvist'
const mail = 'ruth.lindqvist@cedarhouse.example'
const soon = { timeout: 15_000 }
const parts = ['Data', 'Assessment', 'Plan'] as const

type DraftNow = { version: number; parts: { name: string; text: string }[]; noteId: string | null }

let world: JourneyWorld
let ruth: StaffCalls
let chart = ''
const profiles: string[] = []

beforeAll(async () => {
  world = await journeyWorld()
  ruth = await callsAs(world, author)
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picturesOfAll()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
  for (const profile of profiles) rmSync(profile, { recursive: true, force: true })
})

/** The words of a draft as the house has them. */
async function inHouse(draftId: string): Promise<string[]> {
  const { parts } = await ruth<DraftNow>('notes.draft?', { draftId })
  return parts.map(part => part.text)
}

/** A draft of a contact, open on a page whose device may keep words for its author. */
async function begun(page: Page): Promise<string> {
  if (!chart) {
    await page.goto(`${world.address}/staff/clients`)
    const link = page.locator('main a[href^="/staff/clients/"]:not([href$="/new"])').first()
    chart = (await link.getAttribute('href')) ?? ''
  }
  await page.goto(`${world.address}${chart}/notes/new`)
  await page.getByLabel('Of what').selectOption({ label: 'A contact that was not booked' })
  await page.getByLabel('Which note').selectOption({ label: 'Individual session (DAP)' })
  const key = page.waitForResponse(/device-key/)
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByRole('heading', { name: 'Individual session (DAP)', level: 1 }).waitFor()
  await key
  return page.url().split('/').at(-1) ?? ''
}

const field = (page: Page, part: string) => page.getByLabel(new RegExp(`^${part}`)).and(page.locator('textarea'))
const said = (part: string) => `Without a network, in ${part.toLowerCase()}: an urge was waited out for ten minutes.`

it('an evening without a network, a reload, four hours: every word is in the house, and saved once', async () => {
  const { page, context, faults } = await world.page()
  await signIn(world, page, mail)
  const draftId = await begun(page)
  await pagesKept(page)
  await goOffline(context, page)
  for (const part of parts) await field(page, part).fill(said(part))
  await onlyThis(page)
  await expect.poll(async () => (await onDisk(page)).length, soon).toBe(1)
  const disk = JSON.stringify(await onDisk(page))
  for (const word of ['urge', 'Plan', draftId, chart.split('/').at(-1) ?? chart]) expect(disk).not.toContain(word)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'other-note-offline')

  await page.reload()
  await page.getByRole('heading', { name: 'Footbridge cannot be reached' }).waitFor()
  await page.getByText('1 entry made on this device waits here.').waitFor()
  expect(await page.content()).not.toContain('urge')

  world.pass(240)
  ruth = await callsAs(world, author)
  await context.setOffline(false)
  // Four hours on, the sign-in has ended: the page that comes by itself asks who is there.
  await page.getByLabel('Work email').fill(mail)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Individual session (DAP)', level: 1 }).waitFor()
  await expect.poll(() => onDisk(page), soon).toEqual([])
  expect(await inHouse(draftId)).toEqual(parts.map(said))
  expect((await ruth<DraftNow>('notes.draft?', { draftId })).version).toBe(2)
  for (const part of parts) expect(await field(page, part).inputValue()).toBe(said(part))
  expect(faults.filter(fault => !noNetwork.test(fault))).toEqual([])
})

it('what waits goes out from any page, also when its own is not opened again', async () => {
  const { page, context } = await world.page()
  await signIn(world, page, mail)
  const draftId = await begun(page)
  await pagesKept(page)
  await goOffline(context, page)
  await field(page, 'Plan').fill('A call on Thursday.')
  await onlyThis(page)
  await context.setOffline(false)
  await page.goto(`${world.address}/staff`)
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await expect.poll(async () => (await inHouse(draftId)).at(-1), soon).toBe('A call on Thursday.')
  await expect.poll(() => onDisk(page), soon).toEqual([])
})

it('killed in mid-sentence: what was typed a moment before is there', async () => {
  const profile = mkdtempSync(path.join(packageRoot, '.tmp', 'others-'))
  profiles.push(profile)
  const first = 'Spoke of a missed call with a sister'
  const second = ' and wrote back during the break.'
  const { page, context, pullPlug } = await openKillable(world, profile)
  await signIn(world, page, mail)
  const draftId = await begun(page)
  await goOffline(context, page)
  await field(page, 'Data').focus()
  await page.keyboard.type(first, { delay: 15 })
  await expect.poll(async () => (await onDisk(page)).length, soon).toBe(1)
  await new Promise(done => setTimeout(done, 500))
  const typing = page.keyboard.type(second, { delay: 40 }).catch(() => undefined)
  await new Promise(done => setTimeout(done, 500))
  await pullPlug()
  await typing

  const again = await openKillable(world, profile)
  // Whether the browser kept its cookie when it was killed is chance.
  await again.context.clearCookies()
  await signIn(world, again.page, mail)
  await again.page.goto(`${world.address}/staff/notes/draft/${draftId}`)
  await expect.poll(() => field(again.page, 'Data').inputValue(), soon).toContain(first)
  const there = await field(again.page, 'Data').inputValue()
  expect((first + second).startsWith(there)).toBe(true)
  await expect.poll(async () => (await inHouse(draftId))[0], soon).toBe(there)
  await expect.poll(() => onDisk(again.page), soon).toEqual([])
  await again.pullPlug()
})

it('a page that is locked, and a sign-in that ended under it, lose nothing', async () => {
  const { page, context } = await world.page()
  await signIn(world, page, mail)
  const draftId = await begun(page)
  await field(page, 'Data').fill('Told of the weekend.')
  await context.clearCookies()
  await field(page, 'Assessment').fill('Less alone than a week ago.')
  const veil = page.getByRole('dialog', { name: 'Sign in to go on' })
  await veil.getByLabel('Work email').fill(mail)
  await expect.poll(async () => (await onDisk(page)).length, soon).toBe(1)
  await veil.getByLabel('Password', { exact: true }).fill(demoPassword)
  await veil.getByRole('button', { name: 'Continue' }).click()
  await expect.poll(() => inHouse(draftId), soon).toEqual(['Told of the weekend.', 'Less alone than a week ago.', ''])

  await field(page, 'Plan').fill('Calls on Friday.')
  await page.getByRole('button', { name: new RegExp(author) }).click()
  await page.getByRole('menuitem', { name: /Lock/ }).click()
  const lock = page.getByRole('dialog', { name: /locked/i })
  await lock.waitFor()
  await lock.getByLabel('Password', { exact: true }).fill(demoPassword)
  await lock.getByRole('button', { name: /Unlock|Go on|Continue/ }).click()
  await expect.poll(async () => (await inHouse(draftId)).at(-1), soon).toBe('Calls on Friday.')
  await expect.poll(() => onDisk(page), soon).toEqual([])
})

it('two devices: different parts go together; the same part stands twice until one is chosen, also after a reload', async () => {
  const { page, context, faults } = await world.page()
  await signIn(world, page, mail)
  const draftId = await begun(page)
  await pagesKept(page)
  await goOffline(context, page)
  await field(page, 'Data').fill('Here: told of the lake.')
  await field(page, 'Plan').fill('Here: calls on Friday.')
  await onlyThis(page)
  const other = await world.page()
  await signIn(world, other.page, mail)
  await other.page.goto(`${world.address}/staff/notes/draft/${draftId}`)
  await field(other.page, 'Data').fill('There: told of the sea.')
  await field(other.page, 'Assessment').fill('There: rested.')
  await expect.poll(async () => (await inHouse(draftId))[1], soon).toBe('There: rested.')

  await context.setOffline(false)
  await page.getByText('You changed this note elsewhere too.').waitFor()
  await page.goto(`${world.address}/staff/notes`)
  await page.getByText('Two texts stand in a note of yours.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'Open the note with two texts' }).click()
  const theirs = page.getByRole('region', { name: 'Saved from the other page' })
  await theirs.getByText('There: told of the sea.').waitFor()
  await page.getByRole('region', { name: 'On this page' }).getByText('Here: told of the lake.').waitFor()
  await picture(page, 'other-note-two-texts')
  expect(await axeFaults(page)).toEqual([])
  expect(await theirs.textContent()).not.toContain('rested')
  await page.getByRole('button', { name: 'Keep this page’s' }).click()
  await expect
    .poll(() => inHouse(draftId), soon)
    .toEqual(['Here: told of the lake.', 'There: rested.', 'Here: calls on Friday.'])
  await expect.poll(() => onDisk(page), soon).toEqual([])
  expect(faults.filter(fault => !noNetwork.test(fault))).toEqual([])
})

it('what comes after the note was thrown away elsewhere stands with the reason until it is let go', async () => {
  const { page, context } = await world.page()
  await signIn(world, page, mail)
  const draftId = await begun(page)
  await pagesKept(page)
  await goOffline(context, page)
  await field(page, 'Plan').fill('Words that find no place.')
  await onlyThis(page)
  await ruth('notes.drop-draft', { draftId, version: 1 })
  await context.setOffline(false)
  await page.getByText('Something you wrote found no place.').waitFor()
  await page.goto(`${world.address}/staff/notes`)
  await page.getByText('Plan: Words that find no place.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'other-note-no-place')
  await page.getByRole('button', { name: /^Let it go/ }).click()
  await page.getByRole('button', { name: 'Let them go' }).click()
  await page.getByText('Something you wrote found no place.').waitFor({ state: 'detached' })
  await expect.poll(() => onDisk(page), soon).toEqual([])
})

it('a note cannot be begun without a network, and the page says so and keeps what was chosen', async () => {
  const { page, context } = await world.page()
  await signIn(world, page, mail)
  await page.goto(`${world.address}${chart}/notes/new`)
  await page.getByLabel('Of what').selectOption({ label: 'A contact that was not booked' })
  await page.getByLabel('Minutes').fill('25')
  await goOffline(context, page)
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByText('Not begun.').waitFor()
  expect(await page.getByLabel('Minutes').inputValue()).toBe('25')
  await picture(page, 'other-note-not-begun')
  expect(await axeFaults(page)).toEqual([])
  await context.setOffline(false)
  await page.getByText(/^Offline since/).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.waitForURL(/\/staff\/notes\/draft\//)
})

it('who leads no group has a list of the notes they began', async () => {
  const { page } = await world.page()
  await signIn(world, page, 'dana.okafor@cedarhouse.example')
  await page.goto(`${world.address}/staff/notes`)
  await page.getByRole('heading', { name: 'Notes', level: 1 }).waitFor()
  await page.getByText('Nothing to sign').waitFor()
  await picture(page, 'notes-of-no-group')
  expect(await axeFaults(page)).toEqual([])
})
