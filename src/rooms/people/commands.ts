import { sql } from 'kysely'
import { z } from 'zod'
import { programOf } from '#kernel/actor.ts'
import { command } from '#kernel/door.ts'
import { dayIn, isDay, isZone } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { front, openAccount } from '#sign-in/accounts.ts'
import { email, newPassword } from '#sign-in/commands.ts'
import { hashPassword } from '#sign-in/passwords.ts'
import { programPresets } from './programs.ts'
import * as store from './store.ts'

/** A day of the calendar as doors take it. */
export const daySchema = z
  .string()
  .refine(isDay, 'A day looks like 2026-11-24.')
  .transform(text => text as typeof text & import('#kernel/time.ts').Day)
/** The version that the caller last saw. */
export const versionSchema = z.int().min(0).max(1_000_000_000).optional()
const text = (most: number, says = 'Write something here.') => z.string().trim().min(1, says).max(most)
const maybe = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .transform(words => words || null)
    .nullable()
    .default(null)

const zone = z.string().refine(isZone, 'Choose a time zone, such as America/New_York.')
const presetNames = programPresets.map(each => each.preset)
const preset = z.enum(presetNames as [string, ...string[]])

export const openOrganization = command({
  name: 'people.open-organization',
  says: 'The program opens the organization it acts for, with nothing in it yet.',
  who: ['program'],
  input: z.strictObject({ name: text(200, 'Write the organization’s name.') }),
  run: async (work, input) => {
    await store.openOrganization(work, { id: work.organization, name: input.name })
    return { openedAt: work.now }
  },
})

export const setUp = command({
  name: 'people.set-up',
  says: 'The first run of a real house: its organization, first site, program and administrator.',
  who: ['anyone'],
  input: z.strictObject({
    organization: text(200, 'Write the organization’s name.'),
    site: z.strictObject({ name: text(100, 'Write the site’s name.'), zone }),
    program: preset,
    administrator: z.strictObject({
      given: text(100, 'Write a given name.'),
      family: text(100, 'Write a family name.'),
      email,
      password: newPassword(),
    }),
  }),
  run: async (work, input) => {
    // Two people who set up at once take turns here, so that the second sees what the first did.
    await work.run(sql`select pg_advisory_xact_lock(70626, 2)`)
    const door = await work.one(front)
    if (work.world === 'demo' || door?.has_accounts)
      work.refuse('set-up-already', 'This house is set up already. Sign in.')
    const id = work.id()
    await work.become(programOf(id))
    await store.openOrganization(work, { id, name: input.organization })
    const openedOn = dayIn(input.site.zone, work.now)
    const siteId = await store.openSite(work, {
      name: input.site.name,
      zone: input.site.zone,
      phone: null,
      address: null,
      openedOn,
    })
    await work.also(addProgram, {
      name: programPresets.find(each => each.preset === input.program)?.name ?? input.program,
      preset: input.program,
    })
    const { given, family, password } = input.administrator
    const staffId = await store.addStaff(work, {
      given,
      family,
      credential: null,
      phone: null,
      startedOn: openedOn,
      siteIds: [siteId],
    })
    const passwordHash = await hashPassword(password, work.random)
    // The first person starts as administrator and director, or nobody could plan the first week.
    await openAccount(work, {
      id: work.id(),
      side: 'staff',
      personId: staffId,
      email: input.administrator.email,
      passwordHash,
      roles: ['administrator', 'director'],
      siteIds: [],
    })
    return { organizationId: id }
  },
})

export const addSite = command({
  name: 'people.add-site',
  says: 'Open a site with its time zone.',
  who: ['administrator'],
  input: z.strictObject({ name: text(100), zone, phone: maybe(30), address: maybe(300) }),
  run: async (work, input) => ({
    siteId: await store.openSite(work, { ...input, openedOn: dayIn(input.zone, work.now) }),
  }),
})

export const addProgram = command({
  name: 'people.add-program',
  says: 'Open a program from a preset of rules.',
  who: ['administrator', 'director'],
  input: z.strictObject({ name: text(100), preset }),
  run: async (work, input) => {
    const level = programPresets.find(each => each.preset === input.preset)?.level ?? 'iop'
    return { programId: await store.openProgram(work, { ...input, level }) }
  },
})

export const addTrack = command({
  name: 'people.add-track',
  says: 'Open a track of a program at a site.',
  who: ['administrator', 'director'],
  input: z.strictObject({
    programId: z.uuid(),
    siteId: z.uuid(),
    name: text(100),
    partOfDay: z.enum(['day', 'evening', 'weekend']),
  }),
  run: async (work, input) => ({ trackId: await store.openTrack(work, input) }),
})

const staffRole = z.enum([
  'intake',
  'counselor',
  'facilitator',
  'nurse',
  'prescriber',
  'case-manager',
  'biller',
  'director',
  'privacy-officer',
  'administrator',
  'auditor',
])

export const addStaff = command({
  name: 'people.add-staff',
  says: 'Add a staff member, and a sign-in with roles when they need one.',
  who: ['administrator', 'director'],
  input: z.strictObject({
    given: text(100),
    family: text(100),
    credential: maybe(40),
    phone: maybe(30),
    siteIds: z.array(z.uuid()).max(50),
    signIn: z
      .strictObject({ email, password: newPassword(), roles: z.array(staffRole).min(1).max(11) })
      .nullable()
      .default(null),
  }),
  run: async (work, input) => {
    if (
      input.signIn?.roles.includes('administrator') &&
      !work.actor.roles.includes('administrator') &&
      work.actor.kind !== 'program'
    ) {
      work.refuse('not-yours', 'Only an administrator makes another administrator.', {}, 403)
    }
    const [site] = await store.openSites(work)
    const staffId = await store.addStaff(work, { ...input, startedOn: dayIn(site?.zone ?? 'UTC', work.now) })
    if (!input.signIn) return { staffId, accountId: null }
    const accountId = work.id()
    await openAccount(work, {
      id: accountId,
      side: 'staff',
      personId: staffId,
      email: input.signIn.email,
      passwordHash: await hashPassword(input.signIn.password, work.random),
      roles: input.signIn.roles,
      siteIds: input.siteIds,
    })
    return { staffId, accountId }
  },
})

export const addLicence = command({
  name: 'people.add-licence',
  says: 'Record a staff member’s licence and when it expires.',
  who: ['administrator', 'director'],
  input: z.strictObject({
    staffId: z.uuid(),
    credential: text(40),
    number: text(60),
    state: text(40),
    validFrom: daySchema,
    expiresOn: daySchema,
  }),
  run: async (work, input) => {
    await store.addLicence(work, input)
    return {}
  },
})

const contact = z
  .strictObject({
    kind: z.enum(['phone', 'email', 'address']),
    value: text(300),
    label: z.enum(['home', 'mobile', 'work', 'other']).default('home'),
    mayCall: z.boolean().default(false),
    mayText: z.boolean().default(false),
    mayMail: z.boolean().default(false),
  })
  .refine(each => each.kind !== 'phone' || each.value.replace(/\D/g, '').length >= 7, {
    message: 'A phone number has at least seven digits.',
    path: ['value'],
  })
  .refine(each => each.kind !== 'email' || email.safeParse(each.value).success, {
    message: 'An email address looks like name@place.example.',
    path: ['value'],
  })

const client = {
  legalGiven: text(100, 'Write the given name.'),
  legalFamily: text(100, 'Write the family name.'),
  chosenName: maybe(100),
  pronouns: maybe(40),
  bornOn: daySchema,
  languages: z.array(z.string().trim().min(2).max(20)).min(1).max(8).default(['en']),
  tags: z.array(text(40)).max(20).default([]),
}

function bornBeforeToday(work: Work, bornOn: string): void {
  if (bornOn > work.now.slice(0, 10)) work.refuse('born-later', 'A birth date lies in the past.', {}, 422)
}

export const openChart = command({
  name: 'people.open-chart',
  says: 'Open a chart for a new client. Likely duplicates are shown first and must be looked at.',
  who: ['intake', 'director'],
  input: z.strictObject({
    ...client,
    contacts: z.array(contact).max(20).default([]),
    notAlike: z.array(z.uuid()).max(20).default([]),
  }),
  run: async (work, input) => {
    bornBeforeToday(work, input.bornOn)
    // Two people who open the same person's chart at once take turns here, so the second sees the first's.
    const recordNumber = await store.nextRecordNumber(work)
    const phones = input.contacts.filter(each => each.kind === 'phone').map(each => each.value.replace(/\D/g, ''))
    const alike = await store.alike(work, {
      given: input.legalGiven,
      family: input.legalFamily,
      chosen: input.chosenName,
      bornOn: input.bornOn,
      phones,
    })
    const unlooked = alike.filter(each => !input.notAlike.includes(each.id))
    if (unlooked.length > 0)
      work.refuse(
        'maybe-here',
        'This person may have a chart already. Look at the ones that are alike, then say they are someone else.',
        { count: unlooked.length },
      )
    const clientId = await store.openClient(work, input, recordNumber)
    await store.addContacts(work, clientId, input.contacts)
    return { clientId, recordNumber }
  },
  touches: output => [output.clientId],
})

/** Holds a chart that is to be written in, and answers all charts of its person; nobody writes in a merged one. */
async function holdChart(work: Work, clientId: string): Promise<string[]> {
  await work.hold('people.client', clientId)
  const [chart] = await store.chartsOf(work, [clientId])
  if (chart && chart.clientId !== clientId)
    work.refuse('merged-already', 'This chart was merged into another one. Open that one.', {
      clientId: chart.clientId,
    })
  return chart?.chartIds ?? [clientId]
}

export const changeClient = command({
  name: 'people.change-client',
  says: 'Correct names, pronouns, birth date, languages or tags.',
  who: ['intake', 'counselor', 'case-manager', 'director'],
  input: z.strictObject({ clientId: z.uuid(), version: versionSchema, ...client }),
  about: input => [input.clientId],
  version: input => input.version,
  run: async (work, input) => {
    bornBeforeToday(work, input.bornOn)
    await holdChart(work, input.clientId)
    const done = await store.changeClient(work, input.clientId, input.version ?? 0, input)
    if (!done) work.changed({ version: (await store.clientOf(work, input.clientId))?.version })
    return { version: (input.version ?? 0) + 1 }
  },
})

export const addContact = command({
  name: 'people.add-contact',
  says: 'Add a phone, email or address, and what may be sent there.',
  who: ['intake', 'counselor', 'case-manager', 'director'],
  input: z.strictObject({ clientId: z.uuid(), contact }),
  about: input => [input.clientId],
  run: async (work, input) => {
    await holdChart(work, input.clientId)
    await store.addContacts(work, input.clientId, [input.contact])
    return {}
  },
})

export const endContact = command({
  name: 'people.end-contact',
  says: 'A phone, email or address is no longer right; it stays in the history.',
  who: ['intake', 'counselor', 'case-manager', 'director'],
  input: z.strictObject({ clientId: z.uuid(), id: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const chartIds = await holdChart(work, input.clientId)
    const zone = (await store.openSites(work))[0]?.zone ?? 'UTC'
    const ended = await store.endContact(work, chartIds, input.id, dayIn(zone, work.now))
    if (!ended) work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    await store.refreshFindKey(work, input.clientId)
    return {}
  },
})

export const addSupporter = command({
  name: 'people.add-supporter',
  says: 'Record someone who stands by this client. It lets them see nothing: consent does that.',
  who: ['intake', 'counselor', 'case-manager', 'director'],
  input: z.strictObject({
    clientId: z.uuid(),
    name: text(200),
    relation: text(60),
    phone: maybe(30),
    email: maybe(254),
    emergency: z.boolean().default(false),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    await holdChart(work, input.clientId)
    await store.addSupporter(work, input)
    return {}
  },
})

export const openClientSignIn = command({
  name: 'people.open-client-sign-in',
  says: 'Give a client a sign-in of their own, for their pages on their phone.',
  who: ['intake', 'director'],
  input: z.strictObject({ clientId: z.uuid(), email, password: newPassword() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const accountId = work.id()
    await openAccount(work, {
      id: accountId,
      side: 'client',
      personId: input.clientId,
      email: input.email,
      passwordHash: await hashPassword(input.password, work.random),
      roles: ['client'],
      siteIds: [],
    })
    return { accountId }
  },
})

export const endSupporter = command({
  name: 'people.end-supporter',
  says: 'Somebody stands by this client no more; they stay in the history.',
  who: ['intake', 'counselor', 'case-manager', 'director'],
  input: z.strictObject({ clientId: z.uuid(), id: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const chartIds = await holdChart(work, input.clientId)
    const zone = (await store.openSites(work))[0]?.zone ?? 'UTC'
    const ended = await store.endSupporter(work, chartIds, input.id, dayIn(zone, work.now))
    if (!ended) work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    return {}
  },
})

export const openStay = command({
  name: 'people.open-stay',
  says: 'Open a stay in a program at a site, with its first day and why.',
  who: ['intake', 'counselor', 'prescriber', 'director'],
  input: z.strictObject({
    clientId: z.uuid(),
    siteId: z.uuid(),
    programId: z.uuid(),
    trackId: z.uuid().nullable().default(null),
    startsOn: daySchema,
    reason: text(300, 'Write why the stay begins.'),
    counselorId: z.uuid().nullable().default(null),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const [site, program] = await Promise.all([
      store.siteOf(work, input.siteId),
      store.programOf(work, input.programId),
    ])
    if (!site || !program) work.refuse('not-here', 'This site or program is not here.', {}, 404)
    await holdChart(work, input.clientId)
    const stayId = await store.openStay(work, input)
    if (input.counselorId)
      await work.also(joinCareTeam, { clientId: input.clientId, staffId: input.counselorId, duty: 'counselor' })
    return { stayId }
  },
})

export const endStay = command({
  name: 'people.end-stay',
  says: 'End a stay on a day, with the reason.',
  who: ['counselor', 'prescriber', 'director'],
  input: z.strictObject({
    clientId: z.uuid(),
    stayId: z.uuid(),
    version: versionSchema,
    endsOn: daySchema,
    reason: text(300, 'Write why the stay ends.'),
  }),
  about: input => [input.clientId],
  version: input => input.version,
  run: async (work, input) => {
    const stay = (await store.stayHistory(work, [input.clientId])).find(each => each.id === input.stayId)
    if (!stay) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    if (input.endsOn < stay.startsOn) work.refuse('dates-crossed', store.constraints.stay_dates.says)
    const done = await store.endStay(work, {
      id: input.stayId,
      clientId: input.clientId,
      version: input.version ?? 0,
      endsOn: input.endsOn,
      reason: input.reason,
    })
    if (!done) work.changed({ version: stay.version })
    return {}
  },
})

const duty = z.enum(['counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'other'])

export const joinCareTeam = command({
  name: 'people.join-care-team',
  says: 'Put a staff member on a client’s care team, so that they see the chart.',
  who: ['intake', 'counselor', 'prescriber', 'director'],
  input: z.strictObject({ clientId: z.uuid(), staffId: z.uuid(), duty }),
  about: input => [input.clientId],
  run: async (work, input) => {
    await holdChart(work, input.clientId)
    await store.joinCareTeam(work, input)
    return {}
  },
})

export const leaveCareTeam = command({
  name: 'people.leave-care-team',
  says: 'Take a staff member off a client’s care team.',
  who: ['counselor', 'director'],
  input: z.strictObject({ clientId: z.uuid(), id: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const chartIds = await holdChart(work, input.clientId)
    if (!(await store.leaveCareTeam(work, { chartIds, id: input.id })))
      work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    return {}
  },
})

export const mergeCharts = command({
  name: 'people.merge-charts',
  says: 'Two charts are of one person: the second leads to the first for good.',
  who: ['director'],
  confirm: true,
  input: z.strictObject({ clientId: z.uuid(), aliasId: z.uuid(), reason: text(500, 'Write how you know.') }),
  about: input => [input.clientId, input.aliasId],
  run: async (work, input) => {
    if (input.clientId === input.aliasId) work.refuse('same-chart', 'This is one chart, not two.', {}, 422)
    await work.hold('people.client', input.clientId, input.aliasId)
    const kept = await store.clientOf(work, input.clientId)
    if (kept?.mergedInto) work.refuse('merged-already', 'The chart to keep was merged into another one. Open that one.')
    const stays = await store.stayHistory(work, [input.aliasId])
    if (stays.some(stay => stay.endsOn === null))
      work.refuse('stay-open', 'The second chart has an open stay. End it first.')
    if (!(await store.mergeInto(work, input))) work.refuse('merged-already', 'The second chart was merged already.')
    return {}
  },
})

export const commands = [
  openOrganization,
  setUp,
  addSite,
  addProgram,
  addTrack,
  addStaff,
  addLicence,
  openChart,
  changeClient,
  addContact,
  endContact,
  addSupporter,
  endSupporter,
  openClientSignIn,
  openStay,
  endStay,
  joinCareTeam,
  leaveCareTeam,
  mergeCharts,
]
