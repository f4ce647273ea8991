import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { layRules, type RuleRow, ruleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'
import type { RuleWords } from './people.ts'

const preset = z.strictObject({ preset: z.string(), name: z.string(), level: z.string(), rows: z.array(ruleRow) })

// Read once at start: rules change with a version of the program or by an administrator, never by a request.
const presets = z
  .array(preset)
  .parse(JSON.parse(readFileSync(new URL('../../../rules/programs.json', import.meta.url), 'utf8')))

/** The program presets that ship: name and level of each. */
export const programPresets = presets.map(each => ({ preset: each.preset, name: each.name, level: each.level }))

/** The rows of a preset that hold on a day; nothing for a preset that is not known. */
export function programRules(name: string, on: Day): Map<string, RuleRow> {
  const found = presets.find(each => each.preset === name)
  const laid = layRules(found ? [{ scope: 'program', name, rows: found.rows }] : [], on)
  return laid.kind === 'rules' ? laid.rows : new Map()
}

/** The minutes a week that a program asks for at least; undefined when its preset says nothing. */
export function weeklyMinutesLeast(name: string, on: Day): number | undefined {
  return programRules(name, on).get('weekly-minutes-least')?.value
}

/** A preset's rows in words, for the program page. */
export function ruleWords(name: string, on: Day): RuleWords[] {
  return [...programRules(name, on).values()].map(({ id, value, unit, source, verified }) => ({
    id,
    value,
    unit,
    source,
    verified,
  }))
}
