import { Transform } from 'node:stream'
import type { preParsingAsyncHookHandler } from 'fastify'
import { Refusal } from '#kernel/refusal.ts'

const deepest = 32
const small = 256 * 1024

/**
 * A hook that counts what is held of all bodies together, each until its answer has left, and refuses what would go
 * beyond. Counted as it comes, so that who announces much and sends nothing keeps nobody out.
 */
export function boundOnBodies(most: number): preParsingAsyncHookHandler {
  let held = 0
  return async (request, reply, payload) => {
    // Most have none, or a small one and say so: they need no counting.
    const { 'content-length': length, 'transfer-encoding': pieces } = request.headers
    if (pieces === undefined && Number(length ?? 0) <= small) return payload
    let own = 0
    const counted = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        if (held + chunk.length > most) return done(tooMany())
        held += chunk.length
        own += chunk.length
        done(null, chunk)
      },
    })
    // Whoever read has gone once it was refused, and an error that nobody hears would end the program.
    counted.on('error', () => undefined)
    payload.on('error', error => counted.destroy(error))
    reply.raw.once('close', () => {
      held -= own
      payload.unpipe(counted)
      counted.destroy()
    })
    return payload.pipe(counted)
  }
}

const tooMany = () =>
  new Refusal('busy', 'Many people are sending something large at once. Nothing was written; send it again.', {
    status: 503,
  })

/**
 * Reads a JSON body and refuses, by place, what no form of ours ever sends: nesting past 32, `__proto__` and its kin,
 * NUL, half a surrogate pair, a number that is no number.
 */
export function readBody(text: string): unknown {
  tooDeep(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal('not-json', 'The body is not JSON.', { status: 400 })
  }
  const faults = faultsOf(value)
  if (faults.length > 0)
    throw new Refusal('not-taken', `Something in this is never taken: ${faults[0]?.place}.`, {
      status: 400,
      places: faults,
    })
  return value
}

/** Counts brackets outside strings, so that nothing deep is ever parsed. */
function tooDeep(text: string): void {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === 0x5c) at++
      else if (code === 0x22) quoted = false
    } else if (code === 0x22) quoted = true
    else if (code === 0x7b || code === 0x5b) {
      depth++
      if (depth > deepest)
        throw new Refusal('too-deep', `The body nests deeper than ${deepest} levels, at character ${at}.`, {
          status: 400,
        })
    } else if (code === 0x7d || code === 0x5d) depth--
  }
}

/** Names every place of a value that is never taken. Also used for the values of an address. */
export function faultsOf(value: unknown): { place: string; says: string }[] {
  const faults: { place: string; says: string }[] = []
  const look = (part: unknown, place: string): void => {
    if (typeof part === 'string') {
      if (part.includes('\0')) faults.push({ place: place || 'the whole', says: 'This text holds a NUL character.' })
      if (!part.isWellFormed()) faults.push({ place: place || 'the whole', says: 'This text holds half a character.' })
    } else if (Array.isArray(part)) {
      part.forEach((each, at) => {
        look(each, `${place}[${at}]`)
      })
    } else if (typeof part === 'object' && part !== null) {
      for (const [name, each] of Object.entries(part)) {
        const here = place ? `${place}.${name}` : name
        if (['__proto__', 'constructor', 'prototype'].includes(name))
          faults.push({ place: here, says: 'A field may not have this name.' })
        else if (name.includes('\0') || !name.isWellFormed())
          faults.push({ place: place || 'the whole', says: 'A field’s name holds a broken character.' })
        else look(each, here)
      }
    }
  }
  look(value, '')
  return faults
}
