import type { Random } from '#kernel/ids.ts'
import type { Instant } from '#kernel/time.ts'
import { shortened } from './attendance.ts'

/** What tells two people of one name apart on a tablet; each word has its drawing there. */
export const pictures = [
  'acorn',
  'anchor',
  'basket',
  'bell',
  'boat',
  'bridge',
  'cloud',
  'drum',
  'feather',
  'fern',
  'kettle',
  'key',
  'kite',
  'ladder',
  'lantern',
  'moon',
  'mountain',
  'pear',
  'river',
  'shell',
  'star',
  'sun',
  'tree',
  'wheel',
] as const
/** One of them. */
export type Picture = (typeof pictures)[number]

/** How many rounds a code's hash takes: what a tablet of a few years does in the blink of an eye. */
export const codeRounds = 20_000
/** How long a pairing code holds, in minutes. */
export const pairingMinutes = 10
/** As many signs as a tablet sends at once. */
export const mostSigns = 500

const pairingLetters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const pairingLength = 10

/** The name by which a tablet calls somebody: no family name beyond its first letter. */
export const labelOf = (name: string): string => shortened(name, 1)

/** A number from 0 up, `below` not included, each as likely as any other. */
function drawn(random: Random, below: number): number {
  const whole = 0x10000 - (0x10000 % below)
  for (;;) {
    const [high = 0, low = 0] = random(2)
    const number = high * 256 + low
    if (number < whole) return number % below
  }
}

/** A pairing code: nothing in it looks like something else. */
export function newPairingCode(random: Random): string {
  return Array.from({ length: pairingLength }, () => pairingLetters[drawn(random, pairingLetters.length)]).join('')
}

/** A pairing code as somebody typed it, in small letters or with gaps. */
export const pairingCodeOf = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')

/** Whether a code is the first that anybody would try: one digit four times, or four in a row. */
export function isEasy(code: string): boolean {
  const steps = new Set([...code].slice(1).map((digit, at) => Number(digit) - Number(code[at])))
  return steps.size === 1 && [-1, 0, 1].some(step => steps.has(step))
}

/** Four digits, each four as likely as any other but for the easy ones. */
export function newCode(random: Random): string {
  for (;;) {
    const code = String(drawn(random, 10_000)).padStart(4, '0')
    if (!isEasy(code)) return code
  }
}

/** One of the pictures that nobody of the same name has; any, when all are taken. */
export function newPicture(random: Random, taken: ReadonlySet<string>): Picture {
  const free = pictures.filter(picture => !taken.has(picture))
  const among = free.length > 0 ? free : pictures
  return among[drawn(random, among.length)] ?? pictures[0]
}

/** What a device noted of one moment: its own clock, and what was to be added to it. */
export type Noted = { deviceAt: Instant; offsetMs: number }

/**
 * Whether the device's clock was set anew between a sign and its sending: what was to be added then is not what is to
 * be added now, or what it noted lies ahead of now. A person looks at such a sign.
 */
export function isDoubtful(noted: Noted, sent: { now: Instant; deviceNow: Instant }, withinMinutes: number): boolean {
  const now = Date.parse(sent.now)
  const moved = Math.abs(now - Date.parse(sent.deviceNow) - noted.offsetMs)
  const ahead = Date.parse(noted.deviceAt) + noted.offsetMs - now
  return Math.max(moved, ahead) > withinMinutes * 60_000
}
