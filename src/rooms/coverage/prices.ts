import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { daySchema, maybeTextSchema, textSchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { inForce, payerKinds, priceItems } from './coverage.ts'
import * as store from './prices-store.ts'
import { kindsAsked, presetScale } from './rules.ts'

// Who pays and what is asked: payers, the sites in their networks, the program's prices and its sliding scale.

/** Who reads what care costs and who pays for it. */
export const readers = ['intake', 'biller', 'director'] as const
/** Who writes it down. */
export const keepers = ['biller', 'director'] as const

const nobody = () => []

/** The house's own scale as it holds on a day, or the preset until it has written one. */
export function scaleOn(rows: readonly { fromOn: Day; upTo: number; share: number }[], on: Day) {
  const since = inForce(rows, on)?.fromOn ?? null
  const steps = since ? rows.filter(each => each.fromOn === since) : presetScale.steps
  return { steps: steps.map(({ upTo, share }) => ({ upTo, share })), above: presetScale.above, since }
}

/** The prices of programs as they hold on a day. */
export function pricesOn(rows: readonly store.PriceRow[], on: Day) {
  const groups = Map.groupBy(rows, row => `${row.programId} ${row.item}`)
  return [...groups.values()].flatMap(each => {
    const row = inForce(each, on)
    return row && row.cents !== null ? [{ ...row, cents: row.cents }] : []
  })
}

export const payers = query({
  name: 'coverage.payers',
  says: 'Who pays for care here: payers, what their contracts say, which sites are in their networks.',
  who: readers,
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const [rows, networks, { sites, today }] = await Promise.all([
      store.payers(work),
      store.networks(work),
      work.ask(houseOf, {}),
    ])
    return {
      today,
      sites: sites.map(({ id, name }) => ({ id, name })),
      kinds: kindsAsked.map(({ kind, words }) => ({ kind, words })),
      payers: rows.map(row => {
        const own = networks.filter(each => each.payerId === row.id)
        return {
          ...row,
          networks: own.map(({ siteId, fromOn, inside }) => ({ siteId, fromOn, inside })),
          /** The sites that are in its network today. */
          siteIds: standingOn(own, today).flatMap(each => (each.inside ? [each.siteId] : [])),
        }
      }),
    }
  },
  shows: nobody,
})

/** What was said last, by a day, of each site and a payer’s network. */
function standingOn(rows: readonly { siteId: string; fromOn: Day; inside: boolean }[], on: Day) {
  const bySite = Map.groupBy(rows, each => each.siteId)
  return [...bySite.values()].flatMap(each => inForce(each, on) ?? [])
}

export const payersNamed = query({
  name: 'coverage.payers-named',
  says: 'The payers whose contracts this house has spoken of, and which sites are in their networks, for everybody.',
  who: ['room'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const [rows, networks, { today }] = await Promise.all([
      store.payers(work),
      store.networks(work),
      work.ask(houseOf, {}),
    ])
    return {
      payers: rows.flatMap(({ id, name, kind, endedOn }) => {
        const own = networks.filter(each => each.payerId === id)
        const standing = standingOn(own, today)
        // A payer that stands here only on somebody's card is not ours to name.
        if (endedOn !== null || standing.length === 0) return []
        const siteIds = standing.flatMap(each => (each.inside ? [each.siteId] : []))
        return [{ id, name, kind: kind === 'other' ? ('own' as const) : kind, siteIds }]
      }),
    }
  },
  shows: nobody,
})

const percent = z.int().min(0).max(100).nullable().default(null)
const cents = z.int().min(0).max(10_000_000)
const payerFields = {
  name: textSchema(120, 'Write the payer’s name.').refine(name => name.length > 1, 'Write at least two letters.'),
  kind: z.enum(payerKinds),
  phone: maybeTextSchema(40),
  payerCode: maybeTextSchema(40),
  shareLeastPercent: percent,
  shareMostPercent: percent,
  dayCopayCents: cents.nullable().default(null),
  note: maybeTextSchema(1000),
}

export const addPayer = command({
  name: 'coverage.add-payer',
  says: 'Write down a payer and what its contract leaves to its members; the same one added twice is one.',
  who: keepers,
  input: z.strictObject({ id: z.uuid(), ...payerFields }),
  run: async (work, input) => {
    await store.addPayer(work, input)
    return { payerId: input.id }
  },
})

export const changePayer = command({
  name: 'coverage.change-payer',
  says: 'Change a payer, or end it: an ended one is offered nowhere, and what was written with it stays.',
  who: keepers,
  input: z.strictObject({
    id: z.uuid(),
    version: versionSchema,
    ...payerFields,
    endedOn: daySchema.nullable().default(null),
  }),
  version: input => input.version,
  run: async (work, { version = 0, ...payer }) => {
    if (!(await store.changePayer(work, { ...payer, version }))) {
      const row = await store.payerOf(work, payer.id)
      if (!row) throw notHere()
      work.changed({ version: row.version })
    }
    return { version: version + 1 }
  },
})

export const setNetwork = command({
  name: 'coverage.set-network',
  says: 'Say that a site is in a payer’s network from a day on, or no longer.',
  who: keepers,
  input: z.strictObject({ payerId: z.uuid(), siteId: z.uuid(), fromOn: daySchema, inside: z.boolean() }),
  run: async (work, input) => {
    await store.setNetwork(work, input)
    return {}
  },
})

export const prices = query({
  name: 'coverage.prices',
  says: 'What care costs here: each program’s prices with the days they hold from, and the sliding scale.',
  who: readers,
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const [rows, steps, { programs, today }] = await Promise.all([
      store.prices(work),
      store.scales(work),
      work.ask(houseOf, {}),
    ])
    const held = pricesOn(rows, today)
    return {
      today,
      programs: programs.map(program => ({
        id: program.id,
        name: program.name,
        prices: priceItems.map(item => {
          const own = rows.filter(row => row.programId === program.id && row.item === item)
          const now = held.find(row => row.programId === program.id && row.item === item)
          const at = now?.fromOn ?? null
          return {
            item,
            cents: now?.cents ?? null,
            since: at,
            versions: own.map(({ fromOn, cents: asked }) => ({ fromOn, cents: asked })),
          }
        }),
      })),
      scale: scaleOn(steps, today),
      comingScales: [...new Set(steps.map(each => each.fromOn))].filter(on => on > today),
      preset: { ...presetScale, verified: false },
    }
  },
  shows: nobody,
})

/** What was asked yesterday stays what was asked: only the first version may begin in the past. */
async function refusePast(work: Work, fromOn: Day, hasEarlier: boolean): Promise<void> {
  const { today } = await work.ask(houseOf, {})
  if (fromOn < today && hasEarlier)
    work.refuse('in-the-past', 'What held until today stays as it was. Choose today or a later day.', { today }, 422)
}

export const setPrice = command({
  name: 'coverage.set-price',
  says: 'Set what something costs from a day on. 0 is included; no price is not offered.',
  who: keepers,
  input: z.strictObject({
    programId: z.uuid(),
    item: z.enum(priceItems),
    cents: cents.nullable(),
    fromOn: daySchema,
  }),
  run: async (work, input) => {
    await work.hold('people.program', input.programId)
    const earlier = (await store.prices(work)).some(row => row.programId === input.programId && row.item === input.item)
    await refusePast(work, input.fromOn, earlier)
    await store.setPrice(work, input)
    return {}
  },
})

export const setScale = command({
  name: 'coverage.set-scale',
  says: 'Set the sliding scale from a day on: up to which percent of the poverty guideline what share is paid.',
  who: keepers,
  input: z.strictObject({
    fromOn: daySchema,
    steps: z
      .array(z.strictObject({ upTo: z.int().min(1).max(1000), share: z.int().min(0).max(100) }))
      .min(1)
      .max(20),
  }),
  run: async (work, { fromOn, steps }) => {
    const ordered = [...steps].sort((a, b) => a.upTo - b.upTo)
    const climbs = ordered.every((step, at) => {
      const before = ordered[at - 1]
      return !before || (before.upTo < step.upTo && before.share <= step.share)
    })
    if (!climbs)
      work.refuse('steps-fall', 'Every step goes further than the one before it, and asks no smaller share.', {}, 422)
    const { sites } = await work.ask(houseOf, {})
    // The scale belongs to the whole house: whoever writes one waits for whoever writes another.
    await work.hold('people.site', ...sites.map(site => site.id))
    await refusePast(work, fromOn, (await store.scales(work)).length > 0)
    await store.setScale(work, { fromOn, steps: ordered })
    return {}
  },
})

export const priceCommands = [addPayer, changePayer, setNetwork, setPrice, setScale]
export const priceQueries = [payers, payersNamed, prices]
