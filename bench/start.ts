import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { packageRoot } from '#platform/data-folder.ts'
import { type Figure, figure } from './measure.ts'

/** Figures of starting, of standing idle, and of the first page's size. */
export async function startFigures(): Promise<Figure[]> {
  const scratch = mkdtempSync(path.join(packageRoot, '.tmp', 'bench-start-'))
  const clone = path.join(scratch, 'clone')
  try {
    execFileSync('git', ['clone', '--quiet', packageRoot, clone])
    symlinkSync(path.join(packageRoot, 'node_modules'), path.join(clone, 'node_modules'))
    const data = path.join(scratch, 'data')
    const first = await startOnce(clone, data)
    await stop(first.child)
    const warm: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      const next = await startOnce(clone, data)
      warm.push(next.seconds)
      if (turn === 2) await new Promise(done => setTimeout(done, 4_000))
      const memory = turn === 2 ? megabytesOf(next.child.pid ?? 0) : 0
      await stop(next.child)
      if (turn === 2)
        return [
          figure('start.first', first.seconds, 's', 40),
          figure('start.warm', Math.min(...warm), 's', 3),
          figure('memory.idle', memory, 'MB', 350),
          figure('first-page.js', firstPage(path.join(clone, 'dist/web')), 'kB gzipped', 200),
        ]
    }
    return []
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function startOnce(cwd: string, data: string): Promise<{ child: ChildProcess; seconds: number }> {
  const begun = performance.now()
  const child = spawn(process.execPath, ['scripts/start.js'], {
    cwd,
    env: { ...process.env, FOOTBRIDGE_DATA: data, PORT: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((done, failed) => {
    let told = ''
    child.stdout?.on('data', part => {
      told += part
      if (told.includes('Footbridge is at')) done({ child, seconds: (performance.now() - begun) / 1000 })
    })
    child.on('exit', code => failed(new Error(`it ended with ${code} before it served: ${told}`)))
  })
}

function stop(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit')
  return new Promise(done => {
    child.on('exit', () => done())
    child.kill('SIGTERM')
  })
}

/** Proportional memory of a process, what it started, and the PostgreSQL of its folder. */
function megabytesOf(pid: number): number {
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
  const parentOf = new Map(
    all.flatMap(each => {
      try {
        return [[each, Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1])] as const]
      } catch {
        return []
      }
    }),
  )
  const isBelow = (each: number, root: number): boolean =>
    each === root || (parentOf.has(each) && each > 1 && isBelow(parentOf.get(each) ?? 0, root))
  const postmaster = all.find(each => commandOf(each).includes('bench-start-') && commandOf(each).includes('postgres'))
  const own = all.filter(each => isBelow(each, pid) || (postmaster !== undefined && isBelow(each, postmaster)))
  const kilobytes = own.reduce((sum, each) => sum + pssOf(each), 0)
  return kilobytes / 1024
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function pssOf(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

type Chunk = { file: string; imports?: string[]; isEntry?: boolean; src?: string }

/** Kilobytes of script, gzipped, that the first staff page needs: its entry, what it imports, and Today. */
function firstPage(web: string): number {
  const manifestFile = path.join(web, '.vite/manifest.json')
  if (!existsSync(manifestFile)) throw new Error('the pages are not built')
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const wanted = new Set<string>()
  const add = (key: string) => {
    if (wanted.has(key)) return
    wanted.add(key)
    for (const each of manifest[key]?.imports ?? []) add(each)
  }
  for (const key of ['staff.html', 'pages/today.tsx']) if (manifest[key]) add(key)
  const bytes = [...wanted]
    .map(key => manifest[key]?.file ?? '')
    .filter(file => file.endsWith('.js'))
    .map(file => gzipSync(readFileSync(path.join(web, file))).length)
  return bytes.reduce((sum, each) => sum + each, 0) / 1000
}
