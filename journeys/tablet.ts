import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { nobody } from '#kernel/actor.ts'
import { packageRoot } from '#platform/data-folder.ts'
import { tabletDay } from '#rooms/attendance/signs.ts'
import { pairTablet } from '#rooms/attendance/tablets.ts'
import { browserOptions, faultsOf, type JourneyPage, type JourneyWorld } from './world.ts'

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
    ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${options.film}`]
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
