import { cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type pg from 'pg'
import { pino } from 'pino'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { House } from '#kernel/house.ts'
import { Jobs } from '#kernel/jobs.ts'
import { type Instant, instant } from '#kernel/time.ts'
import { packageRoot } from '#platform/data-folder.ts'
import { freshDatabase } from '#platform/test-database.ts'
import { cedarHouseAt, masterKey } from '#testing/cedar-house.ts'
import { openWholeServer } from '../src/server.ts'
import { cronsOf, openHouse, subscriptions } from '../src/wiring.ts'
import { browserOptions } from './browser.ts'

export { browserOptions }

/** Tuesday 24 November 2026, 20:50 in New York: the evening groups are over, their notes are not written. */
export const evening = '2026-11-25T01:50:00.000Z'

/** A served house, a browser, and the people who sign in. */
export type JourneyWorld = {
  house: House
  address: string
  now(): Instant
  /** Lets minutes pass on the server's clock. */
  pass(minutes: number): void
  /** A page of its own browser profile, with the world's clock, that collects what goes wrong in it. */
  page(options?: PageOptions): Promise<JourneyPage>
  close(): Promise<void>
}
export type PageOptions = {
  width?: number
  height?: number
  dark?: boolean
  offlineAllowed?: boolean
  /** Whether pages may run scripts; they may, unless it is said. */
  scripts?: boolean
}
/** A page and the faults its console and network told of. */
export type JourneyPage = { page: Page; context: BrowserContext; faults: string[] }

/** The pages as they were built last. */
const builtPages = path.join(packageRoot, 'dist', 'web')

/** A copy of them that a journey may change, without their small forms, which would go on as they were. */
export function copiedPages(): string {
  const folder = mkdtempSync(path.join(packageRoot, '.tmp', 'pages-'))
  cpSync(builtPages, folder, { recursive: true, filter: name => !/\.(br|gz)$/.test(name) })
  return folder
}
/** Pictures of pages lie here; `npm run pictures` lays the README's beside the documents. */
const picturesFolder = path.join(packageRoot, '.tmp', 'pictures')
let browser: Promise<Browser> | undefined

export type WorldOptions = {
  at?: string
  world?: 'demo' | 'real'
  webFolder?: string
  /** What is done to the database, as its owner, before the house opens. */
  before?: (owner: pg.ClientConfig) => Promise<void>
}

/** Opens a demo world whose clock starts at a moment and runs on from there; empty: a real world before its set-up. */
export async function journeyWorld(options: WorldOptions = {}): Promise<JourneyWorld> {
  const webFolder = options.webFolder ?? builtPages
  const world = options.world ?? 'demo'
  const start = Date.parse(options.at ?? evening)
  const database = world === 'demo' ? await cedarHouseAt(instant(start)) : await freshDatabase()
  await options.before?.(database.owner)
  const began = Date.now()
  let passed = 0
  const now = () => instant(start + Date.now() - began + passed)
  const house = openHouse({ app: database.app, masterKey, world, clock: now })
  const log = pino({ level: 'silent' })
  const jobs = new Jobs({ house, pool: house.parts.pool, log, subscriptions, crons: cronsOf(async () => null) })
  const server = await openWholeServer({ house, log, webFolder, version: 'journey', trustProxy: false })
  const { port } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }))
  jobs.start()
  const contexts: BrowserContext[] = []
  return {
    house,
    address: `http://localhost:${port}`,
    now,
    pass: minutes => {
      passed += minutes * 60_000
    },
    page: async pageOptions => {
      const opened = await openPage(`http://localhost:${port}`, now, pageOptions)
      contexts.push(opened.context)
      return opened
    },
    close: async () => {
      for (const context of contexts) await context.close()
      await server.close()
      await jobs.stop()
      await house.parts.pool.end()
      await database.drop()
    },
  }
}

/** Starts the browser of the journeys. */
export async function launch(): Promise<Browser> {
  return chromium.launch(await browserOptions())
}

async function openPage(address: string, now: () => Instant, options: PageOptions = {}): Promise<JourneyPage> {
  browser ??= launch()
  const context = await (await browser).newContext({
    baseURL: address,
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    timezoneId: 'America/New_York',
    locale: 'en-US',
    hasTouch: (options.width ?? 1440) < 700,
    reducedMotion: 'reduce',
    javaScriptEnabled: options.scripts ?? true,
  })
  // The clock is a script itself.
  if (options.scripts ?? true) await context.clock.install({ time: new Date(now()) })
  const page = await context.newPage()
  return { page, context, faults: faultsOf(page, address) }
}

/** What goes wrong on a page from here on. */
export function faultsOf(page: Page, address: string): string[] {
  page.setDefaultTimeout(15_000)
  const faults: string[] = []
  page.on('pageerror', error => faults.push(`page: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of (4\d\d|503)/.test(message.text()))
      faults.push(`console: ${message.text()}`)
  })
  page.on('request', request => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:') && !request.url().startsWith('blob:'))
      faults.push(`left the house: ${request.url()}`)
  })
  page.on('response', response => {
    if (response.status() >= 500 && response.status() !== 503)
      faults.push(`${response.status()} from ${new URL(response.url()).pathname}`)
  })
  return faults
}

/** Comes in as one of the demo people. */
export async function stepInAs(page: Page, name: string): Promise<void> {
  await page.goto('/staff')
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
const colorRules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** What axe finds on a page, each with where: empty is good. `colors`: by those rules alone that a scheme decides. */
export async function axeFaults(page: Page, { colors = false } = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  return page.evaluate(
    async runOnly => {
      const axe = Reflect.get(window, 'axe')
      const found = await axe.run(document, { runOnly, resultTypes: ['violations'] })
      return found.violations.map(
        (each: { id: string; nodes: { target: string[]; failureSummary: string }[] }) =>
          `${each.id}: ${each.nodes
            .map(node => node.target.join(' '))
            .slice(0, 3)
            .join(' | ')}`,
      )
    },
    colors ? colorRules : axeTags,
  )
}

/** Keeps a picture of a page, to be looked at. */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  mkdirSync(picturesFolder, { recursive: true })
  await page.screenshot({ path: path.join(picturesFolder, `${name}.png`), fullPage })
}

/** Comes in as the client among the demo people, on their own pages. */
export async function stepInAsClient(page: Page, name: string): Promise<void> {
  await page.goto('/me')
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Pictures of every open page, for when a journey failed. */
export async function picturesOfAll(): Promise<void> {
  const pages = (await browser)?.contexts().flatMap(context => context.pages()) ?? []
  for (const [at, page] of pages.entries()) await picture(page, `failed-${at + 1}`).catch(() => undefined)
}

/** Ends the browser after the last file. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}
