import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fault, firstStartMs, footbridge, restFree, shared, startMs, times, up } from './blows.ts'
import { seeded } from './chance.ts'
import {
  expect,
  ground,
  isRunning,
  postmasterOf,
  readiness,
  serverOf,
  start,
  stop,
  stopAll,
  until,
  Writer,
  within,
} from './house.ts'
import { journalUnbroken, killProgram, revive, served } from './served.ts'
import { signingUnderBlows } from './signing.ts'
import { Writers, wholeOrNothing } from './writes.ts'

// Programs and databases that are killed outright while people write.

const middle = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

fault('kill -9 of the program: the next start adopts its PostgreSQL, and nothing acknowledged is lost', async () => {
  const one = start(shared)
  await up(one, firstStartMs)
  const writer = new Writer(shared)
  await until(startMs, 'something is written', () => writer.written() > 20)
  const postmaster = postmasterOf(shared)
  process.kill(serverOf(shared), 'SIGKILL')
  expect((await within(startMs, 'it ends', one.ended)) === 137, 'the exit code is not that of the killed program')
  const began = Date.now()
  const two = start(shared)
  await up(two)
  const took = Date.now() - began
  expect(postmasterOf(shared) === postmaster, 'PostgreSQL was not adopted')
  expect((await writer.lost()) === 0, 'acknowledged rows are lost')
  await stop(two)
  restFree(shared)
  return `ready again after ${took} ms`
})

fault(
  'kill -9 of what started the program: the program stops in order, and a start right after waits for it',
  async () => {
    const one = start(shared)
    await up(one)
    one.child.kill('SIGKILL')
    const two = start(shared)
    await up(two, 2 * startMs)
    await stop(two)
    restFree(shared)
    return undefined
  },
)

/** F1. Some of the kills fall while the program starts. */
fault('kill -9 of the program again and again while eight people write: what was acknowledged is there, whole', () =>
  seeded(async draw => {
    const house = await served()
    const kills = times(5, 200)
    const took: number[] = []
    let total = 0
    for (let round = 0; round < kills; round++) {
      const writers = new Writers(house, `killed ${house.started.child.pid} ${round}`)
      await until(startMs, 'something is written', () => writers.answered() > 20)
      await sleep(draw(400))
      killProgram(house)
      await house.started.ended
      for (let again = draw(3); again > 0; again--) {
        const half = start(house.folder, { FOOTBRIDGE_DEMO: '0' })
        await sleep(draw(1_000))
        killProgram({ ...house, started: half })
        await half.ended
      }
      took.push(await revive(house))
      const before = writers.answered()
      await until(startMs, 'it goes on', () => writers.answered() > before)
      const log = await writers.stop()
      await wholeOrNothing(house, log)
      await journalUnbroken(house.folder)
      total += log.filter(each => each.answer !== null).length
    }
    return `${kills} kills, ${total} writes; ready after ${middle(took)} ms, longest ${Math.max(...took)} ms`
  }),
)

/** F2. */
fault('kill -9 of PostgreSQL: the program stays up, says 503 with Retry-After, and is back', () =>
  seeded(async draw => {
    const house = await served()
    const program = serverOf(house.folder)
    const writers = new Writers(house, `database killed ${program}`)
    const kills = times(5, 50)
    const took: number[] = []
    let unready = 0
    for (let round = 0; round < kills; round++) {
      const before = writers.answered()
      await until(startMs, 'something is written', () => writers.answered() > before + 5)
      await sleep(draw(200))
      const postmaster = postmasterOf(house.folder)
      process.kill(postmaster, 'SIGKILL')
      const back = await until(startMs, 'it is ready again', async () => {
        const { status, retryAfter } = await readiness(house.address)
        expect(status === 200 || status === 503, `/readyz answers ${status}`)
        expect(status === 200 || Number(retryAfter) > 0, 'the 503 has no Retry-After')
        unready += status === 503 ? 1 : 0
        return status === 200 && postmasterOf(house.folder) !== postmaster && isRunning(postmasterOf(house.folder))
      })
      took.push(back)
    }
    expect(unready > 0, '/readyz never answered 503')
    expect(serverOf(house.folder) === program && isRunning(program), 'the program did not stay up')
    const log = await writers.stop()
    await wholeOrNothing(house, log)
    await journalUnbroken(house.folder)
    return `${kills} times, ${log.length} writes; back after ${middle(took)} ms, longest ${Math.max(...took)} ms`
  }),
)

fault(
  'kill -9 of the program while groups are signed: each group is signed for all twelve, or for nobody',
  async () => {
    const folder = path.join(ground, 'signing')
    const real = { FOOTBRIDGE_DEMO: '0' }
    const again = async () => {
      const started = start(folder, real)
      return { started, address: await up(started, firstStartMs) }
    }
    const told = await signingUnderBlows({ folder, up: again }, times(5, 10))
    const env = { ...process.env, ...real, FOOTBRIDGE_DATA: folder }
    const said = execFileSync(process.execPath, [footbridge, 'audit', 'verify', '--independent'], {
      env,
      encoding: 'utf8',
    })
    expect(/is unbroken/.test(said), `the journal: ${said}`)
    await stopAll()
    restFree(folder)
    return told
  },
)
