import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { instant } from '#kernel/time.ts'
import { packageRoot } from '#platform/data-folder.ts'
import { migrate } from '#platform/migrations.ts'
import { type Postgres, startPostgres } from '#platform/postgres.ts'
import { corridor } from '#rooms/index.ts'
import { cronsOf } from '../src/wiring.ts'
import { besideFigures } from './beside.ts'
import { doorFigures } from './door.ts'
import { type Floor, openFloor } from './floor.ts'
import { growthFigures, planFigure } from './growth.ts'
import { eveningOf, fillSizes, hoursFigures } from './hours.ts'
import { journalFigures } from './journal.ts'
import { kernelFigures } from './kernel.ts'
import { type Figure, gates } from './measure.ts'
import { notesFigures } from './notes.ts'
import { notesPdfFigures } from './notes-pdf.ts'
import { pagesFigures } from './pages.ts'
import { reportOf } from './report.ts'
import { keep, lastFelt, releases, remember } from './results.ts'
import { type Serving, type ServingOf, serve } from './serving.ts'
import { startFigures } from './start.ts'
import { weekFigures } from './week.ts'
import { prepare } from './week-fill.ts'
import { openWorld } from './worlds.ts'

const realNow = () => instant(Date.now())
const asked = (word: string) => process.argv.includes(`--${word}`)
const quick = asked('quick')
const folder = path.join(packageRoot, '.tmp', `bench-${process.pid}`)
/** A database that the parts which fill their own organizations share. */
let shared: Postgres | undefined

type On = Serving & { owner: pg.Client; floor: Floor; quick: boolean }

/** Runs with a served house on the shared database, and a floor beside it. */
async function served(of: Omit<ServingOf, 'app'>, run: (on: On) => Promise<Figure[]>): Promise<Figure[]> {
  if (!shared) {
    shared = await startPostgres(folder, {})
    await migrate(shared.owner, corridor, 'db/reports')
  }
  const owner = new pg.Client(shared.owner)
  await owner.connect()
  const serving = await serve({ app: shared.app, ...of })
  const floor = await openFloor(shared.owner)
  try {
    return await run({ ...serving, owner, floor, quick })
  } finally {
    await floor.close()
    await serving.close()
    await owner.end()
  }
}

/** The acts of people beside the floor, and the plans of their statements, in a drawn world of ten sites. */
async function acts(): Promise<Figure[]> {
  const world = await openWorld(folder, { clients: 480, sites: 10, weeks: quick ? 4 : 26 })
  try {
    return [...(await besideFigures(world, quick)), await planFigure(world)]
  } finally {
    await world.close()
  }
}

/** Attendance, on a house whose clock stands in the evening of a Wednesday. */
function hours(): Promise<Figure[]> {
  const { monday, now } = eveningOf(realNow())
  const begun = Date.now()
  return served({ clock: () => instant(Date.parse(now) + Date.now() - begun) }, async on => {
    const bench = { ...on, monday }
    await prepare(on.owner)
    return hoursFigures(bench, await fillSizes(bench))
  })
}

/** Every part by its name. */
const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  acts,
  journal: () => journalFigures(folder, quick),
  pages: () => pagesFigures({ quick }),
  week: () => served({ clock: realNow, crons: cronsOf(async () => null) }, weekFigures),
  kernel: () => served({ clock: realNow }, kernelFigures),
  hours,
  notes: () =>
    served({ clock: realNow }, async on => {
      await prepare(on.owner)
      return [...(await notesFigures(on)), ...(await notesPdfFigures())]
    }),
  door: () => served({ clock: realNow }, doorFigures),
  growth: () => growthFigures(folder, quick ? 'quick' : asked('by-hand') ? 'by-hand' : 'whole'),
  start: startFigures,
}
/** What each run of all proofs measures, within a minute. */
const quickly = ['acts', 'journal', 'pages']

const named = Object.keys(parts).filter(asked)
const wanted = named.length > 0 ? named : quick ? quickly : Object.keys(parts)
mkdirSync(folder, { recursive: true })
const figures: Figure[] = []
try {
  if (!asked('keep')) for (const name of wanted) figures.push(...((await parts[name]?.()) ?? []))
} finally {
  await shared?.stop()
  rmSync(folder, { recursive: true, force: true })
}
const last = remember(figures)
const version = String(JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')).version)
const history = asked('keep') ? keep(version, realNow().slice(0, 10)) : releases()
const page = path.join(packageRoot, '.tmp', 'bench', 'figures.html')
writeFileSync(page, reportOf(last, history, lastFelt()))
process.stderr.write(`Drawn in ${path.relative(packageRoot, page)}\n`)
const missed = figures.filter(each => !each.ok)
if (missed.length > 0) process.stderr.write(`Over the bar: ${missed.map(each => each.name).join(', ')}\n`)
const before = history.at(-1)?.figures
if (missed.some(each => gates(each, before?.[each.name]?.value))) process.exitCode = 1
