import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, type TestHouse, testHouse } from '#testing/house.ts'
import { aClientKeyholder, enterAsClient } from '#testing/keyholder.ts'
import { tablesText } from '../../scripts/tables.ts'
import { send } from './database.ts'
import { workAs } from './work.ts'

// The walls inside the database, read off its own catalog.

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
  for (const in_ of [test.here, test.elsewhere]) await aClient(test, in_, { given: 'Odile', family: 'Marsh' })
  await enterAsClient(test, await aClientKeyholder(test, test.elsewhere))
  await test.jobs.sealAndHear()
})
afterAll(() => test.close())

async function column(statement: string): Promise<string[]> {
  const { rows } = await test.owner.query<{ name: string }>(statement)
  return rows.map(row => row.name)
}

const own = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'footbridge_meta')`
const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace and c.relkind in ('r', 'p') and ${own}`
const ofAnOrganization = `exists (select from pg_attribute a
  where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped)`
const named = `n.nspname || '.' || c.relname as name`

/** What belongs to no organization, and why. */
const ofTheHouse: Record<string, string> = {
  'kernel.sealer': 'how far the whole journal is sealed',
  'kernel.cursor': 'how far each subscription has heard',
  'kernel.cron': 'when each cron ran last',
  'sign_in.try': 'failed tries, by fingerprint, before any organization is known',
}

describe('tables', () => {
  it('are of an organization, or listed with the reason why not', async () => {
    const rest = await column(`select ${named} from ${tables} where not ${ofAnOrganization} order by 1`)
    expect(rest).toEqual(Object.keys(ofTheHouse).sort())
  })

  it('of an organization have it first in their primary key', async () => {
    const wrong = await column(`select ${named} from ${tables} where ${ofAnOrganization} and not exists (
      select from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where k.conrelid = c.oid and k.contype = 'p' and a.attname = 'organization_id')`)
    expect(wrong).toEqual([])
  })

  it('of an organization refer to others by it, so that nothing points across', async () => {
    const wrong = await column(`select k.conname as name from pg_constraint k join ${tables} on c.oid = k.conrelid
      where k.contype = 'f' and not exists (
        select from unnest(k.conkey, k.confkey) pair (here, there)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.here and a.attname = 'organization_id'
        join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.there and b.attname = 'organization_id')`)
    expect(wrong).toEqual([])
  })

  it('of an organization are closed by row-level security for reading and writing', async () => {
    const wrong = await column(`select ${named} from ${tables} where ${ofAnOrganization} and not (c.relrowsecurity
      and exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd = '*'
        and pg_get_expr(p.polqual, p.polrelid) = '(organization_id = kernel.organization())'
        and pg_get_expr(p.polwithcheck, p.polrelid) = '(organization_id = kernel.organization())')
      and (select count(*) from pg_policy p where p.polrelid = c.oid and p.polpermissive) = 1)`)
    // Any other policy only narrows what this one gives.
    expect(wrong).toEqual([])
  })

  it('every foreign key says what happens on delete', () => {
    const wrong = readdirSync('db/migrations', { recursive: true, withFileTypes: true })
      .filter(entry => entry.name.endsWith('.sql'))
      .flatMap(entry => {
        const file = path.join(entry.parentPath, entry.name)
        const silent = /\breferences\s+[\w."]+(\s*\([^)]*\))?(?!\s*(\([^)]*\)\s*)?on delete)/
        return readFileSync(file, 'utf8')
          .split('\n')
          .filter(line => silent.test(line) && !/\breferences\b.*\bon delete\b/.test(line))
          .map(line => `${file}: ${line.trim()}`)
      })
    expect(wrong).toEqual([])
  })
})

describe('the role that serves', () => {
  it('is not mighty: no superuser, no bypass, no owner of anything, no maker of roles or databases', async () => {
    const { rows } = await test.owner.query(
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles
       where rolname = 'footbridge_app'`,
    )
    expect(Object.values(rows[0]).every(value => value === false)).toBe(true)
    expect(await column(`select ${named} from ${tables} where c.relowner = 'footbridge_app'::regrole`)).toEqual([])
    expect(
      await column(`select proname as name from pg_proc where proowner = 'footbridge_app'::regrole
        union all select nspname from pg_namespace where nspowner = 'footbridge_app'::regrole
        union all select rolname from pg_roles where rolname <> 'footbridge_app'
          and pg_has_role('footbridge_app', oid, 'member')`),
    ).toEqual([])
  })

  it('may only add to the journal and read it', async () => {
    const rights = (table: string) =>
      column(`select r as name from unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) r
        where has_table_privilege('footbridge_app', '${table}', r) order by 1`)
    expect(await rights('kernel.journal')).toEqual(['insert', 'select'])
    expect(await rights('kernel.seal')).toEqual(['select'])
    expect(await rights('kernel.journal_subject')).toEqual(['select'])
    expect(await rights('kernel.sealer')).toEqual(['select'])
    expect(await rights('sign_in.try')).toEqual([])
  })

  it('deletes nothing but what is listed', async () => {
    const may = await column(`select ${named} from ${tables}
      where has_table_privilege('footbridge_app', c.oid, 'delete, truncate') order by 1`)
    // Hours, ways, snippets and who leads are settings that are replaced as a whole, and a seat goes only when the
    // stay ended before its first day; the journal keeps what was there.
    const settings = [
      'calendar.opening',
      'calendar.travel',
      'coverage.scale',
      'notes.snippet',
      'people.staff_site',
      'timetable.leader',
    ]
    // An address that leads here no longer, how to get in where nothing is to be said, and who sent forms days ago.
    const front = ['welcome.host', 'welcome.knock', 'welcome.site_words']
    // A file that nothing links to any more goes with its chunks; the journal keeps that there was one.
    const listed = [...settings, 'timetable.seat', 'desk.file', ...front].sort()
    expect(may).toEqual(listed)
  })
})

describe('functions', () => {
  /** What runs as the owner without an organization, and why. */
  const beforeSignIn: Record<string, string> = {
    'attendance.tablet_of': 'whose tablet a secret opens',
    'attendance.tablet_waiting': 'which tablet waits for a pairing code',
    'coverage.with_forgettable': 'which organizations have insurance to forget; no word of it',
    'desk.with_messages_due': 'which organizations have messages to send; no word of them',
    'inquiry.with_forgettable': 'which organizations have inquiries to forget; no word of them',
    'inquiry.with_reminders_due': 'which organizations have reminders to send; no word of them',
    'kernel.forget_request_keys': 'forgets by age alone',
    'kernel.heads': 'the newest seals, to be kept outside',
    'kernel.seal_finished': 'chains every organization’s lines',
    'kernel.sealed_after': 'what subscriptions hear, across organizations',
    'sign_in.account_of': 'an account by its email',
    'sign_in.count_failure': 'failed tries by fingerprint',
    'sign_in.forget_failures': 'failed tries by fingerprint',
    'sign_in.front': 'what the sign-in page says',
    'sign_in.has_accounts': 'whether anybody is here yet',
    'sign_in.identify': 'whose a secret is',
    'sign_in.pauses': 'failed tries by fingerprint',
    'sign_in.personas': 'the invented people of a demo world',
    'sign_in.sweep': 'forgets by age alone',
    'sign_in.ticket_of': 'an account by its ticket',
    'timetable.feed_of': 'whose calendar a secret opens',
    'timetable.organizations': 'which organizations run groups; no word of them',
    'welcome.with_starts_awaited': 'which organizations have people who asked and have not started; no word of them',
    'welcome.with_knocks': 'which organizations have counts of forms to forget; no word of them',
    'welcome.house_at': 'whose public pages stand at an address, and only when they are shown',
  }
  const functions = `pg_proc p join pg_namespace n on n.oid = p.pronamespace and ${own}`

  it('that run as the owner know the working organization, or are listed with the reason why not', async () => {
    const without = await column(`select n.nspname || '.' || p.proname as name from ${functions}
      where p.prosecdef and p.prosrc not like '%kernel.organization()%' order by 1`)
    expect(without).toEqual(Object.keys(beforeSignIn).sort())
  })

  it('that run as the owner say where they look names up, with the temporary schema last', async () => {
    const wrong = await column(`select p.proname as name from ${functions} where p.prosecdef and not exists (
      select from unnest(p.proconfig) c where c ~ '^search_path=pg_catalog(, public)?, pg_temp$')`)
    expect(wrong).toEqual([])
  })

  it('are not for everybody', async () => {
    const open = await column(`select n.nspname || '.' || p.proname as name from ${functions}
      where p.prosecdef and has_function_privilege('public', p.oid, 'execute') order by 1`)
    expect(open).toEqual([])
  })

  it('views look as whoever asks', async () => {
    const wrong = await column(`select ${named} from pg_class c join pg_namespace n on n.oid = c.relnamespace and ${own}
      where c.relkind in ('v', 'm') and not coalesce(c.reloptions && '{security_invoker=true,security_invoker=on}', false)`)
    expect(wrong).toEqual([])
  })
})

describe('another organization', () => {
  async function asApp<Answer>(work: (client: pg.PoolClient) => Promise<Answer>): Promise<Answer> {
    const client = await test.house.parts.pool.connect()
    try {
      await client.query('begin')
      return await work(client)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  const closed = () =>
    column(`select ${named} from ${tables} where ${ofAnOrganization}
    and has_table_privilege('footbridge_app', c.oid, 'select') order by 1`)
  const quoted = (table: string) => table.replace(/(\w+)\.(\w+)/, '"$1"."$2"')

  it('is not there for whoever works here, in any table, and nobody sees anything', async () => {
    const names = await closed()
    expect(names.length).toBeGreaterThan(20)
    const others = (condition: string) =>
      names.map(name => `select '${name}' as name from ${quoted(name)} where ${condition}`).join(' union all ')
    const elsewhere = await test.owner.query(others(`organization_id = '${test.elsewhere.id}'`))
    expect(new Set(elsewhere.rows.map(row => row.name)).size).toBeGreaterThan(10)
    await asApp(async client => {
      expect((await client.query(others('true'))).rows).toEqual([])
      await send(client, workAs(test.here.staff.director))
      const all = (await client.query(others(`organization_id <> '${test.here.id}'`))).rows
      expect(all).toEqual([])
    })
  })

  it('can be written into from here by no statement', async () => {
    await asApp(async client => {
      await send(client, workAs(test.here.staff.director))
      await client.query('savepoint before')
      const clientId = '0190a2b4-1111-7111-8111-111111111111'
      await expect(
        client.query(`insert into kernel.client_key (organization_id, client_id, wrapped) values ($1, $2, '\\x00')`, [
          test.elsewhere.id,
          clientId,
        ]),
      ).rejects.toThrow('row-level security')
      await client.query('rollback to before')
      const moved = client.query('update people.client set organization_id = $1', [test.elsewhere.id])
      await expect(moved).rejects.toThrow('row-level security')
      await client.query('rollback to before')
      const changed = await client.query(`update people.client set tags = '{x}' where organization_id = $1`, [
        test.elsewhere.id,
      ])
      expect(changed.rowCount).toBe(0)
    })
  })

  it('has its words in nobody else’s journal', async () => {
    const { rows } = await test.owner.query('select body from kernel.journal where organization_id <> $1', [
      test.elsewhere.id,
    ])
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(test.elsewhere.canary)
  })
})

it('src/kernel/tables.ts is what the database is', async () => {
  expect(await tablesText()).toBe(readFileSync('src/kernel/tables.ts', 'utf8'))
})
