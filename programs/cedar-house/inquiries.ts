import { type Instant, plusMinutes } from '#kernel/time.ts'
import { appointmentsOf, bookAssessment, endAssessment } from '#rooms/inquiry/appointments.ts'
import { logCall } from '#rooms/inquiry/calls.ts'
import { begin, save } from '#rooms/inquiry/contacts.ts'
import { lose } from '#rooms/inquiry/endings.ts'
import { slots } from '#rooms/inquiry/slot-search.ts'
import { type Doing, found } from './doing.ts'
import type { Opened } from './opening.ts'
import { type Place, phoneOf } from './people.ts'

type Ended = 'talked' | 'voicemail' | 'no-answer' | 'busy' | 'left-with-someone'
/** What was done for somebody who asked: `hours` after they did. */
type Deed =
  | { hours: number; call: Ended; minutes?: number }
  | { hours: number; assess: 'coming' | 'kept' | 'missed' }
  | { hours: number; lost: 'cost' | 'elsewhere' | 'wait' | 'no-wish' | 'not-reached' | 'more-care'; note?: string }

/** Somebody who asked for help at Cedar House; all of them are invented. */
type Asked = {
  hoursAgo: number
  came: 'phone' | 'web' | 'walk-in' | 'mail' | 'text'
  /** Who asks: themselves by a first name, or somebody for them. */
  caller: string
  relation?: string
  asker?: 'family' | 'professional'
  given?: string
  family?: string
  bornOn?: string
  say?: 'house' | 'text' | 'none'
  when?: 'morning' | 'after-5' | 'any'
  place?: Place
  language?: 'es'
  need: string
  urgent?: { ask: string; answer: string }
  deeds?: readonly Deed[]
}

const day = 24
const evening = 'Evenings only, because of work.'

/** Sixty days of asking, the first first. */
export const askedFor: readonly Asked[] = [
  {
    ...{ hoursAgo: 59 * day, came: 'phone', caller: 'Wendell', given: 'Wendell', family: 'Trask' },
    ...{ bornOn: '1968-03-11', need: 'Alcohol, twenty years. His doctor told him to call.' },
    deeds: [
      { hours: 3, assess: 'kept' },
      { hours: 9 * day, lost: 'cost', note: 'The copay of three days a week was too much.' },
    ],
  },
  {
    ...{ hoursAgo: 56 * day, came: 'web', caller: 'Imani', need: 'Pills after an operation. Wants to talk first.' },
    deeds: [
      { hours: 15, call: 'voicemail' },
      { hours: 20, call: 'talked', minutes: 18 },
      { hours: 4 * day, lost: 'no-wish', note: 'Not now. May call again in spring.' },
    ],
  },
  {
    ...{ hoursAgo: 51 * day, came: 'phone', caller: 'Pat Lowe', relation: 'probation officer', asker: 'professional' },
    ...{ given: 'Devin', family: 'Sayles', need: 'A court wants three evenings a week.' },
    deeds: [{ hours: 5 * day, lost: 'elsewhere', note: 'A program nearer to his work.' }],
  },
  {
    ...{ hoursAgo: 47 * day, came: 'phone', caller: 'Greta', given: 'Greta', family: 'Olander', bornOn: '1990-07-30' },
    need: 'Cannabis every day, panic at night.',
    deeds: [
      { hours: 2, assess: 'kept' },
      { hours: 12 * day, lost: 'wait', note: 'Three weeks until a seat in the evening.' },
    ],
  },
  {
    ...{ hoursAgo: 44 * day, came: 'web', caller: 'J.', say: 'none', need: '' },
    deeds: [
      { hours: 4, call: 'no-answer' },
      { hours: 26, call: 'no-answer' },
      { hours: 50, call: 'busy' },
      { hours: 3 * day, lost: 'not-reached' },
    ],
  },
  {
    ...{ hoursAgo: 38 * day, came: 'walk-in', caller: 'Hollis', given: 'Hollis', family: 'Werner' },
    need: 'Shaking in the morning, wants to stop tonight.',
    urgent: { ask: 'stopped', answer: 'mild' },
    deeds: [{ hours: 1, lost: 'more-care', note: 'Went to the detox of the hospital; a friend drove.' }],
  },
  {
    ...{ hoursAgo: 27 * day, came: 'phone', caller: 'Ana', relation: 'wife', asker: 'family', language: 'es' },
    ...{ given: 'Julián', family: 'Prado', bornOn: '1981-11-02', need: 'Alcohol los fines de semana.' },
    deeds: [{ hours: 1, assess: 'kept' }],
  },
  {
    ...{ hoursAgo: 24 * day, came: 'phone', caller: 'Cleo', given: 'Cleo', family: 'Barrow', bornOn: '1997-01-19' },
    need: `Opioids, on buprenorphine since June. ${evening}`,
    deeds: [{ hours: 4, assess: 'kept' }],
  },
  {
    ...{ hoursAgo: 20 * day, came: 'web', caller: 'Tomek', given: 'Tomek', family: 'Wolny', bornOn: '1975-05-05' },
    ...{ place: 'quay', need: 'Alcohol. A second try after two years.' },
    deeds: [
      { hours: 3, call: 'talked', minutes: 22 },
      { hours: 4, assess: 'kept' },
    ],
  },
  {
    ...{ hoursAgo: 16 * day, came: 'phone', caller: 'Bea', given: 'Bea', family: 'Halloran', bornOn: '1962-09-14' },
    need: 'Wine since she retired. Mornings are best.',
    deeds: [
      { hours: 2, assess: 'missed' },
      { hours: 9 * day, call: 'talked', minutes: 9 },
    ],
  },
  {
    ...{ hoursAgo: 13 * day, came: 'phone', caller: 'Dr. Nolan', relation: 'her doctor', asker: 'professional' },
    ...{ given: 'Sabine', family: 'Marek', bornOn: '1986-12-24', need: 'Sedatives, tapering with her doctor.' },
    deeds: [{ hours: 6, assess: 'kept' }],
  },
  {
    ...{ hoursAgo: 11 * day, came: 'phone', caller: 'Curtis', given: 'Curtis', family: 'Vance', bornOn: '1993-02-08' },
    need: `Stimulants. ${evening}`,
    deeds: [{ hours: 3, assess: 'kept' }],
  },
  {
    ...{ hoursAgo: 9 * day, came: 'web', caller: 'Marguerite', relation: 'sister', asker: 'family', say: 'text' },
    ...{ given: 'Paul', family: 'Aubin', need: 'Her brother drinks; he agreed to one visit.' },
    deeds: [
      { hours: 2, call: 'left-with-someone' },
      { hours: 22, call: 'talked', minutes: 31 },
    ],
  },
  {
    ...{ hoursAgo: 7 * day, came: 'phone', caller: 'Yusuf', given: 'Yusuf', family: 'Demir', bornOn: '1999-06-21' },
    need: 'Cannabis and school. His aunt will come along.',
    deeds: [{ hours: 1, assess: 'coming' }],
  },
  {
    ...{ hoursAgo: 6 * day, came: 'walk-in', caller: 'Lorraine', given: 'Lorraine', family: 'Petit', place: 'quay' },
    need: 'Was here four years ago and wants to come back.',
    deeds: [{ hours: 1, call: 'talked', minutes: 12 }],
  },
  {
    ...{ hoursAgo: 5 * day, came: 'phone', caller: 'Kit', given: 'Kit', family: 'Sorensen', bornOn: '2001-10-10' },
    need: 'Alcohol and low mood. Has a therapist already.',
    deeds: [{ hours: 2, assess: 'coming' }],
  },
  {
    ...{ hoursAgo: 4 * day, came: 'web', caller: 'Rafael', language: 'es', when: 'after-5' },
    need: 'Quiere saber cuánto cuesta sin seguro.',
    deeds: [{ hours: 20, call: 'talked', minutes: 15 }],
  },
  {
    ...{ hoursAgo: 3 * day, came: 'phone', caller: 'Opal', given: 'Opal', family: 'Dufresne', bornOn: '1979-04-17' },
    need: 'Alcohol, pregnant in the fourth month.',
    urgent: { ask: 'pregnant', answer: 'yes' },
    deeds: [{ hours: 1, assess: 'coming' }],
  },
  {
    ...{ hoursAgo: 2 * day + 4, came: 'phone', caller: 'Stan', relation: 'father', asker: 'family', say: 'house' },
    ...{ given: 'Wes', family: 'Kowal', need: 'His son left detox on Friday.' },
    deeds: [{ hours: 1, assess: 'coming' }],
  },
  {
    ...{ hoursAgo: 2 * day, came: 'web', caller: 'M.', say: 'none', need: 'Please do not leave a message.' },
    deeds: [
      { hours: 3, call: 'no-answer' },
      { hours: 24, call: 'no-answer' },
    ],
  },
  {
    ...{
      hoursAgo: 30,
      came: 'text',
      caller: 'Nadine',
      say: 'text',
      need: 'Wants times in the morning.',
      when: 'morning',
    },
    deeds: [{ hours: 2, call: 'voicemail' }],
  },
  {
    ...{ hoursAgo: 26, came: 'phone', caller: 'Ellis', given: 'Ellis', family: 'Brandt', place: 'quay' },
    need: 'His employer’s program gave him our number.',
  },
  {
    ...{
      hoursAgo: 20,
      came: 'web',
      caller: 'Teo',
      relation: 'partner',
      asker: 'family',
      need: 'Asks what a first visit is.',
    },
    deeds: [{ hours: 14, call: 'voicemail' }],
  },
  { ...{ hoursAgo: 5, came: 'web', caller: 'Ruthie' }, need: 'Alcohol. Tonight or tomorrow, please.' },
  { ...{ hoursAgo: 3, came: 'mail', caller: 'Anders', need: 'Asks by mail for his brother.', asker: 'family' } },
  { ...{ hoursAgo: 0.7, came: 'web', caller: 'Delia', say: 'text', need: '' } },
]

/** The same id whenever the world is told again: the place in the list, and what of it. */
export const idOf = (at: number, of: number) =>
  `0190ceda-${String(of).padStart(4, '0')}-7000-8000-${String(at).padStart(12, '0')}`

/** Tells who asked for help, what was said on the phone, and what became of it so far. */
export async function fillInquiries(doing: Doing, opened: Opened): Promise<void> {
  for (const [at, asked] of askedFor.entries()) await tellOne(doing, opened, { at, asked })
}

async function tellOne(doing: Doing, opened: Opened, { at, asked }: { at: number; asked: Asked }): Promise<void> {
  const who = found(opened.staff, 'Ashworth')
  const id = idOf(at, 0)
  const siteId = found(opened.sites, asked.place ?? 'elm')
  const since = (hours: number): Instant => plusMinutes(opened.now, Math.round((hours - asked.hoursAgo) * 60))
  await doing.act({ who, at: since(0) }, begin, {
    ...{ id, came: asked.came, siteId, language: asked.language ?? 'en', asker: asked.asker ?? 'self' },
  })
  const { version } = await doing.act({ who, at: since(0.1) }, save, {
    ...{ id, version: 1, caller: asked.caller, callerPhone: phoneOf(340 + at), relation: asked.relation ?? null },
    ...{ given: asked.given ?? null, family: asked.family ?? null, bornOn: asked.bornOn ?? null, need: asked.need },
    ...{ say: asked.say ?? 'name', callWhen: asked.when ?? 'soon', mayText: asked.say === 'text' },
    ...(asked.urgent ? { urgency: [asked.urgent] } : {}),
  })
  for (const [turn, deed] of (asked.deeds ?? []).entries()) {
    const then = { who, at: since(deed.hours) }
    if ('call' in deed)
      await doing.act(then, logCall, {
        ...{ id: idOf(at, 10 + turn), contactId: id, way: 'out', ended: deed.call, minutes: deed.minutes ?? null },
      })
    else if ('lost' in deed) await doing.act(then, lose, { id, version, reason: deed.lost, note: deed.note ?? null })
    else await assess(doing, opened, { id: idOf(at, 50), contactId: id, siteId, at: then.at, ends: deed.assess })
  }
}

type Assessment = { id: string; contactId: string; siteId: string; at: Instant; ends: 'coming' | 'kept' | 'missed' }

/** Books one of the three times that are offered then, after today when it is still to come. */
async function assess(doing: Doing, opened: Opened, { ends, at, ...of }: Assessment): Promise<void> {
  const who = found(opened.staff, 'Ashworth')
  const { id, contactId, siteId } = of
  const { appointments } = await doing.see({ who, at }, appointmentsOf, { contactId })
  const after = ends === 'coming' ? opened.now : null
  // What was booked before the telling was broken off stands, and its time is offered no more.
  const free = appointments.length > 0 ? [] : (await doing.see({ who, at }, slots, { siteId, after })).slots
  const [slot] = free
  if (slot)
    await doing.act({ who, at }, bookAssessment, {
      ...{
        id,
        contactId,
        siteId,
        mode: 'in-person',
        startsAt: slot.startsAt,
        staffId: slot.staffId,
        roomId: slot.roomId,
      },
    })
  const startsAt = slot?.startsAt ?? appointments[0]?.startsAt
  if (!startsAt || ends === 'coming') return
  const over = plusMinutes(startsAt, 100)
  if (over < opened.now) await doing.act({ who, at: over }, endAssessment, { id, version: 1, ended: ends })
}
