import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Wrong passwords or codes before a pause, for one e-mail and for one address. */
export const triesPerAccount = 5
export const triesPerAddress = 30
/** How long a pause lasts after too many wrong ones. */
export const pauseMinutes = 15
/** A session ends after this long, whatever is done in it. */
export const sessionSeconds = 12 * 3600
/** What a password must have: length alone, as NIST SP 800-63B asks. */
export const passwordLength = { least: 12, most: 200 }
const stepSeconds = 30
/** How far ahead of now a code's step may lie. */
export const stepsAhead = 1

/** What the database keeps instead of a secret. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** The six digits of a step. @law RFC 6238, RFC 4226 5.3 */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac[19] ?? 0) & 0x0f
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/**
 * Which step a code belongs to, one before or after now allowed for slow clocks; undefined when none, or when that
 * step or a later one was used already, so that a code seen over a shoulder is worth nothing.
 */
export function stepOfCode(
  secret: Uint8Array,
  code: string,
  { now, lastStep }: { now: string; lastStep: number },
): number | undefined {
  const current = Math.floor(Date.parse(now) / 1000 / stepSeconds)
  // A step that lies ahead was taken while the clock ran ahead; it must not keep its owner out until then.
  const last = lastStep > current + stepsAhead ? 0 : lastStep
  const typed = Buffer.from(code.padEnd(6).slice(0, 6))
  let found: number | undefined
  for (const step of [current - 1, current, current + 1]) {
    if (timingSafeEqual(typed, Buffer.from(codeAt(secret, step))) && step > last) found = step
  }
  return found
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A secret as authenticator apps take it, by hand. */
export function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map(five => letters[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** The address that an authenticator app scans. */
export function otpauth(secret: Uint8Array, email: string): string {
  const settings = `secret=${base32(secret)}&issuer=Footbridge&algorithm=SHA1&digits=6&period=${stepSeconds}`
  return `otpauth://totp/Footbridge:${encodeURIComponent(email)}?${settings}`
}
