import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { packageRoot } from '#platform/data-folder.ts'
import { startTestDatabase } from '#platform/test-database.ts'
import { callsAs } from '../journeys/tablet.ts'
import { type JourneyWorld, journeyWorld, launch, stepInAs, stepInAsClient } from '../journeys/world.ts'
import { type Figure, figure, share, tell } from './measure.ts'
import { type Felt, visit } from './page-visit.ts'
import { type Audience, client, everyPage, fewPages, type Listed } from './pages-list.ts'

/** A row of the report: a page in a scheme, and what a first visit to it felt. */
export type PageRow = Felt & { audience: Audience; page: string; scheme: 'light' | 'dark' }

const units = { lcp: 'ms', inp: 'ms', cls: '', js: 'kB gzipped' } as const
type Part = keyof typeof units
/** What no page may pass: a phone gets a thin page; answers to a hand and shifts are the same everywhere. */
const bars: Record<Audience, Record<Part, number>> = {
  public: { lcp: 1_000, inp: 200, cls: 0.1, js: 110 },
  portal: { lcp: 2_000, inp: 200, cls: 0.1, js: 110 },
  tablet: { lcp: 2_000, inp: 200, cls: 0.1, js: 110 },
  staff: { lcp: 2_500, inp: 200, cls: 0.1, js: 200 },
}
const sizes: Record<Audience, { width: number; height: number }> = {
  public: { width: 390, height: 844 },
  portal: { width: 390, height: 844 },
  tablet: { width: 1280, height: 800 },
  staff: { width: 1440, height: 900 },
}
const parts = ['lcp', 'inp', 'cls', 'js'] as const
/** Where the rows lie that the report draws. */
const rowsFile = path.join(packageRoot, '.tmp', 'bench', 'pages.json')

/**
 * Figures of pages in a real browser on a slow phone's network and processor, nothing kept from before: the worst page
 * for each audience. `quick`: one page each, light; else every page, light and dark.
 */
export async function pagesFigures({ quick }: { quick: boolean }): Promise<Figure[]> {
  if (!existsSync(path.join(packageRoot, 'dist/web/staff.html'))) throw new Error('the pages are not built')
  const database = await startTestDatabase()
  try {
    const world = await journeyWorld()
    const browser = await launch()
    try {
      const rows = await rowsOf({ world, browser }, quick)
      mkdirSync(path.dirname(rowsFile), { recursive: true })
      writeFileSync(rowsFile, `${JSON.stringify(rows, null, 1)}\n`)
      return figuresOf(rows)
    } finally {
      await browser.close()
      await world.close()
    }
  } finally {
    await database.stop()
  }
}

type Opened = { world: JourneyWorld; browser: Browser }

async function rowsOf({ world, browser }: Opened, quick: boolean): Promise<PageRow[]> {
  const open = (options: Parameters<Browser['newContext']>[0] = {}) =>
    browser.newContext({
      ...{ baseURL: world.address, viewport: sizes.staff, timezoneId: 'America/New_York' },
      ...{ locale: 'en-US', reducedMotion: 'reduce', serviceWorkers: 'block' },
      ...options,
    })
  if (!quick) await beginNote(world)
  const listed = quick ? fewPages : await everyPage(open)
  const rows: PageRow[] = []
  for (const who of new Set(listed.map(each => each.who))) {
    const storageState = await signedIn(await open(), who)
    for (const each of listed.filter(one => one.who === who))
      for (const scheme of quick ? (['light'] as const) : (['light', 'dark'] as const)) {
        // A profile of its own for each visit: nothing of the last is in its cache.
        const once = async () => {
          const own = { viewport: sizes[each.audience], colorScheme: scheme, storageState }
          const context = await open(own)
          try {
            const clockAheadMs = Date.parse(world.now()) - Date.now()
            return await visit(await context.newPage(), { ...each, clockAheadMs })
          } finally {
            await context.close()
          }
        }
        const row = { audience: each.audience, page: each.name, scheme, ...(await steadied(each, once)) }
        tell(row)
        rows.push(row)
      }
  }
  return rows
}

/** One visit; where it passed a bar the machine may have had other work, so two more, and the middle of each figure. */
async function steadied({ audience }: Listed, once: () => Promise<Felt>): Promise<Felt> {
  const first = await once()
  if (parts.every(part => first[part] <= bars[audience][part])) return first
  const all = [first, await once(), await once()]
  const middle = (part: Part) =>
    share(
      all.map(each => each[part]),
      0.5,
    )
  return { ...first, lcp: middle('lcp'), inp: middle('inp'), cls: middle('cls'), js: middle('js') }
}

/** What somebody's browser holds after they came in. */
async function signedIn(context: BrowserContext, who: string | null) {
  const page = await context.newPage()
  if (who === client) await stepInAsClient(page, who)
  else if (who) await stepInAs(page, who)
  const state = await context.storageState()
  await context.close()
  return state
}

/** A note of an individual hour is begun, so that its page is there. */
async function beginNote(world: JourneyWorld): Promise<void> {
  const ruth = await callsAs(world, 'Ruth Lindqvist')
  const { clients } = await ruth<{ clients: { id: string }[] }>('people.clients?', {})
  const clientId = clients[0]?.id ?? ''
  const { templates } = await ruth<{ templates: { kind: string; template: string }[] }>('notes.to-write?', { clientId })
  const startsAt = new Date(Date.parse(world.now()) - 3_600_000).toISOString()
  const { kind, template } = templates[0] ?? {}
  await ruth('notes.begin-draft', { draftId: randomUUID(), clientId, kind, template, startsAt, minutes: 15 })
}

/** The worst page of each audience by each part, told with its name. */
function figuresOf(rows: readonly PageRow[]): Figure[] {
  const figures: Figure[] = []
  for (const audience of ['public', 'portal', 'tablet', 'staff'] as const) {
    const own = rows.filter(row => row.audience === audience)
    for (const part of own.length > 0 ? parts : []) {
      const [worst] = own.toSorted((a, b) => b[part] - a[part])
      if (!worst) continue
      tell({ [`${audience}.${part}`]: `${worst.page}, ${worst.scheme}` })
      figures.push(figure(`pages.${audience}.${part}`, worst[part], units[part], bars[audience][part]))
    }
  }
  return figures
}
