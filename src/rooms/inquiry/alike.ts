import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { daySchema } from '#kernel/fields.ts'
import { plusMinutes } from '#kernel/time.ts'
import { alikeClients } from '#rooms/people/queries.ts'
import { atTheDoor } from './contacts.ts'
import { alike, contactsOf } from './contacts-store.ts'
import { calledName } from './inquiry.ts'
import { stageOf } from './steps.ts'

/** A like name of longer ago is somebody else's more often than not; a number is looked for without end. */
const alikeWithinMinutes = 400 * 24 * 60

export const alikeContacts = query({
  name: 'inquiry.alike',
  says: 'Inquiries and charts that may be of the same caller or person, each with why.',
  who: atTheDoor,
  input: z.strictObject({
    id: z.uuid().nullable().default(null),
    phone: z.string().max(40).default(''),
    given: z.string().max(100).default(''),
    family: z.string().max(100).default(''),
    bornOn: daySchema.nullable().default(null),
  }),
  private: true,
  discloses: ['name'],
  run: async (work, { id, phone, given, family, bornOn }) => {
    const digits = phone.replace(/\D/g, '').replace(/^1(\d{10})$/, '$1')
    const name = family.trim() ? `${given} ${family}`.trim() : ''
    const found = await alike(work, { self: id, digits, name, since: plusMinutes(work.now, -alikeWithinMinutes) })
    const because = new Map(found.map(each => [each.id, each.because]))
    const rows = await contactsOf(
      work,
      found.map(each => each.id),
    )
    const charts =
      given.trim() && family.trim() && bornOn
        ? await work.ask(alikeClients, { legalGiven: given, legalFamily: family, bornOn, phones: phone ? [phone] : [] })
        : { clients: [], others: 0 }
    return {
      contacts: rows.map(row => ({
        ...{ id: row.id, code: row.code, caller: row.caller, receivedAt: row.receivedAt, version: row.version },
        called: calledName(row),
        stage: stageOf(row),
        because: because.get(row.id) ?? '',
      })),
      charts: charts.clients,
      others: charts.others,
    }
  },
  shows: answer => answer.charts.map(chart => chart.id),
  inquirers: answer => answer.contacts.map(contact => contact.id),
})

export const alikeQueries = [alikeContacts]
