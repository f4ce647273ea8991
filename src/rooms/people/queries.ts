import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import * as chartStore from './charts.ts'
import { deviceQueries } from './device-key.ts'
import { cohortFacts, factQueries } from './facts.ts'
import { frontOf } from './front-store.ts'
import { clientsSeen, foundBy, linesOf, ofSeen, seen } from './lines.ts'
import { begunOn, calledName, legalName, wordsOf } from './people.ts'
import { programPresets, ruleWords } from './programs.ts'
import { signIns } from './sign-ins.ts'
import * as stayStore from './stays.ts'
import * as store from './store.ts'

const nothing = () => []
const staffAll = [
  'intake',
  'counselor',
  'facilitator',
  'nurse',
  'prescriber',
  'case-manager',
  'biller',
  'director',
  'privacy-officer',
  'auditor',
] as const

export const me = query({
  name: 'people.me',
  says: 'Who you are here: name, roles, sites, and the organization’s settings.',
  who: ['signed-in'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const [organization, sites, staff] = await Promise.all([
      store.organizationOf(work),
      store.openSites(work),
      ownName(work),
    ])
    return {
      accountId: work.actor.accountId,
      personId: work.actor.personId,
      name: staff.name,
      credential: staff.credential,
      side: work.actor.roles.includes('client')
        ? ('client' as const)
        : work.actor.roles.includes('supporter')
          ? ('supporter' as const)
          : ('staff' as const),
      roles: [...work.actor.roles],
      organization: {
        name: organization?.name ?? '',
        clock: organization?.clock === '24' ? ('24' as const) : ('12' as const),
      },
      sites: sites
        .filter(site => work.actor.siteIds.length === 0 || work.actor.siteIds.includes(site.id))
        .map(({ id, name, zone }) => ({ id, name, zone })),
      mayDo: work.mayDo(),
      world: work.world,
      now: work.now,
    }
  },
  // A client’s own name; of nobody else is anything personal in it.
  shows: answer => (answer.side === 'client' && answer.personId ? [answer.personId] : []),
})

async function ownName(work: Work): Promise<{ name: string; credential: string | null }> {
  const id = work.actor.personId ?? ''
  const [staff] = await store.staffOf(work, [id])
  if (staff) return { name: `${staff.given} ${staff.family}`, credential: staff.credential }
  const client = await chartStore.clientOf(work, id)
  return { name: client ? calledName(client) : 'You', credential: null }
}

const mostFound = 12

export const findClients = query({
  name: 'people.find',
  says: 'Find clients by part of any name, a phone number or a record number.',
  who: staffAll,
  input: z.strictObject({ text: z.string().max(200) }),
  private: true,
  discloses: ['name'],
  run: async (work, input) => {
    const words = wordsOf(input.text)
    if (words.length === 0) return { clients: [] }
    return { clients: (await foundBy(work, words, mostFound)).slice(0, mostFound) }
  },
  shows: answer => answer.clients.map(client => client.id),
})

export const alikeClients = query({
  name: 'people.alike',
  says: 'Charts that may already be of this person, each with why.',
  who: ['intake', 'director'],
  input: z.strictObject({
    legalGiven: z.string().max(100),
    legalFamily: z.string().max(100),
    chosenName: z.string().max(100).nullable().default(null),
    bornOn: daySchema,
    phones: z.array(z.string().max(40)).max(10).default([]),
  }),
  private: true,
  discloses: ['name'],
  run: async (work, input) => {
    const alike = await chartStore.alike(work, {
      given: input.legalGiven,
      family: input.legalFamily,
      chosen: input.chosenName,
      bornOn: input.bornOn,
      phones: input.phones.map(phone => phone.replace(/\D/g, '')),
    })
    const ids = await seen(
      work,
      alike.map(row => row.id),
    )
    const because = new Map(alike.map(row => [row.id, row.because]))
    const lines = await linesOf(work, ids)
    return {
      clients: lines.map(line => ({ ...line, because: because.get(line.id) ?? '' })),
      others: alike.length - ids.length,
    }
  },
  shows: answer => answer.clients.map(client => client.id),
})

export const clientsHere = query({
  name: 'people.clients',
  says: 'The clients in a stay today that you may see: your care teams, or your sites by role.',
  who: staffAll,
  input: z.strictObject({ siteId: z.uuid().optional() }),
  discloses: ['name'],
  run: async (work, input) => {
    const today = dayIn((await store.openSites(work))[0]?.zone ?? 'UTC', work.now)
    const stays = (await stayStore.staysOn(work, 'today')).filter(stay => !input.siteId || stay.siteId === input.siteId)
    const ids = await seen(
      work,
      stays.map(stay => stay.clientId),
    )
    const lines = await linesOf(work, ids)
    const stayOf = new Map(stays.map(stay => [stay.clientId, stay]))
    const [team, history] = await Promise.all([stayStore.careTeamOf(work, ids), stayStore.staysUntil(work, ids, today)])
    const historyOf = Map.groupBy(history, stay => stay.clientId)
    const teamOf = Map.groupBy(team, member => member.clientId)
    return {
      today,
      clients: lines.map(line => {
        const members = teamOf.get(line.id) ?? []
        const counselor = members.find(member => member.duty === 'counselor')
        return {
          ...line,
          site: stayOf.get(line.id)?.site ?? '',
          program: stayOf.get(line.id)?.program ?? '',
          startsOn: begunOn(historyOf.get(line.id) ?? [], today) ?? stayOf.get(line.id)?.startsOn ?? today,
          counselor: counselor ? `${counselor.given} ${counselor.family}` : null,
          counselorId: counselor?.staffId ?? null,
          /** What the working person does for them, as one of their care team. */
          duties: members.filter(member => member.staffId === work.actor.personId).map(member => member.duty),
        }
      }),
    }
  },
  shows: answer => answer.clients.map(client => client.id),
})

export const clientOf = query({
  name: 'people.client',
  says: 'The front of a chart: names, contacts, people, stay and care team.',
  who: staffAll,
  input: z.strictObject({ id: z.uuid() }),
  about: input => [input.id],
  discloses: ['name', 'front'],
  run: async (work, input) => {
    const [front, alone] = await Promise.all([frontOf(work, input.id), stayStore.staysOn(work, 'today', [input.id])])
    if (!front) throw notHere()
    const { chartIds, zone, ...client } = front
    // Nearly everybody has one chart; of who has more, the stays of all are asked for.
    const isOnly = chartIds.length === 1 && client.id === input.id
    const [stay] = isOnly ? alone : await stayStore.staysOn(work, 'today', chartIds)
    const today = dayIn(zone ?? 'UTC', work.now)
    return {
      ...client,
      name: calledName(client),
      legalName: legalName(client),
      today,
      stay: stay ? { ...stay, begunOn: begunOn(client.history, today) ?? stay.startsOn } : null,
    }
  },
  shows: answer => [answer.id],
})

/** A client by every name of theirs. */
const named = (client: chartStore.ClientRow) => ({
  id: client.id,
  name: calledName(client),
  pronouns: client.pronouns,
  legalGiven: client.legalGiven,
  legalFamily: client.legalFamily,
  chosenName: client.chosenName,
})

export const namesOf = query({
  name: 'people.names',
  says: 'The names of these clients, in the order of their names.',
  who: ['signed-in'],
  // As many as a house has: of some thousand weeks each is named.
  input: z.strictObject({ ids: z.array(z.uuid()).max(20_000) }),
  about: input => input.ids,
  discloses: ['name'],
  run: async (work, input) => {
    return { clients: (await chartStore.clientsNamed(work, input.ids)).map(named) }
  },
  shows: answer => answer.clients.map(client => client.id),
})

export const namesSeen = query({
  name: 'people.names-seen',
  says: 'The names of those of these clients that you may see, in the order of their names.',
  who: ['signed-in'],
  // As many as a house has: a week of all its sites is asked in one go.
  input: z.strictObject({ ids: z.array(z.uuid()).max(20_000) }),
  discloses: ['name'],
  run: async (work, input) => {
    return { clients: (await clientsSeen(work, input.ids)).map(named) }
  },
  shows: answer => answer.clients.map(client => client.id),
})

export const staysOf = query({
  name: 'people.stays',
  says: 'The stays that hold on a day, for these clients or for all.',
  who: staffAll,
  input: z.strictObject({ on: daySchema, clientIds: z.array(z.uuid()).max(5000).optional() }),
  about: input => input.clientIds ?? [],
  discloses: ['name'],
  run: async (work, input) => {
    const stays = await stayStore.staysOn(work, input.on, input.clientIds)
    return { stays: input.clientIds ? stays : await ofSeen(work, stays) }
  },
  shows: answer => [...new Set(answer.stays.map(stay => stay.clientId))],
})

export const chartsOf = query({
  name: 'people.charts',
  says: 'Where ids lead that may be of merged charts: the chart that was kept, and every chart of that person.',
  who: [...staffAll, 'client'],
  input: z.strictObject({ ids: z.array(z.uuid()).max(5000) }),
  about: input => input.ids,
  discloses: ['name'],
  run: async (work, input) => ({ charts: await chartStore.chartsOf(work, input.ids) }),
  shows: answer => [...new Set(answer.charts.map(chart => chart.clientId))],
})

export const houseOf = query({
  name: 'people.house',
  says: 'Sites, programs with their rules, tracks and staff: what every page chooses from.',
  who: [...staffAll, 'administrator'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const [sites, programs, tracks, staff, licenses, staffSites] = await Promise.all([
      store.openSites(work),
      store.openPrograms(work),
      store.openTracks(work),
      store.staffOf(work),
      store.licensesOf(work),
      store.staffSites(work),
    ])
    const today = dayIn(sites[0]?.zone ?? 'UTC', work.now)
    const licensesBy = Map.groupBy(licenses, license => license.staffId)
    const sitesBy = Map.groupBy(staffSites, each => each.staffId)
    return {
      today,
      sites,
      programs: programs.map(program => ({ ...program, rules: ruleWords(program.preset, today) })),
      presets: programPresets,
      tracks,
      staff: staff.map(each => ({
        id: each.id,
        name: `${each.given} ${each.family}`,
        credential: each.credential,
        siteIds: (sitesBy.get(each.id) ?? []).map(({ siteId }) => siteId),
        licenses: (licensesBy.get(each.id) ?? []).map(({ credential, state, validFrom, expiresOn }) => ({
          credential,
          state,
          validFrom,
          expiresOn,
        })),
      })),
    }
  },
  shows: nothing,
})

export const licensesOf = query({
  name: 'people.licenses',
  says: 'The licenses of these staff members, also those that have expired or only begin later.',
  who: [...staffAll, 'administrator'],
  input: z.strictObject({ staffIds: z.array(z.uuid()).max(2000) }),
  discloses: [],
  run: async (work, input) => {
    const asked = new Set(input.staffIds)
    const licenses = await store.licensesOf(work)
    return {
      licenses: licenses
        .filter(license => asked.has(license.staffId))
        .map(({ staffId, credential, state, validFrom, expiresOn }) => ({
          staffId,
          credential,
          state,
          validFrom,
          expiresOn,
        })),
    }
  },
  shows: nothing,
})

export const cohortFactsOf = query({
  name: 'people.cohort-facts',
  says: 'What decides whether a group is for these clients: tags, languages, and the day of their stay.',
  who: staffAll,
  input: z.strictObject({ clientIds: z.array(z.uuid()).max(2000), on: daySchema }),
  private: true,
  about: input => input.clientIds,
  discloses: ['front'],
  run: async (work, input) => ({ clients: await cohortFacts(work, input) }),
  shows: answer => answer.clients.map(client => client.clientId),
})

export const queries = [
  me,
  findClients,
  alikeClients,
  clientsHere,
  clientOf,
  namesOf,
  namesSeen,
  staysOf,
  chartsOf,
  houseOf,
  licensesOf,
  cohortFactsOf,
  signIns,
  ...factQueries,
  ...deviceQueries,
]
