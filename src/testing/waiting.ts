import { plusMinutes } from '#kernel/time.ts'
import { addRoom } from '#rooms/calendar/commands.ts'
import { openContactChart, save } from '#rooms/inquiry/contacts.ts'
import { answerPlace, offerPlace } from '#rooms/welcome/places.ts'
import { leaveWait, wait, waitlist } from '#rooms/welcome/waiting.ts'
import type { TestHouse } from './house.ts'
import { aContact } from './inquiries.ts'
import { aGroup } from './program.ts'

/** People who asked and wait for a place, in the first organization; groups meet at an hour of their own each time. */
export function waitingIn(test: TestHouse) {
  const { here, house } = test
  const { intake, director } = here.staff
  let rounds = 0
  let people = 0
  let roomId = ''
  const later = (minutes: number) => test.at(plusMinutes(test.now(), minutes))
  const entries = async () => (await house.see(intake, waitlist, {})).programs.flatMap(program => program.entries)
  return {
    later,
    entries,
    codes: async () => (await entries()).map(each => each.code),
    roomId: () => roomId,

    /** A room of its own for what comes, and nobody who waits any more. */
    async fresh(): Promise<void> {
      rounds++
      const room = { siteId: here.siteId, name: `Alder ${rounds}`, seats: 60 }
      roomId = (await house.act(director, addRoom, room)).roomId
      for (const { id } of await entries()) await house.act(intake, leaveWait, { waitingId: id })
    },

    /** Two groups of the track, which makes a place in it two seats. */
    async track(capacity: number): Promise<string[]> {
      const at = (weekday: number, name: string) =>
        aGroup(test, here, {
          name: `${name} ${rounds}`,
          roomId,
          capacity,
          meetings: [{ weekday, starts: `${String(rounds + 2).padStart(2, '0')}:00`, lengthMinutes: 45 }],
        })
      return [await at(2, 'Skills'), await at(4, 'Process')]
    },

    /** Somebody who asked and whose chart is open, unless said otherwise. */
    async asked(own: { chart?: boolean; mail?: string } = {}) {
      later(1)
      people++
      const contact = await aContact(test, here)
      let { version } = contact
      if (own.mail) {
        const words = { callerMail: own.mail, mayMail: true, caller: 'Wren' }
        version = (await house.act(intake, save, { id: contact.id, version, ...words })).version
      }
      if (own.chart === false) return { ...contact, version, clientId: '' }
      const bornOn = new Date(Date.UTC(1960, 0, 1 + 11 * people)).toISOString().slice(0, 10)
      const person = { legalGiven: 'Wren', legalFamily: `Number ${people}`, bornOn }
      const chart = await house.act(intake, openContactChart, { contactId: contact.id, version, ...person })
      return { ...contact, version: version + 1, clientId: chart.clientId }
    },

    async waits<Contact extends { id: string }>(contact: Contact, like: object = {}) {
      const input = { contactId: contact.id, programId: here.programId, ...like }
      return { ...contact, ...(await house.act(intake, wait, input)) }
    },

    offer: (who: { waitingId: string; version: number }, groupIds: string[], like: object = {}) =>
      house.act(intake, offerPlace, {
        ...{ waitingId: who.waitingId, version: who.version, trackId: here.trackId, groupIds, fromOn: '2026-11-26' },
        ...like,
      }),
    answer: (placeId: string, said: 'accepted' | 'declined', like: object = {}) =>
      house.act(intake, answerPlace, { placeId, answer: said, ...like }),
  }
}
