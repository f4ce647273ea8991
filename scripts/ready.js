// Makes a checkout ready to run on any Node 20 or newer, and runs the program on Node 24.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, constants as osConstants } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const startedBy = process.ppid
const inRoot = (...names) => path.join(root, ...names)
const installStamp = inRoot('node_modules', '.footbridge-install')
const webStamp = inRoot('dist', '.web-inputs')
// Node strips no types under node_modules, so an installed package carries its server bundled.
const bundledServer = inRoot('dist', 'server.js')
const isPackage = root.split(path.sep).includes('node_modules')

/** An expected failure: one sentence, and what the person can do. */
export class Trouble extends Error {
  constructor(sentence, wayOut) {
    super(sentence)
    this.wayOut = wayOut
  }
}

/** Progress goes to stderr, so that `footbridge … --json` keeps stdout to itself. */
export function say(words) {
  process.stderr.write(`${words}\n`)
}

function hashOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function lockHash() {
  return hashOf([read(inRoot('package-lock.json')), process.platform, process.arch])
}

// Somebody who ran npm by hand has what the lockfile asks for; npm's own record of it says so.
function npmRecordMatches() {
  const record = read(inRoot('node_modules', '.package-lock.json'))
  if (!record) return false
  const has = JSON.parse(record).packages
  const belongsHere = entry => entry.os?.includes(process.platform) && entry.cpu?.includes(process.arch) && !entry.libc
  return Object.entries(JSON.parse(read(inRoot('package-lock.json'))).packages).every(([place, entry]) => {
    if (place === '' || (entry.optional && !belongsHere(entry))) return true
    return has[place]?.version === entry.version
  })
}

function mustInstall() {
  if (read(installStamp) === lockHash()) return false
  if (!npmRecordMatches()) return true
  writeFileSync(installStamp, lockHash())
  return false
}

function webHash() {
  const sources = readdirSync(inRoot('src'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.includes('.test.'))
    .map(entry => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort()
  const files = [...sources, inRoot('vite.config.ts'), inRoot('package-lock.json')]
  return hashOf(files.flatMap(file => [path.relative(root, file), readFileSync(file)]))
}

function mustBuildWeb() {
  return existsSync(inRoot('vite.config.ts')) && read(webStamp) !== webHash()
}

function isTelling(line) {
  return line.trim() !== '' && !/^\s+at /.test(line)
}

function runQuietly(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    const keep = chunk => {
      printed = (printed + chunk).slice(-4000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const end = signal => {
      child.kill(signal)
      process.exit(128 + osConstants.signals[signal])
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end)
    child.on('error', reject)
    child.on('close', code => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.off(signal, end)
      if (code === 0) resolve(undefined)
      else reject(new Error(printed.split('\n').filter(isTelling).slice(-12).join('\n')))
    })
  })
}

async function step(words, work) {
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1000)
  say(`${words} …`)
  const still = setInterval(() => say(`  still at it (${seconds()} s)`), 10_000)
  try {
    await work()
  } finally {
    clearInterval(still)
  }
  say(`  done in ${seconds()} s`)
}

function npmEnvironment() {
  const env = { ...process.env }
  try {
    accessSync(homedir(), constants.W_OK)
  } catch {
    // An account without a home of its own has nowhere else for npm's cache.
    env.npm_config_cache = inRoot('.tmp', 'npm-cache')
  }
  return env
}

async function install() {
  const cli = process.env.npm_execpath ?? ''
  const npm = cli.endsWith('npm-cli.js') ? [process.execPath, cli] : ['npm']
  // Not `npm ci`: it refuses a lockfile that does not name the binaries of every system there is. This keeps the
  // lockfile's versions, and the lockfile as it is.
  const args = ['install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  try {
    await runQuietly(npm[0], [...npm.slice(1), ...args, '--loglevel=error'], npmEnvironment())
  } catch (error) {
    throw new Trouble(
      `The dependencies could not be installed:\n${error.message}`,
      'Check the network and the free disk space, then start again.',
    )
  }
  writeFileSync(installStamp, lockHash())
}

async function buildWeb() {
  const hash = webHash()
  const vite = [inRoot('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', 'vite.config.ts']
  try {
    await runQuietly(node24(), [...vite, '--logLevel', 'warn'], { ...process.env, NODE_ENV: 'production' })
  } catch (error) {
    throw new Trouble(
      `The web pages could not be built:\n${error.message}`,
      'Mend what is named above, then start again.',
    )
  }
  mkdirSync(inRoot('dist'), { recursive: true })
  writeFileSync(webStamp, hash)
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

// Two starts in one checkout must not install into the same node_modules at once.
async function alone(work) {
  const lock = inRoot('.tmp', 'setting-up')
  mkdirSync(path.dirname(lock), { recursive: true })
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!isAlive(Number(read(lock)))) rmSync(lock, { force: true })
    else if (tries === 4) say(`Waiting for process ${read(lock)}, which is setting up this folder …`)
    await sleep(250)
  }
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** The path of a Node that runs TypeScript as it stands: this one if it can, else the one from the dependencies. */
export function node24() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 24 || (major === 24 && minor >= 3)) return process.execPath
  const binary = inRoot('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(binary)) return binary
  throw new Trouble(
    `Node 24 is not among the dependencies for ${process.platform}-${process.arch}.`,
    'Install Node 24 yourself and start with it.',
  )
}

/** Installs, and builds the web if asked, when what they are made from has changed since the last time. */
export async function makeReady({ web }) {
  if (isPackage && existsSync(bundledServer)) return
  try {
    if (!mustInstall() && !(web && mustBuildWeb())) return
    await alone(async () => {
      if (mustInstall()) await step('Installing dependencies', install)
      if (web && mustBuildWeb()) await step('Building the web pages', buildWeb)
    })
  } catch (error) {
    if (!['EACCES', 'EROFS', 'ENOSPC', 'EPERM'].includes(error.code)) throw error
    const why = error.code === 'ENOSPC' ? 'the disk is full' : 'this user may not write there'
    throw new Trouble(`${root} cannot be set up: ${why}.`, 'Make room, or start as the user who owns that folder.')
  }
}

/**
 * Runs a file on Node 24 and answers its exit code. The child leads its own session, so that Ctrl-C reaches it once,
 * from here; it watches the channel to this process, so that it also stops when this process is killed outright.
 */
export function runOnNode24(file, args) {
  const env = { ...process.env, UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '8' }
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  const child = spawn(node24(), [file, ...args], { env, stdio, detached: true })
  let forwardedAt = 0
  const forward = signal => {
    // npm passes on the signal that the terminal has already sent to everybody: within a second it is the same one.
    if (Date.now() - forwardedAt < 1000) return
    forwardedAt = Date.now()
    child.kill(signal)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => forward(signal))
  // npm killed outright cannot tell its script; being handed to another parent does.
  const orphaned = () => process.ppid !== startedBy && forward('SIGTERM')
  if (process.env.npm_command) setInterval(orphaned, 250).unref()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? 128 + osConstants.signals[signal ?? 'SIGKILL']))
  })
}

/** Runs work and turns expected trouble into its sentence and exit code 1. */
export async function orSay(work) {
  try {
    process.exit(await work())
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    process.stderr.write(`${error.message}\n${error.wayOut}\n`)
    process.exit(1)
  }
}

/** Sets up what is missing, then runs the program with these arguments. */
export function launch(args) {
  return orSay(async () => {
    await makeReady({ web: args[0] === 'start' && !args.includes('--help') })
    return runOnNode24(isPackage && existsSync(bundledServer) ? bundledServer : inRoot('src', 'main.ts'), args)
  })
}
