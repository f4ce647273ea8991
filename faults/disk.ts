import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { isRoot } from '#platform/data-folder.ts'
import { fault, firstStartMs, refused, startMs, up } from './blows.ts'
import { expect, ground, isRunning, postmasterOf, readiness, serverOf, start, stop, until, Writer } from './house.ts'
import { writtenGroups } from './signing.ts'
import { ask, post, type Served, writesOf } from './writes.ts'

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

const real = { FOOTBRIDGE_DEMO: '0' }

/** F7. Writes are refused in words, and what needs no line in the journal is read. */
async function whileFull(house: Served): Promise<string> {
  let refusals = 0
  for (const write of writesOf('on a full disk', 300)) {
    const { status, text } = await post(house.address, house.program, write)
    expect(status === 200 || status === 507, `a write answered ${status}: ${text}`)
    if (status === 507) expect(/The disk is full.*administrator/.test(text), `it says: ${text}`)
    refusals += status === 507 ? 1 : 0
    const read = await ask(house, 'people/house')
    expect(read.status === 200, `reading answered ${read.status}: ${read.text}`)
    if (refusals === 20) break
  }
  expect(refusals === 20, `${refusals} writes were refused`)
  return `${refusals} writes refused, and read between them`
}

fault(
  'a full disk: a start says so; a running program stays up, recovers when room is made, and loses nothing',
  async () => {
    const disk = path.join(ground, 'disk')
    fs.mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=240m,mode=755', 'tmpfs', disk])
    try {
      const folder = path.join(disk, 'data')
      let filler = fill(disk)
      await refused(start(folder), /disk .*is full.*\n.*Make room/)
      fs.rmSync(filler)
      const one = start(folder, real)
      const address = await up(one, firstStartMs)
      const program = await writtenGroups(folder)
      const writer = new Writer(folder)
      await until(startMs, 'something is written', () => writer.written() > 20)
      filler = fill(disk)
      const server = serverOf(folder)
      for (let last = -1; writer.written() !== last; ) {
        last = writer.written()
        await new Promise(resolve => setTimeout(resolve, 1_000))
      }
      const told = await whileFull({ folder, address, program, started: one })
      expect(isRunning(server), 'the program ended')
      fs.rmSync(filler)
      const took = await until(20_000, 'it is ready again', async () => (await readiness(address)).status === 200)
      expect((await writer.lost()) === 0, 'acknowledged rows are lost')
      await stop(one)
      filler = fill(disk)
      await refused(start(folder, real), /disk .*is full.*\n.*Make room/)
      return `${told}; ready ${took} ms after room was made`
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
