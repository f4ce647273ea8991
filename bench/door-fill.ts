import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { programOf } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import { addProgram, addSite, addStaff, openOrganization } from '#rooms/people/house.ts'
import { createToken } from '#sign-in/commands.ts'
import { family, given } from '../programs/worlds/names.ts'

/** An organization with years of inquiries behind it, and somebody at its front desk. */
export type DoorProgram = { id: string; siteId: string; programId: string; token: string }

/** How many inquiries it has had, and how many of them are open. */
export const contacts = { all: 20_000, open: 480 }

/** Inquiries as they are in life: most lost or started, some at every step, the open ones among the last. */
const asked = `insert into inquiry.contact (organization_id, id, site_id, came, received_at, caller,
    caller_phone, given, family, need, code, call_due_at, reached_at, checked_at, booked_at, assessed_at, offered_at,
    started_at, lost_at, lost_reason)
  select $1, gen_random_uuid(), $2, 'phone', t.at, 'Somebody', '603-555-01' || lpad((n % 100)::text, 2, '0'),
    ($3::text[])[1 + n * 31 % 20], ($4::text[])[1 + n * 17 % 20], 'Asked about evenings.',
    'BENCH ' || n, case when t.open and t.step = 0 then now() end,
    case when t.step > 0 then t.at + interval '2 hours' end, case when t.step > 1 then t.at + interval '1 day' end,
    case when t.step > 2 then t.at + interval '1 day 1 hour' end,
    case when t.step > 3 then t.at + interval '3 days' end,
    case when t.step > 4 then t.at + interval '4 days' end,
    case when not t.open and t.step = 5 then t.at + interval '9 days' end,
    case when not t.open and t.step < 5 then t.at + interval '12 days' end,
    case when not t.open and t.step < 5 then (array['cost', 'wait', 'elsewhere', 'not-reached'])[1 + n % 4] end
  from generate_series(1, $5::int) n, lateral (select n > $5::int - $6::int as open, n * 7919 % 6 as step,
    now() - make_interval(mins => ($5::int - n) * 40) as at) t`

/** Fills an organization whose public pages are shown at `localhost`. */
export async function fillDoor({ house, owner }: { house: House; owner: pg.Client }): Promise<DoorProgram> {
  const id = randomUUID()
  const program = programOf(id)
  await house.act(program, openOrganization, { name: 'Bench House' })
  const { siteId } = await house.act(program, addSite, {
    ...{ name: 'Elm Street', zone: 'America/New_York', phone: '603-555-0101', address: '41 Elm Street' },
  })
  const { programId } = await house.act(program, addProgram, { name: 'IOP', preset: 'iop-standard' })
  const email = `desk.${randomBytes(4).toString('hex')}@bench.example`
  const { accountId } = await house.act(program, addStaff, {
    ...{ given: 'Ben', family: 'Ashworth', siteIds: [siteId] },
    signIn: { email, password: 'a password of length', roles: ['intake'] },
  })
  const { token } = await house.act(program, createToken, {
    ...{ accountId: accountId ?? '', scope: ['everything'], days: 1 },
  })
  await owner.query(asked, [id, siteId, given, family, contacts.all, contacts.open])
  await owner.query(
    `insert into coverage.price (organization_id, program_id, item, cents, from_on)
     select $1, $2, item, cents, '2020-01-01'
     from (values ('first-visit', 15000), ('group-day', 18500), ('individual', 11000)) p (item, cents)`,
    [id, programId],
  )
  await owner.query(
    `insert into welcome.face (organization_id, shown, crisis_phone, exit_address, place)
     values ($1, true, '603-555-0199', 'https://weather.example/', 'contiguous')`,
    [id],
  )
  await owner.query(`insert into welcome.host (organization_id, host) values ($1, 'localhost')`, [id])
  await owner.query('vacuum analyze')
  return { id, siteId, programId, token }
}
