import type { BrowserContext, Locator } from 'playwright-core'
import { launch } from '../journeys/world.ts'
import { type Figure, figure, share, tell } from './measure.ts'
import type { NotesBench } from './notes.ts'
import type { NotesProgram } from './notes-fill.ts'
import { desk, opened, signIn, slowPage } from './week-drawn.ts'

/** How often the page of a note is opened; the figure is the time within which three of four take a key. */
const visits = 9
/** Letters typed at a time, into the sentences of so many and as often into the shared text; how long between two. */
const [letters, people, betweenMs] = [80, 4, 70]

/** Figures of notes in a real browser: typing in a group of twelve, until its page takes a key, and a long chart. */
export async function drawnNotes(bench: NotesBench, program: NotesProgram, clientId: string): Promise<Figure[]> {
  const browser = await launch()
  try {
    const writing = await desk(browser, bench.port)
    await signIn(bench, { id: program.id, email: `cora@${program.id}.example` }, writing)
    const note = `/staff/notes/${program.sessionIds[0]}`
    const interactive = await takesAKey(writing, note)
    const typed = await typing(writing, note)
    const reading = await desk(browser, bench.port)
    await signIn(bench, program, reading)
    await bareTyping(reading)
    const chart = await opened(reading, { address: `/staff/clients/${clientId}/notes`, selector: '.note-entry' })
    return [
      figure('notes.key-to-paint', typed, 'ms', 50),
      figure('notes.interactive', interactive, 's', 1.5),
      figure('chart.timeline-1000.drawn', chart.drawn, 's', 1),
    ]
  } finally {
    await browser.close()
  }
}

/**
 * Opens the note some times with everything in the cache, as who writes every evening does: from the navigation until
 * the first field has taken a letter and shows it.
 */
async function takesAKey(context: BrowserContext, address: string): Promise<number> {
  for (let warm = 0; warm < 5; warm++) {
    const page = await context.newPage()
    await page.goto(address)
    await page.locator('textarea').first().waitFor()
    await page.waitForTimeout(1_000)
    await page.close()
  }
  const times: number[] = []
  for (let visit = 0; visit < visits; visit++) {
    const page = await slowPage(context)
    await page.addInitScript(firstKey)
    await page.goto(address, { waitUntil: 'commit' })
    await page.waitForFunction(() => Reflect.get(window, 'benchTaken') > 0, undefined, { polling: 50 })
    times.push(Number(await page.evaluate(() => Reflect.get(window, 'benchTaken'))) / 1000)
    // What was typed is taken back, so that the text is as long on each visit.
    await page.keyboard.press('Backspace')
    await page.waitForTimeout(2_500)
    await page.close()
  }
  tell({ 'takes a key': times, unit: 's' })
  return share(times, 0.75)
}

/** Runs in the page: types into the first field that is there until it shows what was typed, and notes when. */
function firstKey(): void {
  let taken = 0
  Object.defineProperty(window, 'benchTaken', { get: () => taken })
  const painted = (field: HTMLTextAreaElement, words: string) => () => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      if (field.isConnected && field.value === words) taken = performance.now()
      else requestAnimationFrame(look)
    }
    channel.port2.postMessage(0)
  }
  const look = () => {
    const field = document.querySelector('textarea')
    if (!field) {
      requestAnimationFrame(look)
      return
    }
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
    const words = `${field.value}k`
    document.execCommand('insertText', false, 'k')
    requestAnimationFrame(painted(field, words))
  }
  requestAnimationFrame(look)
}

const said = 'told the group how a walk before supper helps and what else was tried in the week that lies behind '

/**
 * Types into the sentences of some of twelve, whose other words are all there, and into the shared text, as fast as a
 * hand that writes well: how long after a key the next frame was painted, the time within which 95 of 100 are. Behind
 * the hand the page lays drafts on the device, saves them, and reads the note anew, as it always does.
 */
async function typing(context: BrowserContext, address: string): Promise<number> {
  const page = await slowPage(context)
  await page.goto(address)
  const closed = page.getByRole('button', { name: /^Open / })
  await closed.first().waitFor()
  await page.waitForTimeout(2_000)
  const names = await closed.evaluateAll(all => all.map(each => each.getAttribute('aria-label') ?? ''))
  await page.evaluate(watchKeys)
  const answers = new Map<string, number[]>()
  const typeInto = async (field: Locator, what: string) => {
    await field.focus()
    await page.keyboard.press('ControlOrMeta+End')
    await page.waitForTimeout(500)
    await page.evaluate(() => Reflect.get(window, 'benchKeys').splice(0))
    await page.keyboard.type(` ${said}`.slice(0, letters), { delay: betweenMs })
    await page.waitForTimeout(500)
    const own = await page.evaluate(() => Array.from<number>(Reflect.get(window, 'benchKeys')))
    if (own.length < letters * 0.95) throw new Error(`${own.length} of ${letters} keys were answered`)
    answers.set(what, [...(answers.get(what) ?? []), ...own])
  }
  for (let turn = 0; turn < people; turn++) {
    const name = names[turn * 3 + 1] ?? ''
    await page.getByRole('button', { name, exact: true }).click()
    await typeInto(page.locator('textarea.sentence'), 'sentence')
    await typeInto(page.getByLabel('Shared text, in every note'), 'shared')
  }
  const told = [...answers].map(([what, of]) => [
    what,
    { keys: of.length, p50: share(of, 0.5), p95: share(of, 0.95), slowest: Math.max(...of) },
  ])
  const entries = await page.evaluate(() => Array.from<number>(Reflect.get(window, 'benchEntries')))
  const slow = { over16: entries.length, over50: entries.filter(each => each > 50).length }
  tell({ ...Object.fromEntries(told), 'by event timing': slow, unit: 'ms' })
  await page.close()
  return Math.max(...[...answers.values()].map(of => share(of, 0.95)))
}

/** The same in a bare field of a page that does nothing: what this machine has in it anyway, beside the figure. */
async function bareTyping(context: BrowserContext): Promise<void> {
  const page = await slowPage(context)
  await page.goto('/healthz')
  await page.evaluate(() => document.body.replaceChildren(document.createElement('textarea')))
  await page.evaluate(watchKeys)
  await page.locator('textarea').focus()
  for (let turn = 0; turn < people; turn++) await page.keyboard.type(said.slice(0, letters), { delay: betweenMs })
  const own = await page.evaluate(() => Array.from<number>(Reflect.get(window, 'benchKeys')))
  const bare = { keys: own.length, p50: share(own, 0.5), p95: share(own, 0.95), slowest: Math.max(...own) }
  tell({ 'a bare field': bare, unit: 'ms' })
  await page.close()
}

/** Runs in the page: how long after each letter the next frame was painted; and what the browser itself says of it. */
function watchKeys(): void {
  const [keys, entries]: [number[], number[]] = [[], []]
  Object.defineProperty(window, 'benchKeys', { get: () => keys })
  Object.defineProperty(window, 'benchEntries', { get: () => entries })
  const watched = { type: 'event', durationThreshold: 16 }
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (entry.name === 'keydown') entries.push(entry.duration)
  }).observe(watched)
  const note = (event: KeyboardEvent) => {
    if (event.key.length > 1) return
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => keys.push(performance.now() - event.timeStamp)
      channel.port2.postMessage(0)
    })
  }
  window.addEventListener('keydown', note, { capture: true })
}
