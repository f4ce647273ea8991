import type { Page } from 'playwright-core'
import { openRequests, settled, still } from '../journeys/walk.ts'
import type { Audience } from './pages-list.ts'
import { slowDown } from './slow.ts'

/** What one visit felt: times in ms, how far things moved by themselves, kB over the wire, and the slowest act. */
export type Felt = { lcp: number; inp: number; cls: number; js: number; all: number; slowest: string }

type Act = { name: string; does: (page: Page) => Promise<void> }
const keys = (name: string, ...pressed: string[]): Act => ({
  name,
  does: async page => {
    for (const key of pressed) await page.keyboard.press(key)
  },
})
/** Opens the first of its kind, where there is one, and closes it again. */
const opens = (name: string, selector: string): Act => ({
  name,
  does: async page => {
    const first = page.locator(selector).locator('visible=true').first()
    if ((await first.count()) === 0) return
    await first.click()
    await painted(page)
    await page.keyboard.press('Escape')
  },
})

/** What people do on any page and what changes nothing. */
const anyPage = [
  keys('next by Tab', 'Tab', 'Tab'),
  opens('part that opens', 'main details:not([open]) > summary, main [aria-expanded=false]:not([disabled])'),
  opens('choice', 'main input[type=radio]:not(:checked):not(:disabled), main .segment label:has(input:not(:checked))'),
]
const acts: Record<Audience, readonly Act[]> = {
  public: anyPage,
  portal: anyPage,
  tablet: [...anyPage, keys('a figure', '7', 'Backspace')],
  staff: [
    keys('keys', '?'),
    keys('keys closed', 'Escape'),
    keys('search', 'Control+k'),
    { name: 'search words', does: page => page.keyboard.type('mari', { delay: 80 }) },
    keys('search moved', 'ArrowDown', 'ArrowDown'),
    keys('search closed', 'Escape', 'Escape'),
    keys('rows', 'ArrowDown', 'ArrowDown', 'ArrowUp'),
    opens('menu', 'header [aria-haspopup=menu]'),
    ...anyPage,
    opens('tab', 'main nav.tabs a:not([aria-current])'),
  ],
}

/** Opens a page that was never here before on a slow network and processor, then acts on it. */
export async function visit(page: Page, at: { path: string; audience: Audience; clockAheadMs: number }): Promise<Felt> {
  const looked = { page, open: openRequests(page) }
  const wire = await slowDown(page)
  await page.addInitScript(watch, at.clockAheadMs)
  const answer = await page.goto(at.path, { waitUntil: 'load' })
  const rests = answer?.status() === 404 && at.path === '/nowhere'
  if (!rests && answer?.status() !== 200) throw new Error(`${at.path} answered ${answer?.status()}`)
  // The page of the kit shows what loads for ever, on purpose.
  if (at.path === '/staff/kit') await page.getByRole('heading', { level: 1 }).waitFor()
  else if (at.audience === 'staff') await settled(looked, at.path)
  else await still(looked)
  const { lcp } = await told(page)
  const [js, all] = [wire.scripts / 1000, wire.all / 1000]
  let [inp, slowest] = [0, '']
  for (const act of acts[at.audience]) {
    await act.does(page)
    await painted(page)
    const now = await told(page)
    if (now.inp > inp) [inp, slowest] = [now.inp, act.name]
  }
  return { lcp, inp, js, all, slowest, cls: (await told(page)).cls }
}

/** Waits until what was done has been painted, and the browser has said how long it took. */
const painted = (page: Page) =>
  page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))),
  )

const told = (page: Page) =>
  page.evaluate((): { lcp: number; inp: number; cls: number } => Reflect.get(window, 'benchFelt'))

/** Runs in the page: sets its clock to the house's, and notes what the browser says of paints, shifts and answers. */
function watch(aheadMs: number): void {
  const RealDate = Date
  class HouseDate extends RealDate {
    constructor(...given: [number]) {
      super(...(given.length > 0 ? given : ([RealDate.now() + aheadMs] satisfies [number])))
    }
    static override now(): number {
      return RealDate.now() + aheadMs
    }
  }
  Object.defineProperty(window, 'Date', { value: HouseDate, writable: true, configurable: true })
  const felt = { lcp: 0, inp: 0, cls: 0 }
  Object.defineProperty(window, 'benchFelt', { get: () => ({ ...felt }) })
  const on = (type: string, of: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver(list => list.getEntries().forEach(of)).observe({
      ...{ type, buffered: true, durationThreshold: 16 },
    })
  on('largest-contentful-paint', entry => {
    felt.lcp = entry.startTime
  })
  on('event', entry => {
    if (Number(Reflect.get(entry, 'interactionId')) > 0) felt.inp = Math.max(felt.inp, entry.duration)
  })
  // Shifts count together until a second passes without one, or five in all.
  const window_ = { begun: 0, last: 0, sum: 0 }
  on('layout-shift', entry => {
    if (Reflect.get(entry, 'hadRecentInput')) return
    const goesOn = entry.startTime - window_.last < 1_000 && entry.startTime - window_.begun < 5_000
    if (!goesOn) Object.assign(window_, { begun: entry.startTime, sum: 0 })
    window_.last = entry.startTime
    window_.sum += Number(Reflect.get(entry, 'value'))
    felt.cls = Math.max(felt.cls, window_.sum)
  })
}
