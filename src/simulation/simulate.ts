import { createHash } from 'node:crypto'
import { verify } from '#platform/journal-check.ts'
import { doorActs } from './acts-door.ts'
import { hourActs } from './acts-hours.ts'
import { noteActs } from './acts-notes.ts'
import { type Act, seatActs } from './acts-seats.ts'
import { Broken } from './doing.ts'
import { ledger, look, weekBefore } from './invariants.ts'
import type { Kind, Step } from './steps.ts'
import { momentOf, openWorld, type World } from './world.ts'

const acts: Readonly<Record<Kind, Act>> = { ...seatActs, ...hourActs, ...noteActs, ...doorActs }

/** Where a simulation begins, and what is done to it before anything happens. */
export type Setting = {
  clients: number
  monday: string
  /** A rule taken away on purpose, to see that it is missed. */
  spoil?: (world: World) => Promise<void>
  /** After so many steps everything is looked at. */
  lookEvery: number
}

/** What became of some steps: what did not hold and after which of them; nothing when everything held. */
type Outcome = { broken: string; after: number } | null

/** Does these steps in a house of their own. */
export async function simulate(
  setting: Setting,
  steps: readonly Step[],
  watch?: (world: World) => void,
): Promise<Outcome> {
  const world = await openWorld(setting)
  let after = 0
  try {
    await setting.spoil?.(world)
    let night = 0
    for (const [at, step] of steps.entries()) {
      after = at + 1
      const day = Math.floor(step.at / (24 * 60))
      // Each night the house works by itself, and each Monday the week before is counted.
      for (; night < day; night++) await nightOf(world, night)
      world.test.at(momentOf(world, step.at))
      await acts[step.kind](world, step)
      if (after % setting.lookEvery === 0 || after === steps.length) await rest(world)
    }
    await atLast(world)
    watch?.(world)
    return null
  } catch (error) {
    if (error instanceof Broken) return { broken: error.message, after }
    throw error
  } finally {
    await world.close()
  }
}

/** What the house does by itself, and then everything is looked at. */
async function rest(world: World): Promise<void> {
  await world.test.jobs.sealAndHear()
  world.model.follow()
  await look(world)
}

async function nightOf(world: World, night: number): Promise<void> {
  world.test.at(momentOf(world, (night + 1) * 24 * 60))
  await world.test.jobs.runDue()
  await rest(world)
  if (night % 7 === 1) await ledger(world, weekBefore(world))
}

const ownerless = `select c.table_schema || '.' || c.table_name as name from information_schema.columns c
  where c.column_name = 'organization_id' and c.table_schema not in ('reports', 'pg_catalog')`

/** The journal is one unbroken chain, each signed note stands in it by its fingerprint, and every row is somebody's. */
async function atLast(world: World): Promise<void> {
  await rest(world)
  const client = await world.test.owner.connect()
  try {
    const verdict = await verify([client], [], true)
    if (verdict.kind === 'broken') throw new Broken(`the journal: ${verdict.because}`)
    const tables = await client.query<{ name: string }>(ownerless)
    for (const { name } of tables.rows) {
      const { rows } = await client.query(
        `select from ${name.replace(/[^.]+$/, '"$&"')} where organization_id is null
           or organization_id not in (select organization_id from people.organization) limit 1`,
      )
      if (rows.length > 0) throw new Broken(`a row of ${name} is of no organization`)
    }
    await fingerprints(world)
  } finally {
    client.release()
  }
}

/** Every note’s fingerprint stands in the journal, in a line about its chart. */
async function fingerprints({ test, cast }: World): Promise<void> {
  const { keys } = test.house.parts
  const wrapped = await test.owner.query<{ client_id: string; wrapped: Buffer }>(
    'select client_id, wrapped from kernel.client_key where organization_id = $1',
    [cast.here.id],
  )
  const keyOf = new Map(wrapped.rows.map(row => [row.client_id, keys.unwrap(row.wrapped)]))
  const lines = await test.owner.query<{ client_ids: string[]; locked: string | null; open: string | null }>(
    `select client_ids, body::jsonb->>'sealedInput' as locked, body::jsonb->>'input' as open from kernel.journal
     where organization_id = $1 and verb = 'notes.put-in-charts' and kind = 'did'`,
    [cast.here.id],
  )
  const told = lines.rows.map(({ client_ids: [id = ''], locked, open }) => {
    const key = keyOf.get(id)
    return locked && key ? keys.unlock(key, Buffer.from(locked, 'base64')).toString() : (open ?? '')
  })
  const journal = told.join('\n')
  const { rows } = await test.owner.query<{ id: string; hash: string }>(
    'select id, hash from notes.note where organization_id = $1',
    [cast.here.id],
  )
  const missing = rows.find(({ hash }) => !journal.includes(hash))
  if (missing) throw new Broken(`the fingerprint of a note is not in the journal: ${missing.id}`)
}

/** The shortest list found that still breaks something: halves, then smaller parts, are left out as long as it does. */
export async function shrunk(setting: Setting, steps: readonly Step[], tries: number): Promise<Step[]> {
  let kept = [...steps]
  let size = Math.ceil(kept.length / 2)
  const known = new Set<string>()
  for (let turn = 0; turn < tries && size >= 1; ) {
    let shorter = false
    for (let from = 0; from < kept.length && turn < tries; from += size) {
      const without = kept.toSpliced(from, size)
      const print = createHash('sha1').update(JSON.stringify(without)).digest('hex')
      if (without.length === 0 || known.has(print)) continue
      known.add(print)
      turn++
      const lookEvery = Math.max(1, Math.floor(without.length / 10))
      const outcome = await simulate({ ...setting, lookEvery }, without)
      if (!outcome) continue
      kept = without.slice(0, outcome.after)
      shorter = true
      break
    }
    if (!shorter) size = size === 1 ? 0 : Math.ceil(size / 2)
  }
  return kept
}
