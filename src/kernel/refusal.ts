import type { z } from 'zod'

/** Where in the input a refusal points, and what it says of that place: `contacts[0].value`. */
export type Place = { place: string; says: string }

/** What a refusal may carry to the caller: facts to act on, never a word about somebody else. */
export type Facts = Record<string, unknown>

/** The caller asked for something that cannot be, and can act on it. Becomes problem+json (RFC 9457). */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly facts: Facts
  readonly places: Place[]

  constructor(code: string, says: string, options: { status?: number; facts?: Facts; places?: Place[] } = {}) {
    super(says)
    this.name = 'Refusal'
    this.code = code
    this.status = options.status ?? 409
    this.facts = options.facts ?? {}
    this.places = options.places ?? []
  }
}

/** The clients that facts name: what is told beside a refusal is a look at them. */
export function clientsIn(facts: unknown): string[] {
  if (typeof facts !== 'object' || facts === null) return []
  return Object.entries(facts).flatMap(([name, each]) =>
    name === 'clientId' && typeof each === 'string' ? [each] : clientsIn(each),
  )
}

/** The wire form of a refusal or a bug. `instance` is the request id, to be told to whoever helps. */
export type ProblemBody = {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  facts: Facts
  places: Place[]
}

/** Writes a refusal as RFC 9457 problem+json. */
export function problemOf(refusal: Refusal, requestId: string): ProblemBody {
  return {
    type: `/problems/${refusal.code}`,
    title: refusal.code.replaceAll('-', ' '),
    status: refusal.status,
    detail: refusal.message,
    instance: requestId,
    facts: refusal.facts,
    places: refusal.places,
  }
}

/** The one answer for what does not exist and for what this person may not see: nobody can tell them apart. */
export function notHere(): Refusal {
  return new Refusal('not-here', 'There is nothing here that you may see.', { status: 404 })
}

/** The one answer for a role that may not do this. */
export function notYours(who: readonly string[]): Refusal {
  return new Refusal('not-yours', `This is for: ${who.join(', ')}.`, { status: 403, facts: { who } })
}

/** The one answer for who has not said who they are, or no longer is. */
export function signedOut(): Refusal {
  return new Refusal('signed-out', 'You are signed out. Sign in to go on.', { status: 401 })
}

/** The one answer for what no longer is what was kept: it is never shown. Where it lies is for whoever helps. */
export function damaged(where: string): Refusal {
  const says = 'Something here is damaged on the disk, so it is not shown. The rest works; tell your administrator now.'
  return new Refusal('damaged', says, { status: 500, facts: { where } })
}

/** Nobody overwrites what they have not seen. */
export function versionMissing(): Refusal {
  return new Refusal('version-missing', 'Say which version you saw, so that nobody’s change is lost.', { status: 428 })
}

/** What is wrong with an input, each fault with its place. */
export function invalid(error: z.ZodError): Refusal {
  const places: Place[] = error.issues.flatMap(issue => {
    const at = issue.path
      .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
      .replace(/^\./, '')
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(key => ({
        place: (at && `${at}.`) + (key || 'no name'),
        says: 'This field is not known here.',
      }))
    return [{ place: at || 'the whole', says: issue.message }]
  })
  const named = places
    .slice(0, 3)
    .map(each => each.place)
    .join(', ')
  return new Refusal('not-understood', `Something in this could not be taken: ${named}.`, { status: 422, places })
}
