import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { packageRoot } from '#platform/data-folder.ts'
import { demoPassword } from '#sign-in/commands.ts'
import { enter, goOffline, noNetwork, onDisk, onlyThis, pagesKept, signIn } from './device.ts'
import { callsAs, openKillable, type StaffCalls } from './tablet.ts'
import {
  axeFaults,
  closeBrowser,
  copiedPages,
  type JourneyWorld,
  journeyWorld,
  picture,
  picturesOfAll,
} from './world.ts'

// Monday, 8:45 pm: the evening group is over; five had a seat in it, seven more came along, and nothing is written yet.
const group = 'Relapse prevention, evening'
const cameAlong = [
  'Dominic Reyes',
  'Elena Petrova',
  'Grace Nakamura',
  'Hank Sorensen',
  'Miguel Santos',
  'Rosa Delgado',
  'Will Prentice',
]
const lenaMail = 'lena.fischer@cedarhouse.example'
const marcusMail = 'marcus.bell@cedarhouse.example'
const soon = { timeout: 15_000 }

type NoteNow = {
  version: number
  shared: string
  people: { clientId: string; name: string; here: boolean; marked: boolean; own: string; version: number }[]
}

// Its own copy of the pages, so that a newer version of them can come.
const pages = copiedPages()
const profiles: string[] = []
let world: JourneyWorld
let marcus: StaffCalls
let sessionId = ''

beforeAll(async () => {
  world = await journeyWorld({ at: '2026-11-24T01:45:00.000Z', webFolder: pages })
  marcus = await callsAs(world, 'Marcus Bell')
  const dana = await callsAs(world, 'Dana Okafor')
  const { sessions } = await marcus<{ sessions: { id: string; group: string; startsAt: string }[] }>('notes.open?', {})
  const session = sessions.find(each => each.group === group)
  sessionId = session?.id ?? ''
  const arrivedAt = session?.startsAt ?? ''
  const { clients } = await dana<{ clients: { id: string; name: string }[] }>('people.clients?', {})
  for (const name of cameAlong) {
    const clientId = clients.find(client => client.name === name)?.id
    await dana('attendance.add-walk-in', { sessionId, clientId, arrivedAt })
  }
  for (const { clientId, marked } of (await noteNow()).people)
    if (!marked) await marcus('attendance.mark-seat', { sessionId, clientId, kind: 'here', arrivedAt })
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picturesOfAll()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
  for (const folder of [pages, ...profiles]) rmSync(folder, { recursive: true, force: true })
})

const noteNow = () => marcus<NoteNow>('notes.group-note?', { sessionId })
const hereNow = async () => (await noteNow()).people.filter(person => person.here)
const sentenceOf = (page: Page, name: string) => page.getByLabel(`One sentence of their own, ${name}`)
const sharedText = (page: Page) => page.getByLabel('Shared text, in every note')

async function signOut(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Work email').waitFor()
}

/** Opens the note, and waits until this device may keep words for its author. */
async function openNote(page: Page): Promise<void> {
  const key = page.waitForResponse(/device-key/)
  await page.goto(`${world.address}/staff/notes/${sessionId}`)
  await page.getByRole('heading', { name: `Group note: ${group}` }).waitFor()
  await key
}

async function write(page: Page, name: string, sentence: string): Promise<void> {
  const closed = page.getByRole('button', { name: `Open ${name}`, exact: true })
  if (await closed.isVisible()) await closed.click()
  await sentenceOf(page, name).fill(sentence)
}

/** The addresses of everything that the worker keeps. */
const keptFiles = (page: Page) =>
  page.evaluate(async () => {
    const stores = await caches.keys()
    const requests = await Promise.all(stores.map(async store => (await caches.open(store)).keys()))
    return requests.flat().map(request => new URL(request.url).pathname)
  })

const newProfile = () => {
  const profile = mkdtempSync(path.join(packageRoot, '.tmp', 'notes-'))
  profiles.push(profile)
  return profile
}

it('an evening of sentences without a network, a reload, four hours: all of it is there, and saved once', async () => {
  const { page, context, faults } = await world.page()
  await signIn(world, page, marcusMail)
  await openNote(page)
  await pagesKept(page)
  const people = await hereNow()
  expect(people.length).toBeGreaterThanOrEqual(10)
  const sentenceFor = (name: string) =>
    `Practiced the first ten minutes of an urge, and wrote them down for ${name.length} days.`
  await goOffline(context, page)
  await sharedText(page).fill('The group met and talked about the first ten minutes of an urge.')
  for (const { name } of people) await write(page, name, sentenceFor(name))
  await onlyThis(page)
  await expect.poll(async () => (await onDisk(page)).length, soon).toBe(people.length + 1)
  const disk = JSON.stringify(await onDisk(page))
  for (const word of ['urge', 'The group', sessionId, ...people.map(person => person.clientId)])
    expect(disk).not.toContain(word)
  await picture(page, 'notes-offline')

  await page.reload()
  await page.getByRole('heading', { name: 'Footbridge cannot be reached' }).waitFor()
  await page.getByText(`${people.length + 1} entries made on this device wait here.`).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'notes-offline-reloaded')
  for (const { name } of people) expect(await page.content()).not.toContain(name)
  const kept = await keptFiles(page)
  expect(kept).toContain('/staff')
  expect(kept.filter(address => !/^\/(staff|scheme\.js|icon\.svg|assets\/[\w.-]+)$/.test(address))).toEqual([])

  world.pass(240)
  marcus = await callsAs(world, 'Marcus Bell')
  await context.setOffline(false)
  // Four hours on, the sign-in has ended: the page that comes by itself asks who is there.
  await page.getByLabel('Work email').waitFor()
  await enter(page, marcusMail)
  await page.getByRole('heading', { name: `Group note: ${group}` }).waitFor()
  await expect.poll(() => onDisk(page), soon).toEqual([])
  const saved = await noteNow()
  expect(saved.shared).toMatch(/^The group met/)
  expect(saved.people.filter(person => person.here).map(person => [person.name, person.own, person.version])).toEqual(
    people.map(({ name }) => [name, sentenceFor(name), 1]),
  )
  expect(saved.version).toBe(1)
  expect(await sharedText(page).inputValue()).toBe(saved.shared)
  expect(faults.filter(fault => !noNetwork.test(fault))).toEqual([])
})

it('killed in mid-sentence: what was typed two seconds ago is there, for its author alone', async () => {
  const profile = newProfile()
  const first = 'Spoke of a missed call with a sister'
  const second = ' and wrote back during the break.'
  const { page, context, pullPlug } = await openKillable(world, profile)
  await signIn(world, page, marcusMail)
  await openNote(page)
  const name = (await hereNow())[4]?.name ?? ''
  await goOffline(context, page)
  await write(page, name, '')
  await sentenceOf(page, name).focus()
  await page.keyboard.type(first, { delay: 20 })
  await new Promise(done => setTimeout(done, 2000))
  const typing = page.keyboard.type(second, { delay: 40 }).catch(() => undefined)
  await new Promise(done => setTimeout(done, 500))
  await pullPlug()
  await typing

  const again = await openKillable(world, profile)
  await again.page.goto(world.address)
  await again.context.clearCookies()
  await signIn(world, again.page, lenaMail)
  expect(await onDisk(again.page)).toHaveLength(1)
  await again.page.goto(`${world.address}/staff/notes`)
  await again.page.getByRole('heading', { name: 'Notes', level: 1 }).waitFor()
  expect(await again.page.getByText(/device|found no place/).count()).toBe(0)
  await signOut(again.page, /Lena Fischer/)
  await signIn(world, again.page, marcusMail)
  await openNote(again.page)
  const closed = again.page.getByRole('button', { name: `Open ${name}`, exact: true })
  if (await closed.isVisible()) await closed.click()
  await expect.poll(() => sentenceOf(again.page, name).inputValue(), soon).toContain(first)
  const there = await sentenceOf(again.page, name).inputValue()
  expect((first + second).startsWith(there)).toBe(true)
  await expect.poll(async () => (await hereNow())[4]?.own, soon).toBe(there)
  await expect.poll(() => onDisk(again.page), soon).toEqual([])
  await again.pullPlug()
})

it('a sign-in that ended under the page loses nothing', async () => {
  const { page, context } = await world.page()
  await signIn(world, page, marcusMail)
  await openNote(page)
  const name = (await hereNow())[6]?.name ?? ''
  await write(page, name, '')
  await context.clearCookies()
  await sentenceOf(page, name).fill('Disagreed with waiting at first, then timed an urge.')
  const veil = page.getByRole('dialog', { name: 'Sign in to go on' })
  await veil.getByLabel('Work email').fill(marcusMail)
  await veil.getByLabel('Password', { exact: true }).fill(demoPassword)
  await expect.poll(async () => (await onDisk(page)).length, soon).toBe(1)
  await veil.getByRole('button', { name: 'Continue' }).click()
  await expect
    .poll(async () => (await hereNow())[6]?.own, soon)
    .toBe('Disagreed with waiting at first, then timed an urge.')
  await expect.poll(() => onDisk(page), soon).toEqual([])
})

it('two devices: both texts stand side by side, also after a reload, until one is chosen', async () => {
  const { page, context, faults } = await world.page()
  await signIn(world, page, marcusMail)
  await openNote(page)
  await pagesKept(page)
  await goOffline(context, page)
  await sharedText(page).fill('Here: the group met and practiced.')
  await onlyThis(page)
  const other = await world.page()
  await signIn(world, other.page, marcusMail)
  await openNote(other.page)
  await sharedText(other.page).fill('There: the group met and talked.')
  await expect.poll(async () => (await noteNow()).shared, soon).toBe('There: the group met and talked.')

  await context.setOffline(false)
  await page.getByText('The shared text was changed by someone else while you wrote.').waitFor()
  await page.goto(`${world.address}/staff/notes`)
  await page.getByText('Two texts stand in a group note.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'notes-offline-two-texts')
  await page.getByRole('link', { name: 'Open the note with two texts' }).click()
  await page.getByRole('region', { name: 'Theirs, saved' }).getByText('There: the group met and talked.').waitFor()
  expect(await sharedText(page).inputValue()).toBe('Here: the group met and practiced.')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect.poll(async () => (await noteNow()).shared, soon).toBe('Here: the group met and practiced.')
  await expect.poll(() => onDisk(page), soon).toEqual([])
  expect(faults.filter(fault => !noNetwork.test(fault))).toEqual([])
})

it('a newer version of the pages takes over by itself, and the pages that were kept stay for who is still on them', async () => {
  const { page, context, faults } = await world.page()
  await signIn(world, page, marcusMail)
  await pagesKept(page)
  await page.reload()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  const stores = () => page.evaluate(() => caches.keys())
  const [before] = await stores()
  const worker = path.join(pages, 'staff-worker.js')
  writeFileSync(worker, readFileSync(worker, 'utf8').replace(/const version = '\w+'/, "const version = 'newer'"))
  await page.reload()
  await expect.poll(stores, { timeout: 10_000 }).toEqual([before, 'footbridge-staff-newer'])
  await page.evaluate(async () => {
    const kept = await navigator.serviceWorker.ready
    while (kept.active?.state !== 'activated' || kept.installing || kept.waiting)
      await new Promise(done => setTimeout(done, 50))
  })
  await context.setOffline(true)
  await page.reload()
  await page.getByRole('heading', { name: 'Footbridge cannot be reached' }).waitFor()
  await context.setOffline(false)
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  // The tablet's pages have a worker of their own.
  await page.goto(`${world.address}/kiosk`)
  await page.getByLabel('Pairing code').waitFor()
  const scopes = await page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistrations()).map(kept => new URL(kept.scope).pathname).sort(),
  )
  expect(scopes).toEqual(['/kiosk', '/staff'])
  expect(faults.filter(fault => !noNetwork.test(fault))).toEqual([])
})
