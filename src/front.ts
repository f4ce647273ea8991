import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { faultsOf } from '#edge/body.ts'
import { floodsIn } from '#edge/flood.ts'
import type { House } from '#kernel/house.ts'
import { Refusal } from '#kernel/refusal.ts'
import { dayIn } from '#kernel/time.ts'
import { askRoutes } from '#rooms/welcome/front/ask-routes.ts'
import type { FrontFacts, Language } from '#rooms/welcome/front/facts.ts'
import { frame } from '#rooms/welcome/front/frame.ts'
import { ownRoutes } from '#rooms/welcome/front/own-routes.ts'
import { type TroubleStatus, troublePage } from '#rooms/welcome/front/trouble.ts'
import type { Form, FrontPage, FrontRoute, Visit } from '#rooms/welcome/front/visit.ts'
import { english } from '#rooms/welcome/front/words-en.ts'
import { spanish } from '#rooms/welcome/front/words-es.ts'
import { front } from '#rooms/welcome/front.ts'
import { welcomeRule } from '#rooms/welcome/rules.ts'

// The public pages: plain documents over GET and POST, with no script, no cookie, and nobody behind them. No cookie
// is ever read here, and nothing of what somebody sends is ever written to the log.

const mostBody = 16 * 1024
const mostFields = 60

/** What one address may send in a minute: far more than a person, far less than would weary the database. */
const mostSentMinutely = 600

/** Every public page of the house. */
export const frontRoutes: readonly FrontRoute[] = [...ownRoutes, ...askRoutes]

/** Reads the body of a form: each field once, the first value counts. Refuses what no form of ours ever sends. */
export function readForm(body: string): Form {
  const fields = [...new URLSearchParams(body)]
  const broken = fields.flat().some(words => faultsOf(words).length > 0)
  if (broken || fields.length > mostFields) throw new Refusal('not-taken', 'This form cannot be read.', { status: 400 })
  return new Map(fields.toReversed())
}

/** What the public pages stand on. */
export type FrontParts = { house: House; log: Logger; webFolder: string }

/** The pages as a server shows them, and its answer to an address where no page is. */
export type Front = { missing(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> }

/** Adds the public pages, their sheet of styles, and what robots may read. */
export async function addFront(server: FastifyInstance, parts: FrontParts): Promise<Front> {
  const kept = keptFacts(parts.house)
  const styles = stylesOf(parts.webFolder)
  const shows: Shows = { ...parts, kept, styles: styles.address, floods: floodsIn(parts.house, mostSentMinutely) }
  await server.register(async scope => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: mostBody },
      (_request, body, done) => {
        try {
          done(null, readForm(String(body)))
        } catch (error) {
          done(error instanceof Error ? error : new Error('form'))
        }
      },
    )
    scope.setErrorHandler((error, request, reply) => {
      const status = statusOf(error, parts.log)
      parts.log.info({ status }, 'refused')
      return showTrouble(shows, request, reply, status)
    })
    for (const route of frontRoutes) addRoute(scope, shows, route)
    scope.get('/es', (_request, reply) => reply.redirect('/es/', 308))
    scope.get('/robots.txt', (_request, reply) =>
      reply.headers({ 'cache-control': 'no-cache' }).type('text/plain; charset=utf-8').send(robots),
    )
    scope.get<{ Querystring: { v?: string } }>('/front.css', (request, reply) =>
      reply
        .headers({
          'cache-control': request.query.v === styles.mark ? 'public, max-age=31536000, immutable' : 'no-cache',
        })
        .type('text/css; charset=utf-8')
        .send(styles.text),
    )
  })
  return { missing: (request, reply) => showTrouble(shows, request, reply, 404) }
}

const robots = [
  'User-agent: *',
  ...frontRoutes.filter(each => !each.listed).flatMap(each => [`Disallow: ${each.path}`, `Disallow: /es${each.path}`]),
  ...['/api/', '/staff', '/me', '/kiosk', '/calendar/'].map(each => `Disallow: ${each}`),
  '',
].join('\n')

type Shows = FrontParts & { kept: KeptFacts; styles: string; floods: (address: string) => number }

function stylesOf(webFolder: string): { text: string; mark: string; address: string } {
  const file = path.join(webFolder, 'front.css')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 10)
  return { text, mark, address: `/front.css?v=${mark}` }
}

function addRoute(scope: FastifyInstance, shows: Shows, route: FrontRoute): void {
  for (const language of ['en', 'es'] as const) {
    const url = language === 'en' ? route.path : `/es${route.path}`
    const { get, post } = route
    const answer = async (request: FastifyRequest, reply: FastifyReply, how: NonNullable<FrontRoute['get']>) => {
      const host = hostOf(request)
      const facts = await shows.kept(host)
      if (facts === 'away') return showTrouble(shows, request, reply, 503)
      if (!facts) {
        // A house that shows nothing of itself is for its staff alone; that is what its first address always was.
        if (url === '/' || url === '/es/') return reply.headers({ 'cache-control': 'no-store' }).redirect('/staff')
        return showTrouble(shows, request, reply, 404)
      }
      const from = { address: request.ip, device: '' }
      const visit: Visit = {
        language,
        words: language === 'en' ? english : spanish,
        facts,
        host,
        form: request.body instanceof Map ? request.body : new Map(),
        pass: (door, input) => shows.house.greet(door, input, from),
      }
      const page = await how(visit)
      return show(shows, reply, { page, facts, language, listed: route.listed, kept: route.listed && how === get })
    }
    if (get) scope.get(url, (request, reply) => answer(request, reply, get))
    if (post)
      scope.post(url, (request, reply) => {
        const refused = fromElsewhere(request) ? 403 : shows.floods(request.ip) ? 503 : undefined
        if (refused) {
          shows.log.info({ status: refused }, 'refused')
          return showTrouble(shows, request, reply, refused)
        }
        return answer(request, reply, post)
      })
  }
}

/** Only our own pages send forms here: whoever is led to send one from another site did not mean to. */
function fromElsewhere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site) return site !== 'same-origin'
  // A page that tells nobody where it was sends no origin but the word null.
  const { origin } = request.headers
  return Boolean(origin && origin !== 'null' && !(URL.canParse(origin) && new URL(origin).host === request.host))
}

const hostOf = (request: FastifyRequest) => request.hostname.toLowerCase().slice(0, 253)
const languageAt = (request: FastifyRequest): Language => (/^\/es(\/|$|\?)/.test(request.url) ? 'es' : 'en')

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

type Shown = { page: FrontPage; facts: FrontFacts | null; language: Language; listed: boolean; kept: boolean }

function show(shows: Shows, reply: FastifyReply, shown: Shown): FastifyReply {
  const { page, facts, language } = shown
  const status = page.status ?? 200
  const listed = shown.listed && status === 200
  const around = { facts, styles: shows.styles, listed }
  const document = frame(page, language === 'en' ? english : spanish, around)
  return reply
    .status(status)
    .headers({
      'content-security-policy': policy,
      'cache-control': shown.kept && status === 200 ? 'private, max-age=60' : 'no-store',
      'content-language': language,
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
      'x-frame-options': 'DENY',
      ...(listed ? {} : { 'x-robots-tag': 'noindex' }),
    })
    .type('text/html; charset=utf-8')
    .send(document.text)
}

async function showTrouble(
  shows: Shows,
  request: FastifyRequest,
  ...[reply, status]: [FastifyReply, TroubleStatus]
): Promise<FastifyReply> {
  const found = await shows.kept(hostOf(request)).catch(() => null)
  const facts = found === 'away' ? null : found
  const language = languageAt(request)
  const page = troublePage(status, language === 'en' ? english : spanish, facts)
  if (status === 503) reply.header('retry-after', '30')
  return show(shows, reply, { page, facts, language, listed: false, kept: false })
}

/** What a page says of an error; what nobody can explain is written down, without a word of what was sent. */
function statusOf(error: unknown, log: Logger): TroubleStatus {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 413
  if (code.startsWith('FST_ERR_CTP')) return 400
  if (error instanceof Refusal && (error.status === 400 || error.status === 503)) return error.status
  if (error instanceof Refusal && error.code === 'damaged') {
    log.error(error.facts, 'damaged')
    return 500
  }
  const at = error instanceof Error ? (error.stack ?? '').split('\n').filter(line => line.startsWith('    at ')) : []
  log.error({ name: error instanceof Error ? error.name : 'unknown', at: at.slice(0, 6).join(' | ') }, 'bug')
  return 500
}

/** Answers what the house shows at an address; null when nothing, `away` when nobody can tell and nobody could. */
type KeptFacts = (host: string) => Promise<FrontFacts | 'away' | null>

/** Hosts are whatever somebody sends, so only so many are remembered. */
const mostHosts = 64

/** Keeps what is shown for some seconds, and for longer while the database is away. The moment is always now. */
function keptFacts(house: House): KeptFacts {
  const known = new Map<string, { at: number; facts: FrontFacts | null }>()
  const asking = new Map<string, ReturnType<typeof askNow>>()
  const askNow = (host: string) => house.greet(front, { host }, { address: '', device: '' })
  // Everybody who comes while it is being asked waits for the same answer.
  const ask = (host: string) => {
    const under = asking.get(host) ?? askNow(host).finally(() => asking.delete(host))
    asking.set(host, under)
    return under
  }
  return async host => {
    const now = house.parts.clock()
    const at = Date.parse(now)
    const before = known.get(host)
    const keptFor = welcomeRule('front-kept', dayIn('UTC', now)) * 1000
    if (before && Math.abs(at - before.at) < keptFor) return before.facts && { ...before.facts, now }
    try {
      const found = await ask(host)
      const facts = found.kind === 'shown' ? found.facts : null
      known.delete(host)
      known.set(host, { at, facts })
      for (const oldest of known.keys()) if (known.size > mostHosts) known.delete(oldest)
      return facts
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 503) throw error
      return before ? before.facts && { ...before.facts, now } : 'away'
    }
  }
}
