import { type Act, acts } from './acts.ts'
import { type Call, type Figure, figure, middle, share, tell, timed } from './measure.ts'
import { databaseCpu } from './processor.ts'
import type { World } from './worlds.ts'

/** Most processor time of signing a group of twelve; of other acts it is the floor's, times the bar of the act. */
const groupCpu = 20
/** A figure over its bar is measured so often in all, and the middle one is told: machines have other work too. */
const tries = 3

/** Milliseconds of a call, and of the processor for it in the program, its database and its caller. */
export type Taken = { p50: number; p95: number; cpu: number }
/** Something that is done in a world again and again. */
export type Lane = Pick<Act, 'before' | 'call'> & { world: World }
type Both = readonly [ours: Taken, floor: Taken]

const ratioOf = ([ours, floor]: Both) => ours.p50 / floor.p50

/** What people do, each beside the floor on the same rows: A-B-A-B, medians, and the processor that both took. */
export async function besideFigures(world: World, quick: boolean): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const act of acts) {
    const { floor } = act
    if (!floor) continue
    const measure = async (): Promise<Both> => {
      const [ours, bare] = await laneByLane(
        [
          { ...act, world },
          { ...floor, world },
        ],
        quick ? 5 : 12,
        act.times,
      )
      if (!ours || !bare) throw new Error(`${act.name} was not measured`)
      return [ours, bare]
    }
    const all = [await measure()]
    while (all.some(of => ratioOf(of) > floor.bar) && all.length < tries) all.push(await measure())
    const told = middle(all, ratioOf)
    tell({ [`acts.${act.name}`]: { ours: told[0], floor: told[1] }, unit: 'ms', ratios: all.map(ratioOf) })
    figures.push(figure(`acts.${act.name}`, ratioOf(told), 'x', floor.bar))
    const cpuBar = act.name === 'sign-12' ? groupCpu : told[1].cpu * floor.bar
    figures.push(figure(`acts.${act.name}.cpu`, told[0].cpu, 'ms', cpuBar))
  }
  return figures
}

/** Runs the same number of calls in each lane, in turn, some rounds; the first round is warm-up. */
export async function laneByLane(lanes: readonly Lane[], rounds: number, each: number): Promise<Taken[]> {
  const spent = lanes.map(() => ({ times: [] as number[], cpu: 0 }))
  for (let round = -1; round < rounds; round++)
    for (const [at, { world, before, call }] of lanes.entries()) {
      const into = spent[at]
      for (let n = 0; n < each && into; n++) {
        await before?.(world)
        const [took, cpu] = await spentOn(world, call(world))
        if (round < 0) continue
        into.times.push(took)
        into.cpu += cpu
      }
    }
  return spent.map(({ times, cpu }) => ({ p50: share(times, 0.5), p95: share(times, 0.95), cpu: cpu / times.length }))
}

/** How long a call took, and how much of the processor: what the bench itself asks of the database is not counted. */
async function spentOn({ postmaster, ownBackend }: World, call: Call): Promise<[number, number]> {
  const ofDatabase = databaseCpu(postmaster, ownBackend)
  const before = process.cpuUsage()
  const took = await timed(call)
  const { user, system } = process.cpuUsage(before)
  return [took, (user + system) / 1000 + databaseCpu(postmaster, ownBackend) - ofDatabase]
}
