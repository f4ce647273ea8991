import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, nobody } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import { type Instant, instant } from '#kernel/time.ts'
import { verify } from '#platform/journal-check.ts'
import { type FreshDatabase, freshDatabase } from '#platform/test-database.ts'
import { ledgerOf } from '#rooms/attendance/hours.ts'
import { board } from '#rooms/inquiry/board.ts'
import { fingerprintOf } from '#rooms/notes/signing.ts'
import { notesOf } from '#rooms/notes/timeline.ts'
import { clientOf, findClients } from '#rooms/people/queries.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { waitlist } from '#rooms/welcome/waiting.ts'
import { demoPassword, enter } from '#sign-in/commands.ts'
import { fillWorld } from '../programs/worlds/seed.ts'
import { today } from './today.ts'
import { openHouse } from './wiring.ts'

// A world is loaded past the doors, so it is asked here whether it is one that the doors could have made.

const now = instant('2026-11-24T22:00:00.000Z')
const size = { clients: 48, sites: 2, weeks: 3 }
let database: FreshDatabase
let owner: pg.Client
let house: House
let here: string
let elsewhere: string

const filling = () => fillWorld({ owner: database.owner, word: 'test', size, now, progress: () => undefined })

beforeAll(async () => {
  database = await freshDatabase()
  expect(await filling()).toMatchObject({ kind: 'filled' })
  owner = new pg.Client({ ...database.owner, options: '-c TimeZone=UTC' })
  await owner.connect()
  house = openHouse({ app: database.app, masterKey: Buffer.alloc(32, 7), world: 'demo', clock: () => now })
  const found = await rowsOf<{ id: string; name: string }>(
    'select organization_id as id, name from people.organization',
  )
  here = found.find(each => each.name === 'Riverbend House')?.id ?? ''
  elsewhere = found.find(each => each.name === 'Larkspur House')?.id ?? ''
})
afterAll(async () => {
  await house.parts.pool.end()
  await owner.end()
  await database.drop()
})

async function rowsOf<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await owner.query<Row>(text, values)).rows
}
const countOf = async (text: string) =>
  (await rowsOf<{ count: number }>(`select count(*)::int as count ${text}`))[0]?.count

type Account = { id: string; email: string; person_id: string; roles: Actor['roles']; site_ids: string[] }

/** Somebody of each kind of work, as they are once they have signed in. */
async function people(of: string): Promise<(Actor & { email: string })[]> {
  const accounts = await rowsOf<Account>(
    'select distinct on (roles) id, email, person_id, roles, site_ids from sign_in.account where organization_id = $1',
    [of],
  )
  return accounts.map(({ id, email, person_id: personId, roles, site_ids: siteIds }) => ({
    ...{ ...nobody, kind: 'person' as const, organizationId: of, accountId: id, personId, roles, siteIds },
    ...{ confirmedAt: now, email },
  }))
}

const withRole = async (role: Actor['roles'][number], of = here) => {
  const found = (await people(of)).find(each => each.roles.includes(role))
  if (!found) throw new Error(`nobody is ${role}`)
  return found
}

describe('a drawn world', () => {
  it('is filled once, and nothing else is poured into it', async () => {
    expect(await filling()).toEqual({ kind: 'already' })
    const other = { owner: database.owner, word: 'another', size, now, progress: () => undefined }
    expect(await fillWorld(other)).toEqual({ kind: 'taken' })
    expect(await countOf('from people.organization')).toBe(2)
  })

  it('lets its people sign in, and shows each of them their day', async () => {
    const all = await people(here)
    expect(all.map(each => each.roles.join()).sort()).toEqual(
      [
        ...['administrator', 'auditor', 'biller', 'case-manager', 'counselor,facilitator', 'director', 'intake'],
        ...['nurse', 'prescriber', 'privacy-officer'],
      ].sort(),
    )
    for (const each of all) {
      const day = await house.see(each, today, {})
      expect(JSON.stringify(day)).not.toContain('Larkspur')
    }
    const { email } = await withRole('counselor')
    const from = { address: '127.0.0.1', device: 'test' }
    expect(await house.greet(enter, { email, password: demoPassword }, from)).toMatchObject({ kind: 'entered' })
  })

  it('has a week, charts with notes, hours, a board and people who wait', async () => {
    const [director, counselor, intake] = [
      await withRole('director'),
      await withRole('counselor'),
      await withRole('intake'),
    ]
    const week = await house.see(director, weekOf, { monday: '2026-11-23' })
    expect(week.sessions.filter(session => session.groupId).length).toBeGreaterThanOrEqual(10)
    const ledger = await house.see(director, ledgerOf, {})
    const inquiries = await house.see(intake, board, {})
    const waits = await house.see(intake, waitlist, {})
    const [mine] = await rowsOf<{ id: string }>(
      `select t.client_id as id from people.care_team t join people.stay s on s.client_id = t.client_id
       where t.staff_id = $1 and s.ends_on is null and s.starts_on < '2026-11-10' order by 1 limit 1`,
      [counselor.personId],
    )
    const clientId = mine?.id ?? ''
    const chart = await house.see(counselor, clientOf, { id: clientId })
    const notes = await house.see(counselor, notesOf, { clientId })
    expect(notes.notes.length).toBeGreaterThan(3)
    for (const answer of [week, ledger, inquiries, waits, chart, notes]) {
      expect(JSON.stringify(answer).length).toBeGreaterThan(200)
      expect(JSON.stringify(answer)).not.toContain('Larkspur')
    }
    const found = await house.see(intake, findClients, { text: chart.legalFamily.slice(0, 4) })
    expect(found.clients.length).toBeGreaterThan(0)
  })

  it('shows the organization beside it nothing of itself', async () => {
    const director = await withRole('director', elsewhere)
    const week = await house.see(director, weekOf, { monday: '2026-11-23' })
    expect(JSON.stringify(week)).toContain('Larkspur')
    expect(JSON.stringify(week)).not.toContain('Riverbend')
    const other = await rowsOf<{ id: string }>('select id from people.client where organization_id = $1 limit 1', [
      here,
    ])
    await expect(house.see(director, clientOf, { id: other[0]?.id ?? '' })).rejects.toMatchObject({ status: 404 })
  })
})

describe('its rows', () => {
  it('have nobody and nothing in two places, and no group over its places', async () => {
    expect(
      await countOf(`from calendar.booking a join calendar.booking b on b.organization_id = a.organization_id
        and b.kind = a.kind and b.resource_id = a.resource_id and b.id > a.id and b.during && a.during`),
    ).toBe(0)
    expect(
      await countOf(`from (select 1 from timetable.session s join timetable."group" g on g.id = s.group_id
        join timetable.seat t on t.group_id = g.id and t.during @> s.on_day group by s.id, g.capacity
        having count(*) > g.capacity) over_full`),
    ).toBe(0)
    expect(await countOf('from calendar.booking')).toBeGreaterThan(1_000)
  })

  it('have a mark for whoever was expected, and for nobody else', async () => {
    expect(
      await countOf(`from attendance.mark m join timetable.session s on s.id = m.session_id
        where s.canceled_at is not null or s.ends_at > '${now}' or (s.group_id is not null and not exists (
          select from timetable.seat t where t.group_id = s.group_id and t.client_id = m.client_id
            and t.during @> s.on_day))`),
    ).toBe(0)
    const kinds = await rowsOf<{ kind: string; share: number }>(
      `select kind, count(*)::float / sum(count(*)) over () as share from attendance.mark
       where corrected_at is null group by kind`,
    )
    const shareOf = (kind: string) => kinds.find(each => each.kind === kind)?.share ?? 0
    expect(shareOf('here')).toBeGreaterThan(0.7)
    expect(shareOf('here')).toBeLessThan(0.95)
    expect(shareOf('excused')).toBeGreaterThan(0.02)
  })

  it('have notes whose fingerprint is of what they say', async () => {
    type Note = Parameters<typeof fingerprintOf>[0] & { hash: string; signedAt: Instant; signedBy: string }
    const notes = await rowsOf<{ note: Note }>(
      `select json_build_object('id', id, 'clientId', client_id, 'kind', kind, 'template', template,
         'sessionId', session_id, 'onDay', on_day, 'startsAt', starts_at, 'endsAt', ends_at, 'zone', zone,
         'minutes', minutes, 'title', title, 'topic', topic, 'parts', parts, 'own', own, 'facts', facts,
         'ledBy', led_by, 'signedAs', signed_as, 'awaits', awaits, 'restricted', restricted, 'replaces', replaces,
         'hash', hash, 'signedAt', signed_at, 'signedBy', signed_by) as note from notes.note`,
    )
    const wrong = notes.filter(({ note: { hash, signedAt, signedBy, ...note } }) => {
      const read = { ...note, startsAt: instant(note.startsAt), endsAt: instant(note.endsAt) }
      return fingerprintOf(read, { at: instant(signedAt), by: signedBy }) !== hash
    })
    expect(wrong).toEqual([])
    expect(notes.length).toBeGreaterThan(300)
    expect(await countOf(`from notes.note where words = '' or (own = '' and kind <> 'missed')`)).toBe(0)
  })

  it('have inquiries that go forward in time, and no place in the journal as if somebody had done them', async () => {
    expect(
      await countOf(`from inquiry.contact where not (received_at <= coalesce(reached_at, 'infinity')
        and coalesce(reached_at, received_at) <= coalesce(checked_at, 'infinity')
        and coalesce(assessed_at, received_at) <= coalesce(started_at, 'infinity'))
        or greatest(reached_at, assessed_at, started_at, lost_at) > '${now}'`),
    ).toBe(0)
    const lines = await rowsOf<{ verb: string; clients: number }>(
      `select verb, cardinality(client_ids) as clients from kernel.journal where verb = 'worlds.fill'`,
    )
    expect(lines).toEqual([
      { verb: 'worlds.fill', clients: 0 },
      { verb: 'worlds.fill', clients: 0 },
    ])
    await owner.query(`select kernel.seal_finished('${now}')`)
    const other = new pg.Client(database.owner)
    await other.connect()
    const verdict = await verify([owner, other], [], true).finally(() => other.end())
    expect(verdict).toMatchObject({ kind: 'unbroken' })
  })
})
