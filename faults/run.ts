// Blows against the program as a person starts it: each ends in one sentence and the way out, and nothing is lost.
import fs from 'node:fs'
import { isRoot } from '#platform/data-folder.ts'
import { faults, only } from './blows.ts'
import { clear, ground, stopAll } from './house.ts'
import './starts.ts'
import './kills.ts'
import './wires.ts'
import './crash.ts'
import './flushes.ts'
import './damage.ts'
import './memory.ts'
import './disk.ts'

fs.mkdirSync(ground, { recursive: true })
if (isRoot()) fs.chmodSync(ground, 0o755)
let [passed, failed] = [0, 0]
for (const { name, skip, run } of faults) {
  if (only && !name.includes(only)) continue
  const begun = Date.now()
  const took = () => `${((Date.now() - begun) / 1_000).toFixed(1)} s`
  try {
    const told = skip ? `skipped: ${skip}` : await run()
    passed += skip ? 0 : 1
    console.log(`${skip ? '-' : '✓'} ${name}${told ? ` (${told})` : ''} ${skip ? '' : took()}`.trimEnd())
  } catch (error) {
    failed += 1
    console.log(`✗ ${name}: ${error instanceof Error ? error.message : error} ${took()}`)
    await stopAll()
  }
}
await clear().catch(error => console.log(`what was left running could not be ended: ${error}`))
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
