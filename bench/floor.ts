import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import pg from 'pg'
import { fitsPassword } from '#sign-in/passwords.ts'
import { readsOf } from './floor-reads.ts'

/** A served floor, with what its calls need. */
export type Floor = { port: number; token: string; id: string; close(): Promise<void> }

/**
 * The floor: what any correct server must do and nothing else, against which ours is measured. It looks the session up,
 * checks a policy, writes current row, history row and a hash-chained audit row in one statement; a read writes its
 * look. No validation, no framework, fsync on.
 */
export async function openFloor(owner: pg.PoolConfig): Promise<Floor> {
  const pool = new pg.Pool({ ...owner, max: 10 })
  // A look may be lost in a crash here as it may in the product.
  const looking = new pg.Pool({ ...owner, max: 10, options: '-c synchronous_commit=off -c TimeZone=UTC' })
  const token = randomUUID()
  const id = randomUUID()
  await pool.query(`drop schema if exists floor cascade; create schema floor;
    create table floor.session (token_hash text primary key, person uuid not null, roles text[] not null,
      ends_at timestamptz not null);
    create table floor.item (id uuid primary key, body jsonb not null, version int not null);
    create table floor.item_history (id uuid, version int, body jsonb not null, at timestamptz not null,
      primary key (id, version));
    create table floor.audit (seq bigint generated always as identity primary key, hash text not null,
      body text not null);
    create table floor.look (seq bigint generated always as identity primary key, person uuid not null,
      item uuid not null, at timestamptz not null);
    create table floor.looks (seq bigint generated always as identity primary key, person uuid not null,
      items uuid[] not null, at timestamptz not null);
    create table floor.mark (id uuid primary key, session uuid not null, client uuid not null, on_day date not null,
      kind text not null, arrived_at timestamptz, left_at timestamptz, mode text, reason text,
      recorded_by uuid not null,
      recorded_at timestamptz not null, said_at timestamptz not null, seen_at timestamptz not null, how text not null,
      corrects uuid, corrected_at timestamptz);
    create unique index mark_current on floor.mark (session, client) where corrected_at is null;
    create index mark_client on floor.mark (client, on_day) where corrected_at is null;
    create index mark_session on floor.mark (session, client);
    create table floor.sign (id uuid primary key, tablet uuid not null, site uuid not null, client uuid not null,
      kind text not null, how text not null, at timestamptz not null, device_at timestamptz not null,
      offset_ms bigint not null, doubtful boolean not null, received_at timestamptz not null);
    create index sign_client on floor.sign (client, at);
    create index sign_site on floor.sign (site, at);
    create table floor.line (session uuid not null, client uuid not null, on_day date, starts_at timestamptz,
      ends_at timestamptz, title text, topic text, parts text, own text, primary key (session, client));
    create table floor.note (id uuid primary key, client uuid not null, session uuid not null, on_day date not null,
      starts_at timestamptz not null, ends_at timestamptz not null, minutes int not null, title text not null,
      topic text not null, parts jsonb not null, own text not null, signed_at timestamptz not null,
      signed_by uuid not null, hash text not null);
    create index note_chart on floor.note (client, starts_at desc);
    create index note_session on floor.note (session)`)
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  await pool.query(`insert into floor.session values ($1, gen_random_uuid(), '{intake}', now() + interval '1 day')`, [
    hash(token),
  ])
  await pool.query('insert into floor.item values ($1, $2, 1)', [
    id,
    JSON.stringify({ name: 'Someone', bornOn: '1990-01-01' }),
  ])
  await pool.query(`insert into floor.audit (hash, body) values ('', 'begin')`)
  const session = async (request: IncomingMessage) => {
    const found = await pool.query({
      name: 'session',
      text: 'select person, roles from floor.session where token_hash = $1 and ends_at > now()',
      values: [hash(String(request.headers['x-token']))],
    })
    const row: { person: string; roles: string[] } | undefined = found.rows[0]
    return row?.roles.includes('intake') ? row.person : undefined
  }
  const write = `with item as (insert into floor.item values ($1, $2, 1) returning id, body),
    history as (insert into floor.item_history select id, 1, body, now() from item),
    last as (select hash from floor.audit order by seq desc limit 1)
    insert into floor.audit (hash, body)
      select encode(sha256(convert_to(last.hash || $3, 'UTF8')), 'hex'), $3 from last`
  const read = `with item as (select id, body from floor.item where id = $1),
    look as (insert into floor.look (person, item, at) select $2, id, now() from item) select body from item`
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const person = await session(request)
    if (!person) return response.writeHead(401).end()
    if (request.url === '/notes') {
      await signed(pool, person, body)
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    }
    const bulk = request.method === 'POST' ? rowsOf[request.url ?? ''] : undefined
    if (bulk) {
      await pool.query({ name: request.url ?? '', text: bulk, values: [body, person, `${person} wrote ${body}`] })
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    }
    if (request.method === 'POST') {
      const made = randomUUID()
      await pool.query({ name: 'write', text: write, values: [made, body, `${person} made ${made}`] })
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: made }))
    }
    if (request.method === 'PUT') {
      const entered = await enter(pool, body)
      return response.writeHead(entered ? 200 : 401, { 'content-type': 'application/json' }).end('{}')
    }
    const [, what = '', ...values] = (request.url ?? '').split('/').map(decodeURIComponent)
    const text = readsOf[what]
    if (text) {
      const looks = text.includes(`$${values.length + 1}`)
      const { rows } = await looking.query({ name: what, text, values: looks ? [...values, person] : values })
      return response.writeHead(200, { 'content-type': 'application/json' }).end(rows[0].body)
    }
    const found = await looking.query({ name: 'read', text: read, values: [what, person] })
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found.rows[0].body))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    token,
    id,
    close: async () => {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
      await pool.end()
      await looking.end()
    },
  }
}

type FloorLine = { client: string; on_day: string; starts_at: string; ends_at: string; parts: string; own: string }

/** Reads the lines of a session, and writes a note of each with its hash, and one journal line. */
async function signed(pool: pg.Pool, person: string, body: string): Promise<void> {
  const { session } = JSON.parse(body)
  const { rows } = await pool.query<FloorLine>({
    name: 'lines',
    text: `select client, on_day::text, starts_at::text, ends_at::text, title, topic, parts, own
      from floor.line where session = $1`,
    values: [session],
  })
  const notes = rows.map(row => {
    const note = { id: randomUUID(), session, minutes: 170, ...row, parts: JSON.parse(row.parts) }
    return { ...note, hash: createHash('sha256').update(JSON.stringify(note)).digest('hex') }
  })
  const all = JSON.stringify(notes)
  await pool.query({ name: 'sign', text: sign, values: [all, person, `${person} signed ${session}`] })
}

/** A sign-in: the password by the hash that the product keeps, a session, and one journal line. */
async function enter(pool: pg.Pool, body: string): Promise<boolean> {
  const { email, password } = JSON.parse(body)
  const { rows } = await pool.query<{ person_id: string; password_hash: string }>({
    name: 'account',
    text: 'select person_id, password_hash from sign_in.account where email = $1',
    values: [email],
  })
  const [account] = rows
  if (!account || !(await fitsPassword(password, account.password_hash))) return false
  const values = [randomUUID(), account.person_id, `${account.person_id} entered`]
  await pool.query({ name: 'enter', text: entering, values })
  return true
}

const journaled = `last as (select hash from floor.audit order by seq desc limit 1)
  insert into floor.audit (hash, body)
    select encode(sha256(convert_to(last.hash || $3, 'UTF8')), 'hex'), $3 from last`

const sign = `with written as (insert into floor.note
    select id, client, session, on_day, starts_at, ends_at, minutes, title, topic, parts, own, now(), $2, hash
    from json_to_recordset($1::json) r (id uuid, client uuid, session uuid, on_day date, starts_at timestamptz,
      ends_at timestamptz, minutes int, title text, topic text, parts jsonb, own text, hash text)), ${journaled}`

const entering = `with session as (insert into floor.session values ($1, $2, '{intake}', now() + interval '1 day')),
  ${journaled}`

/** Statements that write many rows with one journal line: marks over those that stood, and the signs of a tablet. */
const rowsOf: Readonly<Record<string, string>> = {
  '/marks': `with said as (select * from json_to_recordset($1::json) r (id uuid, session uuid, client uuid, on_day date,
      kind text, arrived_at timestamptz, left_at timestamptz, reason text)),
    aside as (update floor.mark m set corrected_at = now() from said
      where m.session = said.session and m.client = said.client and m.corrected_at is null returning m.id, m.client),
    written as (insert into floor.mark
      select s.id, s.session, s.client, s.on_day, s.kind, s.arrived_at, s.left_at, 'in-person', s.reason, $2,
        now(), now(),
        now(), 'sheet', a.id, null
      from said s left join aside a on a.client = s.client), ${journaled}`,
  '/signs': `with written as (insert into floor.sign
      select r.id, $2, $2, r."clientId", r.kind, r.how, r."deviceAt", r."deviceAt", r."offsetMs", false, now()
      from json_to_recordset($1::json) r (id uuid, "clientId" uuid, kind text, how text, "deviceAt" timestamptz,
        "offsetMs" bigint)
      on conflict do nothing), ${journaled}`,
}

/** A person's line of a session as the floor has it. */
export type BareLine = { session: string; client: string; on_day: string }

/** Gives the floor the lines of an organization's groups, each with everything that its note says. */
export async function floorLines(owner: pg.Client, organizationId: string): Promise<BareLine[]> {
  const { rows } = await owner.query<BareLine>(
    `insert into floor.line
     select n.session_id, l.client_id, s.on_day, s.starts_at, s.ends_at, g.name, n.topic,
       jsonb_build_array(n.check_in, n.skill, n.homework, n.closing, n.shared, l.objective, l.own)::text, l.own
     from notes.group_note n join notes.line l on l.organization_id = $1 and l.session_id = n.session_id
     join timetable.session s on s.organization_id = $1 and s.id = n.session_id
     join timetable."group" g on g.organization_id = $1 and g.id = s.group_id
     where n.organization_id = $1 returning session, client, on_day::text`,
    [organizationId],
  )
  return rows
}
