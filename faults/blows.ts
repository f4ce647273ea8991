import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '#platform/data-folder.ts'
import { expect, ground, isRunning, postmasterOf, readiness, type Started, within } from './house.ts'

/** What was asked for: the quick form or the long one, the blows with some words, and how many crashes. */
export const {
  quick = false,
  only,
  crashes,
} = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string' }, crashes: { type: 'string' } },
}).values

/** How often something is done in the quick form, and in the long one. */
export const times = (few: number, many: number): number => (quick ? few : many)

type Fault = { name: string; skip?: string; run(): Promise<string | undefined> }

/** Every blow, in the order in which they fall. */
export const faults: Fault[] = []

/** Declares a blow: what should hold, and what proves it; or why it cannot be tried on this computer. */
export function fault(name: string, run: Fault['run'], skip?: string | false): void {
  faults.push(skip ? { name, run, skip } : { name, run })
}

/** The demo world that blows on starts share. */
export const shared = path.join(ground, 'shared')
export const firstStartMs = 60_000
export const startMs = 15_000

/** Waits until a start serves, and answers its address. */
export async function up(started: Started, milliseconds = startMs): Promise<string> {
  const address = await within(milliseconds, 'it is up', started.address)
  expect((await readiness(address)).status === 200, 'it is up but not ready')
  return address
}

/** A start that refuses in these words, and without a stack. */
export async function refused(started: Started, words: RegExp): Promise<void> {
  expect((await within(startMs, 'it ends', started.ended)) === 1, 'the exit code is not 1')
  expect(words.test(started.said()), `it says: ${started.said()}`)
  expect(!/\n\s+at /.test(started.said()), `there is a stack trace: ${started.said()}`)
}

/** Nothing of a folder runs any more. */
export function restFree(folder: string): void {
  expect(!fs.existsSync(path.join(folder, 'running.json')), 'the folder is still marked as in use')
  expect(!isRunning(postmasterOf(folder)), 'PostgreSQL still runs')
}

/** The program that a person types commands to. */
export const footbridge = path.join(packageRoot, 'bin', 'footbridge.js')
