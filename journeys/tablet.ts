import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { nobody } from '#kernel/actor.ts'
import { packageRoot } from '#platform/data-folder.ts'
import { tabletDay } from '#rooms/attendance/signs.ts'
import { pairTablet } from '#rooms/attendance/tablets.ts'
import {
  browserOptions,
  closeBrowser,
  copiedPages,
  faultsOf,
  type JourneyPage,
  type JourneyWorld,
  journeyWorld,
  picture,
} from './world.ts'

/** What a door answers one of the demo people who is signed in. */
export type StaffCalls = <Answer>(door: string, input: Record<string, unknown>) => Promise<Answer>

/** Comes in as one of the demo people, without a page, and calls doors by their addresses. */
export async function callsAs({ address }: JourneyWorld, name: string): Promise<StaffCalls> {
  const headers = { 'footbridge-request': 'staff', 'content-type': 'application/json' }
  const front: { personas: { id: string; name: string }[] } = await (
    await fetch(`${address}/api/sign-in/door`, { headers })
  ).json()
  const persona = front.personas.find(each => each.name === name)?.id
  const body = JSON.stringify({ persona })
  const entered = await fetch(`${address}/api/sign-in/step-in`, { method: 'POST', headers, body })
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return async (door, input) => {
    const [reads, where] = [door.endsWith('?'), door.replace('?', '').replace('.', '/')]
    const words = reads
      ? `?${new URLSearchParams(Object.entries(input).map(([key, value]) => [key, String(value)]))}`
      : ''
    const answer = await fetch(`${address}/api/${where}${words}`, {
      method: reads ? 'GET' : 'POST',
      headers: { ...headers, cookie },
      ...(reads ? {} : { body: JSON.stringify(input) }),
    })
    if (!answer.ok) throw new Error(`${door}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
}

/** A sign as the house has it. */
export type SignHad = { clientId: string; kind: string; how: string; at: string; doubtful: boolean }

/** A site of the demo world: who is expected there, as another tablet of it knows them, and the signs that came. */
export async function siteOf(world: JourneyWorld, director: StaffCalls, name: string) {
  const me = await director<{ sites: { id: string; name: string }[] }>('people.me?', {})
  const siteId = me.sites.find(each => each.name === name)?.id ?? ''
  const { code } = await director<{ code: string }>('attendance.add-tablet', { siteId, name: 'Back office' })
  const { secret } = await world.house.act(nobody, pairTablet, { code })
  const hash = createHash('sha256').update(secret).digest()
  return {
    siteId,
    day: async () => {
      const answer = await world.house.see(nobody, tabletDay, { secret })
      if (answer.kind === 'ended') throw new Error('the tablet is not known')
      return answer
    },
    signs: async (): Promise<SignHad[]> => {
      const client = await world.house.parts.pool.connect()
      try {
        const whose = await client.query<{ id: string }>('select organization_id as id from attendance.tablet_of($1)', [
          hash,
        ])
        await client.query('begin')
        await client.query('select kernel.work_as($1, null, null, null)', [whose.rows[0]?.id])
        const had = await client.query<SignHad>(
          'select client_id as "clientId", kind, how, at, doubtful from attendance.sign order by at',
        )
        await client.query('commit')
        return had.rows
      } finally {
        client.release()
      }
    },
  }
}

/** A person’s code and card, as their counselor reads them out. */
export async function codeOf(director: StaffCalls, clientId: string): Promise<{ code: string; card: string }> {
  await director('attendance.make-code', { clientId })
  return director('attendance.code?', { clientId })
}

export type TabletOptions = {
  /** Where the browser keeps what it keeps; empty: a new tablet. */
  profile?: string
  width?: number
  height?: number
  dark?: boolean
  /** By how much its clock is wrong. */
  clockAheadMinutes?: number
  /** A film for its camera. */
  film?: string
}
/** A tablet in its browser; closing the context is pulling its plug. */
export type OpenedTablet = JourneyPage & { profile: string; context: BrowserContext }

/** Opens the sign-in on a tablet: a browser with a profile of its own that a restart finds again. */
export async function openTablet(world: JourneyWorld, options: TabletOptions = {}): Promise<OpenedTablet> {
  const profile = options.profile ?? mkdtempSync(path.join(packageRoot, '.tmp', 'tablet-'))
  const started = await browserOptions()
  const camera = options.film
    ? [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${options.film}`,
      ]
    : []
  const context = await chromium.launchPersistentContext(profile, {
    ...started,
    args: [...started.args, ...camera],
    baseURL: world.address,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.dark ? 'dark' : 'light',
    timezoneId: 'America/New_York',
    locale: 'en-US',
    hasTouch: true,
    reducedMotion: 'reduce',
    permissions: options.film ? ['camera'] : [],
  })
  const clock = Date.parse(world.now()) + (options.clockAheadMinutes ?? 0) * 60_000
  await context.clock.install({ time: new Date(clock) })
  const page = context.pages()[0] ?? (await context.newPage())
  return { page, context, profile, faults: faultsOf(page, world.address) }
}

/** Pairs a tablet at a site by its pages, up to the names. */
export async function pair(page: Page, by: { code: string; pin: string; origin?: string }): Promise<void> {
  const { code, pin, origin = '' } = by
  await page.goto(`${origin}/kiosk`)
  await page.getByLabel('Pairing code').fill(code)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('heading', { name: 'Choose a PIN for staff' }).waitFor()
  await page.keyboard.type(pin)
  await page.getByRole('heading', { name: 'The same PIN once more' }).waitFor()
  await page.keyboard.type(pin)
  await page.getByRole('heading', { name: 'Welcome. Tap your name.' }).waitFor()
}

/** A tablet whose plug can be pulled: its browser is a process of ours that is killed, not asked to close. */
export async function openKillable(world: JourneyWorld, profile: string) {
  const { executablePath, args } = await browserOptions()
  const own = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  const process_ = spawn(executablePath, [...args, ...own], { stdio: ['ignore', 'ignore', 'pipe'] })
  const { promise: address, resolve } = Promise.withResolvers<string>()
  createInterface(process_.stderr).on('line', line => {
    const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (found) resolve(found)
  })
  const browser = await chromium.connectOverCDP(await address)
  const [context] = browser.contexts()
  if (!context) throw new Error('the browser has no window')
  await context.clock.install({ time: new Date(world.now()) })
  const page = await context.newPage()
  const gone = new Promise(done => process_.once('exit', done))
  return {
    page,
    context,
    pullPlug: async () => {
      process_.kill('SIGKILL')
      await gone
      await browser.close()
    },
  }
}

/** What staff type into every tablet of a journey. */
export const pin = '402917'

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

/** Somebody presses their name and types a code. */
export async function types(page: Page, name: string, code: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await heading(page, 'Hello')
  await page.keyboard.type(code)
}

/** Staff open the menu behind their PIN. */
export async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Staff' }).click()
  await heading(page, 'Staff menu')
  await page.keyboard.type(pin)
  await page.getByRole('button', { name: 'Sync now' }).waitFor()
}

/** What lies on the tablet, by the names of the things. */
export const shelf = (page: Page, name: 'keys' | 'sealed' | 'signs') =>
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

/** Tuesday, 5:20 pm at Elm Street: the evening group comes in, and there are tablets by the doors. */
export async function openKiosk() {
  // Its own copy of the pages, so that a newer version of them can come while a tablet stands there.
  const pages = copiedPages()
  const world = await journeyWorld({ at: '2026-11-24T22:20:00.000Z', webFolder: pages })
  const dana = await callsAs(world, 'Dana Okafor')
  const elm = await siteOf(world, dana, 'Elm Street')
  const yetToCome = (await elm.day()).people.filter(person => person.state === null)
  let opened: OpenedTablet[] = []
  const profiles = new Set<string>()
  let doors = 0

  const newCode = () => {
    doors += 1
    const named = { siteId: elm.siteId, name: `Door ${doors}` }
    return dana<{ code: string; tabletId: string }>('attendance.add-tablet', named)
  }
  async function tablet(options: TabletOptions = {}): Promise<OpenedTablet> {
    const made = await openTablet(world, options)
    opened.push(made)
    profiles.add(made.profile)
    return made
  }
  /** A tablet that is paired, keeps its pages, and shows the names. */
  async function pairedTablet(options: TabletOptions = {}) {
    const made = await tablet(options)
    const { code, tabletId } = await newCode()
    await pair(made.page, { code, pin })
    await made.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    return { ...made, tabletId }
  }
  /** Off and on again: the pages ask for the PIN. */
  async function restarted(old: OpenedTablet, options: TabletOptions = {}): Promise<OpenedTablet> {
    await old.context.close()
    opened = opened.filter(each => each.context !== old.context)
    const anew = await tablet({ ...options, profile: old.profile })
    await anew.page.goto('/kiosk')
    await heading(anew.page, 'Locked')
    return anew
  }
  /** Somebody of today’s list by a number, of those who had not come when the journey began, with a code that works. */
  async function somebody(at: number) {
    const person = yetToCome[at]
    if (!person) throw new Error(`nobody is expected of ${yetToCome.length}`)
    const { code, card } = await codeOf(dana, person.clientId)
    const wrong = code === '7301' ? '7302' : '7301'
    return {
      clientId: person.clientId,
      label: person.label,
      first: person.label.split(' ')[0] ?? '',
      code,
      card,
      wrong,
    }
  }
  /** The signs of somebody that the house has, as soon as there are so many. */
  async function signsOf(clientId: string, many: number): Promise<SignHad[]> {
    const had = async () => (await elm.signs()).filter(sign => sign.clientId === clientId)
    await expect.poll(async () => (await had()).length, { timeout: 10_000 }).toBe(many)
    return had()
  }
  /** Seconds between a moment and now. */
  const nearNow = (at: string | null | undefined) => Math.abs(Date.parse(at ?? '') - Date.parse(world.now())) / 1000
  async function closeTablets(failed: boolean): Promise<void> {
    for (const [at, { page }] of opened.entries())
      if (failed) await picture(page, `failed-${at + 1}`).catch(() => undefined)
    for (const { context } of opened) await context.close()
    for (const profile of profiles) rmSync(profile, { recursive: true, force: true })
    opened = []
    profiles.clear()
  }
  async function close(): Promise<void> {
    await world.close()
    await closeBrowser()
    rmSync(pages, { recursive: true, force: true })
  }
  return {
    world,
    pages,
    dana,
    elm,
    newCode,
    tablet,
    pairedTablet,
    restarted,
    somebody,
    signsOf,
    nearNow,
    closeTablets,
    close,
  }
}
