import path from 'node:path'
import pg from 'pg'
import { holderOf } from '#platform/folder-lock.ts'
import { type Anchor, verify } from '#platform/journal-check.ts'
import { firstStartMs, restFree, up } from './blows.ts'
import { asOwner, expect, ground, settingsOf, start, stop } from './house.ts'
import { writtenGroups } from './signing.ts'
import type { Served } from './writes.ts'

const real = { FOOTBRIDGE_DEMO: '0' }
let one: Served | undefined

/** A house with thirty groups that is served, for blows to fall on; after one that ended it, it is started again. */
export async function served(): Promise<Served> {
  if (one) {
    const { exitCode, signalCode } = one.started.child
    if (exitCode !== null || signalCode !== null) await revive(one)
    return one
  }
  const folder = path.join(ground, 'served')
  const started = start(folder, real)
  const address = await up(started, firstStartMs)
  const program = await writtenGroups(folder)
  one = { folder, address, program, started }
  await confirmed(one)
  return one
}

/** Whoever is signed in said their password just now. */
export const confirmed = ({ folder }: Served) =>
  asOwner(folder, owner => owner.query('update sign_in.session set confirmed_at = now(), last_seen_at = now()'))

/** Starts the house again after its program has ended, and answers how long that took in milliseconds. */
export async function revive(house: Served): Promise<number> {
  const begun = Date.now()
  house.started = start(house.folder, real)
  house.address = await up(house.started, firstStartMs)
  return Date.now() - begun
}

/** Kills the program of a house and what started it, also while it starts. */
export function killProgram({ started, folder }: Pick<Served, 'started' | 'folder'>): void {
  for (const pid of [holderOf(folder)?.pid ?? 0, -(started.child.pid ?? 0)])
    try {
      if (pid !== 0) process.kill(pid, 'SIGKILL')
    } catch {
      // It has just ended by itself, or went with the other.
    }
}

/** Ends the house in order; the next blow starts it again. */
export async function rest(house: Served): Promise<void> {
  expect((await stop(house.started)) === 0, 'the exit code is not 0')
  restFree(house.folder)
}

/** The journal of a folder is unbroken, and holds the heads that were seen. */
export async function journalUnbroken(folder: string, heads: readonly Anchor[] = []): Promise<void> {
  await asOwner(folder, async owner => {
    const other = new pg.Client(settingsOf(folder, 'footbridge_owner'))
    await other.connect()
    const verdict = await verify([owner, other], heads, false).finally(() => other.end())
    expect(verdict.kind === 'unbroken', `the journal is broken: ${verdict.kind === 'broken' && verdict.because}`)
    expect(verdict.lines > 0, 'the journal is empty')
  })
}
