import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Draw } from '#testing/chance.ts'
import type { Call } from './strace-log.ts'
import type { Recording } from './traced.ts'

// What may lie on a disk after the power went: all that was flushed, and of the rest whatever chance leaves of it. A
// sector is written whole or not at all. A new file is there for good once it or its folder was flushed, and a new or
// removed name once its folder was; names of one folder go in order.

const sector = 512

/** What was done to a file: bytes at a place, or a new length; `safe` once it was flushed. */
type Change = { call: Call; offset: number; safe: boolean; lost: boolean }
/** A file by what it is, whatever its name: the copy it came from, and what was done to it. */
type Kept = { from: string | null; changes: Change[]; touched: boolean }
/** A name that came or went in a folder. */
type Naming = { folder: string; call: Call; kept: Kept; does: (names: Map<string, Kept>) => void; safe: boolean }
/** At which line the power goes, what chance does then, and whether flushes count: without them nothing is safe. */
export type Crash = { line: number; draw: Draw; flushes: boolean }

/** Follows the calls up to the line at which the power goes. */
class Disk {
  readonly before: Map<string, Kept>
  readonly names: Map<string, Kept>
  readonly files = new Set<Kept>()
  readonly namings: Naming[] = []
  readonly #places = new Map<string, number>()

  constructor(base: string) {
    const all = fs.readdirSync(base, { recursive: true, withFileTypes: true }).filter(each => each.isFile())
    const inBase = all.map(each => path.relative(base, path.join(each.parentPath, each.name)))
    this.before = new Map(inBase.map(name => [name, { from: name, changes: [], touched: false }]))
    this.names = new Map(this.before)
  }

  /** A call that succeeded, or that the power cut off: how it ended then chance decides, as of what is unflushed. */
  take(call: Call, flushes: boolean): void {
    if (call.answered !== null && call.answered < 0) {
      if (/^f(data)?sync$/.test(call.name)) this.#failedFlush(call)
    } else if (call.name === 'openat') this.#open(call)
    else if (/^f(data)?sync$/.test(call.name)) {
      if (flushes && call.answered !== null) this.#flush(call)
    } else if (/^(rename|link|unlink)/.test(call.name)) this.#name(call)
    else if (call.name !== 'mkdir') this.#change(call)
  }

  #file(name: string): Kept | undefined {
    return this.names.get(name)
  }

  #open(call: Call): void {
    this.#places.set(`${call.pid} ${call.answered}`, 0)
    const there = this.#file(call.file)
    if (there && call.cuts) this.#add(there, { ...call, name: 'ftruncate', length: 0 }, 0)
    if (there || !call.makes) return
    const kept: Kept = { from: null, changes: [], touched: true }
    this.#naming(call, path.dirname(call.file), kept, names => names.set(call.file, kept))
  }

  #naming(call: Call, folder: string, kept: Kept, does: Naming['does']): void {
    does(this.names)
    this.namings.push({ folder, call, kept, does, safe: false })
  }

  #name(call: Call): void {
    const kept = this.#file(call.file)
    if (!kept) return
    const folder = path.dirname(call.to || call.file)
    this.#naming(call, folder, kept, names => {
      if (!call.name.startsWith('link')) names.delete(call.file)
      if (call.to) names.set(call.to, kept)
    })
  }

  #change(call: Call): void {
    const kept = this.#file(call.file)
    if (!kept) return
    const place = `${call.pid} ${call.fd}`
    const offset = call.offset ?? this.#places.get(place) ?? 0
    if (call.offset === null) this.#places.set(place, offset + call.bytes.length)
    this.#add(kept, call, offset)
  }

  #add(kept: Kept, call: Call, offset: number): void {
    kept.touched = true
    this.files.add(kept)
    kept.changes.push({ call, offset, safe: false, lost: false })
  }

  #flush(flush: Call): void {
    const kept = this.#file(flush.file)
    for (const change of kept?.changes ?? []) change.safe ||= !change.lost && change.call.ended < flush.began
    for (const naming of this.namings) {
      const made = naming.kept === kept && naming.call.name === 'openat'
      naming.safe ||= (made || naming.folder === flush.file) && naming.call.ended < flush.began
    }
  }

  /** What a flush could not write is forgotten by the system: no later flush writes it. */
  #failedFlush(flush: Call): void {
    for (const change of this.#file(flush.file)?.changes ?? [])
      change.lost ||= !change.safe && change.call.began < flush.ended
  }
}

/** How chance goes about what was not flushed: of each the share that is kept whole, and the share that is torn. */
const moods = [
  { kept: 0, torn: 0 },
  { kept: 100, torn: 0 },
  { kept: 50, torn: 0 },
  { kept: 30, torn: 40 },
  { kept: 10, torn: 10 },
  { kept: 0, torn: 100 },
]

/** Which sectors of some changes are kept, in order; of those that were flushed, all. */
function applied(content: Buffer, { call, offset }: Change, keeps: () => boolean): Buffer {
  const end = offset + call.bytes.length
  const grown = end > content.length ? Buffer.concat([content, Buffer.alloc(end - content.length)]) : content
  for (let at = offset; at < end; ) {
    const next = Math.min(end, (Math.floor(at / sector) + 1) * sector)
    if (keeps()) call.bytes.copy(grown, at, at - offset, next - offset)
    at = next
  }
  return grown
}

function resized(content: Buffer, { name, length }: Call): Buffer {
  if (name === 'ftruncate' && length < content.length) return content.subarray(0, length)
  if (length <= content.length) return content
  return Buffer.concat([content, Buffer.alloc(length - content.length)])
}

function contentOf(base: string, { from, changes }: Kept, draw: Draw, mood: { kept: number; torn: number }): Buffer {
  let content: Buffer = from === null ? Buffer.alloc(0) : fs.readFileSync(path.join(base, from))
  for (const change of changes) {
    const chance = draw(100)
    const isWhole = change.safe || chance < mood.kept
    if (!isWhole && chance >= mood.kept + mood.torn) continue
    if (change.call.name.includes('write')) content = applied(content, change, () => isWhole || draw(2) === 1)
    else if (isWhole || draw(2) === 1) content = resized(content, change.call)
  }
  return content
}

/** The names that are left: of each folder all up to the last that was flushed, and some of those after it. */
function namesLeft(disk: Disk, draw: Draw, mood: { kept: number; torn: number }): Map<string, Kept> {
  const left = new Map(disk.before)
  const kept = new Set<Naming>()
  for (const [, namings] of Map.groupBy(disk.namings, each => each.folder)) {
    const flushed = namings.findLastIndex(each => each.safe) + 1
    const after = namings.length - flushed
    const most = mood.kept === 100 ? after : mood.kept + mood.torn === 0 ? 0 : draw(after + 1)
    for (const naming of namings.slice(0, flushed + most)) kept.add(naming)
  }
  for (const naming of disk.namings) if (kept.has(naming)) naming.does(left)
  return left
}

/** Lays what a crash leaves into a folder; answers how much was not flushed at that moment. */
export function layImage({ calls, base }: Recording, { line, draw, flushes }: Crash, to: string): number {
  const disk = new Disk(base)
  for (const call of calls) {
    if (call.began > line) break
    disk.take(call.ended > line ? { ...call, answered: null } : call, flushes)
  }
  const mood = moods[draw(moods.length)] ?? { kept: 0, torn: 0 }
  const left = namesLeft(disk, draw, mood)
  fs.rmSync(to, { recursive: true, force: true })
  execFileSync('cp', ['-a', base, to])
  const { uid, gid } = fs.statSync(base)
  for (const name of disk.before.keys()) if (!left.has(name)) fs.rmSync(path.join(to, name))
  for (const [name, kept] of left) {
    if (!kept.touched && kept.from === name) continue
    const file = path.join(to, name)
    fs.writeFileSync(file, contentOf(base, kept, draw, mood), { mode: 0o600 })
    fs.chownSync(file, uid, gid)
  }
  fs.rmSync(path.join(to, 'postmaster.pid'), { force: true })
  return [...disk.files].flatMap(each => each.changes).filter(each => !each.safe).length
}
