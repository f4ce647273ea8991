import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import helmet from '@fastify/helmet'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { openServer } from '#edge/http.ts'
import { openApiOf } from '#edge/openapi.ts'
import { nobody } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import { feedOf } from '#rooms/timetable/feeds.ts'
import { leaving } from '#sign-in/leaving.ts'
import { hashOf } from '#sign-in/sign-in.ts'
import { addFront, type Front } from './front.ts'

/** What the server stands on. */
export type ServerParts = {
  house: House
  log: Logger
  webFolder: string
  version: string
  trustProxy: boolean
  /** How often one sign-in or token may ask within a minute. */
  mostMinutely?: number
}

const readyWithin = 2_000

/** The whole server: the doors, the pages, and what a watchman asks. */
export async function openWholeServer(parts: ServerParts): Promise<FastifyInstance> {
  const { house, log, webFolder } = parts
  const version = `${parts.version}+${buildOf(webFolder)}`
  const server = await openServer({ ...parts, version, leaving })
  await server.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: parts.trustProxy ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
  })
  const document = JSON.stringify(openApiOf(house.parts.doors, parts.version))
  server.get('/api/openapi.json', (_request, reply) => reply.type('application/json').send(document))
  addWatch(server, parts)
  addCalendars(server, house)
  addPages(server, { webFolder, version, front: await addFront(server, { house, log, webFolder }) })
  return server
}

function addWatch(server: FastifyInstance, { house }: ServerParts): void {
  server.get('/healthz', () => ({ alive: true }))
  server.get('/readyz', async (_request, reply) => {
    const { promise, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new Error('slow')), readyWithin)
    try {
      await Promise.race([house.parts.pool.query('select 1'), promise])
      return { ready: true }
    } catch {
      return reply.status(503).header('retry-after', '2').send({ ready: false, says: 'The database is not answering.' })
    } finally {
      clearTimeout(timer)
    }
  })
  server.get('/metrics', async (request, reply) => {
    if (!(await mayMeasure(house, request))) return reply.status(404).send('')
    const { rss, heapUsed } = process.memoryUsage()
    const { totalCount, idleCount, waitingCount } = house.parts.pool
    const lines = [
      ['footbridge_uptime_seconds', Math.round(process.uptime())],
      ['footbridge_resident_bytes', rss],
      ['footbridge_heap_bytes', heapUsed],
      ['footbridge_connections', totalCount],
      ['footbridge_connections_idle', idleCount],
      ['footbridge_connections_waited_for', waitingCount],
    ]
    return reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(`${lines.map(line => line.join(' ')).join('\n')}\n`)
  })
}

/**
 * Calendars for programs on people's phones, by the secret in the address. What opens nothing is a missing page like
 * any other, so that nobody learns whether a link was ever good.
 */
function addCalendars(server: FastifyInstance, house: House): void {
  server.get<{ Params: { secret: string } }>('/calendar/:secret(^[\\w-]{43}).ics', async (request, reply) => {
    const feed = await house.see(nobody, feedOf, { secret: request.params.secret })
    if (feed.kind === 'nothing') return reply.callNotFound()
    // Each writing has its own time in it; only what was planned counts as a change.
    const tag = `W/"${hashOf(feed.text.replaceAll(/^DTSTAMP:.*$/gm, '')).toString('base64url')}"`
    reply.headers({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer', etag: tag })
    if (request.headers['if-none-match'] === tag) return reply.status(304).send()
    return reply.type('text/calendar; charset=utf-8').send(feed.text)
  })
}

/** Figures are for this computer, or for who brings a token; what came through a proxy is not this computer's. */
async function mayMeasure(house: House, request: FastifyRequest): Promise<boolean> {
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded
  if (!forwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)) return true
  const token = /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1]
  if (!token) return false
  const found = await house.parts.pool.query('select from sign_in.identify($1, $2, $3, true)', [
    hashOf(token),
    'token',
    house.parts.clock(),
  ])
  return found.rowCount === 1
}

/** A word that changes with every build of the pages, so that an old page knows it is old. */
function buildOf(webFolder: string): string {
  const manifest = path.join(webFolder, '.vite', 'manifest.json')
  return existsSync(manifest) ? hashOf(readFileSync(manifest, 'utf8')).toString('hex').slice(0, 8) : 'no-pages'
}

const filePolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

type PageParts = { webFolder: string; version: string; front: Front }

function addPages(server: FastifyInstance, { webFolder, version, front }: PageParts): void {
  const staff = pageOf(webFolder, 'staff.html')
  const me = pageOf(webFolder, 'me.html')
  const kiosk = pageOf(webFolder, 'kiosk.html')
  server.register(files, {
    root: webFolder,
    index: false,
    // The build lays small forms of each file beside it.
    preCompressed: true,
    // A folder is no page: what ends with a stroke is missing like anything else that is not there.
    allowedPath: name => !name.endsWith('.html') && !name.includes('/.') && !name.endsWith('/'),
    setHeaders: (response, name) => {
      // A worker fetches by the policy of its own file, so it may ask its own house, and nobody else.
      response.header('content-security-policy', filePolicy)
      response.header(
        'cache-control',
        name.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  const show =
    (page: string, camera = '()') =>
    (_request: FastifyRequest, reply: FastifyReply) =>
      showPage(reply.header('permissions-policy', `camera=${camera}, microphone=(), geolocation=()`), page, version)
  for (const address of ['/staff', '/staff/*']) server.get(address, show(staff))
  for (const address of ['/me', '/me/*']) server.get(address, show(me))
  // The tablet reads cards with its camera, and needs nothing else of the device; the other pages need not even that.
  for (const address of ['/kiosk', '/kiosk/*']) server.get(address, show(kiosk, '(self)'))
  server.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET') return reply.status(404).send('')
    return front.missing(request, reply)
  })
}

function pageOf(webFolder: string, name: string): string {
  const file = path.join(webFolder, name)
  return existsSync(file)
    ? readFileSync(file, 'utf8')
    : '<!doctype html><title>Footbridge</title><p>The pages are not built yet.</p>'
}

function showPage(reply: FastifyReply, page: string, version: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
  return reply
    .headers({
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'footbridge-version': version,
      'x-frame-options': 'DENY',
    })
    .type('text/html; charset=utf-8')
    .send(page.replaceAll('__NONCE__', nonce))
}
