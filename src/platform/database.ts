import pg from 'pg'
import type { DataFolder, Environment } from '#platform/data-folder.ts'
import { type ConnectionSettings, type Postgres, type PostgresOptions, startPostgres } from '#platform/postgres.ts'
import { Stop } from '#platform/stop.ts'

/** Runs work on one connection of its own. */
export async function withClient<T>(to: ConnectionSettings, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...to, connectionTimeoutMillis: 10_000 })
  // A connection that breaks is reported by the statement that was waiting for it.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function versionOf(to: ConnectionSettings, name: string): Promise<number> {
  try {
    const answer = await withClient(to, client => client.query<{ version: number }>(versionStatement))
    return answer.rows[0]?.version ?? 0
  } catch (error) {
    const why = error instanceof Error ? error.message || ('code' in error ? String(error.code) : '') : ''
    throw new Stop(`The database of ${name} cannot be reached: ${why}.`, `Check ${name}, and that the database is up.`)
  }
}

/** Refuses a database on another computer that could be read on the way, or whose certificate nobody would check. */
export function refuseOpenWay(name: string, url: string): void {
  const { host, ssl } = new pg.Client({ connectionString: url })
  if (host.startsWith('/') || /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host)) return
  const checks: unknown = ssl
  const unchecked = typeof checks === 'object' && checks !== null && 'rejectUnauthorized' in checks
  if (ssl && !(unchecked && checks.rejectUnauthorized === false)) return
  throw new Stop(
    ssl
      ? `Nobody would check that the database of ${name} is the one you mean.`
      : `The database of ${name} is on another computer, and what is said would not be encrypted.`,
    `Add sslmode=verify-full to ${name}, and sslrootcert=/path/of.pem when its certificate is of your own authority.`,
  )
}

const versionStatement = `select current_setting('server_version_num')::int as version`

async function openGiven(env: Environment, url: string): Promise<Postgres> {
  const app = { connectionString: url }
  const owner = { connectionString: env.DATABASE_OWNER_URL || url }
  refuseOpenWay('DATABASE_URL', url)
  if (env.DATABASE_OWNER_URL) refuseOpenWay('DATABASE_OWNER_URL', env.DATABASE_OWNER_URL)
  const version = await versionOf(app, 'DATABASE_URL')
  if (env.DATABASE_OWNER_URL) await versionOf(owner, 'DATABASE_OWNER_URL')
  const words = `${Math.floor(version / 10_000)}.${version % 10_000}`
  if (version >= 150_000) return { owner, app, version: words, adopted: false, stop: async () => {} }
  throw new Stop(`The database of DATABASE_URL is PostgreSQL ${words}.`, 'Footbridge needs PostgreSQL 15 or newer.')
}

/** Opens the database: that of DATABASE_URL, else the one in the data folder. */
export function openDatabase(folder: DataFolder, env: Environment, options: PostgresOptions): Promise<Postgres> {
  return env.DATABASE_URL ? openGiven(env, env.DATABASE_URL) : startPostgres(folder.path, options)
}

type Standing = { name: string; mighty: boolean; owns: boolean; granted: boolean }

// A member of a role can take its place, so what any of its roles may do counts as what it may do.
const standing = `
  select current_user as name,
    exists (select from pg_roles r where (r.rolsuper or r.rolbypassrls) and pg_has_role(r.oid, 'MEMBER')) as mighty,
    exists (select from pg_class c where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text !~ '^pg_'
      and c.relnamespace::regnamespace::text <> 'information_schema' and pg_has_role(c.relowner, 'MEMBER')) as owns,
    exists (select from pg_roles r where r.rolname = 'footbridge_app' and pg_has_role(r.oid, 'MEMBER')) as granted`

/** Refuses a role that row-level security would not hold: a superuser, one with BYPASSRLS, an owner of tables. */
export async function refuseMightyRole(app: ConnectionSettings): Promise<void> {
  const answer = await withClient(app, client => client.query<Standing>(standing))
  const found = answer.rows[0]
  const way =
    'Set DATABASE_URL to a plain login that is a member of footbridge_app, and DATABASE_OWNER_URL to the owner.'
  if (!found || found.mighty) {
    throw new Stop(`The role ${found?.name} may pass by row-level security, so it must not serve.`, way)
  }
  if (found.owns) throw new Stop(`The role ${found.name} owns tables, so row-level security would not hold it.`, way)
  if (!found.granted) {
    throw new Stop(
      `The role ${found.name} has no part in footbridge_app, so it may read nothing.`,
      `As an administrator run: create role footbridge_app; grant footbridge_app to ${found.name}.`,
    )
  }
}
