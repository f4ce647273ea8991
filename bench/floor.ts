import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import pg from 'pg'

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
    const [, what = '', organization, site, monday] = (request.url ?? '').split('/')
    if (what === 'contacts') {
      const { rows } = await looking.query({ name: what, text: contacts, values: [organization, person] })
      return response.writeHead(200, { 'content-type': 'application/json' }).end(rows[0].body)
    }
    const many = what === 'week' ? week : what === 'clients' ? clients : undefined
    if (many) {
      const values = [organization, site, monday, ...(what === 'clients' ? [person] : [])]
      const { rows } = await looking.query({ name: what, text: many, values })
      return response.writeHead(200, { 'content-type': 'application/json' }).end(rows[0].body)
    }
    const found = await pool.query({ name: 'read', text: read, values: [request.url?.slice(1), person] })
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

const journaled = `last as (select hash from floor.audit order by seq desc limit 1)
  insert into floor.audit (hash, body)
    select encode(sha256(convert_to(last.hash || $3, 'UTF8')), 'hex'), $3 from last`

const sign = `with written as (insert into floor.note
    select id, client, session, on_day, starts_at, ends_at, minutes, title, topic, parts, own, now(), $2, hash
    from json_to_recordset($1::json) r (id uuid, client uuid, session uuid, on_day date, starts_at timestamptz,
      ends_at timestamptz, minutes int, title text, topic text, parts jsonb, own text, hash text)), ${journaled}`

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

/** The sessions of a site's week in one statement, with everything that the page shows of them. */
const week = `select coalesce(json_agg(w order by w."startsAt"), '[]')::text as body from (
  select s.id, s.group_id as "groupId", coalesce(g.name, s.service) as "group", s.service, s.site_id as "siteId",
    h.name as site, h.zone, s.room_id as "roomId", r.name as room, g.track_id as "trackId", t.name as track,
    g.capacity, g.least, s.on_day as "onDay", s.planned_on as "plannedOn", s.starts_at as "startsAt",
    s.ends_at as "endsAt", s.mode, s.link, s.breaks, s.series_id as "seriesId", s.topic_id as "topicId",
    coalesce(s.topic, o.title) as topic, s.canceled_at as "canceledAt", s.cancel_reason as "cancelReason", s.version,
    (select json_agg(json_build_object('staffId', p.id, 'name', p.given || ' ' || p.family, 'credential', p.credential,
       'lead', l.lead) order by l.lead desc) from timetable.leader l
     join people.staff p on p.organization_id = $1 and p.id = l.staff_id
     where l.organization_id = $1 and l.session_id = s.id) as facilitators,
    (select count(*) from timetable.attendee a
      where a.organization_id = $1 and a.session_id = s.id and a.ended_at is null) + e.expected as expected, e.away
  from timetable.session s
  left join timetable."group" g on g.organization_id = $1 and g.id = s.group_id
  left join people.track t on t.organization_id = $1 and t.id = g.track_id
  left join calendar.room r on r.organization_id = $1 and r.id = s.room_id
  left join timetable.topic o on o.organization_id = $1 and o.id = s.topic_id
  join people.site h on h.organization_id = $1 and h.id = s.site_id
  cross join lateral (select count(*) as expected, count(*) filter (where exists (select 1 from timetable.absence b
      where b.organization_id = $1 and b.client_id = a.client_id and b.from_at < s.ends_at and b.until_at > s.starts_at
        and b.withdrawn_at is null)) as away from timetable.seat a where a.organization_id = $1
      and a.group_id = s.group_id and a.from_on <= s.on_day and coalesce(a.until_on, 'infinity') >= s.on_day) e
  where s.organization_id = $1 and s.site_id = $2 and s.on_day >= $3::date and s.on_day < $3::date + 7) w`

/** Which clients are expected in which sessions of a site's week, in one statement that writes the look too. */
const clients = `with expected as (
    select s.id, a.client_id from timetable.session s join timetable.seat a on a.organization_id = $1
      and a.group_id = s.group_id and a.from_on <= s.on_day and coalesce(a.until_on, 'infinity') >= s.on_day
    where s.organization_id = $1 and s.site_id = $2 and s.on_day >= $3::date and s.on_day < $3::date + 7
      and s.canceled_at is null
    union
    select s.id, a.client_id from timetable.session s join timetable.attendee a on a.organization_id = $1
      and a.session_id = s.id and a.ended_at is null
    where s.organization_id = $1 and s.site_id = $2 and s.on_day >= $3::date and s.on_day < $3::date + 7
      and s.canceled_at is null),
  away as (select e.client_id, e.id from expected e
    join timetable.session s on s.organization_id = $1 and s.id = e.id
    where exists (select 1 from timetable.absence b where b.organization_id = $1 and b.client_id = e.client_id
      and b.from_at < s.ends_at and b.until_at > s.starts_at and b.withdrawn_at is null)),
  named as (select c.id as "clientId", coalesce(c.chosen_name, c.legal_given) || ' ' || c.legal_family as name,
      c.sort_key, e.sessions as "sessionIds", w.sessions as "awayIn"
    from people.client c join (select client_id, json_agg(id) as sessions from expected group by client_id) e
      on e.client_id = c.id
    left join (select client_id, json_agg(id) as sessions from away group by client_id) w on w.client_id = c.id
    where c.organization_id = $1),
  look as (insert into floor.looks (person, items, at)
    select $4, array_agg("clientId"), now() from named)
  select coalesce(json_agg(n order by n.sort_key), '[]')::text as body from named n`

/** The open inquiries of an organization in one statement that writes the look too. */
const contacts = `with open as (
    select id, code, site_id, asker, caller, given, family, urgent, received_at,
      call_due_at, reached_at, checked_at, booked_at, assessed_at, offered_at, started_at, version
    from inquiry.contact where organization_id = $1 and lost_at is null and started_at is null
      and joined_into is null),
  look as (insert into floor.looks (person, items, at) select $2, array_agg(id), now() from open)
  select coalesce(json_agg(o order by o.received_at), '[]')::text as body from open o`
