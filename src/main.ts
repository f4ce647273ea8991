import { appendFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Jobs } from '#kernel/jobs.ts'
import { instant } from '#kernel/time.ts'
import { type House as Platform, type Program, type RunningHouse, run } from '#platform/cli.ts'
import { packageRoot } from '#platform/data-folder.ts'
import { corridor } from '#rooms/index.ts'
import { demoSignIns, seedCedarHouse } from '../programs/cedar-house/seed.ts'
import { signInsOf, worldWords } from '../programs/worlds/answers.ts'
import { anchorsFile, createToken, importFile, verifyAudit } from './answers.ts'
import { mailChannel, mailSettings, mailWords } from './mail.ts'
import { openWholeServer } from './server.ts'
import { type Channel, cronsOf, openHouse, subscriptions } from './wiring.ts'

const version = String(JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')).version)

// Without a mail server every message says so and waits; the demo world then only pretends to send.
const unsent: Channel = async () => 'No mail or text provider is set up yet.'
const pretended: Channel = async () => null

async function open(platform: Platform): Promise<RunningHouse> {
  const { app, masterKey, world, log, webFolder } = platform
  const house = openHouse({ app, masterKey, world })
  const jobs = new Jobs({
    house,
    pool: house.parts.pool,
    log,
    subscriptions,
    crons: [
      ...cronsOf(mailChannel(mailSettings(process.env)) ?? (world === 'demo' ? pretended : unsent)),
      anchoring(platform),
    ],
  })
  // A statement that fails beside one that failed first has nobody left to tell; it must not end the program.
  process.on('unhandledRejection', reason => {
    log.error({ name: reason instanceof Error ? reason.name : 'unknown' }, 'a rejection nobody waited for')
  })
  const server = await openWholeServer({
    house,
    log,
    webFolder,
    version,
    trustProxy: process.env.FOOTBRIDGE_TRUSTED_PROXY === '1',
    mostMinutely: mostMinutely(process.env.FOOTBRIDGE_CALLS_PER_MINUTE),
  })
  jobs.start()
  return {
    server,
    close: async () => {
      await jobs.stop()
      await house.parts.pool.end()
    },
  }
}

/**
 * The busiest page asks some twenty times at once, a tablet sends a day of signs in two calls, and an export by token
 * reads its charts one after the other: a hundred calls a second, for a whole minute, are a mistake or an attack.
 */
const usuallyMost = 6_000
const mostMinutely = (said: string | undefined) => (/^[1-9]\d{0,8}$/.test(said ?? '') ? Number(said) : usuallyMost)

/** Keeps the newest seals in a file beside the keys: it tells of a journal that was cut short or rolled back. */
function anchoring(platform: Platform) {
  let last = ''
  return {
    name: 'kernel.anchor',
    everySeconds: 60,
    run: async (house: ReturnType<typeof openHouse>) => {
      const { rows } = await house.parts.pool.query<{ organization_id: string; position: number; hash: Buffer }>(
        'select * from kernel.heads()',
      )
      const line = JSON.stringify(
        rows.map(row => ({
          organizationId: row.organization_id,
          position: row.position,
          hash: row.hash.toString('hex'),
        })),
      )
      if (rows.length === 0 || line === last) return
      last = line
      appendFileSync(anchorsFile(platform), `${line}\n`, { mode: 0o600 })
    },
  }
}

const program: Program = {
  corridor,
  open,
  seed: ({ app, masterKey }, progress) => seedCedarHouse({ app, masterKey, now: instant(Date.now()), progress }),
  importFile,
  verifyAudit,
  createToken,
  fillDrawn: (platform, size, progress) => worldWords({ ...platform, size, now: instant(Date.now()), progress }),
  demoSignIns: async platform => (await signInsOf(platform.owner)) ?? demoSignIns(),
  mail: env => {
    const settings = mailSettings(env)
    return { isWell: settings.kind !== 'wrong', says: mailWords(settings) }
  },
}

await run(process.argv.slice(2), program)
