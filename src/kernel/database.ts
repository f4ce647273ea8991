import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import pg from 'pg'
import { damaged, Refusal } from './refusal.ts'
import type { DB } from './tables.ts'
import { instant } from './time.ts'

/** Builds and types statements; nothing is ever sent through it. */
export const db = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: kysely => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** A statement as Kysely builds it: anything that compiles to text and values, with the type of its rows. */
export type Statement<Row> =
  | { compile(): { sql: string; parameters: readonly unknown[] }; execute(): Promise<Row[]> }
  | {
      compile(kysely: typeof db): { sql: string; parameters: readonly unknown[] }
      execute(kysely: typeof db): Promise<{ rows: Row[] }>
    }
/** The same, ready to be sent. */
export type Ready = { text: string; values: unknown[] }

const types = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, checkedNumber],
  [pg.types.builtins.DATE, text => text],
  [pg.types.builtins.TIMESTAMPTZ, text => instant(text)],
])

function checkedNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError('a number from the database does not fit')
  return number
}

const parsers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    types.get(oid) ??
    (format === 'binary'
      ? pg.types.getTypeParser(oid, 'binary')
      : pg.types.getTypeParser(oid, 'text'))) as typeof pg.types.getTypeParser,
}

/** How to reach a database, as `pg` takes it. */
export type ConnectionSettings = pg.PoolConfig

/** Opens a pool whose connections send statements without waiting for the answers before them. */
export function openPool(settings: ConnectionSettings, size = 10): pg.Pool {
  const pool = new pg.Pool({
    max: size,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    options: '-c TimeZone=UTC',
    application_name: 'footbridge',
    types: parsers,
    ...settings,
    pipeline: true,
  } as pg.PoolConfig)
  pool.on('error', () => {
    // An idle connection that breaks is dropped by the pool; whoever asks next gets a new one or a refusal.
  })
  pool.on('connect', client => {
    // One that breaks while it works tells whoever waits for its answers; the event beside that would end the program.
    client.on('error', () => undefined)
  })
  return pool
}

const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const made = createHash('sha256').update(text).digest('base64url').slice(0, 24)
  if (names.size < 2_000) names.set(text, made)
  return made
}

/** Compiles a statement. */
export function ready<Row>(statement: Statement<Row>): Ready {
  const { sql, parameters } = statement.compile(db)
  return { text: sql, values: [...parameters] }
}

/** Statements that are sent in one turn of the program travel in one packet, not in one each. */
function together(client: pg.ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  if (stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** Sends a statement; it travels at once, whatever is still under way on this connection. */
export async function send<Row>(client: pg.ClientBase, { text, values }: Ready): Promise<Row[]> {
  together(client)
  const result = await client.query({ name: nameOf(text), text, values })
  return result.rows as Row[]
}

/** Sends plain text such as `commit`. */
export async function say(client: pg.ClientBase, text: string): Promise<string> {
  together(client)
  return (await client.query({ name: nameOf(text), text })).command
}

/** SQLSTATE of a database error, else undefined. */
export function stateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** The name of the constraint that a statement broke, else undefined. */
export function constraintOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError && error.code?.startsWith('23') ? error.constraint : undefined
}

/** Whether an error says that the database cannot be reached now, as against a statement that failed. */
export function isUnreachable(error: unknown): boolean {
  const state = stateOf(error)
  // One that cannot write or flush its own log ends there and then, and recovers.
  if (error instanceof pg.DatabaseError && error.severity === 'PANIC') return true
  if (state) return state.startsWith('57P') || state.startsWith('08') || state === '53300'
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EACCES'].includes(code) ||
    /Connection terminated|connection error|timeout exceeded when trying to connect|Client was closed/i.test(
      error.message,
    )
  )
}

/** Whether two transactions only got in each other's way, so that the same one may simply run again. */
export function mayRunAgain(error: unknown): boolean {
  return ['40001', '40P01'].includes(stateOf(error) ?? '')
}

/** What PostgreSQL says of a page that it cannot read or that is not what it wrote: a file and a block, no words. */
const damages = new Set(['XX001', 'XX002', '58030', '58P01'])
const whereIn = (message: string) =>
  [...message.matchAll(/\bblocks? [\d.]+|"(?:base|global)\/[\w/.]+"|(?<=(?:index|relation|table) )"\w+"/g)].join(' ')

/** What a trouble of the database means to the caller, also what waited too long. */
export function troubleOf(error: unknown): Refusal | undefined {
  if (mayRunAgain(error) || ['57014', '55P03'].includes(stateOf(error) ?? ''))
    return new Refusal('busy', 'Many people are changing this at once. Nothing was written; do it again.', {
      status: 503,
    })
  if (stateOf(error) === '53100')
    return new Refusal(
      'disk-full',
      'The disk is full, so nothing was written. Reading still works; tell your administrator.',
      { status: 507 },
    )
  if (isUnreachable(error))
    // One that is lost while it commits cannot tell how that ended.
    return new Refusal(
      'resting',
      'The database is not answering, so this may or may not be written. Sent again from the same form, it is written once.',
      { status: 503 },
    )
  return error instanceof Error && damages.has(stateOf(error) ?? '') ? damaged(whereIn(error.message)) : undefined
}
