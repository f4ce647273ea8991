import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { daySchema, maybeTextSchema, textSchema, versionSchema } from '#kernel/fields.ts'
import { type Day, dayIn, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { openAccount } from '#sign-in/accounts.ts'
import { email, newPassword } from '#sign-in/commands.ts'
import { hashPassword } from '#sign-in/passwords.ts'
import * as chartStore from './charts.ts'
import { houseCommands } from './house.ts'
import { setSignIn } from './sign-ins.ts'
import * as stayStore from './stays.ts'
import * as store from './store.ts'

const contact = z
  .strictObject({
    kind: z.enum(['phone', 'email', 'address']),
    value: textSchema(300),
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
  legalGiven: textSchema(100, 'Write the given name.'),
  legalFamily: textSchema(100, 'Write the family name.'),
  chosenName: maybeTextSchema(100),
  pronouns: maybeTextSchema(40),
  bornOn: daySchema,
  languages: z.array(z.string().trim().min(2).max(20)).min(1).max(8).default(['en']),
  tags: z.array(textSchema(40)).max(20).default([]),
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
    const phones = input.contacts.filter(each => each.kind === 'phone').map(each => each.value)
    // Two people who open the same person's chart at once take turns at the number, so the second sees the first's.
    const [recordNumber, alike] = await Promise.all([
      chartStore.nextRecordNumber(work),
      chartStore.alike(work, {
        given: input.legalGiven,
        family: input.legalFamily,
        chosen: input.chosenName,
        bornOn: input.bornOn,
        phones: phones.map(phone => phone.replace(/\D/g, '')),
      }),
    ])
    const unlooked = alike.filter(each => !input.notAlike.includes(each.id))
    if (unlooked.length > 0)
      work.refuse(
        'maybe-here',
        'This person may have a chart already. Look at the ones that are alike, then say they are someone else.',
        { count: unlooked.length },
      )
    const clientId = work.id()
    await Promise.all([
      chartStore.openClient(work, clientId, { ...input, recordNumber, phones }),
      chartStore.addContacts(work, clientId, input.contacts),
    ])
    return { clientId, recordNumber }
  },
  touches: output => [output.clientId],
})

/** Holds a chart that is to be written in, and answers all charts of its person; nobody writes in a merged one. */
async function holdChart(work: Work, clientId: string): Promise<string[]> {
  await work.hold('people.client', clientId)
  const [chart] = await chartStore.chartsOf(work, [clientId])
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
    const done = await chartStore.changeClient(work, { id: input.clientId, version: input.version ?? 0 }, input)
    if (!done) work.changed({ version: (await chartStore.clientOf(work, input.clientId))?.version })
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
    await chartStore.addContacts(work, input.clientId, [input.contact])
    await chartStore.refreshFindKey(work, input.clientId)
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
    const ended = await chartStore.endContact(work, chartIds, { id: input.id, on: dayIn(zone, work.now) })
    if (!ended) work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    await chartStore.refreshFindKey(work, input.clientId)
    return {}
  },
})

export const addSupporter = command({
  name: 'people.add-supporter',
  says: 'Record someone who stands by this client. It lets them see nothing: consent does that.',
  who: ['intake', 'counselor', 'case-manager', 'director'],
  input: z.strictObject({
    clientId: z.uuid(),
    name: textSchema(200),
    relation: textSchema(60),
    phone: maybeTextSchema(30),
    email: maybeTextSchema(254),
    emergency: z.boolean().default(false),
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    await holdChart(work, input.clientId)
    await chartStore.addSupporter(work, input)
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
    const ended = await chartStore.endSupporter(work, chartIds, { id: input.id, on: dayIn(zone, work.now) })
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
    reason: textSchema(300, 'Write why the stay begins.'),
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
    const stayId = await stayStore.openStay(work, input)
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
    reason: textSchema(300, 'Write why the stay ends.'),
  }),
  about: input => [input.clientId],
  version: input => input.version,
  run: async (work, input) => {
    const stay = (await stayStore.stayHistory(work, [input.clientId])).find(each => each.id === input.stayId)
    if (!stay) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    if (input.endsOn < stay.startsOn) work.refuse('dates-crossed', store.constraints.stay_dates.says)
    const done = await stayStore.endStay(work, {
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

export const moveTrack = command({
  name: 'people.move-track',
  says: 'Move a client to another track of their program from a day on: one stay ends, the next begins.',
  who: ['intake', 'counselor', 'prescriber', 'director'],
  input: z.strictObject({
    clientId: z.uuid(),
    stayId: z.uuid(),
    version: versionSchema,
    trackId: z.uuid(),
    fromOn: daySchema,
    reason: textSchema(300, 'Write why they move.'),
  }),
  about: input => [input.clientId],
  version: input => input.version,
  run: async (work, input) => {
    const chartIds = await holdChart(work, input.clientId)
    const [stay, tracks] = await Promise.all([stayStore.stayOf(work, chartIds, input.stayId), store.openTracks(work)])
    const track = tracks.find(each => each.id === input.trackId)
    if (!stay || !track) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    mayMove(work, { stay, track, fromOn: input.fromOn })
    const { trackId, fromOn, reason } = input
    const version = input.version ?? 0
    const next = { clientId: stay.clientId, siteId: track.siteId, programId: stay.programId, trackId }
    // Nothing of the stay lies before its first day, so there is nothing to end: it was in the other track all along.
    if (fromOn === stay.startsOn) {
      const changed = await stayStore.changeTrack(work, { id: stay.id, version, trackId, siteId: track.siteId })
      return changed ? { stayId: stay.id } : work.changed({ version: stay.version })
    }
    const ended = { id: stay.id, clientId: stay.clientId, version, endsOn: plusDays(fromOn, -1), reason }
    if (!(await stayStore.endStay(work, ended))) return work.changed({ version: stay.version })
    return { stayId: await stayStore.openStay(work, { ...next, startsOn: fromOn, reason }) }
  },
})

type Move = {
  stay: { programId: string; trackId: string | null; startsOn: Day; endsOn: Day | null }
  track: { id: string; programId: string }
  fromOn: Day
}

function mayMove(work: Work, { stay, track, fromOn }: Move): void {
  if (stay.endsOn !== null) work.refuse('stay-over', 'This stay has an end already. Move the one that goes on.')
  if (track.programId !== stay.programId)
    work.refuse('other-program', 'That track is of another program. End this stay and open one there.')
  if (track.id === stay.trackId) work.refuse('same-track', 'They are in this track already. Choose another.')
  if (fromOn < stay.startsOn)
    work.refuse('dates-crossed', 'The move comes before the first day of the stay. Choose that day or a later one.')
}

const duty = z.enum(['counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'other'])

export const joinCareTeam = command({
  name: 'people.join-care-team',
  says: 'Put a staff member on a client’s care team, so that they see the chart.',
  who: ['intake', 'counselor', 'prescriber', 'director'],
  input: z.strictObject({ clientId: z.uuid(), staffId: z.uuid(), duty }),
  about: input => [input.clientId],
  run: async (work, input) => {
    await holdChart(work, input.clientId)
    await stayStore.joinCareTeam(work, input)
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
    if (!(await stayStore.leaveCareTeam(work, { chartIds, id: input.id })))
      work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    return {}
  },
})

export const mergeCharts = command({
  name: 'people.merge-charts',
  says: 'Two charts are of one person: the second leads to the first for good.',
  who: ['director'],
  confirm: true,
  input: z.strictObject({ clientId: z.uuid(), aliasId: z.uuid(), reason: textSchema(500, 'Write how you know.') }),
  about: input => [input.clientId, input.aliasId],
  run: async (work, input) => {
    if (input.clientId === input.aliasId) work.refuse('same-chart', 'This is one chart, not two.', {}, 422)
    await work.hold('people.client', input.clientId, input.aliasId)
    const kept = await chartStore.clientOf(work, input.clientId)
    if (kept?.mergedInto) work.refuse('merged-already', 'The chart to keep was merged into another one. Open that one.')
    const stays = await stayStore.stayHistory(work, [input.aliasId])
    if (stays.some(stay => stay.endsOn === null))
      work.refuse('stay-open', 'The second chart has an open stay. End it first.')
    if (!(await chartStore.mergeInto(work, input)))
      work.refuse('merged-already', 'The second chart was merged already.')
    return {}
  },
})

export const commands = [
  ...houseCommands,
  setSignIn,
  openChart,
  changeClient,
  addContact,
  endContact,
  addSupporter,
  endSupporter,
  openClientSignIn,
  openStay,
  endStay,
  moveTrack,
  joinCareTeam,
  leaveCareTeam,
  mergeCharts,
]
