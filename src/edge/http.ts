import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type AnyDoor, type FileOf, isInner, pathOf, routeOf } from '#kernel/door.ts'
import type { Caller, House } from '#kernel/house.ts'
import { problemOf, Refusal } from '#kernel/refusal.ts'
import { boundOnBodies, faultsOf, readBody } from './body.ts'
import { deviceWords } from './device-words.ts'
import { floodsIn } from './flood.ts'

/** What sign-in adds to an answer: the cookie to set or clear, and the answer without the secret. */
export type Leaving = { answer: unknown; cookie?: { side: string; token: string | null; maxAgeSeconds: number } }

/** What http needs beside the house. */
export type HttpParts = {
  house: House
  log: Logger
  version: string
  /** Looks at a sign-in door's answer before it leaves. */
  leaving(door: AnyDoor, answer: unknown, side: string): Leaving
  trustProxy: boolean
  /** How often one sign-in or token may ask within a minute; unless it is said, as often as it likes. */
  mostMinutely?: number
}

/** What every answer says that is no page and no file: nothing in it runs, frames it or guesses what it is. */
const inert = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}
/** Behind a proxy that ends HTTPS, browsers are to come by HTTPS alone. */
const httpsAlone = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }

const sides = new Set(['staff', 'me'])
const ordinaryBody = 256 * 1024
/** What all requests together may hold of what they are sent: some photos at once, and no flood of them. */
const mostOfBodies = 16 * 1024 * 1024

/** A server with one route per door. Pages and other addresses are added by who calls this. */
export async function openServer(parts: HttpParts): Promise<FastifyInstance> {
  const server = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: ordinaryBody,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    // One proxy and no more: whoever calls may write further addresses before the one that the proxy saw.
    trustProxy: parts.trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, _request, reply) => answerTrouble(parts, error, reply),
  }) as unknown as FastifyInstance
  await server.register(cookie)
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, readBody(String(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error('body'))
    }
  })
  server.addHook('preParsing', boundOnBodies(mostOfBodies))
  server.setErrorHandler((error, _request, reply) => answerTrouble(parts, error, reply))
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy')) reply.headers(inert)
  })
  server.addHook('onResponse', async (request, reply) => {
    if (request.url.startsWith('/api/'))
      parts.log.info({
        request: request.id,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      })
  })
  const floods = floodsIn(parts.house, parts.mostMinutely ?? Number.POSITIVE_INFINITY)
  for (const door of parts.house.parts.doors) if (!isInner(door)) addRoute(server, { ...parts, floods }, door)
  server.all('/api/*', (_request, reply) =>
    answerTrouble(
      parts,
      new Refusal('no-such-door', 'There is no such address. /api/openapi.json lists them all.', { status: 404 }),
      reply,
    ),
  )
  return server
}

type Flooding = { floods: ReturnType<typeof floodsIn> }

function addRoute(server: FastifyInstance, parts: HttpParts & Flooding, door: AnyDoor): void {
  const { method } = routeOf(door)
  server.route({
    method,
    url: pathOf(door.name),
    ...(door.kind === 'command' && door.bodyLimit ? { bodyLimit: door.bodyLimit } : {}),
    handler: async (request, reply) => {
      const side = sideOf(request)
      const caller = callerOf(request, side, method)
      if ('token' in caller) refuseFlood(parts.floods(caller.token))
      const input = method === 'GET' ? wordsOf(door, request.query) : request.body
      const answer = await parts.house.pass(door, {
        caller,
        input,
        requestId: request.id,
        key: keyOf(request),
        from: { address: request.ip, device: deviceWords(request.headers['user-agent'] ?? '') },
      })
      if (door.kind === 'query' && door.file) return sendFile(reply, parts.version, await fileOf(door.file, answer))
      const left = parts.leaving(door, answer, side)
      if (left.cookie) setCookie(reply, left.cookie)
      return reply.headers({ 'cache-control': 'no-store', 'footbridge-version': parts.version }).send(left.answer ?? {})
    },
  })
}

/** Before the database is asked: whoever is no longer answered costs nobody else their turn. */
function refuseFlood(seconds: number): void {
  if (seconds === 0) return
  const says = 'So many calls within one minute are more than anybody here needs. Wait until the next minute.'
  throw new Refusal('too-many-calls', says, { status: 429, facts: { seconds } })
}

type Written = { type: string; name: string; content: Uint8Array }

async function fileOf({ type, name, write }: FileOf<unknown>, answer: unknown): Promise<Written> {
  return { type, name, content: await write(answer) }
}

/** A file to keep, which no browser opens in our name, runs, guesses about or remembers. */
function sendFile(reply: FastifyReply, version: string, { type, name, content }: Written): FastifyReply {
  const headers = {
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename="${name}"`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'footbridge-version': version,
  }
  return reply.headers(headers).type(type).send(content)
}

function sideOf(request: FastifyRequest): string {
  const named = request.headers['footbridge-request']
  return typeof named === 'string' && sides.has(named) ? named : ''
}

/**
 * Whose call this is. A cookie counts only beside our own header, which no other site can send without our leave, and
 * from our own origin: that is the whole defence against forged requests.
 */
function callerOf(request: FastifyRequest, side: string, method: string): Caller {
  const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')
  if (bearer?.[1]) return { token: bearer[1], side: 'token' }
  const token = side ? request.cookies[`__Host-${side === 'me' ? 'client' : 'staff'}`] : undefined
  if (!token) return { nobody: true }
  if (method !== 'GET' && !sameOrigin(request))
    throw new Refusal('other-origin', 'This call came from another site.', { status: 403 })
  return { token, side, quiet: request.headers['footbridge-quiet'] === '1' }
}

function sameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site && site !== 'same-origin') return false
  const { origin } = request.headers
  if (!origin) return true
  return URL.canParse(origin) && new URL(origin).host === request.host
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[\w-]{8,200}$/.test(key)) return key
  throw new Refusal('bad-key', 'An Idempotency-Key has 8 to 200 letters, digits, hyphens or underscores.', {
    status: 400,
  })
}

/** An address’s words as the door’s input: numbers, yes/no and lists by what the door takes. */
function wordsOf(door: AnyDoor, words: unknown): unknown {
  if (typeof words !== 'object' || words === null) return {}
  const faults = faultsOf(words)
  if (faults.length > 0)
    throw new Refusal('not-taken', `Something in this is never taken: ${faults[0]?.place}.`, {
      status: 400,
      places: faults,
    })
  const shape: Record<string, unknown> = door.input instanceof z.ZodObject ? door.input.shape : {}
  return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, wordFor(shape[name], value)]))
}

function wordFor(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return wordFor(schema.unwrap(), value)
  if (schema instanceof z.ZodArray)
    return (Array.isArray(value) ? value : [value]).map(each => wordFor(schema.element, each))
  if (typeof value !== 'string') return value
  if (schema instanceof z.ZodNumber && /^-?\d{1,15}(\.\d{1,6})?$/.test(value)) return Number(value)
  if (schema instanceof z.ZodBoolean && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

function setCookie(reply: FastifyReply, { side, token, maxAgeSeconds }: NonNullable<Leaving['cookie']>): void {
  reply.setCookie(`__Host-${side === 'me' ? 'client' : 'staff'}`, token ?? '', {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'strict',
    maxAge: token ? maxAgeSeconds : 0,
  })
}

const tooLarge = 'FST_ERR_CTP_BODY_TOO_LARGE'
const notTaken = new Set([
  'FST_ERR_CTP_INVALID_MEDIA_TYPE',
  'FST_ERR_CTP_EMPTY_TYPE',
  'FST_ERR_CTP_EMPTY_JSON_BODY',
  'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
])

/** The last is a way out of the folder of the pages, as every scanner tries it. */
const unreadable = new Set(['FST_ERR_BAD_URL', 'FST_ERR_MAX_PARAM_LENGTH', 'FST_STATIC_FORBIDDEN_PATH'])

function meaningOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === tooLarge) return new Refusal('too-large', 'This is larger than what is taken here.', { status: 413 })
  if (notTaken.has(code)) return new Refusal('not-json', 'Send the body as application/json.', { status: 415 })
  if (unreadable.has(code)) return new Refusal('bad-address', 'This address cannot be read.', { status: 400 })
  return undefined
}

function answerTrouble(parts: HttpParts, error: unknown, reply: FastifyReply): FastifyReply {
  const { request } = reply
  const refusal = meaningOf(error)
  const where = { request: request.id, route: request.routeOptions.url }
  if (refusal?.code === 'damaged') parts.log.error({ ...where, ...refusal.facts }, 'damaged')
  else if (refusal) parts.log.info({ ...where, status: refusal.status, code: refusal.code }, 'refused')
  else parts.log.error({ ...where, name: nameOf(error), at: placeOf(error) }, 'bug')
  const told =
    refusal ??
    new Refusal(
      'bug',
      'This did not work, through no fault of yours. Nothing was written. Tell your administrator the number.',
      { status: 500 },
    )
  if (told.status === 503) reply.header('retry-after', '2')
  if (told.status === 429) reply.header('retry-after', String(told.facts.seconds ?? 60))
  // Said here as well, because an address that cannot be read passes none of the hooks.
  return reply
    .status(told.status)
    .headers({ 'cache-control': 'no-store', ...inert, ...(parts.trustProxy ? httpsAlone : {}) })
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(told, request.id)))
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name
}

/** Where a bug is, without its message: a message may hold somebody's words. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const lines = (error.stack ?? '').split('\n').filter(line => line.trimStart().startsWith('at '))
  return lines
    .slice(0, 6)
    .map(line => line.trim())
    .join(' | ')
}
