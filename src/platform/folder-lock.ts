import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { codeOf, Stop } from '#platform/stop.ts'

const holder = z.object({
  pid: z.number(),
  started: z.string(),
  address: z.string().nullable(),
  stopping: z.boolean(),
})

/** The process that has a data folder open: who, since when, where it serves, and whether it is on its way out. */
export type Holder = z.infer<typeof holder>

/** The hold of this process on a data folder. */
export type FolderLock = { record(change: Partial<Pick<Holder, 'address' | 'stopping'>>): void; release(): void }

/** When a process began, in words that differ for every process of a machine; null when no such process runs. */
export function processStart(pid: number): string | null {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() || null
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${fields[19]}`
  } catch {
    return null
  }
}

function read(file: string): Holder | null {
  try {
    return holder.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch (error) {
    // Gone, or half written when the machine stopped: either way nobody holds it.
    if (codeOf(error) === 'EACCES') throw error
    return null
  }
}

function isHeld(found: Holder | null): found is Holder {
  return found !== null && processStart(found.pid) === found.started
}

/** The living process that has this data folder open; null when nobody has. */
export function holderOf(folder: string): Holder | null {
  const found = read(path.join(folder, 'running.json'))
  return isHeld(found) ? found : null
}

function write(file: string, content: Holder): void {
  const draft = `${file}.${process.pid}`
  fs.writeFileSync(draft, JSON.stringify(content), { mode: 0o600 })
  fs.renameSync(draft, file)
}

// Linking fails when the name exists, so of two starts at once one wins; a dead holder's file is first moved away
// and looked at again, because another start may have replaced it in between.
function take(file: string, mine: Holder): boolean {
  const draft = `${file}.${process.pid}`
  fs.writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    fs.linkSync(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    if (isHeld(read(file))) return false
    const stale = `${file}.${process.pid}.stale`
    fs.renameSync(file, stale)
    if (isHeld(read(stale))) fs.renameSync(stale, file)
    else fs.rmSync(stale, { force: true })
    return false
  } finally {
    fs.rmSync(draft, { force: true })
  }
}

function refusal(folder: string, found: Holder): Stop {
  return new Stop(
    found.address
      ? `${folder} is already served at ${found.address} (process ${found.pid}).`
      : `${folder} is in use by another Footbridge (process ${found.pid}).`,
    'Use that one, stop it first, or set FOOTBRIDGE_DATA to another folder.',
  )
}

/** Takes a data folder for this process; waits for a holder that is stopping, and refuses when one stays in it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = path.join(folder, 'running.json')
  let mine: Holder = { pid: process.pid, started: processStart(process.pid) ?? '', address: null, stopping: false }
  const began = Date.now()
  while (!take(file, mine)) {
    const found = holderOf(folder)
    // A program whose starter was killed a moment ago notices within a second and then needs at most ten to stop.
    if (found && Date.now() - began > (found.stopping ? 15_000 : 1_000)) throw refusal(folder, found)
    await sleep(found ? 100 : 5)
  }
  return {
    record(change) {
      mine = { ...mine, ...change }
      try {
        write(file, mine)
      } catch {
        // Only a courtesy to others: a full disk must keep no program from serving, or from stopping in order.
      }
    },
    release() {
      if (read(file)?.pid === process.pid) fs.rmSync(file, { force: true })
    },
  }
}
