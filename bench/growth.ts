import { type Act, acts } from './acts.ts'
import { laneByLane } from './beside.ts'
import { type Figure, figure, tell, timed } from './measure.ts'
import { listenTo, readsOf, walkers } from './plans.ts'
import { openWorld, type World } from './worlds.ts'

/** Places, at 48 a site: what one site does must not feel how many others there are. */
const [small, large, larger, largest] = [48, 480, 4_800, 48_000].map(clients => ({ clients, sites: clients / 48 }))
/** Which worlds are compared, and how many weeks lie behind them; `by-hand` takes long and is asked for by name. */
const compared = {
  quick: { worlds: [small, large], weeks: 4 },
  whole: { worlds: [small, large, larger], weeks: 26 },
  'by-hand': { worlds: [small, largest], weeks: 4 },
}
/** How many rows of one table a request may walk row by row. */
const mostWalked = 2_000

/** What each act takes in worlds of three sizes, beside the smallest; and what its statements read in the largest. */
export async function growthFigures(folder: string, which: keyof typeof compared): Promise<Figure[]> {
  const worlds: World[] = []
  try {
    const { worlds: sizes, weeks } = compared[which]
    for (const size of sizes) if (size) worlds.push(await openWorld(folder, { ...size, weeks }))
    const figures: Figure[] = []
    for (const act of acts) figures.push(...(await measured(act, worlds, which === 'quick' ? 3 : 8)))
    const last = worlds.at(-1)
    return last ? [...figures, await planFigure(last)] : figures
  } finally {
    for (const world of worlds) await world.close()
  }
}

/** Milliseconds of an act in each world, in turn, and how much of the processor the program and its caller took. */
async function measured(act: Act, worlds: readonly World[], rounds: number): Promise<Figure[]> {
  const lanes = worlds.map(world => ({ ...act, world }))
  const all = await laneByLane(lanes, rounds, act.times)
  tell({ [`growth.${act.name}`]: all, unit: 'ms' })
  const [base, ...others] = all
  const ratios = others.map((of, at) =>
    figure(`growth.${act.name}.${worlds[at + 1]?.clients}`, of.p50 / (base?.p50 ?? 1), 'x', act.growth),
  )
  const last = all.at(-1)
  return act.most && last ? [...ratios, figure(`growth.${act.name}.p95`, last.p95, 'ms', act.most)] : ratios
}

/** The ten slowest statements of all acts in one world, and how many of them walk through a table. */
export async function planFigure(world: World): Promise<Figure> {
  const { organizationId, director } = world
  const heard = listenTo(world.house.parts.pool)
  for (const act of acts) {
    await act.before?.(world)
    await timed(act.call(world))
  }
  const as = { organizationId, accountId: director.id, roles: director.roles, personId: director.person }
  const reads = await readsOf(world.postgres.app, as, [...heard.values()])
  for (const { text, ms, walked } of reads.slice(0, 10))
    tell({ slow: text.replace(/\s+/g, ' ').slice(0, 160), ms, walked })
  const walking = walkers(reads, mostWalked)
  for (const { text, walked } of walking) tell({ walks: text.replace(/\s+/g, ' ').slice(0, 300), walked })
  tell({ statements: reads.length, of: heard.size })
  return figure(`plans.walking.${world.clients}`, walking.length, 'statements', 0)
}
