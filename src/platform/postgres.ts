import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isRoot, nobody } from '#platform/data-folder.ts'
import { processStart } from '#platform/folder-lock.ts'
import { type Account, findPrograms, type Programs } from '#platform/postgres-programs.ts'
import { codeOf, explain, Stop } from '#platform/stop.ts'

/** What `new pg.Pool({ ...settings })` needs to reach a database as one role. */
export type ConnectionSettings = Pick<pg.ClientConfig, 'host' | 'port' | 'user' | 'database' | 'connectionString'>

/** `forTests` gives up safety on disk for speed; `attach` uses a running PostgreSQL and leaves it alone. */
export type PostgresOptions = { forTests?: boolean; attach?: boolean; log?: (words: string) => void }

/** A PostgreSQL that is kept up until `stop`; `adopted` when an earlier start had left it running. */
export type Postgres = {
  owner: ConnectionSettings
  app: ConnectionSettings
  version: string
  adopted: boolean
  stop(): Promise<void>
}

type Cluster = {
  folder: string
  files: string
  socketFolder: string
  programs: Programs
  account: Account
  forTests: boolean
  log: (words: string) => void
}

const port = 5432
const startWithinMs = 300_000

// Small on purpose: a program and its database have to be at home on a cheap machine. Terse errors without statements
// keep clients' names out of the log.
const settings: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '64MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '512MB',
  io_method: 'sync',
  max_logical_replication_workers: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
}
const testSettings = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off', max_connections: '200' }

function chooseAccount(files: string): Account {
  if (!isRoot()) return null
  const made = fs.statSync(files, { throwIfNoEntry: false })
  return made && made.uid !== 0 ? { uid: made.uid, gid: made.gid } : { uid: nobody, gid: nobody }
}

// The name of a socket may have 107 bytes at most (103 on macOS), and a data folder may lie deeper than that.
function makeSocketFolder(folder: string, account: Account): string {
  const short = `footbridge-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`
  const places = [path.join(folder, 'run'), path.join(os.tmpdir(), short), path.join('/tmp', short)]
  const place = places.find(name => Buffer.byteLength(name) <= 85) ?? path.join('/tmp', short)
  fs.mkdirSync(place, { recursive: true, mode: 0o700 })
  const uid = account?.uid ?? process.getuid?.()
  const found = fs.lstatSync(place)
  // In a folder that everybody may write to, somebody else may have been there first.
  if (!found.isDirectory() || (found.uid !== uid && found.uid !== process.getuid?.())) {
    throw new Stop(
      `${place} belongs to somebody else.`,
      'Remove it, or set FOOTBRIDGE_DATA to a folder with a shorter name.',
    )
  }
  if (account) fs.chownSync(place, account.uid, account.gid)
  fs.chmodSync(place, 0o700)
  return place
}

type Launched = { program: string; args: string[]; output: number }

function launch(cluster: Cluster, { program, args, output }: Launched): ChildProcess {
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
  const stdio: ['ignore', number, number] = ['ignore', output, output]
  // A session of its own, or Ctrl-C in a terminal would end the database before the program has drained.
  const options = { cwd: '/', env, stdio, detached: true, ...cluster.account }
  const child = spawn(path.join(cluster.programs.bin, program), args, options)
  // Listened to at once, since a program that cannot be run fails before anybody asks for its pid.
  child.on('error', error => cluster.log(`${program} cannot be run: ${error.message}`))
  return child
}

function logFile(cluster: Cluster): string {
  return path.join(cluster.folder, 'postgresql.log')
}

function openLog(cluster: Cluster): number {
  const file = logFile(cluster)
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > 10_000_000) fs.renameSync(file, `${file}.1`)
  return fs.openSync(file, 'a', 0o600)
}

// What went wrong is in what was added to the log since `from`.
function failure(cluster: Cluster, from: number, what: string): unknown {
  const added = fs.readFileSync(logFile(cluster)).subarray(from).toString()
  const full = explain(new Error(added), cluster.folder)
  if (full instanceof Stop) return full
  const told = added.split('\n').filter(line => /FATAL|PANIC|error:|cannot be run/.test(line))
  const why = told.at(-1)?.replace(/^.*?(FATAL|PANIC|error):\s*/, '') ?? 'it does not say why'
  return new Stop(`PostgreSQL ${what}: ${why}.`, `The whole story is in ${logFile(cluster)}.`)
}

async function makeFiles(cluster: Cluster): Promise<void> {
  const draft = `${cluster.files}.new`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  if (cluster.account) fs.chownSync(draft, cluster.account.uid, cluster.account.gid)
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8']
  const access = ['--username=postgres', '--auth-local=trust', '--auth-host=scram-sha-256']
  const args = ['-D', draft, ...locale, ...access, '--data-checksums', '--no-instructions']
  if (cluster.forTests) args.push('--no-sync')
  const output = openLog(cluster)
  const from = fs.fstatSync(output).size
  try {
    const child = launch(cluster, { program: 'initdb', args, output })
    if (child.pid) await once(child, 'close')
    if (child.exitCode !== 0) throw failure(cluster, from, 'could not make its files')
  } finally {
    fs.closeSync(output)
  }
  fs.renameSync(draft, cluster.files)
}

type PidFile = { pid: number; socketFolder: string; status: string }

function readPidFile(files: string): PidFile | null {
  try {
    const lines = fs.readFileSync(path.join(files, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), socketFolder: lines[4] ?? '', status: lines[7]?.trim() ?? '' }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

function isOurs(pid: number, files: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(files)
  } catch {
    return false
  }
}

function isRunning(pid: number): boolean {
  return pid > 0 && processStart(pid) !== null
}

// Waits for a postmaster to be ready; false when it ended before.
async function untilReady(cluster: Cluster, pid: number): Promise<boolean> {
  const began = Date.now()
  while (isRunning(pid)) {
    const found = readPidFile(cluster.files)
    if (found?.pid === pid && found.status === 'ready') return true
    if (Date.now() - began > startWithinMs) {
      throw new Stop('PostgreSQL has not become ready in five minutes.', `See ${logFile(cluster)}.`)
    }
    await sleep(10)
  }
  return false
}

// A postmaster that an earlier start left behind is used again, if it is that of this folder.
async function adopt(cluster: Cluster): Promise<number | null> {
  const found = readPidFile(cluster.files)
  if (!found || !isRunning(found.pid) || !isOurs(found.pid, cluster.files)) return null
  cluster.socketFolder = found.socketFolder || cluster.socketFolder
  return (await untilReady(cluster, found.pid)) ? found.pid : null
}

async function startPostmaster(cluster: Cluster): Promise<number> {
  const chosen = cluster.forTests ? { ...settings, ...testSettings } : settings
  const args = ['-D', cluster.files, '-k', cluster.socketFolder, '-p', String(port)]
  for (const [name, value] of Object.entries(chosen)) args.push('-c', `${name}=${value}`)
  // The number in these may by now be that of another program, or of a dead process nobody has collected, and
  // PostgreSQL would take either for itself. Sessions that outlive it still hold the memory, which it checks too.
  fs.rmSync(path.join(cluster.files, 'postmaster.pid'), { force: true })
  fs.rmSync(path.join(cluster.socketFolder, `.s.PGSQL.${port}.lock`), { force: true })
  const output = openLog(cluster)
  const from = fs.fstatSync(output).size
  const child = launch(cluster, { program: 'postgres', args, output })
  child.unref()
  fs.closeSync(output)
  if (child.pid && (await untilReady(cluster, child.pid))) return child.pid
  throw failure(cluster, from, 'did not start')
}

function connection(cluster: Cluster, user: string, database: string): ConnectionSettings {
  return { host: cluster.socketFolder, port, user, database }
}

const roles = `do $$ begin
  if not exists (select from pg_roles where rolname = 'footbridge_owner') then
    create role footbridge_owner login nosuperuser nobypassrls nocreaterole;
  end if;
  if not exists (select from pg_roles where rolname = 'footbridge_app') then
    create role footbridge_app login nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
end $$`

async function makeRolesAndDatabase(cluster: Cluster): Promise<void> {
  const client = new pg.Client(connection(cluster, 'postgres', 'postgres'))
  await client.connect()
  try {
    const answer = await client.query<{ files: string; made: boolean }>(
      `select current_setting('data_directory') as files,
              exists (select from pg_database where datname = 'footbridge') as made`,
    )
    const found = answer.rows[0]
    if (found?.files !== cluster.files) {
      throw new Stop(`Another PostgreSQL answers in ${cluster.socketFolder}.`, 'Stop it, then start again.')
    }
    if (found.made) return
    await client.query(roles)
    if (cluster.forTests) await client.query('alter role footbridge_owner createdb')
    await client.query('create database footbridge owner footbridge_owner')
    await client.query('grant connect on database footbridge to footbridge_app')
    await client.query('revoke all on database footbridge from public')
  } finally {
    await client.end()
  }
}

function refuseOtherVersion(cluster: Cluster): void {
  const written = fs.readFileSync(path.join(cluster.files, 'PG_VERSION'), 'utf8').trim()
  if (written === cluster.programs.version.split('.')[0]) return
  throw new Stop(
    `${cluster.files} was written by PostgreSQL ${written}, and this program brings ${cluster.programs.version}.`,
    'Start it with the Footbridge that wrote it, or set FOOTBRIDGE_DATA to another folder.',
  )
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    if (isRunning(pid)) process.kill(pid, signal)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

/** Keeps one postmaster up, and ends it in order. */
class Keeper {
  private readonly cluster: Cluster
  private pid: number
  private restarting: Promise<void> | null = null
  private ended = false

  constructor(cluster: Cluster, pid: number) {
    this.cluster = cluster
    this.pid = pid
    this.watch()
  }

  // It never gives up, because room on a full disk may be made at any time, but it slows down to once in five seconds.
  private async watch(): Promise<void> {
    for (let failures = 0; !this.ended; ) {
      await sleep(Math.min(5_000, 200 * 2 ** failures), undefined, { ref: false })
      if (this.ended || isRunning(this.pid)) continue
      this.restarting = this.restart()
      await this.restarting
      failures = isRunning(this.pid) ? 0 : failures + 1
    }
  }

  private async restart(): Promise<void> {
    this.cluster.log('PostgreSQL is gone; starting it again')
    try {
      this.pid = await startPostmaster(this.cluster)
      this.cluster.log('PostgreSQL is back')
    } catch (error) {
      this.cluster.log(error instanceof Error ? error.message : 'PostgreSQL did not start')
    }
  }

  async stop(): Promise<void> {
    this.ended = true
    await this.restarting
    const began = Date.now()
    end(this.pid, 'SIGINT')
    while (isRunning(this.pid)) {
      await sleep(10)
      // A fast shutdown ends sessions and writes everything out; an immediate one leaves that to the next start.
      if (Date.now() - began > 30_000) end(this.pid, 'SIGQUIT')
    }
  }
}

/** Starts, or adopts, the PostgreSQL of a data folder; makes its files, roles and database when there are none. */
export async function startPostgres(folder: string, options: PostgresOptions = {}): Promise<Postgres> {
  const files = path.join(folder, 'pgdata')
  const account = chooseAccount(files)
  const { forTests = false, attach = false, log = () => {} } = options
  const programs = findPrograms(folder, account)
  const socketFolder = makeSocketFolder(folder, account)
  const cluster: Cluster = { folder, files, socketFolder, programs, account, forTests, log }
  try {
    const made = fs.existsSync(files)
    if (made) refuseOtherVersion(cluster)
    else if (!attach) await makeFiles(cluster)
    const adopted = made ? await adopt(cluster) : null
    if (attach && !adopted) throw new Stop(`PostgreSQL of ${folder} is not up.`, 'Try again in a moment.')
    const keeper = attach ? null : new Keeper(cluster, adopted ?? (await startPostmaster(cluster)))
    try {
      await makeRolesAndDatabase(cluster)
    } catch (error) {
      await keeper?.stop()
      throw error
    }
    return {
      owner: connection(cluster, 'footbridge_owner', 'footbridge'),
      app: connection(cluster, 'footbridge_app', 'footbridge'),
      version: programs.version.split('.').slice(0, 2).join('.'),
      adopted: adopted !== null,
      stop: async () => keeper?.stop(),
    }
  } catch (error) {
    throw explain(error, folder)
  }
}
