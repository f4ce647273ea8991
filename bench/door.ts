import { existsSync } from 'node:fs'
import path from 'node:path'
import type pg from 'pg'
import type { BrowserContext } from 'playwright-core'
import type { House } from '#kernel/house.ts'
import { packageRoot } from '#platform/data-folder.ts'
import { launch } from '../journeys/world.ts'
import { contacts, type DoorProgram, fillDoor } from './door-fill.ts'
import type { Floor } from './floor.ts'
import { type Call, type Figure, figure, ratio, share, tell, timed } from './measure.ts'
import { slowDown } from './slow.ts'

/** What the figures of the front door are measured on. */
export type DoorBench = { house: House; owner: pg.Client; port: number; floor: Floor; quick: boolean }

const visits = 9
const publicPages = ['/', '/es/', '/cost']

/** Figures of the front door: public pages on a slow telephone, an estimate, and the board of 480 beside the floor. */
export async function doorFigures(bench: DoorBench): Promise<Figure[]> {
  const program = await fillDoor(bench)
  return [await drawnFigure(bench), await estimateFigure(bench, program), await boardFigure(bench, program)]
}

const asDesk = ({ port }: DoorBench, { token }: DoorProgram, call: Pick<Call, 'method' | 'path' | 'body'>): Call => ({
  port,
  ...call,
  headers: { authorization: `Bearer ${token}`, ...(call.body ? { 'content-type': 'application/json' } : {}) },
})

async function boardFigure(bench: DoorBench, program: DoorProgram): Promise<Figure> {
  const { floor, quick } = bench
  const board = () => asDesk(bench, program, { method: 'GET', path: '/api/inquiry/board' })
  const bare = (): Call => ({
    ...{ port: floor.port, method: 'GET', path: `/contacts/${program.id}` },
    headers: { 'x-token': floor.token },
  })
  const beside = await ratio(board, bare, quick ? 2 : 8, 30)
  const year = new Date(Date.now() - 540 * 86_400_000).toISOString().slice(0, 10)
  const today = new Date().toISOString().slice(0, 10)
  const waits: number[] = []
  for (let n = 0; n < 20; n++)
    waits.push(
      await timed(asDesk(bench, program, { method: 'GET', path: `/api/inquiry/waits?from=${year}&until=${today}` })),
    )
  const told = {
    board: [beside.ours, beside.floor],
    waits: { of: contacts.all, median: share(waits, 0.5) },
    unit: 'ms',
  }
  tell(told)
  return figure('pipeline.480', beside.ratio, 'x', 2.5)
}

async function estimateFigure(bench: DoorBench, program: DoorProgram): Promise<Figure> {
  const times: number[] = []
  for (let n = 0; n < 220; n++) {
    const body = JSON.stringify({
      ...{ kind: 'none', incomeCents: 2_000_000 + n * 10_000, household: 1 + (n % 6), programId: program.programId },
    })
    const took = await timed(asDesk(bench, program, { method: 'POST', path: '/api/coverage/estimate-here', body }))
    if (n >= 20) times.push(took)
  }
  return figure('estimate.range', share(times, 0.95), 'ms', 50)
}

/** The slowest of the public pages: until its largest part is painted, by somebody who was never here before. */
async function drawnFigure({ port }: DoorBench): Promise<Figure> {
  if (!existsSync(path.join(packageRoot, 'dist/web/front.css'))) throw new Error('the pages are not built')
  const browser = await launch()
  try {
    const medians: number[] = []
    for (const at of publicPages) {
      const times: number[] = []
      for (let visit = 0; visit < visits; visit++) {
        // A context of its own: nothing of the last visit is in its cache.
        const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
        times.push(await largestPaint(context, `http://localhost:${port}${at}`))
        await context.close()
      }
      medians.push(share(times, 0.5))
      tell({ page: at, ms: times.map(Math.round) })
    }
    return figure('public.lcp', Math.max(...medians), 'ms', 1_000)
  } finally {
    await browser.close()
  }
}

async function largestPaint(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage()
  await slowDown(page)
  const answer = await page.goto(address, { waitUntil: 'load' })
  if (answer?.status() !== 200 || !answer.url().endsWith(new URL(address).pathname))
    throw new Error(`${address} is no public page`)
  return page.evaluate(
    () =>
      new Promise<number>(done => {
        new PerformanceObserver(list => done(list.getEntries().at(-1)?.startTime ?? 0)).observe({
          ...{ type: 'largest-contentful-paint', buffered: true },
        })
      }),
  )
}
