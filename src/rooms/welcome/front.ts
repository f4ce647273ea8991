import { z } from 'zod'
import { programOf } from '#kernel/actor.ts'
import { command, query } from '#kernel/door.ts'
import { daySchema, maybeTextSchema, textSchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { hoursOf } from '#rooms/calendar/queries.ts'
import { payersNamed } from '#rooms/coverage/prices.ts'
import { waits } from '#rooms/inquiry/board.ts'
import { freeTimes } from '#rooms/inquiry/free-times.ts'
import { inquiryRule } from '#rooms/inquiry/rules.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { groupsOf } from '#rooms/timetable/group-queries.ts'
import type { Between, FrontFacts, FrontProgram } from './front/facts.ts'
import * as store from './front-store.ts'
import { groupWeeks } from './group-weeks.ts'
import { levelNames, levels } from './levels.ts'
import { selfCheckPack } from './self-check-pack.ts'

// What a house shows to everybody, and who says what it shows.

const nobody = () => []

/** How many days ahead closed days are told to the public. */
const closuresAhead = 60

/** The organization whose pages stand at an address, as the program; null when none shows itself there. */
export async function becomeHouseAt(work: Work, host: string): Promise<store.Face | null> {
  const organizationId = await store.houseAt(work, host)
  if (!organizationId) return null
  await work.become(programOf(organizationId))
  return (await store.faceOf(work)) ?? null
}

export const hostSchema = z.string().max(253).toLowerCase()

export const front = query({
  name: 'welcome.front',
  says: 'What the public pages at an address show: places, hours, programs, what is free, payers. Nobody’s name.',
  who: ['anyone'],
  input: z.strictObject({ host: hostSchema }),
  private: true,
  discloses: [],
  run: async (work, input): Promise<{ kind: 'closed' } | { kind: 'shown'; facts: FrontFacts }> => {
    const face = await becomeHouseAt(work, input.host)
    if (!face?.shown || face.crisisPhone === null) return { kind: 'closed' }
    return { kind: 'shown', facts: await factsOf(work, { ...face, crisisPhone: face.crisisPhone }) }
  },
  shows: nobody,
})

async function factsOf(work: Work, face: { crisisPhone: string; exitAddress: string }): Promise<FrontFacts> {
  const [own, house, hours, { today, groups }, words, partners, figures, { payers }, { times }] = await Promise.all([
    work.ask(sitesOf, {}),
    work.ask(houseOf, {}),
    work.ask(hoursOf, {}),
    work.ask(groupsOf, {}),
    store.siteWords(work),
    store.openPartners(work),
    figuresOf(work),
    work.ask(payersNamed, {}),
    work.ask(freeTimes, {}),
  ])
  const wordOf = (siteId: string, language: 'en' | 'es') =>
    words.find(each => each.siteId === siteId && each.language === language)?.access ?? null
  return {
    now: work.now,
    name: own.organization,
    clock: own.clock,
    crisisPhone: face.crisisPhone,
    exitAddress: face.exitAddress,
    sites: house.sites.map(site => {
      const told = hours.sites.find(each => each.id === site.id)
      const until = plusDays(told?.today ?? dayIn(site.zone, work.now), closuresAhead)
      return {
        id: site.id,
        name: site.name,
        zone: site.zone,
        phone: site.phone,
        address: site.address,
        access: { en: wordOf(site.id, 'en'), es: wordOf(site.id, 'es') },
        hours: told?.hours ?? [],
        closures: hours.closures
          .filter(each => (each.siteId === null || each.siteId === site.id) && each.fromOn <= until)
          .map(({ fromOn, untilOn, name }) => ({ fromOn, untilOn, name })),
      }
    }),
    programs: house.programs.map(programSaid),
    groups: groupWeeks(groups, house.tracks, today),
    partners: partners
      .filter(each => each.agreedUntil === null || each.agreedUntil >= house.today)
      .map(({ level, name, phone }) => ({ level, name, phone })),
    payers,
    times,
    assessmentMinutes: inquiryRule('assessment-minutes', house.today),
    figures,
  }
}

/** How far back the public figure looks: one quarter of a year, so that it is neither chance nor history. */
const figureDays = 90

/** How soon half of those who began sat in their first group; of too few nothing is said, or they could be known. */
async function figuresOf(work: Work): Promise<FrontFacts['figures']> {
  const until = dayIn('UTC', work.now)
  const { steps } = await work.ask(waits, { from: plusDays(until, -figureDays), until })
  const started = steps.find(each => each.step === 'started')
  if (!started || started.medianMinutes === null || started.count < inquiryRule('figures-least', until)) return null
  return {
    halfWithinDays: Math.max(1, Math.ceil(started.medianMinutes / (24 * 60))),
    of: started.count,
    days: figureDays,
  }
}

type Rules = readonly { id: string; value: number }[]

function programSaid(program: { id: string; name: string; level: string; rules: Rules }): FrontProgram {
  const value = (id: string) => program.rules.find(each => each.id === id)?.value ?? null
  const between = (id: string): Between | null => {
    const [least, most] = [value(`${id}-least`), value(`${id}-most`)]
    return least !== null && most !== null ? { least, most } : null
  }
  return {
    id: program.id,
    name: program.name,
    level: program.level,
    weeklyMinutes: { least: value('weekly-minutes-least'), most: value('weekly-minutes-most') },
    daysWeekly: between('days-per-week'),
    blockMinutes: between('block-minutes'),
    weeks: between('expected-weeks'),
  }
}

const keepers = ['director', 'administrator'] as const

export const settings = query({
  name: 'welcome.settings',
  says: 'What the public sees of this house: whether anything, crisis phone, way out, words for sites, partners.',
  who: keepers,
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const [face, hosts, words, partners, { sites }] = await Promise.all([
      store.faceOf(work),
      store.hostsOf(work),
      store.siteWords(work),
      store.openPartners(work),
      work.ask(houseOf, {}),
    ])
    return {
      face: face ?? null,
      hosts: hosts.map(each => each.host),
      sites: sites.map(site => ({
        id: site.id,
        name: site.name,
        phone: site.phone,
        address: site.address,
        access: {
          en: words.find(each => each.siteId === site.id && each.language === 'en')?.access ?? null,
          es: words.find(each => each.siteId === site.id && each.language === 'es')?.access ?? null,
        },
      })),
      partners,
      /** Who answers for the words of the self-check, a medical director; null while nobody does. */
      selfCheckSignedOffBy: selfCheckPack.signedOffBy,
      levels: levels.map(({ level, words: { en }, source, verified }) => ({ level, name: en, source, verified })),
    }
  },
  shows: nobody,
})

const phone = maybeTextSchema(40)

export const setFace = command({
  name: 'welcome.set-face',
  says: 'Say what the public pages show: whether they stand open, the crisis phone, where “Leave this site” leads.',
  who: keepers,
  input: z.strictObject({
    version: versionSchema,
    shown: z.boolean(),
    crisisPhone: phone,
    exitAddress: z
      .string()
      .trim()
      .max(200)
      .regex(/^https:\/\/[a-z0-9.-]+\/[\w./-]*$/, 'Write an address such as https://www.weather.gov/'),
    place: z.enum(['contiguous', 'alaska', 'hawaii']),
    mailName: maybeTextSchema(60).refine(name => name === null || name.length > 1, 'Write at least two letters.'),
  }),
  version: input => input.version,
  run: async (work, { version = 0, ...face }) => {
    if (face.shown && face.crisisPhone === null)
      work.refuse(
        'no-crisis-phone',
        'Write the number that people reach in a crisis first: no page is shown without it.',
        {},
        422,
      )
    if (!(await store.setFace(work, { ...face, version }))) work.changed()
    return { version: version === 0 ? 1 : version + 1 }
  },
})

export const setHost = command({
  name: 'welcome.set-host',
  says: 'Say that the public pages of this house stand at an address, or no longer.',
  who: keepers,
  input: z.strictObject({
    host: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'Write only the name, such as www.example.org.'),
    here: z.boolean(),
  }),
  run: async (work, { host, here }) => {
    if (here) await store.addHost(work, host)
    else await store.dropHost(work, host)
    return {}
  },
})

export const setSiteWords = command({
  name: 'welcome.set-site-words',
  says: 'Say in a language how people get in at a site: bus, step, elevator, door.',
  who: keepers,
  input: z.strictObject({
    siteId: z.uuid(),
    language: z.enum(['en', 'es']),
    access: maybeTextSchema(400).refine(words => words === null || words.length > 1, 'Write at least two letters.'),
  }),
  run: async (work, input) => {
    await store.setSiteWords(work, input)
    return {}
  },
})

export const addPartner = command({
  name: 'welcome.add-partner',
  says: 'Name who gives a level of care that is not given here.',
  who: keepers,
  input: z.strictObject({
    level: z.enum(levelNames),
    name: textSchema(120, 'Write the partner’s name.').refine(name => name.length > 1, 'Write at least two letters.'),
    phone,
    agreedUntil: daySchema.nullable().default(null),
  }),
  run: async (work, input) => ({ partnerId: await store.addPartner(work, input) }),
})

export const endPartner = command({
  name: 'welcome.end-partner',
  says: 'Take a partner off the public pages.',
  who: keepers,
  input: z.strictObject({ id: z.uuid() }),
  run: async (work, input) => {
    if (!(await store.endPartner(work, input.id, dayIn('UTC', work.now)))) throw notHere()
    return {}
  },
})

export const frontCommands = [setFace, setHost, setSiteWords, addPartner, endPartner]
export const frontQueries = [front, settings]
