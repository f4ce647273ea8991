import { z } from 'zod'
import { query, staffRoles } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { type Day, dayIn } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import * as chartStore from './charts.ts'
import { credentialRules, type SignStanding, signStanding } from './credentials.ts'
import { ofSeen } from './lines.ts'
import { begunOn, dayOfStay } from './people.ts'
import * as stayStore from './stays.ts'
import * as store from './store.ts'

// What later rooms ask before they plan: whom a group is for, and how somebody is reached.

/** What decides whether a group is for these clients: tags, languages, and which day of their care a day is. */
export async function cohortFacts(work: Work, asked: { clientIds: readonly string[]; on: Day }) {
  const charts = await chartStore.chartsOf(work, asked.clientIds)
  const kept = charts.map(chart => chart.clientId)
  const all = charts.flatMap(chart => chart.chartIds)
  const [facts, stays] = await Promise.all([chartStore.factsOf(work, kept), stayStore.staysUntil(work, all, asked.on)])
  const factsOf = new Map(facts.map(each => [each.id, each]))
  const staysOf = Map.groupBy(stays, stay => stay.clientId)
  return charts.map(chart => {
    const { tags = [], languages = [] } = factsOf.get(chart.clientId) ?? {}
    const theirs = chart.chartIds.flatMap(id => staysOf.get(id) ?? [])
    const began = begunOn(theirs, asked.on)
    return { clientId: chart.id, tags, languages, dayOfStay: began && dayOfStay(began, asked.on) }
  })
}

/** How these clients may be reached with neutral words: by the numbers and addresses that they agreed to. */
async function waysTo(work: Work, clientIds: readonly string[]) {
  const charts = await chartStore.chartsOf(work, clientIds)
  const contacts = await chartStore.reachable(
    work,
    charts.flatMap(chart => chart.chartIds),
  )
  const contactsOf = Map.groupBy(contacts, each => each.clientId)
  return charts.map(chart => {
    const theirs = chart.chartIds.flatMap(id => contactsOf.get(id) ?? [])
    const written = theirs.filter(each => each.mayWrite)
    return {
      clientId: chart.id,
      ways: written.map(({ kind, value, label }) => ({
        channel: kind === 'phone' ? ('text' as const) : ('mail' as const),
        recipient: value,
        label,
      })),
      /** The numbers that may be called; who may be texted need not have agreed to a call. */
      calls: theirs.filter(each => each.mayCall).map(({ value, label }) => ({ number: value, label })),
    }
  })
}

export const reachOf = query({
  name: 'people.reach',
  says: 'How these clients may be reached with neutral words: the numbers and addresses they agreed to.',
  who: staffRoles.filter(role => role !== 'administrator'),
  input: z.strictObject({ clientIds: z.array(z.uuid()).max(2000) }),
  private: true,
  about: input => input.clientIds,
  discloses: ['front'],
  run: async (work, input) => ({ clients: await waysTo(work, input.clientIds) }),
  shows: answer => answer.clients.map(client => client.clientId),
})

export const sitesOf = query({
  name: 'people.sites',
  says: 'The open sites with their time zones, this organization’s name, and how it writes times.',
  who: ['signed-in'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const [organization, sites] = await Promise.all([store.organizationOf(work), store.openSites(work)])
    const clock = organization?.clock === '24' ? ('24' as const) : ('12' as const)
    const own = sites.map(({ id, name, zone, phone }) => ({ id, name, zone, phone }))
    return { organization: organization?.name ?? '', clock, sites: own }
  },
  shows: () => [],
})

export const credentialsOf = query({
  name: 'people.credentials',
  says: 'What each credential may lead and sign by the rules of this program, with where that comes from.',
  who: staffRoles,
  input: z.strictObject({}),
  discloses: [],
  run: async () => ({ rules: credentialRules }),
  shows: () => [],
})

/** The queries of this noun, for the list of the room's. */
export const staysWithin = query({
  name: 'people.stays-within',
  says: 'The stays that hold on any of some days, of these clients or of everybody at a site, with each one’s program.',
  who: staffRoles.filter(role => role !== 'administrator'),
  input: z.strictObject({
    from: daySchema,
    until: daySchema,
    clientIds: z.array(z.uuid()).max(5000).optional(),
    siteId: z.uuid().optional(),
  }),
  about: input => input.clientIds ?? [],
  discloses: ['name'],
  run: async (work, { from, until, clientIds, siteId }) => {
    const stays = await stayStore.staysWithin(work, { from, until }, { chartIds: clientIds, siteId })
    return { stays: clientIds ? stays : await ofSeen(work, stays) }
  },
  shows: answer => [...new Set(answer.stays.map(stay => stay.clientId))],
})

export const signerOf = query({
  name: 'people.signer',
  says: 'How you sign clinical notes today: your name, and the credential that one of your licenses allows it by.',
  who: staffRoles,
  input: z.strictObject({}),
  discloses: [],
  run: async (work): Promise<{ name: string; credential: string | null; standing: SignStanding }> => {
    const signer = await store.signerOf(work)
    if (!signer) return { name: '', credential: null, standing: { kind: 'no-license' } }
    const { name, credential, licenses, zone } = signer
    return { name, credential, standing: signStanding(licenses, dayIn(zone ?? 'UTC', work.now)) }
  },
  shows: () => [],
})

export const factQueries = [staysWithin, reachOf, sitesOf, credentialsOf, signerOf]
