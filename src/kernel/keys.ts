import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { Random } from './ids.ts'
import { damaged } from './refusal.ts'

/** What only this house can do: wrap client keys, fingerprint secrets. Made from the master key in `secrets/`. */
export type Keys = {
  /** AES-256-GCM with a key; the answer holds nonce, tag and text. */
  lock(key: Uint8Array, plain: Uint8Array, random: Random): Buffer
  unlock(key: Uint8Array, locked: Uint8Array): Buffer
  /** A client key made unreadable without the master key, and back. */
  wrap(key: Uint8Array, random: Random): Buffer
  unwrap(wrapped: Uint8Array): Buffer
  /** The same for the same text, and no way back without the master key: stands for a text in the journal. */
  fingerprint(text: string): string
}

/** Derives the house's keys from its 32-byte master key. */
export function keysFrom(master: Uint8Array): Keys {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', master, '', `footbridge ${purpose}`, 32))
  const wrapping = derive('client keys')
  const printing = derive('fingerprints')
  return {
    lock,
    unlock,
    wrap: (key, random) => lock(wrapping, key, random),
    unwrap: wrapped => unlock(wrapping, wrapped),
    fingerprint: text => `hmac-sha256:${createHmac('sha256', printing).update(text).digest('base64url')}`,
  }
}

function lock(key: Uint8Array, plain: Uint8Array, random: Random): Buffer {
  const nonce = random(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text])
}

function unlock(key: Uint8Array, locked: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, locked.subarray(0, 12))
  decipher.setAuthTag(locked.subarray(12, 28))
  const text = decipher.update(locked.subarray(28))
  try {
    return Buffer.concat([text, decipher.final()])
  } catch {
    throw damaged('a locked text')
  }
}
