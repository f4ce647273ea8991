import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Day } from '#kernel/time.ts'

const rule = z.strictObject({
  credential: z.string(),
  name: z.string(),
  /** Two letters of the state in which this row holds, `*` for all that have no row of their own. */
  state: z.string(),
  /** Kinds of work that its holder may lead: `therapy`, `education`, `skills`, `medical`, `nursing`, … */
  leads: z.array(z.string()),
  /** Whether its holder signs clinical notes alone, with somebody's co-signature, or not at all. */
  signs: z.enum(['alone', 'with-co-signature', 'no']),
  source: z.string(),
  verified: z.boolean(),
})

// Read once at start: rules change with a version of the program, never by a request.
const rules = z
  .array(rule)
  .parse(JSON.parse(readFileSync(new URL('../../../rules/credentials.json', import.meta.url), 'utf8')))

/** What a credential allows its holder, with where that comes from and whether somebody has checked it. */
export type CredentialRule = z.output<typeof rule>
/** Every row of the pack, for the page that shows them. */
export const credentialRules: readonly CredentialRule[] = rules

/** A license as the rules read it. */
export type Licensed = { credential: string; state: string; validFrom: Day; expiresOn: Day }

/** The row for a credential of a state, else the one for all states; undefined for one that the pack does not know. */
export function credentialRule(license: { credential: string; state: string }): CredentialRule | undefined {
  const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
  const known = rules.filter(each => same(each.credential, license.credential))
  return known.find(each => same(each.state, license.state)) ?? known.find(each => each.state === '*')
}

/** Whether somebody may lead on a day, and if not, what is missing. */
export type LeadStanding =
  | { kind: 'may'; credential: string | null }
  | { kind: 'expired'; credential: string; on: Day }
  | { kind: 'not-yet'; on: Day }
  | { kind: 'not-qualified' }

const valid = (license: Licensed, on: Day) => license.validFrom <= on && license.expiresOn >= on

/**
 * Whether one of these licenses covers one of the needed kinds of work on a day; nothing needed is for everybody.
 * A license that has expired is told before one that only begins later: it is the one to renew.
 */
export function leadStanding(licenses: readonly Licensed[], needs: readonly string[], on: Day): LeadStanding {
  if (needs.length === 0) return { kind: 'may', credential: licenses.find(each => valid(each, on))?.credential ?? null }
  const covering = licenses.filter(each => credentialRule(each)?.leads.some(kind => needs.includes(kind)))
  const holds = covering.find(each => valid(each, on))
  if (holds) return { kind: 'may', credential: holds.credential }
  const [expired] = covering.filter(each => each.expiresOn < on).sort((a, b) => (a.expiresOn > b.expiresOn ? -1 : 1))
  if (expired) return { kind: 'expired', credential: expired.credential, on: expired.expiresOn }
  const [coming] = covering.map(each => each.validFrom).sort()
  return coming ? { kind: 'not-yet', on: coming } : { kind: 'not-qualified' }
}

/** Whether somebody signs clinical notes on a day, by the license that allows most. */
export type SignStanding =
  | { kind: 'alone'; credential: string }
  | { kind: 'with-co-signature'; credential: string }
  | { kind: 'no'; credential: string }
  | { kind: 'unknown'; credential: string }
  | { kind: 'no-license' }

const most = ['alone', 'with-co-signature', 'no', 'unknown'] as const

/** How the holder of these licenses signs clinical notes on a day. */
export function signStanding(licenses: readonly Licensed[], on: Day): SignStanding {
  const ways = licenses
    .filter(each => valid(each, on))
    .map(each => ({ kind: credentialRule(each)?.signs ?? ('unknown' as const), credential: each.credential }))
  return most.flatMap(kind => ways.find(way => way.kind === kind) ?? [])[0] ?? { kind: 'no-license' }
}
