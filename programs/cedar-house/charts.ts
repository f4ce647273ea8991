import { type Day, dayIn, instantAt, plusDays, plusMinutes } from '#kernel/time.ts'
import { addSupporter, joinCareTeam, openChart, openStay } from '#rooms/people/commands.ts'
import { chance, type Doing, found } from './doing.ts'
import { type Opened, zone } from './opening.ts'
import { type Client, emailOf, phoneOf } from './people.ts'
import { heldBy } from './supervised.ts'

const streets = ['Alder Street', 'Birch Lane', 'Chapel Road', 'Dyer Street', 'Ferry Lane', 'Garden Court', 'Hill Road']

/** The first day of a client's stay. */
export function startsOn(client: Client, today: Day): Day {
  return plusDays(today, 1 - client.day)
}

/** What the sheet of contacts says: everyone may be called, not everyone may be written to. */
function contactsOf(client: Client) {
  const { number, given, family } = client
  const phone = {
    kind: 'phone' as const,
    value: phoneOf(number),
    label: 'mobile' as const,
    mayCall: true,
    mayText: chance('text', number) < 0.7,
  }
  const email = {
    kind: 'email' as const,
    value: emailOf(client.chosen ?? given, family, 'mail'),
    label: 'home' as const,
    mayMail: chance('mail', number) < 0.6,
  }
  const address = {
    kind: 'address' as const,
    value: `${3 + number * 2} ${streets[number % streets.length]}, Millbrook, MA 01999`,
    label: 'home' as const,
    mayMail: chance('letter', number) < 0.4,
  }
  return number % 3 === 0 ? [phone, email, address] : [phone, email]
}

function bornOn(number: number): string {
  const year = 1961 + ((number * 17) % 43)
  const month = String(1 + ((number * 5) % 12)).padStart(2, '0')
  return `${year}-${month}-${String(1 + ((number * 11) % 28)).padStart(2, '0')}`
}

/** Opens a chart on the first day of a stay, as intake does, with the people around the client. Answers its id. */
export async function openOne(doing: Doing, opened: Opened, client: Client): Promise<string> {
  const first = startsOn(client, dayIn(zone, opened.now))
  const at = plusMinutes(instantAt(zone, first, '08:00'), client.number)
  const then = { who: found(opened.staff, 'Ashworth'), at }
  const { clientId } = await doing.act(then, openChart, {
    legalGiven: client.given,
    legalFamily: client.family,
    chosenName: client.chosen,
    pronouns: client.pronouns,
    bornOn: bornOn(client.number),
    languages: [...client.languages],
    tags: [...client.tags],
    contacts: contactsOf(client),
  })
  const place = client.track === 'Day B' ? 'quay' : 'elm'
  await doing.act(then, openStay, {
    clientId,
    siteId: found(opened.sites, place),
    programId: opened.programId,
    trackId: found(opened.tracks, client.track),
    startsOn: first,
    reason: 'Placed at this level after the assessment.',
    counselorId: found(opened.staff, client.counselor).personId,
  })
  if (client.number % 4 === 0) {
    const staffId = found(opened.staff, 'Monroe').personId ?? ''
    await doing.act(then, joinCareTeam, { clientId, staffId, duty: 'case-manager' })
  }
  const holds = heldBy(client)
  if (holds !== client.counselor)
    await doing.act(then, joinCareTeam, { clientId, staffId: found(opened.staff, holds).personId ?? '', duty: 'other' })
  if (client.supporter) {
    const phone = phoneOf(120 + client.number)
    await doing.act(then, addSupporter, { clientId, ...client.supporter, phone, emergency: true })
  }
  return clientId
}
