// Blows against the program as a person starts it: each ends in one sentence and the way out, and nothing is lost.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { firstClosedFolder, isRoot, packageRoot } from '#platform/data-folder.ts'
import {
  asOwner,
  clear,
  expect,
  ground,
  isRunning,
  postmasterOf,
  readiness,
  type Started,
  serverOf,
  start,
  stop,
  stopAll,
  until,
  Writer,
  within,
} from './house.ts'
import {
  databaseCut,
  endedUnderLoad,
  flushed,
  lockHeld,
  lostOnTheWay,
  nowhere,
  type Served,
  sentAgain,
  slowSenders,
  stillThere,
} from './network.ts'
import { signingUnderBlows, writtenGroups } from './signing.ts'

const shared = path.join(ground, 'shared')
const firstStartMs = 60_000
const startMs = 15_000

async function up(started: Started, milliseconds = startMs): Promise<string> {
  const address = await within(milliseconds, 'it is up', started.address)
  expect((await readiness(address)).status === 200, 'it is up but not ready')
  return address
}

async function refused(started: Started, words: RegExp): Promise<void> {
  expect((await within(startMs, 'it ends', started.ended)) === 1, 'the exit code is not 1')
  expect(words.test(started.said()), `it says: ${started.said()}`)
  expect(!/\n\s+at /.test(started.said()), `there is a stack trace: ${started.said()}`)
}

function restFree(folder: string): void {
  expect(!fs.existsSync(path.join(folder, 'running.json')), 'the folder is still marked as in use')
  expect(!isRunning(postmasterOf(folder)), 'PostgreSQL still runs')
}

type Fault = { name: string; skip?: string; run(): Promise<string | undefined> }
const faults: Fault[] = []
function fault(name: string, run: Fault['run'], skip?: string | false): void {
  faults.push(skip ? { name, run, skip } : { name, run })
}

fault('an empty folder becomes a demo world that says its address and sign-ins', async () => {
  const began = Date.now()
  const one = start(shared)
  await up(one, firstStartMs)
  const took = Date.now() - began
  expect(/demo world/.test(one.said()), 'it does not say that this is a demo world')
  expect((await stop(one)) === 0, 'SIGTERM does not end in exit code 0')
  restFree(shared)
  return `${took} ms`
})

fault('a warm start', async () => {
  const began = Date.now()
  const one = start(shared)
  await up(one)
  const took = Date.now() - began
  await stop(one)
  return `${took} ms`
})

fault('Ctrl-C, heard from the terminal and again from npm, is one wish', async () => {
  const one = start(shared)
  await up(one)
  one.child.kill('SIGINT')
  setTimeout(() => one.child.kill('SIGINT'), 30)
  expect((await within(startMs, 'it stops', one.ended)) === 0, 'the exit code is not 0')
  restFree(shared)
  return undefined
})

fault('SIGTERM during the start', async () => {
  const one = start(shared)
  await until(startMs, 'it holds the folder', () => fs.existsSync(path.join(shared, 'running.json')))
  expect((await stop(one)) === 0, 'the exit code is not 0')
  restFree(shared)
  return undefined
})

fault('kill -9 of the program: the next start adopts its PostgreSQL, and nothing acknowledged is lost', async () => {
  const one = start(shared)
  await up(one)
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

fault('kill -9 of PostgreSQL: the program stays up, says 503 with Retry-After, and is back', async () => {
  const one = start(shared)
  const address = await up(one)
  const program = serverOf(shared)
  const writer = new Writer(shared)
  let [unready, longest] = [0, 0]
  for (let round = 0; round < 5; round++) {
    const before = writer.written()
    await until(startMs, 'something is written', () => writer.written() > before + 5)
    const postmaster = postmasterOf(shared)
    process.kill(postmaster, 'SIGKILL')
    const took = await until(5_000, 'it is ready again', async () => {
      const { status, retryAfter } = await readiness(address)
      expect(status === 200 || status === 503, `/readyz answers ${status}`)
      expect(status === 200 || Number(retryAfter) > 0, 'the 503 has no Retry-After')
      unready += status === 503 ? 1 : 0
      return status === 200 && postmasterOf(shared) !== postmaster && isRunning(postmasterOf(shared))
    })
    longest = Math.max(longest, took)
  }
  expect(unready > 0, '/readyz never answered 503')
  expect(serverOf(shared) === program && isRunning(program), 'the program did not stay up')
  expect((await writer.lost()) === 0, 'acknowledged rows are lost')
  await stop(one)
  restFree(shared)
  return `5 times, longest ${longest} ms`
})

fault(
  'kill -9 of the program while groups are signed: each group is signed for all twelve, or for nobody',
  async () => {
    const folder = path.join(ground, 'signing')
    const real = { FOOTBRIDGE_DEMO: '0' }
    const again = async () => {
      const started = start(folder, real)
      return { started, address: await up(started, firstStartMs) }
    }
    const told = await signingUnderBlows({ folder, up: again }, 10)
    const footbridge = path.join(packageRoot, 'bin', 'footbridge.js')
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

/** A house with thirty groups that is served for blows on its wires. */
let wired: Served | undefined
async function served(): Promise<Served> {
  if (wired) return wired
  const folder = path.join(ground, 'wires')
  const started = start(folder, { FOOTBRIDGE_DEMO: '0' })
  const address = await up(started, firstStartMs)
  const program = await writtenGroups(folder)
  await asOwner(folder, owner => owner.query('update sign_in.session set confirmed_at = now(), last_seen_at = now()'))
  wired = { folder, address, program, started }
  return wired
}

fault('requests and answers get lost on the way: asked again by the same key, each is done once', async () =>
  lostOnTheWay(await served(), 150),
)
fault('a form sent fifty times at once is one form', async () => sentAgain(await served(), 20, 50))
fault('the wire to the database breaks in the middle: what was acknowledged is there, and nothing twice', async () =>
  databaseCut(await served(), 150),
)
fault('every write that is acknowledged was flushed to the disk', async () => flushed(await served(), 40))
fault('three hundred connections that never end their request keep nobody waiting', async () =>
  slowSenders(await served(), 300),
)
fault('a lock that somebody holds is a refusal for who needs it, and nothing for who does not', async () =>
  lockHeld(await served()),
)
fault('SIGTERM under load: what was asked is answered, and is there at the next start', async () => {
  const { folder, program, ...own } = await served()
  const { done, torn } = await endedUnderLoad({ folder, program, ...own })
  expect((await within(startMs, 'it ends', own.started.ended)) === 0, 'the exit code is not 0')
  wired = undefined
  const again = start(folder, { FOOTBRIDGE_DEMO: '0' })
  await up(again)
  await stillThere({ folder }, done)
  await nowhere({ folder }, torn)
  await stop(again)
  restFree(folder)
  return `${done.length} answered, ${torn.length} never taken`
})

fault('a second start on the same folder says where it is served', async () => {
  const one = start(shared)
  const address = await up(one)
  await refused(start(shared), new RegExp(`already served at ${address} .*\n.*FOOTBRIDGE_DATA`))
  expect((await readiness(address)).status === 200, 'the first one suffers')
  await stop(one)
  return undefined
})

fault('a taken port is named with its owner', async () => {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const at = server.address()
  const port = typeof at === 'object' ? at?.port : 0
  await refused(start(shared, { PORT: String(port) }), new RegExp(`Port ${port} is taken by .*process ${process.pid}`))
  server.close()
  return undefined
})

fault('a folder of a newer program, a mismatch of demo and real, a lost key: each a sentence', async () => {
  const file = path.join(shared, 'footbridge.json')
  const was = fs.readFileSync(file, 'utf8')
  fs.writeFileSync(file, was.replace('"format": 1', '"format": 99'))
  await refused(start(shared), /written by a newer Footbridge.*\n.*FOOTBRIDGE_DATA/)
  fs.writeFileSync(file, was)
  await refused(start(shared, { FOOTBRIDGE_DEMO: '0' }), /is a demo data folder.*\n.*never mix/)
  const key = path.join(shared, 'secrets', 'master.key')
  fs.renameSync(key, `${key}.away`)
  await refused(start(shared), /key of this data folder.* missing.*\n.*Bring back/)
  fs.renameSync(`${key}.away`, key)
  return undefined
})

fault('two at once in two folders', async () => {
  const [one, two] = [start(shared), start(path.join(ground, 'other'), { FOOTBRIDGE_DEMO: '0' })]
  const [here, there] = await Promise.all([up(one), up(two, firstStartMs)])
  expect(here !== there, 'both say the same address')
  expect(/real world/.test(two.said()), 'the real one does not say so')
  await Promise.all([stop(one), stop(two)])
  return undefined
})

fault('two at once on one folder: one serves, the other says where', async () => {
  const both = [start(shared), start(shared)]
  const codes = await Promise.all(
    both.map(one =>
      Promise.race([
        one.address.then(
          () => 0,
          () => 1,
        ),
        one.ended,
      ]),
    ),
  )
  expect(codes.toSorted().join() === '0,1', `they end with ${codes.join()}`)
  await Promise.all(both.map(one => stop(one)))
  restFree(shared)
  return undefined
})

fault(
  'a folder that may not be written is a sentence',
  async () => {
    const closed = path.join(ground, 'closed')
    fs.mkdirSync(closed, { mode: 0o755 })
    if (!isRoot()) fs.chmodSync(closed, 0o555)
    await refused(start(path.join(closed, 'data'), {}, isRoot() ? 65534 : undefined), /cannot be written by this user/)
    return undefined
  },
  isRoot() && firstClosedFolder(packageRoot) !== null && 'nobody but root may enter this checkout',
)

function fill(disk: string): string {
  const file = path.join(disk, 'filler')
  const open = fs.openSync(file, 'w')
  try {
    for (let size = 1_000_000; size > 4_000; ) {
      try {
        fs.writeSync(open, Buffer.alloc(size, 1))
      } catch {
        size = Math.floor(size / 2)
      }
    }
  } finally {
    fs.closeSync(open)
  }
  return file
}

fault(
  'a full disk: a start says so; a running program stays up, recovers when room is made, and loses nothing',
  async () => {
    const disk = path.join(ground, 'disk')
    fs.mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=755', 'tmpfs', disk])
    try {
      const folder = path.join(disk, 'data')
      let filler = fill(disk)
      await refused(start(folder), /disk .*is full.*\n.*Make room/)
      fs.rmSync(filler)
      const one = start(folder)
      const address = await up(one, firstStartMs)
      const writer = new Writer(folder)
      await until(startMs, 'something is written', () => writer.written() > 20)
      filler = fill(disk)
      const program = serverOf(folder)
      for (let last = -1; writer.written() !== last; ) {
        last = writer.written()
        await new Promise(resolve => setTimeout(resolve, 1_000))
      }
      expect(isRunning(program), 'the program ended')
      fs.rmSync(filler)
      const took = await until(20_000, 'it is ready again', async () => (await readiness(address)).status === 200)
      expect((await writer.lost()) === 0, 'acknowledged rows are lost')
      await stop(one)
      filler = fill(disk)
      await refused(start(folder), /disk .*is full.*\n.*Make room/)
      return `ready ${took} ms after room was made`
    } finally {
      await clearDisk(disk)
    }
  },
  !(isRoot() && process.platform === 'linux') && 'needs root, to mount a small disk',
)

async function clearDisk(disk: string): Promise<void> {
  const pid = postmasterOf(path.join(disk, 'data'))
  if (isRunning(pid)) process.kill(pid, 'SIGQUIT')
  await until(10_000, 'PostgreSQL ends', () => !isRunning(pid))
  execFileSync('umount', ['-l', disk])
}

fs.mkdirSync(ground, { recursive: true })
if (isRoot()) fs.chmodSync(ground, 0o755)
let [passed, failed] = [0, 0]
const only = process.env.FOOTBRIDGE_BLOW
for (const { name, skip, run } of faults) {
  if (only && !name.includes(only)) continue
  try {
    const told = skip ? `skipped: ${skip}` : await run()
    passed += skip ? 0 : 1
    console.log(`${skip ? '-' : '✓'} ${name}${told ? ` (${told})` : ''}`)
  } catch (error) {
    failed += 1
    console.log(`✗ ${name}: ${error instanceof Error ? error.message : error}`)
    await stopAll()
  }
}
await clear().catch(error => console.log(`what was left running could not be ended: ${error}`))
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
