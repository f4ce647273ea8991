import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { packageRoot } from '#platform/data-folder.ts'
import { countsFolder } from '../journeys/budgets.ts'
import type { Figure } from './measure.ts'

// What was measured last of each figure, and the line of a release that is kept.

const at = (...names: string[]) => path.join(packageRoot, ...names)
const lastFile = at('.tmp', 'bench', 'figures.json')
const historyFile = at('bench', 'history', 'releases.jsonl')

const figures = z.record(z.string(), z.object({ value: z.number(), unit: z.string(), bar: z.number() }))
const release = z.object({ release: z.string(), day: z.string(), machine: z.string(), figures })
/** Figures by their names. */
export type Figures = z.infer<typeof figures>
/** What one release was measured as. */
export type Release = z.infer<typeof release>

const rows = z.array(
  z.object({
    ...{ audience: z.string(), page: z.string(), scheme: z.string() },
    ...{ lcp: z.number(), inp: z.number(), cls: z.number(), js: z.number() },
  }),
)
const count = z.object({
  ...{ task: z.string(), actions: z.number(), screens: z.number(), goal: z.number().optional() },
  did: z.object({ actions: z.number(), screens: z.number(), seconds: z.number() }),
})
/** Each page as it was last felt, and each task as it was last counted by its journey. */
export type Felt = { pages: z.infer<typeof rows>; tasks: z.infer<typeof count>[] }

const textOf = (file: string) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** What was measured last on this machine, of whichever parts. */
export const lastFigures = (): Figures => figures.parse(JSON.parse(textOf(lastFile) || '{}'))

/** What was last felt of pages, and counted of tasks, on this machine. */
export function lastFelt(): Felt {
  const names = existsSync(countsFolder) ? readdirSync(countsFolder).toSorted() : []
  return {
    pages: rows.parse(JSON.parse(textOf(at('.tmp', 'bench', 'pages.json')) || '[]')),
    tasks: names.map(name => count.parse(JSON.parse(textOf(path.join(countsFolder, name))))),
  }
}

/** Notes what was measured just now beside what was before. */
export function remember(measured: readonly Figure[]): Figures {
  const now = Object.fromEntries(measured.map(({ name, value, unit, bar }) => [name, { value, unit, bar }]))
  const all = { ...lastFigures(), ...now }
  mkdirSync(path.dirname(lastFile), { recursive: true })
  writeFileSync(lastFile, JSON.stringify(all))
  return all
}

/** The lines that were kept, the oldest first. */
export const releases = (): Release[] =>
  textOf(historyFile)
    .split('\n')
    .filter(Boolean)
    .map(line => release.parse(JSON.parse(line)))

/** Keeps what was measured last as the line of a release; one release has one line. */
export function keep(version: string, day: string): Release[] {
  const machine = `${os.cpus().length} cores, ${os.platform()}, Node ${process.versions.node}`
  const others = releases().filter(each => each.release !== version)
  const all = [...others, { release: version, day, machine, figures: lastFigures() }]
  mkdirSync(path.dirname(historyFile), { recursive: true })
  writeFileSync(historyFile, all.map(each => `${JSON.stringify(each)}\n`).join(''))
  return all
}
