import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { packageRoot } from '#platform/data-folder.ts'
import {
  callsAs,
  codeOf,
  type OpenedTablet,
  openKillable,
  openTablet,
  pair,
  type SignHad,
  type StaffCalls,
  siteOf,
  type TabletOptions,
} from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture } from './world.ts'

const pin = '402917'
let world: JourneyWorld
let dana: StaffCalls
let elm: Awaited<ReturnType<typeof siteOf>>
let opened: OpenedTablet[] = []
let doors = 0

beforeAll(async () => {
  // Tuesday, 5:20 pm: the evening group comes in.
  world = await journeyWorld({ at: '2026-11-24T22:20:00.000Z' })
  dana = await callsAs(world, 'Dana Okafor')
  elm = await siteOf(world, dana, 'Elm Street')
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    for (const [at, { page }] of opened.entries()) await picture(page, `failed-${at + 1}`).catch(() => undefined)
  for (const { context } of opened) await context.close()
  opened = []
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const newCode = () => {
  doors += 1
  return dana<{ code: string; tabletId: string }>('attendance.add-tablet', {
    siteId: elm.siteId,
    name: `Door ${doors}`,
  })
}

async function tablet(options: TabletOptions = {}): Promise<OpenedTablet> {
  const made = await openTablet(world, options)
  opened.push(made)
  return made
}

/** A tablet that is paired and shows the names. */
async function pairedTablet(options: TabletOptions = {}) {
  const made = await tablet(options)
  const { code, tabletId } = await newCode()
  await pair(made.page, { code, pin })
  await made.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  return { ...made, tabletId }
}

/** Pulls the plug gently and starts again: the pages ask for the PIN. */
async function restarted(old: OpenedTablet, options: TabletOptions = {}): Promise<OpenedTablet> {
  await old.context.close()
  opened = opened.filter(each => each.context !== old.context)
  const anew = await tablet({ ...options, profile: old.profile })
  await anew.page.goto('/kiosk')
  await heading(anew.page, 'Locked')
  return anew
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

/** Somebody presses their name and types a code. */
async function types(page: Page, name: string, code: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await heading(page, 'Hello')
  await page.keyboard.type(code)
}

/** Somebody of today’s list by a number, with a code that works. */
async function somebody(at: number) {
  const person = (await elm.day()).people[at]
  if (!person) throw new Error('nobody is expected')
  const { code, card } = await codeOf(dana, person.clientId)
  const wrong = code === '7301' ? '7302' : '7301'
  return { clientId: person.clientId, label: person.label, first: person.label.split(' ')[0] ?? '', code, card, wrong }
}

/** The signs of somebody that the house has, as soon as there are so many. */
async function signsOf(clientId: string, many: number): Promise<SignHad[]> {
  let had: SignHad[] = []
  await expect
    .poll(
      async () => {
        had = (await elm.signs()).filter(sign => sign.clientId === clientId)
        return had.length
      },
      { timeout: 10_000 },
    )
    .toBe(many)
  return had
}

const nearNow = (at: string | undefined) => Math.abs(Date.parse(at ?? '') - Date.parse(world.now())) / 1000

/** Staff open the menu behind their PIN. */
async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Staff' }).click()
  await heading(page, 'Staff menu')
  await page.keyboard.type(pin)
  await page.getByRole('button', { name: 'Sync now' }).waitFor()
}

/** What of today lies on the tablet. */
const shelf = (page: Page, name: 'sealed' | 'signs') =>
  page.evaluate(async of => {
    const opening = indexedDB.open('footbridge-kiosk')
    await new Promise(done => {
      opening.onsuccess = done
    })
    const keys = opening.result.transaction(of).objectStore(of).getAllKeys()
    await new Promise(done => {
      keys.onsuccess = done
    })
    opening.result.close()
    return keys.result.map(String)
  }, name)

it('somebody comes, and leaves, by their code', async () => {
  const rosa = await somebody(0)
  const { page, faults } = await pairedTablet()
  const trouble = [...(await axeFaults(page))]
  await picture(page, 'kiosk-names')
  await page.getByRole('button', { name: rosa.label, exact: true }).click()
  await heading(page, `Hello, ${rosa.first}`)
  await page.keyboard.type(rosa.wrong)
  await page.getByText('That is not the code. 4 tries left.').waitFor()
  trouble.push(...(await axeFaults(page)))
  await picture(page, 'kiosk-code')
  // By the keys on the screen, with a slip.
  for (const digit of ['9', ...rosa.code]) {
    await page.getByRole('button', { name: digit, exact: true }).click()
    if (digit === '9' && rosa.code[0] !== '9') await page.getByRole('button', { name: 'Erase' }).click()
    else if (digit === '9') await page.keyboard.press('Backspace')
  }
  await heading(page, `Thank you, ${rosa.first}.`)
  await page.getByText(/^You are signed in at 5:2\d pm\.$/).waitFor()
  trouble.push(...(await axeFaults(page)))
  await picture(page, 'kiosk-thanks')
  await heading(page, 'Welcome')
  const [came] = await signsOf(rosa.clientId, 1)
  expect({ kind: came?.kind, how: came?.how, doubtful: came?.doubtful }).toEqual({
    kind: 'in',
    how: 'code',
    doubtful: false,
  })
  expect(nearNow(came?.at)).toBeLessThan(30)

  await types(page, rosa.label, rosa.code)
  await heading(page, `${rosa.first}, are you leaving now?`)
  trouble.push(...(await axeFaults(page)))
  await picture(page, 'kiosk-leaving')
  await page.getByRole('button', { name: 'No, I am staying' }).click()
  await heading(page, `Good, ${rosa.first}.`)
  await heading(page, 'Welcome')
  await types(page, rosa.label, rosa.code)
  await page.getByRole('button', { name: 'Yes, sign me out' }).click()
  await heading(page, `Goodbye, ${rosa.first}.`)
  expect((await signsOf(rosa.clientId, 2)).map(sign => sign.kind)).toEqual(['in', 'out'])
  expect([...trouble, ...faults]).toEqual([])
})

it('nobody touches it, and the next one finds the start', async () => {
  const [bea, carl] = [await somebody(1), await somebody(2)]
  const { page } = await pairedTablet()
  await page.getByRole('button', { name: 'Español' }).click()
  await heading(page, 'Le damos la bienvenida')
  await page.getByRole('button', { name: bea.label, exact: true }).click()
  await heading(page, `Hola, ${bea.first}`)
  await page.keyboard.type('12')
  await page.clock.fastForward(21_000)
  await heading(page, 'Welcome. Tap your name.')
  // What was typed is gone with the name.
  await types(page, carl.label, carl.code)
  await heading(page, `Thank you, ${carl.first}.`)
})

it('guessing is stopped: a name, then the tablet, then the PIN', async () => {
  const guessed = await Promise.all([3, 4].map(somebody))
  const first = await pairedTablet()
  const { page } = first
  await page.getByRole('button', { name: guessed[0]?.label ?? '', exact: true }).click()
  for (const left of ['4 tries left', '3 tries left', '2 tries left', '1 try left']) {
    await page.keyboard.type(guessed[0]?.wrong ?? '')
    await page.getByText(left).waitFor()
  }
  await page.keyboard.type(guessed[0]?.wrong ?? '')
  await page.getByText('This name is locked for a while').waitFor()
  await picture(page, 'kiosk-name-locked')

  // A restart opens no name; the PIN is asked for, and the right code does not help.
  const { page: anew, faults } = await restarted(first)
  await picture(anew, 'kiosk-locked')
  await anew.keyboard.type(pin)
  await anew.getByRole('button', { name: guessed[0]?.label ?? '', exact: true }).click()
  await anew.getByText('This name is locked for a while').waitFor()
  await anew.keyboard.press('Escape')
  await openMenu(anew)
  await anew.getByRole('button', { name: 'Open these names' }).click()
  await anew.getByRole('heading', { name: 'Locked names' }).waitFor({ state: 'detached' })
  await anew.keyboard.press('Escape')

  // Ten wrong codes over all names.
  for (const person of guessed) {
    await anew.getByRole('button', { name: person.label, exact: true }).click()
    for (const last of ['4 tries', '3 tries', '2 tries', '1 try', '']) {
      await anew.keyboard.type(person.wrong)
      if (last) await anew.getByText(`${last} left`).waitFor()
    }
    if (person === guessed[0]) {
      await anew.getByText('This name is locked for a while').waitFor()
      await anew.keyboard.press('Escape')
    }
  }
  await heading(anew, 'Locked')
  await anew.getByText('There were too many wrong codes.').waitFor()

  for (const wrong of ['111222', '333444', '555666', '777888', '999000']) {
    await anew.keyboard.type(wrong)
    await anew.getByText(/That is not the PIN|Too many wrong PINs/).waitFor()
    await anew.getByRole('img', { name: '0 of 6 digits' }).waitFor()
  }
  await anew.getByText('Too many wrong PINs. The next try is in 0:').waitFor()
  await picture(anew, 'kiosk-pin-rests')
  await anew.keyboard.type(pin)
  await anew.clock.fastForward(31_000)
  await heading(anew, 'Locked')
  await anew.keyboard.type(pin)
  await heading(anew, 'Welcome')
  expect(faults).toEqual([])
})

it('without a network it goes on, also after a restart, and sends once when the network is back', async () => {
  const [here, later] = [await somebody(5), await somebody(6)]
  const { page, context, faults } = await pairedTablet()
  await context.setOffline(true)
  await types(page, here.label, here.code)
  await heading(page, `Thank you, ${here.first}.`)
  await page.reload()
  await heading(page, 'Locked')
  await page.getByText('1 sign-in waits to be sent. Nothing is lost.').waitFor()
  await page.keyboard.type(pin)
  await types(page, later.label, later.code)
  await heading(page, `Thank you, ${later.first}.`)
  await heading(page, 'Welcome')
  await types(page, here.label, here.code)
  await heading(page, `${here.first}, are you leaving now?`)
  await page.keyboard.press('Escape')

  await openMenu(page)
  await picture(page, 'kiosk-menu')
  const trouble = await axeFaults(page)
  expect(await page.getByRole('button', { name: 'Unpair this tablet' }).getAttribute('aria-disabled')).toBe('true')
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByText('The program was not reached. Nothing is lost').waitFor()
  expect(await elm.signs().then(all => all.filter(sign => sign.clientId === here.clientId))).toEqual([])

  await context.setOffline(false)
  await page.clock.fastForward(16_000)
  await page.getByText('Nothing', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByText('All is sent, and today’s list is new.').waitFor()
  expect(await signsOf(here.clientId, 1)).toHaveLength(1)
  expect(await signsOf(later.clientId, 1)).toHaveLength(1)
  expect(await shelf(page, 'signs')).toEqual([])
  const left = faults.filter(fault => !/ERR_INTERNET_DISCONNECTED/.test(fault))
  expect([...trouble, ...left]).toEqual([])
})

it('the plug is pulled in the moment of thanks, and nothing is lost', async () => {
  const person = await somebody(7)
  const profile = mkdtempSync(path.join(packageRoot, '.tmp', 'tablet-'))
  const running = await openKillable(world, profile)
  await pair(running.page, { origin: world.address, code: (await newCode()).code, pin })
  await running.context.setOffline(true)
  await types(running.page, person.label, person.code)
  await heading(running.page, `Thank you, ${person.first}.`)
  await running.pullPlug()
  world.pass(90)

  const { page, faults } = await tablet({ profile })
  await page.goto('/kiosk')
  await page.getByText('1 sign-in waits to be sent. Nothing is lost.').waitFor()
  await page.keyboard.type(pin)
  await heading(page, 'Welcome')
  const [came] = await signsOf(person.clientId, 1)
  expect(came?.doubtful).toBe(false)
  expect(Math.abs(nearNow(came?.at) - 90 * 60)).toBeLessThan(60)
  expect(await shelf(page, 'signs')).toEqual([])
  expect(faults).toEqual([])
})

it('a tablet whose clock is ten minutes wrong, and is set anew, notes the true time', async () => {
  const [early, late, after] = [await somebody(8), await somebody(9), await somebody(10)]
  const first = await pairedTablet({ clockAheadMinutes: 10 })
  await first.page
    .getByText(/^5:2\d pm$/)
    .or(first.page.getByText(/^7:0\d pm$/))
    .first()
    .waitFor()
  await types(first.page, early.label, early.code)
  await heading(first.page, `Thank you, ${early.first}.`)
  const [one] = await signsOf(early.clientId, 1)
  expect(nearNow(one?.at)).toBeLessThan(30)
  expect(one?.doubtful).toBe(false)

  // Somebody sets its clock back by an hour while it is open and has no network.
  await heading(first.page, 'Welcome')
  await first.context.setOffline(true)
  await first.page.clock.setSystemTime(Date.parse(world.now()) - 60 * 60_000)
  await types(first.page, late.label, late.code)
  await heading(first.page, `Thank you, ${late.first}.`)
  await first.context.setOffline(false)
  await first.page.clock.fastForward(16_000)
  const [two] = await signsOf(late.clientId, 1)
  expect(nearNow(two?.at)).toBeLessThan(60)
  expect(two?.doubtful).toBe(false)

  // And it is wrong all along, without a network, over a restart.
  const anew = await restarted(first, { clockAheadMinutes: -60 })
  await anew.context.setOffline(true)
  await anew.page.keyboard.type(pin)
  await types(anew.page, after.label, after.code)
  await heading(anew.page, `Thank you, ${after.first}.`)
  await anew.context.setOffline(false)
  await anew.page.clock.fastForward(16_000)
  const [three] = await signsOf(after.clientId, 1)
  expect(nearNow(three?.at)).toBeLessThan(60)
})

it('today’s names are gone at midnight, open, locked, or off; what waits stays', async () => {
  const person = await somebody(11)
  const first = await pairedTablet()
  await first.context.setOffline(true)
  await types(first.page, person.label, person.code)
  await heading(first.page, `Thank you, ${person.first}.`)
  expect(await shelf(first.page, 'sealed')).toEqual(['day', 'tablet', 'tries'])
  await first.page.clock.fastForward('07:00:00')
  await heading(first.page, 'Today’s list is not here yet.')
  await picture(first.page, 'kiosk-no-list')
  expect(await axeFaults(first.page)).toEqual([])
  expect(await shelf(first.page, 'sealed')).toEqual(['tablet'])
  expect(await shelf(first.page, 'signs')).toHaveLength(1)
  expect(await first.page.getByText(person.label).count()).toBe(0)

  const second = await pairedTablet()
  const off = await restarted(second, { clockAheadMinutes: 24 * 60 })
  expect(await shelf(off.page, 'sealed')).toEqual(['tablet'])
})
