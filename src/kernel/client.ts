import type { InputOf, NameOf, OutputOf } from './door.ts'
import type { Facts, Place, ProblemBody } from './refusal.ts'

/** A refusal or a fault as the page sees it. `code` is stable; `says` is for the person. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly facts: Facts
  readonly places: Place[]
  readonly requestId: string

  constructor(
    code: string,
    status: number,
    says: string,
    rest: { facts?: Facts; places?: Place[]; requestId?: string } = {},
  ) {
    super(says)
    this.code = code
    this.status = status
    this.facts = rest.facts ?? {}
    this.places = rest.places ?? []
    this.requestId = rest.requestId ?? ''
  }
}

type Listener = (problem: Problem) => void
const listeners = new Set<Listener>()
let side: 'staff' | 'me' | 'nobody' = 'staff'
let version: string | undefined

/** Says once, at the start, whose pages these are; each side has its own cookie, and nobody has none. */
export function callAs(whose: typeof side): void {
  side = whose
}

/** Hears every problem that concerns the whole page: signed-out, locked, resting, offline, new-version. */
export function onProblem(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Does something. The request key makes a repeated press, or a repeated call after a lost answer, one act. */
export async function act<D>(name: NameOf<D>, input: InputOf<D>, options: Partial<Sending> = {}): Promise<OutputOf<D>> {
  return send<OutputOf<D>>(name, input, { ...options, method: 'POST', key: options.key ?? crypto.randomUUID() })
}

/**
 * Sees something. `private`: the input is personal and travels in the body; `quiet`: nobody pressed anything, so the
 * idle lock goes on.
 */
export async function ask<D>(
  name: NameOf<D>,
  input: InputOf<D>,
  options: { private?: boolean; quiet?: boolean; signal?: AbortSignal } = {},
): Promise<OutputOf<D>> {
  return send<OutputOf<D>>(name, input, { ...options, method: options.private ? 'POST' : 'GET' })
}

/** Takes a file that the house writes, with the name that it has for it. */
export async function take<D>(
  name: NameOf<D>,
  input: InputOf<D>,
  options: { private?: boolean; signal?: AbortSignal } = {},
): Promise<{ name: string; content: Blob }> {
  const response = await sent(name, input, { ...options, method: options.private ? 'POST' : 'GET' })
  const named = /filename="([\w.-]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const content = await response.blob().catch(() => {
    throw told(new Problem('offline', 0, 'The connection broke off before the file was here. Try again.'))
  })
  return { name: named ?? 'file', content }
}

type Sending = { method: 'GET' | 'POST'; key?: string; quiet?: boolean; signal?: AbortSignal }

async function send<Answer>(name: string, input: unknown, options: Sending): Promise<Answer> {
  const response = await sent(name, input, options)
  return (response.status === 204 ? undefined : await response.json().catch(() => undefined)) as Answer
}

/** An answer that is no refusal, before it is read. */
async function sent(name: string, input: unknown, options: Sending): Promise<Response> {
  const { method, key, signal, quiet } = options
  const path = `/api/${name.replace('.', '/')}`
  const headers: Record<string, string> = { 'footbridge-request': side }
  if (quiet) headers['footbridge-quiet'] = '1'
  if (key) headers['idempotency-key'] = key
  if (method === 'POST') headers['content-type'] = 'application/json'
  const address = method === 'GET' ? `${path}${addressOf(input)}` : path
  let response: Response
  try {
    response = await fetch(address, {
      method,
      headers,
      credentials: side === 'nobody' ? 'omit' : 'same-origin',
      ...(method === 'POST' ? { body: JSON.stringify(input) } : {}),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw told(new Problem('offline', 0, 'There is no connection. What you wrote is still here.'))
  }
  heardVersion(response.headers.get('footbridge-version'))
  if (response.ok) return response
  const answer: unknown = await response.json().catch(() => undefined)
  throw told(problemFrom(answer, response.status))
}

function addressOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return ''
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(input)) {
    if (Array.isArray(value)) for (const each of value) words.append(name, String(each))
    else if (value !== undefined) words.append(name, String(value))
  }
  return words.size > 0 ? `?${words}` : ''
}

function problemFrom(answer: unknown, status: number): Problem {
  const body = isProblem(answer) ? answer : undefined
  if (!body)
    return new Problem('resting', status, 'The program does not answer as it should. Nothing was lost; try again.')
  return new Problem(body.type.replace('/problems/', ''), status, body.detail, {
    facts: body.facts,
    places: body.places,
    requestId: body.instance,
  })
}

function isProblem(answer: unknown): answer is ProblemBody {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'type' in answer &&
    'detail' in answer &&
    'facts' in answer &&
    'places' in answer
  )
}

const ofThePage = new Set(['signed-out', 'locked', 'resting', 'offline', 'new-version'])

function told(problem: Problem): Problem {
  if (ofThePage.has(problem.code)) for (const listener of listeners) listener(problem)
  return problem
}

function heardVersion(served: string | null): void {
  if (!served) return
  if (version && served !== version) told(new Problem('new-version', 0, 'There is a newer version of this page.'))
  version = served
}
