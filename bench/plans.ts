import pg from 'pg'
import { z } from 'zod'
import type { ConnectionSettings } from '#kernel/database.ts'

// Which statements a request sends, and what each reads as the role that serves, under row-level security. What a
// function reads inside itself stands in no plan, so the database's own counters are asked as well.

/** A statement as it was sent, with the values of its last sending. */
export type Sent = { text: string; values: readonly unknown[] }
/** Who the statements are asked again as. */
export type As = { organizationId: string; accountId: string; roles: readonly string[]; personId: string }
/** What one statement took and which tables it walked row by row, with how many rows. */
export type Read = { text: string; ms: number; walked: Readonly<Record<string, number>> }

/** What the jobs of the program ask beside the requests. */
const ofJobs = /kernel\.(seal_finished|sealed_after|heads|forget_request_keys|cursor|cron)\b/

const sent = z.object({ text: z.string(), values: z.array(z.unknown()).default([]) })

/** Notes every statement that a pool's connections send from now on, each text once. */
export function listenTo(pool: pg.Pool): Map<string, Sent> {
  const heard = new Map<string, Sent>()
  pool.on('acquire', client => {
    if (Object.hasOwn(client, 'query')) return
    const query = client.query.bind(client)
    const noting = (...given: unknown[]) => {
      const statement = sent.safeParse(given[0])
      if (statement.success && !ofJobs.test(statement.data.text)) heard.set(statement.data.text, statement.data)
      return Reflect.apply(query, client, given)
    }
    Object.defineProperty(client, 'query', { value: noting })
  })
  return heard
}

const counters = `select schemaname || '.' || relname as name, seq_tup_read::int as rows from pg_stat_xact_user_tables
  where seq_tup_read > 0`
const timing = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ 'Execution Time': z.number() })) }))

type Plan = { 'Node Type': string; 'Plan Rows': number; 'Relation Name'?: string | undefined; Plans: Plan[] }
const plan: z.ZodType<Plan> = z.object({
  'Node Type': z.string(),
  'Plan Rows': z.number(),
  'Relation Name': z.string().optional(),
  Plans: z.lazy(() => z.array(plan)).default([]),
})

/** The tables that a plan walks row by row, with the rows that the planner expects of each. */
function walksOf(node: Plan): Record<string, number> {
  const own = node['Node Type'] === 'Seq Scan' ? { [node['Relation Name'] ?? '']: node['Plan Rows'] } : {}
  return Object.assign(own, ...node.Plans.map(walksOf))
}

async function walkedBy(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ name: string; rows: number }>(counters)
  return new Map(rows.map(row => [row.name, row.rows]))
}

/** Runs statements again as the role that serves and as somebody, each in a transaction that is taken back. */
export async function readsOf(app: ConnectionSettings, as: As, statements: Iterable<Sent>): Promise<Read[]> {
  const client = new pg.Client({ ...app, options: '-c TimeZone=UTC' })
  await client.connect()
  const reads: Read[] = []
  try {
    for (const { text, values } of statements) {
      if (!/^\s*(select|with|insert|update|delete)\b/i.test(text)) continue
      await client.query('begin')
      await client.query('select kernel.work_as($1, $2, $3, $4)', [
        ...[as.organizationId, as.accountId, as.roles.join(','), as.personId],
      ])
      // The counters of a connection go on from transaction to transaction for a while.
      const before = await walkedBy(client)
      await client.query('savepoint asked')
      const answer = await client.query(`explain (analyze, format json) ${text}`, [...values]).catch(() => undefined)
      const ms = answer && timing.parse(answer.rows)[0]?.['QUERY PLAN'][0]?.['Execution Time']
      if (ms === undefined) {
        // What was written since may not be written twice: then the planner says what it would do.
        await client.query('rollback to savepoint asked')
        const planned = await client.query(`explain (format json) ${text}`, [...values])
        reads.push({ text, ms: 0, walked: walksOf(plan.parse(planned.rows[0]['QUERY PLAN'][0].Plan)) })
      } else {
        const after = [...(await walkedBy(client))].map(
          ([name, rows]) => [name, rows - (before.get(name) ?? 0)] as const,
        )
        reads.push({ text, ms, walked: Object.fromEntries(after.filter(([, rows]) => rows > 0)) })
      }
      await client.query('rollback')
    }
  } finally {
    await client.end()
  }
  return reads.sort((a, b) => b.ms - a.ms)
}

/** The statements that walked more rows of one table than are allowed. */
export const walkers = (reads: readonly Read[], most: number) =>
  reads.filter(read => Object.values(read.walked).some(rows => rows > most))
