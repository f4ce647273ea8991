import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { packageRoot } from '#platform/data-folder.ts'
import { handOf } from './budgets.ts'
import { heading, openKillable, openKiosk, openMenu, pair, pin, shelf, types } from './tablet.ts'
import { axeFaults, picture } from './world.ts'

let kiosk: Awaited<ReturnType<typeof openKiosk>>
beforeAll(async () => {
  kiosk = await openKiosk()
})
afterEach(({ task }) => kiosk.closeTablets(task.result?.state === 'fail'))
afterAll(() => kiosk.close())

it('somebody comes, and leaves, by their code', async () => {
  const rosa = await kiosk.somebody(0)
  const { page, faults } = await kiosk.pairedTablet()
  const trouble = [...(await axeFaults(page))]
  await picture(page, 'kiosk-names')
  await page.getByRole('button', { name: rosa.label, exact: true }).click()
  await heading(page, `Hello, ${rosa.first}`)
  await page.keyboard.type(rosa.wrong)
  await page.getByText('That is not the code. 4 tries left.').waitFor()
  trouble.push(...(await axeFaults(page)))
  await picture(page, 'kiosk-code')
  // By the keys on the screen, with a slip.
  const key = (name: string) => page.getByRole('button', { name, exact: true })
  await key('9').click()
  await key('Erase').click()
  for (const digit of rosa.code) await key(digit).click()
  await heading(page, `Thank you, ${rosa.first}.`)
  await page.getByText(/^You are signed in at 5:2\d pm\.$/).waitFor()
  trouble.push(...(await axeFaults(page)))
  await picture(page, 'kiosk-thanks')
  await heading(page, 'Welcome')
  const [came] = await kiosk.signsOf(rosa.clientId, 1)
  expect({ kind: came?.kind, how: came?.how, doubtful: came?.doubtful }).toEqual({
    kind: 'in',
    how: 'code',
    doubtful: false,
  })
  expect(kiosk.nearNow(came?.at)).toBeLessThan(120)

  const hand = await handOf(page)
  hand.begins()
  await page.getByRole('button', { name: rosa.label, exact: true }).click()
  for (const digit of rosa.code) await key(digit).click()
  await heading(page, `${rosa.first}, are you leaving now?`)
  await hand.ends('a name and its code at the tablet')
  trouble.push(...(await axeFaults(page)))
  await picture(page, 'kiosk-leaving')
  await page.getByRole('button', { name: 'No, I am staying' }).click()
  await heading(page, `Good, ${rosa.first}.`)
  await heading(page, 'Welcome')
  await types(page, rosa.label, rosa.code)
  await page.getByRole('button', { name: 'Yes, sign me out' }).click()
  await heading(page, `Goodbye, ${rosa.first}.`)
  expect((await kiosk.signsOf(rosa.clientId, 2)).map(sign => sign.kind)).toEqual(['in', 'out'])
  expect([...trouble, ...faults]).toEqual([])
})

it('the pages are kept by a worker that is always asked for anew, and may use the camera alone', async () => {
  const worker = await fetch(`${kiosk.world.address}/kiosk-worker.js`)
  expect(worker.headers.get('cache-control')).toBe('no-cache')
  const page = await fetch(`${kiosk.world.address}/kiosk`)
  expect(page.headers.get('permissions-policy')).toBe('camera=(self), microphone=(), geolocation=()')
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
  // Whatever the page may ever ask for is in the worker’s list.
  const kept = await worker.text()
  const wanted = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(found => found[1] ?? '')
  expect(wanted.filter(file => !kept.includes(`"${file}"`))).toEqual([])
  expect(kept).toMatch(/decode-.*\.js/)
})

it('nobody touches it, and the next one finds the start', async () => {
  const [bea, carl] = [await kiosk.somebody(1), await kiosk.somebody(2)]
  const { page } = await kiosk.pairedTablet()
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
  const guessed = await Promise.all([3, 4].map(kiosk.somebody))
  const first = await kiosk.pairedTablet()
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
  const { page: anew, faults } = await kiosk.restarted(first)
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
  const [here, later] = [await kiosk.somebody(5), await kiosk.somebody(6)]
  const { page, context, faults } = await kiosk.pairedTablet()
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
  expect(await kiosk.elm.signs().then(all => all.filter(sign => sign.clientId === here.clientId))).toEqual([])

  await context.setOffline(false)
  await page.clock.fastForward(16_000)
  await page.getByText('Nothing', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByText('All is sent, and today’s list is new.').waitFor()
  expect(await kiosk.signsOf(here.clientId, 1)).toHaveLength(1)
  expect(await kiosk.signsOf(later.clientId, 1)).toHaveLength(1)
  expect(await shelf(page, 'signs')).toEqual([])
  const left = faults.filter(fault => !/ERR_INTERNET_DISCONNECTED/.test(fault))
  expect([...trouble, ...left]).toEqual([])
})

it('the plug is pulled in the moment of thanks, and nothing is lost', async () => {
  const person = await kiosk.somebody(7)
  const profile = mkdtempSync(path.join(packageRoot, '.tmp', 'tablet-'))
  const running = await openKillable(kiosk.world, profile)
  await pair(running.page, { origin: kiosk.world.address, code: (await kiosk.newCode()).code, pin })
  await running.context.setOffline(true)
  await types(running.page, person.label, person.code)
  await heading(running.page, `Thank you, ${person.first}.`)
  await running.pullPlug()
  kiosk.world.pass(12)

  const { page, faults } = await kiosk.tablet({ profile })
  await page.goto('/kiosk')
  await page.getByText('1 sign-in waits to be sent. Nothing is lost.').waitFor()
  await page.keyboard.type(pin)
  await heading(page, 'Welcome')
  const [came] = await kiosk.signsOf(person.clientId, 1)
  expect(came?.doubtful).toBe(false)
  expect(Math.abs(kiosk.nearNow(came?.at) - 12 * 60)).toBeLessThan(120)
  expect(await shelf(page, 'signs')).toEqual([])
  expect(faults).toEqual([])
})

it('a tablet whose clock is ten minutes wrong, and is set anew, notes the true time', async () => {
  const [early, late, after] = [await kiosk.somebody(8), await kiosk.somebody(9), await kiosk.somebody(1)]
  const first = await kiosk.pairedTablet({ clockAheadMinutes: 10 })
  const shown = await first.page.locator('time').getAttribute('datetime')
  expect(kiosk.nearNow(`${shown}:00Z`)).toBeLessThan(120)
  await types(first.page, early.label, early.code)
  await heading(first.page, `Thank you, ${early.first}.`)
  const [one] = await kiosk.signsOf(early.clientId, 1)
  expect(kiosk.nearNow(one?.at)).toBeLessThan(120)
  expect(one?.doubtful).toBe(false)

  // Somebody sets its clock back by an hour while it is open and has no network.
  await heading(first.page, 'Welcome')
  await first.context.setOffline(true)
  await first.page.clock.setSystemTime(Date.parse(kiosk.world.now()) - 60 * 60_000)
  await types(first.page, late.label, late.code)
  await heading(first.page, `Thank you, ${late.first}.`)
  await first.context.setOffline(false)
  await first.page.clock.fastForward(16_000)
  const [two] = await kiosk.signsOf(late.clientId, 1)
  expect(kiosk.nearNow(two?.at)).toBeLessThan(120)
  expect(two?.doubtful).toBe(false)

  // And it is wrong all along, without a network, over a restart.
  const anew = await kiosk.restarted(first, { clockAheadMinutes: -60 })
  await anew.context.setOffline(true)
  await anew.page.keyboard.type(pin)
  await types(anew.page, after.label, after.code)
  await heading(anew.page, `Thank you, ${after.first}.`)
  await anew.context.setOffline(false)
  await anew.page.clock.fastForward(16_000)
  const [three] = await kiosk.signsOf(after.clientId, 1)
  expect(kiosk.nearNow(three?.at)).toBeLessThan(120)
})

it('a clock that was set while the tablet was off gives a sign that a person looks at', async () => {
  const person = await kiosk.somebody(3)
  const first = await kiosk.pairedTablet({ clockAheadMinutes: -60 })
  const { page, context } = await kiosk.restarted(first)
  await context.setOffline(true)
  await page.keyboard.type(pin)
  await types(page, person.label, person.code)
  await heading(page, `Thank you, ${person.first}.`)
  await context.setOffline(false)
  await page.clock.fastForward(16_000)
  const [came] = await kiosk.signsOf(person.clientId, 1)
  expect(came?.doubtful).toBe(true)
  expect(Date.parse(came?.at ?? '')).toBeLessThanOrEqual(Date.parse(kiosk.world.now()))
})

it('today’s names are gone at midnight, open, locked, or off; what waits stays', async () => {
  const person = await kiosk.somebody(4)
  const first = await kiosk.pairedTablet()
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

  const second = await kiosk.pairedTablet()
  const off = await kiosk.restarted(second, { clockAheadMinutes: 24 * 60 })
  expect(await shelf(off.page, 'sealed')).toEqual(['tablet'])
})
