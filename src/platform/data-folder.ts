import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { codeOf, explain, Stop } from '#platform/stop.ts'

/** Demo or real: what a data folder is from its creation on. */
export type World = 'demo' | 'real'

/** The environment variables that the platform reads. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One folder that holds everything a Footbridge keeps: its database, its keys and its log. */
export type DataFolder = { path: string; world: World; secretsFolder: string; masterKey: Buffer }

/** Where the folder is to be, and a sentence when that is not where it was asked for. */
export type Place = { path: string; note: string | null }

/** The account that PostgreSQL runs as when the program is started by root, because it refuses root. */
export const nobody = 65534

const format = 1
const worldFile = z.object({ format: z.number(), world: z.enum(['demo', 'real']), createdAt: z.string() })
const knownNames = new Set(['secrets', 'lost+found', 'footbridge.log', 'run'])

function findPackageRoot(from: string): string {
  const file = path.join(from, 'package.json')
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8').includes('"name": "footbridge"')) return from
  if (path.dirname(from) === from) throw new Error('package.json of footbridge not found')
  return findPackageRoot(path.dirname(from))
}

/** The folder of package.json; assets are found from here, since the server may run bundled from dist/. */
export const packageRoot = findPackageRoot(import.meta.dirname)

/** True when this process is root, whom PostgreSQL refuses to serve. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** The first folder on the way to `target`, or itself, that another account may not enter; null when it may. */
export function firstClosedFolder(target: string, uid: number = nobody): string | null {
  const above = path.dirname(target)
  const closed = above === target ? null : firstClosedFolder(above, uid)
  if (closed) return closed
  const found = fs.statSync(target, { throwIfNoEntry: false })
  if (!found) return null
  const needed = found.uid === uid ? 0o100 : found.gid === uid ? 0o010 : 0o001
  return (found.mode & needed) === 0 ? target : null
}

/** Decides where the data folder is: FOOTBRIDGE_DATA, else `.data`, unless root asks where PostgreSQL may not go. */
export function choosePlace(env: Environment, root: boolean = isRoot()): Place {
  const asked = path.resolve(env.FOOTBRIDGE_DATA || path.join(packageRoot, '.data'))
  const closed = root && !env.DATABASE_URL ? firstClosedFolder(path.dirname(asked)) : null
  if (!closed) return { path: asked, note: null }
  const suffix = createHash('sha256').update(asked).digest('hex').slice(0, 8)
  const instead = `/var/lib/footbridge-${suffix}`
  const note = `${closed} is closed to the account that runs PostgreSQL for root, so the data folder is ${instead}.`
  return { path: instead, note }
}

function writeOnce(file: string, content: string | Buffer): void {
  const draft = `${file}.${process.pid}`
  const open = fs.openSync(draft, 'w', 0o600)
  fs.writeFileSync(open, content)
  fs.fsyncSync(open)
  fs.closeSync(open)
  fs.renameSync(draft, file)
}

function askedWorld(env: Environment): World | null {
  if (env.FOOTBRIDGE_DEMO === '0') return 'real'
  if (env.FOOTBRIDGE_DEMO === '1') return 'demo'
  if (!env.FOOTBRIDGE_DEMO) return null
  throw new Stop(
    `FOOTBRIDGE_DEMO is "${env.FOOTBRIDGE_DEMO}".`,
    'Set it to 1 for a demo world, or to 0 for a real one.',
  )
}

function create(folder: string, world: World): void {
  const strangers = fs.readdirSync(folder).filter(name => !knownNames.has(name) && !name.startsWith('running.json'))
  if (strangers.length > 0) {
    throw new Stop(
      `${folder} holds other things (${strangers[0]}) and is no Footbridge data folder.`,
      'Set FOOTBRIDGE_DATA to an empty folder, or bring back its footbridge.json from a backup.',
    )
  }
  const secrets = path.join(folder, 'secrets')
  const key = path.join(secrets, 'master.key')
  fs.mkdirSync(secrets, { recursive: true, mode: 0o700 })
  if (!fs.existsSync(key)) writeOnce(key, randomBytes(32))
  const content = { format, world, createdAt: new Date().toISOString() }
  writeOnce(path.join(folder, 'footbridge.json'), `${JSON.stringify(content, null, 2)}\n`)
}

/** Reads the world of a data folder; null when there is none yet. Refuses a newer program's and a spoilt one. */
export function readWorld(folder: string): World | null {
  const file = path.join(folder, 'footbridge.json')
  if (!fs.existsSync(file)) return null
  try {
    const read = worldFile.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    if (read.format <= format) return read.world
  } catch (error) {
    if (codeOf(error)) throw error
    throw new Stop(`${file} cannot be understood.`, 'Bring it back from a backup of this folder.')
  }
  throw new Stop(
    `${folder} was written by a newer Footbridge than this one.`,
    'Start it with the newer program, or set FOOTBRIDGE_DATA to another folder.',
  )
}

function readKey(folder: string): Buffer {
  const file = path.join(folder, 'secrets', 'master.key')
  const key = fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0)
  if (key.length === 32) return key
  throw new Stop(
    `The key of this data folder, ${file}, is missing or spoilt.`,
    'Bring back secrets/ from your copy of it.',
  )
}

function open(place: string, env: Environment): DataFolder {
  const asked = askedWorld(env)
  fs.mkdirSync(place, { recursive: true, mode: 0o755 })
  const folder = fs.realpathSync(place)
  fs.accessSync(folder, fs.constants.W_OK)
  const found = readWorld(folder)
  if (!found) create(folder, asked ?? 'demo')
  const world = found ?? asked ?? 'demo'
  if (asked && asked !== world) {
    throw new Stop(
      `${folder} is a ${world} data folder, and FOOTBRIDGE_DEMO=${env.FOOTBRIDGE_DEMO} asks for a ${asked} one.`,
      'The two never mix: set FOOTBRIDGE_DATA to another folder, or leave FOOTBRIDGE_DEMO unset.',
    )
  }
  // The account that runs PostgreSQL for root has to pass through to its own folder, but not to look around.
  fs.chmodSync(folder, isRoot() ? 0o711 : 0o700)
  return { path: folder, world, secretsFolder: path.join(folder, 'secrets'), masterKey: readKey(folder) }
}

/** Opens a data folder, and makes it when there is none. */
export function openDataFolder(place: string, env: Environment): DataFolder {
  try {
    return open(place, env)
  } catch (error) {
    throw explain(error, place)
  }
}
