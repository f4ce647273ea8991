import { dayIn, plusDays, plusMinutes } from '#kernel/time.ts'
import { contactOf, openContactChart } from '#rooms/inquiry/contacts.ts'
import { offerPlace } from '#rooms/welcome/places.ts'
import { touch, wait, waitlist } from '#rooms/welcome/waiting.ts'
import { type Doing, found } from './doing.ts'
import { askedFor, idOf } from './inquiries.ts'
import { type Opened, zone } from './opening.ts'
import type { TrackName } from './people.ts'

type Waiting = {
  given: string
  daysAgo: number
  track?: TrackName
  cohort?: string
  ahead?: { because: 'pregnant' | 'after-detox'; words: string }
  spoken?: { daysAgo: number; well: 'same' | 'better'; note: string }
}

/** Who was assessed and cannot start yet; one goes ahead of the others by the rule for who is pregnant. */
const waiting: readonly Waiting[] = [
  {
    ...{ given: 'Julián', daysAgo: 22, track: 'Day A' },
    spoken: { daysAgo: 9, well: 'same', note: 'Su esposa quiere saber cuánto falta.' },
  },
  {
    ...{ given: 'Cleo', daysAgo: 20, track: 'Evening A' },
    spoken: { daysAgo: 3, well: 'better', note: 'Goes to a meeting on Sundays meanwhile.' },
  },
  { given: 'Sabine', daysAgo: 10, cohort: 'women' },
  { ...{ given: 'Curtis', daysAgo: 8, track: 'Evening B' } },
  {
    ...{ given: 'Opal', daysAgo: 1, track: 'Day A' },
    ahead: { because: 'pregnant', words: 'In her fourth month; said so on the phone.' },
  },
]

/** Who waits for a place in the program, how they were when somebody spoke with them, and one place that is held. */
export async function fillWaitlist(doing: Doing, opened: Opened): Promise<void> {
  const { now, programId } = opened
  const who = found(opened.staff, 'Ashworth')
  const idsOf = new Map(askedFor.flatMap((asked, at) => (asked.given ? [[asked.given, idOf(at, 0)] as const] : [])))
  for (const [at, each] of waiting.entries()) {
    const contactId = found(idsOf, each.given)
    const then = { who, at: plusMinutes(now, -each.daysAgo * 24 * 60) }
    const { waitingId } = await doing.act(then, wait, {
      ...{ contactId, programId, cohort: each.cohort ?? null },
      trackId: each.track ? found(opened.tracks, each.track) : null,
      ...(each.ahead ? { ahead: each.ahead.because, aheadBecause: each.ahead.words } : {}),
    })
    const { spoken } = each
    if (spoken)
      await doing.act({ who, at: plusMinutes(now, -spoken.daysAgo * 24 * 60) }, touch, {
        ...{ id: idOf(at, 80), waitingId, way: 'called', well: spoken.well, note: spoken.note },
      })
  }
  await offerOne(doing, opened, found(idsOf, 'Curtis'))
}

/** One of them has a chart, and a place in the evening is held until tomorrow. */
async function offerOne(doing: Doing, opened: Opened, contactId: string): Promise<void> {
  const then = { who: found(opened.staff, 'Ashworth'), at: plusMinutes(opened.now, -26 * 60) }
  const contact = await doing.see(then, contactOf, { id: contactId })
  if (!contact.hasChart)
    await doing.act(then, openContactChart, {
      ...{ contactId, version: contact.version, legalGiven: contact.given ?? '', legalFamily: contact.family ?? '' },
      bornOn: contact.bornOn ?? '',
    })
  const { programs } = await doing.see(then, waitlist, {})
  const program = programs.find(each => each.id === opened.programId)
  const entry = program?.entries.find(each => each.contactId === contactId)
  const track = program?.tracks.find(each => each.id === entry?.trackId)
  if (!entry || !track || entry.offered) return
  await doing.act(then, offerPlace, {
    ...{ waitingId: entry.id, version: entry.version, trackId: track.id, groupIds: track.groupIds },
    fromOn: plusDays(dayIn(zone, opened.now), 2),
    outOfOrderBecause: 'The others before cannot come in the evening; they were asked on the phone.',
  })
}
