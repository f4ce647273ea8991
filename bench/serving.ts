import path from 'node:path'
import { pino } from 'pino'
import type { ConnectionSettings } from '#kernel/database.ts'
import type { House } from '#kernel/house.ts'
import { type Cron, Jobs } from '#kernel/jobs.ts'
import type { Instant } from '#kernel/time.ts'
import type { World } from '#kernel/work.ts'
import { packageRoot } from '#platform/data-folder.ts'
import { openWholeServer } from '../src/server.ts'
import { openHouse, subscriptions } from '../src/wiring.ts'

/** A server with its jobs on a database, as the program runs it. */
export type Serving = { house: House; port: number; close(): Promise<void> }

/** What a server of the bench is opened with. */
export type ServingOf = { app: ConnectionSettings; clock: () => Instant; crons?: readonly Cron[]; world?: World }

/** Serves a database on a free port. */
export async function serve({ app, clock, crons = [], world = 'real' }: ServingOf): Promise<Serving> {
  const house = openHouse({ app, masterKey: Buffer.alloc(32, 3), world, clock })
  const log = pino({ level: 'silent' })
  const webFolder = path.join(packageRoot, 'dist/web')
  const server = await openWholeServer({ house, log, webFolder, version: 'bench', trustProxy: false })
  const { pool } = house.parts
  const jobs = new Jobs({ house, pool, log, subscriptions, crons })
  jobs.start()
  const port = Number(new URL(await server.listen({ port: 0, host: '127.0.0.1' })).port)
  const close = async () => {
    await server.close()
    await jobs.stop()
    await pool.end()
  }
  return { house, port, close }
}
