import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { dayIn, type Instant, minutesBetween, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { queueMessage } from '#rooms/desk/commands.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { type About, appointmentWords } from './appointment-words.ts'
import * as store from './appointments-store.ts'
import { type ContactRow, contactsOf } from './contacts-store.ts'
import { sayings } from './inquiry.ts'
import { inquiryRule } from './rules.ts'

/** How somebody is told of their appointment. */
export const reminds = ['mail', 'text', 'none'] as const
export type Remind = (typeof reminds)[number]

/** Where a message may go, as this contact allowed it; null when it may not. */
export function wayTo(
  contact: Pick<ContactRow, 'callerMail' | 'callerPhone' | 'mayMail' | 'mayText' | 'say'>,
  remind: Remind,
): string | null {
  if (remind === 'mail') return contact.mayMail ? contact.callerMail : null
  if (remind === 'text') return contact.mayText || contact.say === 'text' ? contact.callerPhone : null
  return null
}

/** Whom and what a message about an appointment is about. */
export type Reminded = {
  siteId: string
  startsAt: Instant
  mode: 'in-person' | 'video' | 'phone'
  link: string | null
  remind: Remind
}

/** What the sites and the house are called, read once for many messages. */
export async function placesOf(work: Work) {
  const [{ sites }, { organization, clock }] = await Promise.all([work.ask(houseOf, {}), work.ask(sitesOf, {})])
  return { sites: new Map(sites.map(site => [site.id, site])), organization, clock }
}

/** Queues the neutral words about an appointment, when they may be sent; whether they were. */
export async function tell(
  work: Work,
  { contact, appointment, about }: { contact: ContactRow; appointment: Reminded; about: About },
  places: Awaited<ReturnType<typeof placesOf>>,
): Promise<boolean> {
  const recipient = wayTo(contact, appointment.remind)
  const site = places.sites.get(appointment.siteId)
  if (!recipient || !site || appointment.remind === 'none') return false
  const { subject, words } = appointmentWords({
    about,
    language: contact.language === 'es' ? 'es' : 'en',
    own: contact.asker === 'self',
    startsAt: appointment.startsAt,
    zone: site.zone,
    clock: places.clock,
    mode: appointment.mode,
    link: appointment.link,
    address: site.address,
    phone: site.phone,
    house: places.organization,
    say: sayings.find(each => each === contact.say) ?? 'none',
  })
  await work.also(queueMessage, { channel: appointment.remind, recipient, subject, words })
  return true
}

const mostAtOnce = 100

/** Up to when an appointment begins whose reminder is due. */
export const remindUntil = (now: Instant) => plusMinutes(now, inquiryRule('remind-before', dayIn('UTC', now)))

export const remind = command({
  name: 'inquiry.remind',
  says: 'Remind people of the appointments that are near, once each and in neutral words.',
  who: ['program'],
  input: z.strictObject({}),
  run: async work => {
    const today = dayIn('UTC', work.now)
    const due = await store.takeReminders(work, { until: remindUntil(work.now), most: mostAtOnce })
    const useful = due.filter(
      each => minutesBetween(work.now, each.startsAt) >= inquiryRule('remind-at-least-before', today),
    )
    if (useful.length === 0) return { appointmentIds: [], more: due.length === mostAtOnce }
    const [contacts, places] = await Promise.all([
      contactsOf(
        work,
        useful.map(each => each.contactId),
      ),
      placesOf(work),
    ])
    const contactOf = new Map(contacts.map(each => [each.id, each]))
    const told: string[] = []
    for (const appointment of useful) {
      const contact = contactOf.get(appointment.contactId)
      if (!contact || contact.lostAt || contact.joinedInto || contact.forgottenAt) continue
      if (await tell(work, { contact, appointment, about: 'reminder' }, places)) told.push(appointment.id)
    }
    return { appointmentIds: told, more: due.length === mostAtOnce }
  },
})
