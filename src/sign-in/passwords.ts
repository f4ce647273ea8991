import { argon2, timingSafeEqual } from 'node:crypto'
import type { Random } from '#kernel/ids.ts'

// OWASP Password Storage Cheat Sheet: argon2id with at least 19 MiB, 2 passes, 1 lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const atOnce = 2
let running = 0
const waiting: (() => void)[] = []

/** Hashes a password with argon2id off the event loop, two at a time; answers the PHC string. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random(16)
  const tag = await derive(password, salt, cost)
  return phcOf(salt, tag)
}

/** Whether a password fits a hash. Without a hash it takes as long and answers no. */
export async function fitsPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash ?? nobodysHash)
  if (!parts) return false
  const expected = Buffer.from(parts[5] ?? '', 'base64')
  const settings = {
    memory: Number(parts[1]),
    passes: Number(parts[2]),
    parallelism: Number(parts[3]),
    tagLength: expected.length,
  }
  const tag = await derive(password, Buffer.from(parts[4] ?? '', 'base64'), settings)
  return timingSafeEqual(tag, expected) && Boolean(hash)
}

const nobodysHash = phcOf(Buffer.alloc(16), Buffer.alloc(32))

async function derive(password: string, nonce: Uint8Array, settings: typeof cost): Promise<Buffer> {
  while (running >= atOnce) await new Promise<void>(turn => waiting.push(turn))
  running++
  try {
    return await new Promise<Buffer>((done, failed) => {
      argon2('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, ...settings }, (error, tag) =>
        error ? failed(error) : done(tag),
      )
    })
  } finally {
    running--
    waiting.shift()?.()
  }
}

function phcOf(salt: Uint8Array, tag: Uint8Array): string {
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${phc(salt)}$${phc(tag)}`
}

function phc(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
