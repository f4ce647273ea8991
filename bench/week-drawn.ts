import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type Day, plusDays } from '#kernel/time.ts'
import { packageRoot } from '#platform/data-folder.ts'
import { hashOf } from '#sign-in/sign-in.ts'
import { launch } from '../journeys/world.ts'
import { type Figure, figure, share, tell } from './measure.ts'
import type { Bench } from './week.ts'
import type { Program } from './week-fill.ts'

/** How often the page is opened; the figure is the time within which three of four are drawn. */
const visits = 9
/** The page's processor is slowed down so many times: a machine of some years. */
const slower = 4

/** Figures of the week in a real browser: until the last block is painted, how far things jump, and while dragging. */
export async function drawnFigures(bench: Bench, program: Program, monday: Day): Promise<Figure[]> {
  if (!existsSync(path.join(packageRoot, 'dist/web/staff.html'))) throw new Error('the pages are not built')
  const browser = await launch()
  try {
    const context = await desk(browser, bench.port)
    await signIn(bench, program, context)
    // The week after this one: what is over can be looked at, and not be moved.
    const week = `/staff/week?monday=${plusDays(monday, 7)}`
    const blocks = await opened(context, { address: week, selector: '.tt .ses' })
    const clients = await opened(context, { address: `${week}&by=client`, selector: '.ct tbody tr' })
    const dragged = await dragging(context, week)
    return [
      figure('week.drawn', blocks.drawn, 's', 1),
      figure('week.drawn.clients', clients.drawn, 's', 1),
      figure('week.shift', Math.max(blocks.shift, clients.shift), '', 0.02),
      figure('week.drag', dragged, 'ms', 100),
    ]
  } finally {
    await browser.close()
  }
}

/** A browser profile as on the desk of somebody who works here. */
export const desk = (browser: Browser, port: number): Promise<BrowserContext> =>
  browser.newContext({
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1440, height: 900 },
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
  })

/** Puts a session of the director's into the browser, or of who has an email, as if they had signed in just now. */
export async function signIn(
  { owner }: Pick<Bench, 'owner'>,
  program: Pick<Program, 'id' | 'email'>,
  context: BrowserContext,
): Promise<void> {
  const token = randomBytes(32).toString('base64url')
  await owner.query(
    `insert into sign_in.session
       (organization_id, id, account_id, token_hash, side, device, started_at, last_seen_at, confirmed_at)
     select $1, gen_random_uuid(), id, $3, 'staff', 'bench', now(), now(), now() from sign_in.account where email = $2`,
    [program.id, program.email, hashOf(token)],
  )
  const cookie = { name: '__Host-staff', value: token, domain: 'localhost', path: '/', secure: true, httpOnly: true }
  await context.addCookies([{ ...cookie, sameSite: 'Strict' }])
}

/** A page whose processor is slowed down. */
export async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  return page
}

type Seen = { drawn: number; shift: number }

/**
 * Opens an address some times with everything in the cache, and waits for as many things as it showed the first time.
 * Chromium keeps compiled scripts only after a page was opened a few times.
 */
export async function opened(
  context: BrowserContext,
  { address, selector }: { address: string; selector: string },
): Promise<Seen> {
  let count = 0
  for (let warm = 0; warm < 5; warm++) {
    const page = await context.newPage()
    await page.goto(address)
    await page.locator(selector).first().waitFor()
    await page.waitForTimeout(1_000)
    count = await page.locator(selector).count()
    await page.close()
  }
  const times: number[] = []
  let shift = 0
  for (let visit = 0; visit < visits; visit++) {
    const page = await slowPage(context)
    await page.addInitScript(watch, { selector, count })
    await page.goto(address, { waitUntil: 'commit' })
    await page.waitForFunction(() => Reflect.get(window, 'benchDrawn') > 0, undefined, { polling: 50 })
    await page.waitForTimeout(500)
    const seen = await page.evaluate(() => [Reflect.get(window, 'benchDrawn'), Reflect.get(window, 'benchShift')])
    times.push(Number(seen[0]) / 1000)
    shift = Math.max(shift, Number(seen[1]))
    await page.close()
  }
  tell({ address: address.split('?')[1], shown: count, seconds: times })
  return { drawn: share(times, 0.75), shift }
}

/** Runs in the page: notes when so many things are painted, and how far what was painted has moved. */
function watch({ selector, count }: { selector: string; count: number }): void {
  const told = { drawn: 0, shift: 0 }
  Object.defineProperty(window, 'benchDrawn', { get: () => told.drawn })
  Object.defineProperty(window, 'benchShift', { get: () => told.shift })
  new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      if (!Reflect.get(entry, 'hadRecentInput')) told.shift += Number(Reflect.get(entry, 'value'))
  }).observe({ type: 'layout-shift', buffered: true })
  const look = () => {
    if (document.querySelectorAll(selector).length < count) {
      requestAnimationFrame(look)
      return
    }
    // A task after the next frame: by then it is painted.
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        told.drawn = performance.now()
      }
      channel.port2.postMessage(0)
    })
  }
  requestAnimationFrame(look)
}

/**
 * Drags a block over the week and puts it back: the slowest answer to a press, a move or a release, in
 * milliseconds, but for one of every fifty, as the web counts it (INP).
 */
async function dragging(context: BrowserContext, address: string): Promise<number> {
  const page = await slowPage(context)
  await page.goto(address)
  const block = page.locator('.ses.movable').first()
  await block.waitFor()
  await page.waitForTimeout(1_000)
  await page.evaluate(watchAnswers)
  const box = (await block.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  for (let step = 1; step <= 60; step++) {
    // To the right over the days and back, and down over the rows.
    const across = step <= 30 ? step : 60 - step
    await page.mouse.move(from.x + across * 25, from.y + step * 6)
    await page.waitForTimeout(30)
  }
  const held = await page.locator('.ses.drag').count()
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await page.waitForTimeout(500)
  const answers = await page.evaluate(() => Array.from<number>(Reflect.get(window, 'benchAnswers')))
  await page.close()
  if (held === 0 || answers.length < 30) throw new Error('no block was dragged')
  const slowest = Math.max(...answers)
  tell({ dragged: answers.length, p50: share(answers, 0.5), slowest })
  return share(answers, 0.98)
}

/** Runs in the page: how long after each press, move, key and release the next frame was painted. */
function watchAnswers(): void {
  const answers: number[] = []
  Object.defineProperty(window, 'benchAnswers', { get: () => answers })
  const note = (event: Event) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => answers.push(performance.now() - event.timeStamp)
      channel.port2.postMessage(0)
    })
  for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'keydown'])
    window.addEventListener(kind, note, { capture: true })
}
