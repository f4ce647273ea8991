import { sql } from 'kysely'
import { z } from 'zod'
import { programOf } from '#kernel/actor.ts'
import { command, staffRoles } from '#kernel/door.ts'
import { daySchema, maybeTextSchema, textSchema } from '#kernel/fields.ts'
import { dayIn, isZone } from '#kernel/time.ts'
import { front, openAccount } from '#sign-in/accounts.ts'
import { email, newPassword } from '#sign-in/commands.ts'
import { hashPassword } from '#sign-in/passwords.ts'
import { programPresets } from './programs.ts'
import * as store from './store.ts'

// What is done to the house itself: its organization, sites, programs, tracks, staff and their licenses.

const zone = z.string().refine(isZone, 'Choose a time zone, such as America/New_York.')
const preset = z.enum(programPresets.map(each => each.preset))

export const openOrganization = command({
  name: 'people.open-organization',
  says: 'The program opens the organization it acts for, with nothing in it yet.',
  who: ['program'],
  input: z.strictObject({ name: textSchema(200, 'Write the organization’s name.') }),
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
    organization: textSchema(200, 'Write the organization’s name.'),
    site: z.strictObject({ name: textSchema(100, 'Write the site’s name.'), zone }),
    program: preset,
    administrator: z.strictObject({
      given: textSchema(100, 'Write a given name.'),
      family: textSchema(100, 'Write a family name.'),
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
  input: z.strictObject({ name: textSchema(100), zone, phone: maybeTextSchema(30), address: maybeTextSchema(300) }),
  run: async (work, input) => ({
    siteId: await store.openSite(work, { ...input, openedOn: dayIn(input.zone, work.now) }),
  }),
})

export const addProgram = command({
  name: 'people.add-program',
  says: 'Open a program from a preset of rules.',
  who: ['administrator', 'director'],
  input: z.strictObject({ name: textSchema(100), preset }),
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
    name: textSchema(100),
    partOfDay: z.enum(['day', 'evening', 'weekend']),
  }),
  run: async (work, input) => ({ trackId: await store.openTrack(work, input) }),
})

const staffRole = z.enum(staffRoles)

export const addStaff = command({
  name: 'people.add-staff',
  says: 'Add a staff member, and a sign-in with roles when they need one.',
  who: ['administrator', 'director'],
  input: z.strictObject({
    given: textSchema(100),
    family: textSchema(100),
    credential: maybeTextSchema(40),
    phone: maybeTextSchema(30),
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

export const addLicense = command({
  name: 'people.add-license',
  says: 'Record a staff member’s license and when it expires.',
  who: ['administrator', 'director'],
  input: z.strictObject({
    staffId: z.uuid(),
    credential: textSchema(40),
    number: textSchema(60),
    state: textSchema(40),
    validFrom: daySchema,
    expiresOn: daySchema,
  }),
  run: async (work, input) => {
    await store.addLicense(work, input)
    return {}
  },
})

/** The commands of this noun, for the list of the room's. */
export const houseCommands = [openOrganization, setUp, addSite, addProgram, addTrack, addStaff, addLicense]
