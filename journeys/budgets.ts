import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { packageRoot } from '#platform/data-folder.ts'

/** What a task may ask of somebody's hands at most, on how many pages; `from` says where the bar is written. */
export type Budget = { task: string; actions: number; goal?: number; screens: number; from: string }

const documented = 'the table of tasks that the design began with'
const own = 'own: what it took when it was first counted'

/** Every task that is counted. Each is walked by one journey, which counts by `handOf` and tells its name. */
export const budgets = [
  { task: 'attendance of twelve, two late, one absent', actions: 6, screens: 1, from: documented },
  { task: 'group of twelve documented and signed', actions: 60, goal: 40, screens: 2, from: documented },
  { task: 'an individual note', actions: 25, screens: 4, from: documented },
  { task: 'find a client', actions: 3, screens: 2, from: own },
  { task: 'a facilitator is ill, clients told', actions: 5, screens: 2, from: documented },
  { task: 'the crisis line from the client’s page', actions: 1, screens: 1, from: documented },
  { task: 'the crisis line without a network', actions: 1, screens: 1, from: documented },
  { task: 'the crisis line from the public start', actions: 1, screens: 1, from: documented },
  { task: 'make-ups booked', actions: 2, screens: 1, from: own },
  { task: 'first call to an assessment booked', actions: 40, screens: 2, from: own },
  { task: 'a waiting place offered', actions: 2, screens: 1, from: own },
  { task: 'signed in at the tablet by card', actions: 1, screens: 1, from: documented },
  { task: 'a name and its code at the tablet', actions: 5, screens: 1, from: own },
  { task: 'a mark corrected', actions: 2, screens: 1, from: own },
] as const satisfies readonly Budget[]
export type Task = (typeof budgets)[number]['task']

/** What was counted so far lies here, a file each, for the report of the bench. */
export const countsFolder = path.join(packageRoot, '.tmp', 'bench', 'budgets')

/** Hands on a page. */
export type Hand = {
  /** From here on it counts, on the page that is open. */
  begins(): void
  /** Tells a line, keeps it, and refuses what passed the task's budget. */
  ends(task: Task): Promise<void>
}

/**
 * Counts what somebody does with their hands, in the page itself: presses, and keys but for words typed into a field.
 * A field whose words come without a key or a press that led there (a test fills it) is one action, since somebody
 * would have to go there. A choice in a list or a file that a test makes is two: somebody opens it, and chooses.
 * `screens` are the paths that were seen meanwhile.
 */
export async function handOf(page: Page): Promise<Hand> {
  const counted = { actions: 0, since: 0, screens: new Set<string>() }
  const pathNow = () => new URL(page.url()).pathname
  await page.exposeFunction('handDid', (actions: number) => {
    counted.actions += actions
  })
  page.on('framenavigated', frame => {
    if (frame === page.mainFrame()) counted.screens.add(pathNow())
  })
  await page.addInitScript(watchHands)
  await page.evaluate(watchHands)
  return {
    begins() {
      counted.actions = 0
      counted.since = Date.now()
      counted.screens = new Set([pathNow()])
    },
    async ends(task) {
      // What the page told before this answer has come before it.
      await page.evaluate(() => undefined)
      const { actions, screens } = counted
      tell(task, { actions, screens: screens.size, seconds: (Date.now() - counted.since) / 1000 })
    },
  }
}

function tell(task: Task, did: { actions: number; screens: number; seconds: number }): void {
  const budget: Budget | undefined = budgets.find(each => each.task === task)
  if (!budget) throw new Error(`${task} has no budget`)
  const { actions, screens } = did
  const pages = screens === 1 ? '1 screen' : `${screens} screens`
  const line = `${task}: ${actions} of ${budget.actions} actions, ${pages}`
  process.stdout.write(`${line}\n`)
  mkdirSync(countsFolder, { recursive: true })
  const name = task.replaceAll(/[^a-z]+/g, '-')
  writeFileSync(path.join(countsFolder, `${name}.json`), `${JSON.stringify({ ...budget, did })}\n`)
  if (actions === 0) throw new Error(`${task}: nothing was counted`)
  if (actions > budget.actions || screens > budget.screens) throw new Error(`Over the budget: ${line}`)
}

/** Runs in the page, before its own scripts hear of anything. */
function watchHands(): void {
  if (Reflect.get(window, 'handIsWatched')) return
  Reflect.set(window, 'handIsWatched', true)
  const told = (actions: number) => Reflect.get(window, 'handDid')(actions)
  // A press or a key may lead into one field, and then going there is no action more.
  const led = { by: false, into: new WeakSet<EventTarget>() }
  const takesWords = (of: EventTarget | null) =>
    of instanceof HTMLTextAreaElement ||
    (of instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'submit', 'file'].includes(of.type))
  const acted = (actions: number) => {
    led.by = true
    told(actions)
  }
  const on = (kind: string, does: (event: Event) => void) => window.addEventListener(kind, does, { capture: true })
  on('pointerdown', event => {
    if (event.isTrusted) acted(1)
  })
  on('keydown', event => {
    if (!event.isTrusted || !(event instanceof KeyboardEvent) || event.repeat) return
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
    const types = event.key.length === 1 || ['Backspace', 'Delete'].includes(event.key)
    const isWords = types && !event.ctrlKey && !event.metaKey && takesWords(event.target)
    if (!isWords) acted(1)
  })
  on('focusin', event => {
    if (!led.by || !event.target) return
    led.by = false
    led.into.add(event.target)
  })
  on('input', event => {
    const { target } = event
    if (!target || !takesWords(target) || led.into.has(target)) return
    led.into.add(target)
    told(1)
  })
  on('change', event => {
    const { target } = event
    const isList = target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type === 'file')
    if (isList && !event.isTrusted) acted(2)
  })
}
