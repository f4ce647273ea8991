import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import pg from 'pg'

/**
 * The floor: what any correct server must do and nothing else, against which ours is measured. It looks the session up,
 * checks a policy, writes current row, history row and a hash-chained audit row in one statement; a read writes its
 * look. No validation, no framework, fsync on.
 */
export async function openFloor(
  owner: pg.PoolConfig,
): Promise<{ server: Server; token: string; id: string; close(): Promise<void> }> {
  const pool = new pg.Pool({ ...owner, max: 10 })
  const token = randomUUID()
  const id = randomUUID()
  await pool.query(`create schema if not exists floor;
    create table floor.session (token_hash text primary key, person uuid not null, roles text[] not null,
      ends_at timestamptz not null);
    create table floor.item (id uuid primary key, body jsonb not null, version int not null);
    create table floor.item_history (id uuid, version int, body jsonb not null, at timestamptz not null,
      primary key (id, version));
    create table floor.audit (seq bigint generated always as identity primary key, hash text not null,
      body text not null);
    create table floor.look (seq bigint generated always as identity primary key, person uuid not null,
      item uuid not null, at timestamptz not null)`)
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
    if (request.method === 'POST') {
      const made = randomUUID()
      await pool.query({ name: 'write', text: write, values: [made, body, `${person} made ${made}`] })
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: made }))
    }
    const found = await pool.query({ name: 'read', text: read, values: [request.url?.slice(1), person] })
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found.rows[0].body))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    server,
    token,
    id,
    close: async () => {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
      await pool.end()
    },
  }
}
