// Weeks of a house, from a seed: node src/simulation/run.ts --seed 7 --weeks 20 [--clients 50] [--steps "kind at …"]
import { parseArgs } from 'node:util'
import { startTestDatabase } from '#platform/test-database.ts'
import { shrunk, simulate } from './simulate.ts'
import { lineOf, stepsFrom, stepsOf } from './steps.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    weeks: { type: 'string', default: '20' },
    clients: { type: 'string', default: '50' },
    monday: { type: 'string', default: '2027-10-18' },
    'a-week': { type: 'string', default: '70' },
    'look-every': { type: 'string', default: '5' },
    steps: { type: 'string' },
  },
})
const seed = Number(values.seed)
const amount = { weeks: Number(values.weeks), aWeek: Number(values['a-week']) }
const setting = { clients: Number(values.clients), monday: values.monday, lookEvery: Number(values['look-every']) }
const steps = values.steps ? stepsFrom(values.steps) : stepsOf(seed, amount)

const database = await startTestDatabase()
let failed = false
try {
  const began = Date.now()
  const counts = new Map<string, number>()
  const outcome = await simulate(setting, steps, world => {
    for (const [key, count] of world.counts) counts.set(key, count)
  })
  for (const [key, count] of [...counts].sort()) process.stdout.write(`${String(count).padStart(6)} ${key}\n`)
  process.stdout.write(`seed ${seed}: ${steps.length} steps in ${Math.round((Date.now() - began) / 1000)} s\n`)
  if (outcome) {
    failed = true
    process.stdout.write(`Broken after ${outcome.after} steps: ${outcome.broken}\nMaking it shorter …\n`)
    const short = await shrunk(setting, steps.slice(0, outcome.after), 120)
    process.stdout.write(
      `${short.map(lineOf).join('\n')}\nAgain: --monday ${setting.monday} --steps "${short.map(lineOf).join(', ')}"\n`,
    )
  }
} finally {
  await database.stop()
}
process.exitCode = failed ? 1 : 0
