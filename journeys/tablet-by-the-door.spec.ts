import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import encodeQR from 'qr'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { packageRoot } from '#platform/data-folder.ts'
import { handOf } from './budgets.ts'
import { heading, openKiosk, openMenu, pin, shelf, types } from './tablet.ts'
import { axeFaults, picture } from './world.ts'

let kiosk: Awaited<ReturnType<typeof openKiosk>>
beforeAll(async () => {
  kiosk = await openKiosk()
})
afterEach(({ task }) => kiosk.closeTablets(task.result?.state === 'fail'))
afterAll(() => kiosk.close())

/** A short film of a card that is held before a camera, 640 by 480: gray, and the squares in the middle. */
function filmOf(card: string): string {
  const squares = encodeQR(`footbridge:card:${card}`, 'raw', { border: 4 })
  const [width, height, scale] = [640, 480, 8]
  const left = Math.floor((width - squares.length * scale) / 2)
  const top = Math.floor((height - squares.length * scale) / 2)
  const light = Buffer.alloc(width * height, 120)
  for (let y = 0; y < squares.length * scale; y++)
    for (let x = 0; x < squares.length * scale; x++)
      light[(top + y) * width + left + x] = squares[Math.floor(y / scale)]?.[Math.floor(x / scale)] ? 20 : 235
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)])
  const film = Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame])
  const file = path.join(packageRoot, '.tmp', 'card.y4m')
  writeFileSync(file, film)
  return file
}

it('somebody shows their card to the camera', async () => {
  const person = await kiosk.somebody(0)
  const { page, faults } = await kiosk.pairedTablet({ film: filmOf(person.card) })
  const hand = await handOf(page)
  hand.begins()
  await page.getByRole('button', { name: 'Scan your card' }).click()
  await heading(page, `Thank you, ${person.first}.`)
  await hand.ends('signed in at the tablet by card')
  await heading(page, 'Welcome')
  await page.getByRole('button', { name: 'Scan your card' }).click()
  await heading(page, `${person.first}, are you leaving now?`)
  await page.getByRole('button', { name: 'Yes, sign me out' }).click()
  await heading(page, `Goodbye, ${person.first}.`)
  const signs = await kiosk.signsOf(person.clientId, 2)
  expect(signs.map(({ kind, how }) => ({ kind, how }))).toEqual([
    { kind: 'in', how: 'card' },
    { kind: 'out', how: 'card' },
  ])
  expect(faults).toEqual([])
})

it('a card that is not of today, or no camera, is said; the camera goes off', async () => {
  const { page, faults } = await kiosk.pairedTablet({ film: filmOf('AAAAAAAAAAAAAAAAAAAAAA') })
  await page.getByRole('button', { name: 'Scan your card' }).click()
  await page.getByText('This card is not on today’s list.').waitFor()
  await picture(page, 'kiosk-scan')
  const trouble = await axeFaults(page)
  const stream = await page.evaluateHandle(() => document.querySelector('video')?.srcObject)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await heading(page, 'Welcome')
  const states = () =>
    stream.evaluate(each => (each instanceof MediaStream ? each.getTracks().map(track => track.readyState) : []))
  await expect.poll(states).toEqual(['ended'])
  expect([...trouble, ...faults]).toEqual([])
})

it('a tablet that was ended keeps what was not sent, and sends it when it is paired again', async () => {
  const person = await kiosk.somebody(1)
  const { page, context, tabletId } = await kiosk.pairedTablet()
  await context.setOffline(true)
  await types(page, person.label, person.code)
  await heading(page, `Thank you, ${person.first}.`)
  await kiosk.dana('attendance.end-tablet', { tabletId })
  await context.setOffline(false)
  await page.clock.fastForward(16_000)
  await heading(page, 'This tablet is no longer in use here')
  await page.getByText('1 sign-in waits here, safe and locked.').waitFor()
  expect(await shelf(page, 'sealed')).toEqual(['tablet'])
  await picture(page, 'kiosk-ended')
  const trouble = await axeFaults(page)

  // Another tablet’s code makes it another tablet: what was signed at the first one is not sent as its own.
  await page.getByRole('button', { name: 'Pair it again' }).click()
  await page.getByLabel('Pairing code').fill((await kiosk.newCode()).code)
  await page.getByRole('button', { name: 'Go on' }).click()
  await heading(page, 'Welcome')
  await openMenu(page)
  await page.getByText('1 sign-in was made when this tablet was paired as another.').waitFor()
  await page.getByRole('button', { name: 'Sync now' }).click()
  await page.getByText('All is sent, and today’s list is new.').waitFor()
  expect(await kiosk.signsOf(person.clientId, 0)).toEqual([])

  const { tabletId: other } = await kiosk.dana<{ tabletId: string }>('attendance.pair-again', { tabletId })
  expect(other).toBe(tabletId)
  expect(trouble).toEqual([])
})

it('paired again as itself, it sends what waited', async () => {
  const person = await kiosk.somebody(2)
  const { page, context, tabletId } = await kiosk.pairedTablet()
  await context.setOffline(true)
  await types(page, person.label, person.code)
  await heading(page, `Thank you, ${person.first}.`)
  await kiosk.dana('attendance.end-tablet', { tabletId })
  await context.setOffline(false)
  await page.clock.fastForward(16_000)
  await heading(page, 'This tablet is no longer in use here')
  const { code } = await kiosk.dana<{ code: string }>('attendance.pair-again', { tabletId })
  await page.getByRole('button', { name: 'Pair it again' }).click()
  await page.getByLabel('Pairing code').fill('AAAAAAAAAA')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('This code is not known, or its ten minutes are over.').waitFor()
  await page.getByLabel('Pairing code').fill(code.toLowerCase())
  await page.getByRole('button', { name: 'Go on' }).click()
  await heading(page, 'Welcome')
  expect(await kiosk.signsOf(person.clientId, 1)).toHaveLength(1)
})

it('a forgotten PIN locks nobody out: what waited stays, and is sent when the PIN is known again', async () => {
  const person = await kiosk.somebody(3)
  const first = await kiosk.pairedTablet()
  await first.context.setOffline(true)
  await types(first.page, person.label, person.code)
  await heading(first.page, `Thank you, ${person.first}.`)
  const { page, faults } = await kiosk.restarted(first)
  const { code } = await kiosk.dana<{ code: string }>('attendance.pair-again', { tabletId: first.tabletId })
  await page.getByRole('button', { name: 'Forgot the PIN?' }).click()
  await heading(page, 'Forgot the PIN?')
  await picture(page, 'kiosk-forgot')
  await page.getByRole('button', { name: 'Pair with a new code' }).click()
  await page.getByLabel('Pairing code').fill(code)
  await page.getByRole('button', { name: 'Go on' }).click()
  await heading(page, 'Choose a PIN for staff')
  await page.keyboard.type('123456')
  await page.getByText('This PIN is easy to guess.').waitFor()
  await page.keyboard.type('739164')
  await heading(page, 'The same PIN once more')
  await page.keyboard.type('739165')
  await page.getByText('The two were not the same.').waitFor()
  await page.keyboard.type('739164')
  await heading(page, 'The same PIN once more')
  await page.keyboard.type('739164')
  await heading(page, 'Welcome')
  await page.getByRole('button', { name: 'Staff' }).click()
  await heading(page, 'Staff menu')
  await page.keyboard.type('739164')
  await page.getByText('1 sign-in is locked with an earlier PIN.').waitFor()
  expect(await kiosk.signsOf(person.clientId, 0)).toEqual([])
  await page.getByRole('button', { name: 'Type the earlier PIN' }).click()
  await heading(page, 'Type the earlier PIN')
  await page.keyboard.type(pin)
  await page.getByRole('button', { name: 'Sync now' }).waitFor()
  expect(await kiosk.signsOf(person.clientId, 1)).toHaveLength(1)
  expect(await shelf(page, 'keys')).toHaveLength(1)
  expect(faults).toEqual([])
})

it('a second window waits for the first; an unpaired tablet holds nothing', async () => {
  const { page, context } = await kiosk.pairedTablet()
  const second = await context.newPage()
  await second.goto('/kiosk')
  await heading(second, 'The sign-in is open already')
  await picture(second, 'kiosk-elsewhere')
  const trouble = await axeFaults(second)
  await page.close()
  await heading(second, 'Locked')
  await second.keyboard.type(pin)
  await heading(second, 'Welcome')
  await openMenu(second)
  await second.getByRole('button', { name: 'Unpair this tablet' }).click()
  await second.getByRole('button', { name: 'Yes, unpair' }).click()
  await heading(second, 'Pair this tablet')
  expect([...(await shelf(second, 'sealed')), ...(await shelf(second, 'keys'))]).toEqual([])
  expect(trouble).toEqual([])
})

/** A newer version of the pages is on the server, and the tablet has looked for it. */
async function newVersion(page: Page, version: string): Promise<void> {
  const file = path.join(kiosk.pages, 'kiosk-worker.js')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/const version = '.*'/, `const version = '${version}'`))
  await page.evaluate(async () => {
    const kept = await navigator.serviceWorker.ready
    await kept.update()
  })
}
const stores = (page: Page) => page.evaluate(() => caches.keys())

it('a newer version of the pages waits for staff, or for a lock, and takes the place of the older', async () => {
  const { page, faults } = await kiosk.pairedTablet()
  expect(await stores(page)).toHaveLength(1)
  await newVersion(page, 'second')
  await openMenu(page)
  await page.getByText('There is a newer version of these pages.').waitFor()
  await page.getByRole('button', { name: 'Start the newer version' }).click()
  await heading(page, 'Locked')
  const kept = (version: string) =>
    expect.poll(() => stores(page).catch(() => []), { timeout: 10_000 }).toEqual([`footbridge-kiosk-${version}`])
  await kept('second')

  await newVersion(page, 'third')
  await kept('third')
  await heading(page, 'Locked')
  await page.context().setOffline(true)
  await page.reload()
  await heading(page, 'Locked')
  await page.keyboard.type(pin)
  await heading(page, 'Welcome')
  expect(faults.filter(fault => !/ERR_INTERNET_DISCONNECTED/.test(fault))).toEqual([])
})

const looks = [
  { name: 'dark', width: 1280, height: 800, dark: true },
  { name: 'upright', width: 800, height: 1280, dark: false },
  { name: 'phone', width: 390, height: 844, dark: false },
]
it.each(looks)('every screen in Spanish, $name', async ({ name, ...size }) => {
  const person = await kiosk.somebody(4)
  const { page, faults } = await kiosk.pairedTablet(size)
  const trouble: string[] = []
  const look = async (screen: string) => {
    trouble.push(...(await axeFaults(page)).map(each => `${screen}: ${each}`))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    if (wide) trouble.push(`${screen} is wider than the screen`)
    await picture(page, `kiosk-${name}-${screen}`)
  }
  await page.getByRole('button', { name: 'Staff' }).click()
  await look('pin')
  await page.keyboard.type(pin)
  await page.getByRole('radio', { name: 'Español' }).check()
  await page.getByRole('button', { name: 'Back to the start' }).click()
  await heading(page, 'Le damos la bienvenida. Toque su nombre.')
  await look('names')
  await page.getByRole('button', { name: person.label, exact: true }).click()
  await look('code')
  await page.keyboard.type(person.code)
  await page.getByRole('heading', { level: 1, name: /Gracias|¿ya se va\?/ }).waitFor()
  await look('answered')
  await page.reload()
  await heading(page, 'Bloqueada')
  await look('locked')
  await page.getByRole('button', { name: '¿Olvidó el PIN?' }).click()
  await page.getByRole('button', { name: 'Vincular con un código nuevo' }).click()
  await look('pair')
  expect([...trouble, ...faults]).toEqual([])
})
