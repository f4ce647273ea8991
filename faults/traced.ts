import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { expect, postmasterOf, until } from './house.ts'
import { rest, revive } from './served.ts'
import { type Call, callsIn } from './strace-log.ts'
import type { Served } from './writes.ts'

// PostgreSQL run under strace: what it writes and flushes is recorded, and calls may be made to fail.

/** What is recorded: whatever changes a file or a folder, and every flush. */
const recordedCalls = [
  ...['openat', 'write', 'writev', 'pwrite64', 'pwritev', 'pwritev2', 'ftruncate', 'fallocate'],
  ...['fsync', 'fdatasync', 'rename', 'renameat', 'renameat2', 'link', 'linkat', 'unlink', 'unlinkat', 'mkdir'],
].join()

const how = ['-f', '--seccomp-bpf', '-qq', '-ttt', '-y', '-xx', '-v', '-s', '40000000', '-e', 'signal=none']

/** Why nothing can be traced on this computer; false when it can. */
export function untraceable(): string | false {
  if (process.platform !== 'linux') return 'needs Linux, to trace what PostgreSQL writes'
  try {
    execFileSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return false
  } catch {
    return 'needs strace 5.3 or newer, and leave to trace a program of one’s own'
  }
}

/** What was recorded: the calls in their order, and the folder that holds the files as they were before them. */
export type Recording = { calls: Call[]; base: string }

/**
 * Ends the house, keeps a copy of its files, and runs its PostgreSQL under strace while something happens to it; then
 * ends it again. The program adopts that PostgreSQL as it would one that an earlier start had left behind.
 */
export async function traced(house: Served, happens: () => Promise<void>, inject: string[] = []): Promise<Recording> {
  const files = path.join(house.folder, 'pgdata')
  const command = fs
    .readFileSync(`/proc/${postmasterOf(house.folder)}/cmdline`, 'utf8')
    .split('\0')
    .slice(0, -1)
  await rest(house)
  const base = path.join(house.folder, 'base')
  fs.rmSync(base, { recursive: true, force: true })
  execFileSync('cp', ['-a', files, base])
  const { uid, gid } = fs.statSync(files)
  const log = path.join(files, '..', 'run', 'strace.log')
  fs.rmSync(log, { force: true })
  const told = fs.openSync(path.join(house.folder, 'postgresql.log'), 'a')
  const injected = inject.flatMap(each => ['-e', `inject=${each}`])
  const args = [...how, '-e', `trace=${recordedCalls}`, ...injected, '-o', log, ...command]
  const strace = spawn('strace', args, { uid, gid, cwd: '/', detached: true, stdio: ['ignore', told, told] })
  fs.closeSync(told)
  const ended = once(strace, 'close')
  await until(15_000, 'PostgreSQL is ready', () => /^ready/m.test(pidFile(files)))
  await revive(house)
  await happens()
  await rest(house)
  await until(15_000, 'strace ends', () => strace.exitCode !== null || strace.signalCode !== null)
  await ended
  expect(fs.statSync(log).size > 0, 'nothing was recorded')
  const calls = await callsIn(log, files)
  fs.rmSync(log)
  return { calls, base }
}

function pidFile(files: string): string {
  try {
    return fs.readFileSync(path.join(files, 'postmaster.pid'), 'utf8')
  } catch {
    return ''
  }
}
