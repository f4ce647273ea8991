import { z } from 'zod'
import type { Leaving } from '#edge/http.ts'
import type { AnyDoor } from '#kernel/door.ts'
import { Refusal } from '#kernel/refusal.ts'
import { pauseMinutes } from './sign-in.ts'

const entering = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('entered'),
    token: z.string().min(1),
    side: z.enum(['staff', 'me']),
    maxAgeSeconds: z.number(),
  }),
  z.object({ kind: z.literal('code-needed'), ticket: z.string() }),
  z.object({ kind: z.literal('code-to-enroll'), ticket: z.string(), secret: z.string(), otpauth: z.string() }),
  z.object({
    kind: z.literal('refused'),
    code: z.enum(['not-known-together', 'code-wrong', 'paused', 'ticket-over']),
    triesLeft: z.number(),
    until: z.string().nullable(),
    seconds: z.number(),
  }),
  z.object({ kind: z.enum(['unlocked', 'confirmed', 'changed']) }),
])
type Refused = Extract<z.infer<typeof entering>, { kind: 'refused' }>

const turned = new Set([
  'sign-in.enter',
  'sign-in.confirm-code',
  'sign-in.step-in',
  'sign-in.unlock',
  'sign-in.confirm-again',
  'sign-in.change-password',
])

/**
 * Turns a sign-in door's answer into what may leave: a session's secret goes into its cookie and never into a body, and
 * a try that failed, whose count had to be kept, becomes the refusal that it is.
 */
export function leaving(door: AnyDoor, answer: unknown, side: string): Leaving {
  if (door.name === 'sign-in.leave') return { answer, cookie: gone(side) }
  if (!turned.has(door.name)) return { answer }
  const ended = entering.parse(answer)
  if (ended.kind === 'refused') throw refusalFor(ended)
  if (ended.kind === 'changed') return { answer: ended, cookie: gone(side) }
  if (ended.kind !== 'entered') return { answer: ended }
  const { token, maxAgeSeconds } = ended
  return { answer: { kind: 'entered' }, cookie: { side: ended.side, token, maxAgeSeconds } }
}

function gone(side: string) {
  return { side, token: null, maxAgeSeconds: 0 }
}

function refusalFor({ code, triesLeft, until, seconds }: Refused): Refusal {
  const left = `${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left before a ${pauseMinutes} min pause.`
  const facts = { triesLeft, pauseMinutes }
  if (code === 'not-known-together') return new Refusal(code, `Not known together. ${left}`, { status: 401, facts })
  if (code === 'code-wrong') return new Refusal(code, `Not the code of this moment. ${left}`, { status: 401, facts })
  if (code === 'ticket-over') return new Refusal(code, 'This sign-in took too long. Start again.', { status: 401 })
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return new Refusal(code, `Too many tries. Try again in ${minutes} min.`, { status: 429, facts: { until, seconds } })
}
