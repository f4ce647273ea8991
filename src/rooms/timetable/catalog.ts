import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { layRules, type RuleRow, ruleRow } from '#kernel/rules.ts'
import type { Day } from '#kernel/time.ts'
import type { CohortNeed, Counting } from './timetable.ts'

const service = z.strictObject({
  service: z.string(),
  name: z.string(),
  /** A group with a roster, one client, or a client with their people. */
  format: z.enum(['group', 'one', 'family']),
  /** What a leader's credential must cover, one of these; empty when anybody on the staff may. */
  ledBy: z.array(z.string()),
  rows: z.array(ruleRow),
})
const cohort = z.strictObject({
  cohort: z.string(),
  name: z.string(),
  needs: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('tag'), tag: z.string() }),
    z.strictObject({ kind: z.literal('language') }),
    z.strictObject({ kind: z.literal('day-of-stay'), rule: ruleRow }),
  ]),
})

// Read once at start: rules change with a version of the program, never by a request.
const rulesIn = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../rules/${name}.json`, import.meta.url), 'utf8'))
const pack = z.strictObject({ common: z.array(ruleRow), services: z.array(service) }).parse(rulesIn('services'))
const cohortPack = z.array(cohort).parse(rulesIn('cohorts'))

/** One service of the catalog. */
export type Service = z.output<typeof service>
/** Every service that ships, in the order in which they are offered. */
export const services: readonly Service[] = pack.services
/** Every cohort that a group may be for. */
export const cohorts = cohortPack.map(({ cohort: code, name, needs }) => ({ cohort: code, name, needs }))

/** The codes, for what doors take. */
export const serviceCodes = services.map(each => each.service)
export const cohortCodes = cohortPack.map(each => each.cohort)

/** A service by its code; codes come from the database, which got them through a door that knows them all. */
export function serviceOf(code: string): Service {
  const found = services.find(each => each.service === code)
  if (!found) throw new RangeError('no such service')
  return found
}

const none: ReadonlyMap<string, RuleRow> = new Map()
const laid = (name: string, rows: readonly RuleRow[], on: Day): ReadonlyMap<string, RuleRow> => {
  const found = layRules([{ scope: 'program', name, rows }], on)
  return found.kind === 'rules' ? found.rows : none
}

/** A rule of a service on a day, `clients-most` of group therapy; undefined when nothing is said. */
export function serviceRule(code: string, id: string, on: Day): number | undefined {
  return laid(code, serviceOf(code).rows, on).get(id)?.value
}

/** A rule of all services on a day. */
export function commonRule(id: string, on: Day): number | undefined {
  return laid('services', pack.common, on).get(id)?.value
}

/** How the minutes of a service count towards the weekly dose on a day. */
export function countingOf(code: string, on: Day): Counting {
  return {
    counts: (serviceRule(code, 'counts', on) ?? 0) > 0,
    breakUncountedFrom: commonRule('break-minutes-uncounted-least', on) ?? 0,
  }
}

/** What a cohort asks of a client, with the language or nothing filled in; undefined for a group for everybody. */
export function cohortNeed(code: string | null, value: string | null): (CohortNeed & { name: string }) | undefined {
  const found = cohortPack.find(each => each.cohort === code)
  if (!found) return undefined
  const { name, needs } = found
  if (needs.kind === 'tag') return { ...needs, name }
  if (needs.kind === 'language') return { kind: 'language', language: value ?? '', name }
  return { kind: 'day-of-stay', most: needs.rule.value, name }
}

/** Every row of the catalog, for the page that shows what counts and whether anybody has checked it. */
export const commonRows: readonly RuleRow[] = pack.common
