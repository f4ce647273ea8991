import fs from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { doctor } from '#platform/doctor.ts'
import { fillDrawn, type OpenHouse, openHouse, seed } from '#platform/house.ts'
import type { Answer, Program, WorldSize } from '#platform/program.ts'
import { start } from '#platform/start.ts'
import { codeOf, explain, Stop } from '#platform/stop.ts'

export type { House, Program, RunningHouse } from '#platform/program.ts'

type Given = { files: string[]; flag(name: string): boolean; text(name: string): string | undefined }

type Command = {
  name: string
  usage: string
  what: string
  details?: string
  options?: ParseArgsConfig['options']
  files?: number
  run(program: Program, given: Given): Promise<number>
}

/** A mistake in what was typed: one sentence, then what could have been meant. Exit code 2. */
class Mistyped extends Error {}

function print(answer: Answer): number {
  if (answer.output) process.stdout.write(answer.output.endsWith('\n') ? answer.output : `${answer.output}\n`)
  return answer.exitCode
}

async function inHouse(program: Program, work: (house: OpenHouse) => Promise<number>): Promise<number> {
  const house = await openHouse(program, process.env, 'work')
  try {
    return await work(house)
  } finally {
    await house.leave()
  }
}

async function importFile(program: Program, given: Given): Promise<number> {
  const [name = ''] = given.files
  const options = { dryRun: given.flag('dry-run'), json: given.flag('json') }
  let text: string
  try {
    text = fs.readFileSync(name, 'utf8')
  } catch (error) {
    const why = { ENOENT: 'does not exist', EISDIR: 'is a folder', EACCES: 'may not be read by this user' }
    const reason = Object.entries(why).find(([code]) => code === codeOf(error))?.[1] ?? 'cannot be read'
    throw new Stop(`${name} ${reason}.`, 'Give the path of a file.')
  }
  const file = { name, text }
  if (options.dryRun) return print(await program.importFile(null, file, options))
  return inHouse(program, async house => print(await program.importFile(house, file, options)))
}

async function createToken(program: Program, given: Given): Promise<number> {
  const [account, scope, days] = [given.text('account'), given.text('scope'), Number(given.text('days') ?? '90')]
  if (!account || !scope) throw new Mistyped('token create needs --account and --scope.')
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new Mistyped('--days is a number from 1 to 366.')
  return inHouse(program, async house => print(await program.createToken(house, { account, scope, days })))
}

/** How large a drawn world is to be; null when none was asked for. */
function sizeOf(given: Given): WorldSize | null {
  const number = (name: string, usual: number, most: number) => {
    const value = Number(given.text(name) ?? usual)
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    throw new Mistyped(`--${name} is a number from 1 to ${most}.`)
  }
  if (!['clients', 'sites', 'weeks', 'word'].some(name => given.text(name) !== undefined)) return null
  const size = {
    clients: number('clients', 480, 100_000),
    sites: number('sites', 10, 500),
    weeks: number('weeks', 26, 104),
  }
  if (size.sites > size.clients) throw new Mistyped('There are more sites than clients.')
  return { ...size, word: given.text('word') ?? 'footbridge' }
}

async function seedWorld(program: Program, given: Given): Promise<number> {
  const size = sizeOf(given)
  return inHouse(program, async house => {
    if (house.world === 'real') {
      throw new Stop(`${house.path} is a real data folder.`, 'Set FOOTBRIDGE_DATA to another folder for a demo world.')
    }
    if (size) return print({ exitCode: 0, output: await fillDrawn(program, house, size) })
    await seed(program, house)
    return print({ exitCode: 0, output: `The demo world in ${house.path} is filled.` })
  })
}

async function migrateOnly(program: Program): Promise<number> {
  return inHouse(program, async house => {
    const output =
      house.applied.length === 0 ? 'The database is up to date.' : `Applied:\n  ${house.applied.join('\n  ')}`
    return print({ exitCode: 0, output })
  })
}

const json = { type: 'boolean' } as const
const commands: readonly Command[] = [
  {
    name: 'start',
    usage: 'start',
    what: 'serve until told to stop',
    details:
      'PORT (4000, or the next free), HOST (127.0.0.1), FOOTBRIDGE_DATA (.data), FOOTBRIDGE_DEMO=0 (a real world),\n' +
      'DATABASE_URL and DATABASE_OWNER_URL for a PostgreSQL of your own.',
    run: program => start(program, process.env),
  },
  { name: 'migrate', usage: 'migrate', what: 'bring the database up to date', run: migrateOnly },
  {
    name: 'seed',
    usage: 'seed [--clients N --sites N --weeks N --word WORD]',
    what: 'fill the demo world',
    details:
      'Without numbers it is Cedar House. With them a world is drawn from the word: so many places for clients (480),\n' +
      'at so many sites (10), with so many weeks behind it (26), into an empty demo data folder or database.',
    options: {
      clients: { type: 'string' },
      sites: { type: 'string' },
      weeks: { type: 'string' },
      word: { type: 'string' },
    },
    run: seedWorld,
  },
  {
    name: 'import',
    usage: 'import FILE [--dry-run] [--json]',
    what: 'read a referral into a draft',
    details: '--dry-run reads the file and says what was understood, without a database; --json says it as JSON.',
    options: { 'dry-run': { type: 'boolean' }, json },
    files: 1,
    run: importFile,
  },
  {
    name: 'audit verify',
    usage: 'audit verify [--independent]',
    what: 'check the chain of the journal',
    details: '--independent hashes everything again here, instead of trusting the database with it.',
    options: { independent: { type: 'boolean' } },
    run: (program, given) =>
      inHouse(program, async house =>
        print(await program.verifyAudit(house, { independent: given.flag('independent') })),
      ),
  },
  {
    name: 'token create',
    usage: 'token create --account EMAIL --scope SCOPE [--days DAYS]',
    what: 'make an API token',
    details: 'The token is shown once. It ends after 90 days, or after DAYS (at most 366).',
    options: { account: { type: 'string' }, scope: { type: 'string' }, days: { type: 'string' } },
    run: createToken,
  },
  {
    name: 'doctor',
    usage: 'doctor [--json]',
    what: 'check this computer and this data folder',
    options: { json },
    run: async (program, given) => print(await doctor(program, process.env, given.flag('json'))),
  },
]

function overview(): string {
  const lines = commands.map(({ usage, what }) => `  footbridge ${usage.padEnd(56)} ${what}`)
  return ['Footbridge runs an intensive outpatient program.', '', ...lines, '', 'Each has --help.', ''].join('\n')
}

function helpOf(command: Command): string {
  const details = command.details ? `\n${command.details}\n` : ''
  return `footbridge ${command.usage}\n  ${command.what}\n${details}`
}

function parse(command: Command, args: string[]): Given & { help: boolean } {
  try {
    const options = { ...command.options, help: { type: 'boolean' as const, short: 'h' } }
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const given: Record<string, unknown> = values
    const text = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined)
    return { files: positionals, flag: name => given[name] === true, text, help: values.help === true }
  } catch (error) {
    if (!codeOf(error).startsWith('ERR_PARSE_ARGS')) throw error
    throw new Mistyped(`${error instanceof Error ? error.message.split('. ')[0] : error}.`)
  }
}

async function dispatch(argv: string[], program: Program): Promise<number> {
  if (argv.length === 0 || ['help', '--help', '-h'].includes(argv[0] ?? '')) {
    return print({ exitCode: argv.length === 0 ? 2 : 0, output: overview() })
  }
  const command = commands.find(({ name }) => `${argv.join(' ')} `.startsWith(`${name} `))
  if (!command) throw new Mistyped(`There is no command "footbridge ${argv.join(' ')}".`)
  const given = parse(command, argv.slice(command.name.split(' ').length))
  if (given.help) return print({ exitCode: 0, output: helpOf(command) })
  if (given.files.length !== (command.files ?? 0)) throw new Mistyped(`It is: footbridge ${command.usage}.`)
  return command.run(program, given)
}

/** Runs one command and ends the process with its exit code: 0, 1 for a failure, 2 for a mistyped command. */
export async function run(argv: string[], program: Program): Promise<never> {
  // A reader that goes away, like `head`, is no fault.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  try {
    process.exit(await dispatch(argv, program))
  } catch (error) {
    const told = explain(error, 'The data folder')
    if (told instanceof Mistyped) {
      process.stderr.write(`${told.message}\n\n${overview()}`)
      process.exit(2)
    }
    const words =
      told instanceof Stop
        ? [told.sentence, told.wayOut].filter(Boolean).join('\n')
        : told instanceof Error
          ? told.stack
          : told
    process.stderr.write(`${words}\n`)
    process.exit(1)
  }
}
