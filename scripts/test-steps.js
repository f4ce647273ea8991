// Everything that proves the program, step by step, on Node 24; the last line is the count.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { startTestDatabase } from '../src/platform/test-database.ts'
import { root } from './ready.js'

const inRoot = (...names) => path.join(root, ...names)
const results = inRoot('.tmp', `vitest-${process.pid}.json`)
const total = { passed: 0, failed: 0 }
let current = null
let interrupted = false

mkdirSync(inRoot('.tmp'), { recursive: true })
// Browsers and sockets go where this project may write, and two projects at once do not meet.
process.env.TMPDIR = inRoot('.tmp')

function count(passed, failed) {
  total.passed += passed
  total.failed += failed
}

// Streams a step and answers its exit code and its last line.
function run(name, args) {
  if (interrupted) return { code: 130, lastLine: '' }
  process.stdout.write(`\n── ${name}\n`)
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'inherit']
    current = spawn(process.execPath, args, { cwd: root, stdio, detached: true })
    let tail = ''
    current.stdout.on('data', chunk => {
      process.stdout.write(chunk)
      tail = (tail + chunk).slice(-1000)
    })
    current.on('error', reject)
    current.on('close', code => resolve({ code: code ?? 1, lastLine: tail.trimEnd().split('\n').at(-1) ?? '' }))
  })
}

async function check(name, args) {
  const { code } = await run(name, args)
  count(code === 0 ? 1 : 0, code === 0 ? 0 : 1)
}

// A program of our own that ends with `N passed, N failed`.
async function counted(name, file, ...args) {
  if (!existsSync(inRoot(file))) return
  const { code, lastLine } = await run(name, [file, ...args])
  const found = /^(\d+) passed, (\d+) failed/.exec(lastLine)
  count(Number(found?.[1] ?? 0), Math.max(Number(found?.[2] ?? 0), code === 0 && found ? 0 : 1))
}

async function vitest(name, ...extra) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const { code } = await run(name, [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...extra, ...reporters])
  const told = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {}
  rmSync(results, { force: true })
  // A file that cannot even be read has no tests to fail, and an error between tests belongs to none.
  const broken = (told.testResults ?? []).filter(one => one.status === 'failed' && one.assertionResults.length === 0)
  const failed = (told.numFailedTests ?? 0) + broken.length
  count(told.numPassedTests ?? 0, Math.max(failed, code === 0 ? 0 : 1))
}

async function steps() {
  await check('Types', [inRoot('node_modules/typescript/bin/tsc'), '--noEmit'])
  await check('Format and lint', [inRoot('node_modules/@biomejs/biome/bin/biome'), 'check'])
  if (['knip.json', 'knip.jsonc', 'knip.ts'].some(name => existsSync(inRoot(name)))) {
    await check('Unused code', [inRoot('node_modules/knip/bin/knip.js')])
  }
  const database = await startTestDatabase()
  try {
    await vitest('Unit and room tests')
    await vitest('Browser journeys', '--config=vitest.journeys.ts')
    await counted('Faults', 'faults/run.ts', '--quick')
  } finally {
    await database.stop()
  }
  await check('Figures', [inRoot('bench/run.ts'), '--quick'])
}

function interrupt() {
  interrupted = true
  try {
    if (current?.pid && current.exitCode === null) process.kill(-current.pid, 'SIGTERM')
  } catch {
    // It has just ended by itself.
  }
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, interrupt)
process.on('disconnect', interrupt)
process.channel?.unref()
await steps()
if (interrupted) count(0, 1)
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
