import { z } from 'zod'
import { isCommonPassword } from '#edge/common-passwords.ts'
import { concealedText } from '#kernel/concealed.ts'
import { type Before, command } from '#kernel/door.ts'
import { instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { actorFor } from './accounts.ts'
import { fitsPassword, hashPassword } from './passwords.ts'
import {
  hashOf,
  otpauth,
  passwordLength,
  sessionSeconds,
  stepOfCode,
  triesPerAccount,
  triesPerAddress,
} from './sign-in.ts'
import * as store from './store.ts'

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'An email address looks like name@place.example.')
const typed = () => concealedText(z.string().min(1, 'Write your password.').max(passwordLength.most))
/** A password that is being chosen. */
export const newPassword = () =>
  concealedText(
    z
      .string()
      .min(passwordLength.least, `Use at least ${passwordLength.least} characters; a sentence is good.`)
      .max(passwordLength.most)
      .refine(text => !isCommonPassword(text), 'Many people have this one, so it is tried first. Choose another.'),
  )
const ticket = () => concealedText(z.string().min(20).max(200))

/** How a try to come in ended. `token` and refusals never leave as they are: the http edge turns them. */
export type Entering =
  | { kind: 'entered'; token: string; side: 'staff' | 'me'; maxAgeSeconds: number }
  | { kind: 'code-needed'; ticket: string }
  | { kind: 'code-to-enroll'; ticket: string; secret: string; otpauth: string }
  | {
      kind: 'refused'
      code: 'not-known-together' | 'code-wrong' | 'paused' | 'ticket-over'
      triesLeft: number
      until: string | null
      /** How long the pause still lasts, by this house's clock. */
      seconds: number
    }

type Checked = { account: store.FoundAccount | undefined; fits: boolean; pausedUntil: string | null }

/** Checks a password outside any transaction, so that a thousand guesses hold no connection. */
async function checkPassword(input: { email: string; password: string }, before: Before): Promise<Checked> {
  const [pause] = await before.look(store.pausesOf(whoTries(input.email, before.from.address), before.now))
  if (pause) return { account: undefined, fits: false, pausedUntil: pause.paused_until }
  const [account] = await before.look(store.accountOf(input.email))
  return { account, fits: await fitsPassword(input.password, account?.password_hash), pausedUntil: null }
}

function isChecked(prepared: unknown): prepared is Checked {
  return typeof prepared === 'object' && prepared !== null && 'fits' in prepared
}

function whoTries(mail: string, address: string): string[] {
  return [`account ${hashOf(mail).toString('base64url')}`, `address ${hashOf(address).toString('base64url')}`]
}

async function failed(work: Work, mail: string, code: 'not-known-together' | 'code-wrong'): Promise<Entering> {
  const [account = '', address = ''] = whoTries(mail, work.from.address)
  const left = await store.countFailure(work, account, triesPerAccount)
  const leftHere = await store.countFailure(work, address, triesPerAddress)
  return { kind: 'refused', code, triesLeft: Math.min(left, leftHere), until: null, seconds: 0 }
}

function paused(work: Work, until: string): Extract<Entering, { kind: 'refused' }> {
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - Date.parse(work.now)) / 1000))
  return { kind: 'refused', code: 'paused', triesLeft: 0, until, seconds }
}

const over: Entering = { kind: 'refused', code: 'ticket-over', triesLeft: 0, until: null, seconds: 0 }

function newSecret(work: Work): string {
  return Buffer.from(work.random(32)).toString('base64url')
}

async function letIn(work: Work, account: store.FoundAccount): Promise<Entering> {
  const token = newSecret(work)
  const side = account.side === 'staff' ? 'staff' : 'me'
  await store.openSession(work, { accountId: account.id, side }, { token, device: work.from.device })
  return { kind: 'entered', token, side, maxAgeSeconds: sessionSeconds }
}

const outcome = (entering: Entering) => (entering.kind === 'refused' ? entering.code : entering.kind)

export const enter = command({
  name: 'sign-in.enter',
  says: 'Sign in with email and password; staff then give the six digits of their code.',
  who: ['anyone'],
  input: z.strictObject({ email, password: typed() }),
  outcome,
  prepare: checkPassword,
  run: async (work, input, prepared): Promise<Entering> => {
    if (!isChecked(prepared)) throw new Error('no password was checked')
    const { account, fits, pausedUntil } = prepared
    // Asked again, because many guesses at once were all checked before the first of them was counted.
    const pause = await store.pauseInTurn(work, whoTries(input.email, work.from.address))
    const until = pausedUntil ?? pause?.paused_until
    if (until) return paused(work, until)
    if (!account || !fits) return failed(work, input.email, 'not-known-together')
    await work.become(actorFor(account))
    if (account.side !== 'staff' || (work.world === 'demo' && !account.code_secret)) {
      await store.forgetFailures(work, whoTries(input.email, '')[0] ?? '')
      return letIn(work, account)
    }
    const token = newSecret(work)
    if (account.code_secret) {
      await store.keepTicket(work, account.id, { token, secret: null })
      return { kind: 'code-needed', ticket: token }
    }
    const secret = Buffer.from(work.random(20))
    await store.keepTicket(work, account.id, { token, secret: work.keys.wrap(secret, work.random) })
    const address = otpauth(secret, input.email)
    return {
      kind: 'code-to-enroll',
      ticket: token,
      secret: new URL(address).searchParams.get('secret') ?? '',
      otpauth: address,
    }
  },
})

export const confirmCode = command({
  name: 'sign-in.confirm-code',
  says: 'Give the six digits that complete a sign-in, or that prove a new authenticator.',
  who: ['anyone'],
  input: z.strictObject({
    ticket: ticket(),
    code: concealedText(z.string().regex(/^\d{6}$/, 'A code has six digits.')),
  }),
  outcome,
  run: async (work, input): Promise<Entering> => {
    const account = await work.one(store.ticketOf(input.ticket, work.now))
    if (!account) return over
    await work.become(actorFor(account))
    const tries = whoTries(account.email, work.from.address)
    const pause = await store.pauseInTurn(work, tries)
    if (pause) return paused(work, pause.paused_until)
    const locked = account.new_secret ?? account.code_secret
    const lastStep = account.new_secret ? 0 : account.code_last_step
    const step = locked ? stepOfCode(work.keys.unwrap(locked), input.code, { now: work.now, lastStep }) : undefined
    if (!locked || step === undefined) return failed(work, account.email, 'code-wrong')
    if (account.new_secret && !(await store.enroll(work, account.id, account.new_secret))) return over
    const taken = (await store.takeStep(work, account.id, step)) && (await store.spendTicket(work, input.ticket))
    if (!taken) return failed(work, account.email, 'code-wrong')
    await store.forgetFailures(work, tries[0] ?? '')
    return letIn(work, account)
  },
})

export const stepIn = command({
  name: 'sign-in.step-in',
  says: 'In a demo world only: come in as one of its invented people.',
  who: ['anyone'],
  input: z.strictObject({ persona: z.uuid() }),
  outcome,
  run: async (work, input): Promise<Entering> => {
    if (work.world !== 'demo') work.refuse('no-demo', 'There are no demo people in a real house.', {}, 404)
    const persona = (await work.all(store.personas)).find(each => each.account_id === input.persona)
    if (!persona) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
    const account = { ...persona, id: persona.account_id, password_hash: null, code_secret: null, code_last_step: 0 }
    await work.become(actorFor(account))
    return letIn(work, account)
  },
})

export const addPersona = command({
  name: 'sign-in.add-persona',
  says: 'In a demo world only: offer an invented person’s account on the sign-in page.',
  who: ['program'],
  input: z.strictObject({
    accountId: z.uuid(),
    position: z.int().min(1).max(100),
    name: z.string().trim().min(1).max(200),
    credential: z.string().trim().min(1).max(40).nullable().default(null),
    says: z.string().trim().min(1).max(200),
  }),
  run: async (work, input) => {
    if (work.world !== 'demo') work.refuse('no-demo', 'There are no demo people in a real house.', {}, 404)
    await store.addPersona(work, input)
    return {}
  },
})

export const leave = command({
  name: 'sign-in.leave',
  says: 'Sign out of this device.',
  who: ['signed-in'],
  input: z.strictObject({}),
  run: async work => {
    await store.endSessions(work, { accountId: own(work), sessionId: work.actor.sessionId ?? '' })
    return { left: true }
  },
})

export const lock = command({
  name: 'sign-in.lock',
  says: 'Lock this page now, as the idle lock would.',
  who: ['signed-in'],
  input: z.strictObject({}),
  run: async work => {
    await store.lockSession(work)
    return {}
  },
})

/** Checks the own password inside a session; a wrong one is counted and told after the count is kept. */
async function ownPassword(work: Work, password: string): Promise<Extract<Entering, { kind: 'refused' }> | undefined> {
  const account = await store.ownAccount(work)
  if (!account) return work.refuse('signed-out', 'You are signed out. Sign in to go on.', {}, 401)
  const pause = await work.one(store.pausesOf(whoTries(account.email, work.from.address), work.now))
  if (pause) return paused(work, pause.paused_until)
  if (await fitsPassword(password, account.password_hash)) return undefined
  const refused = await failed(work, account.email, 'not-known-together')
  return refused.kind === 'refused' ? refused : undefined
}

/** Everybody's password in the demo world, printed at start and shown on its sign-in page. */
export const demoPassword = 'across the footbridge'

export const unlock = command({
  name: 'sign-in.unlock',
  says: 'Say your password to go on where the idle lock stopped you.',
  who: ['signed-in'],
  input: z.strictObject({ password: typed() }),
  run: async (work, input) => {
    const refused = await ownPassword(work, input.password)
    if (refused) return refused
    await store.confirmSession(work)
    return { kind: 'unlocked' as const }
  },
  outcome: (result: { kind: string }) => result.kind,
})

export const confirmAgain = command({
  name: 'sign-in.confirm-again',
  says: 'Say your password once more before signing or exporting; it holds for ten minutes.',
  who: ['signed-in'],
  input: z.strictObject({ password: typed() }),
  run: async (work, input) => {
    const refused = await ownPassword(work, input.password)
    if (refused) return refused
    await store.confirmSession(work)
    return { kind: 'confirmed' as const }
  },
  outcome: (result: { kind: string }) => result.kind,
})

export const changePassword = command({
  name: 'sign-in.change-password',
  says: 'Choose a new password; every session and token of yours ends.',
  who: ['signed-in'],
  input: z.strictObject({ current: typed(), next: newPassword() }),
  run: async (work, input) => {
    const refused = await ownPassword(work, input.current)
    if (refused) return refused
    await store.keepPassword(work, own(work), await hashPassword(input.next, work.random))
    await store.endSessions(work, { accountId: own(work) })
    return { kind: 'changed' as const }
  },
  outcome: (result: { kind: string }) => result.kind,
})

export const endSession = command({
  name: 'sign-in.end-session',
  says: 'End one of your own sessions on another device.',
  who: ['signed-in'],
  confirm: true,
  input: z.strictObject({ id: z.uuid() }),
  run: async (work, input) => {
    await store.endSessions(work, { accountId: own(work), sessionId: input.id })
    return {}
  },
})

export const createToken = command({
  name: 'sign-in.create-token',
  says: 'Make an API token for an account, with the doors it may pass and the day it ends. Shown once.',
  who: ['program'],
  input: z.strictObject({
    accountId: z.uuid(),
    scope: z.array(z.string().max(80)).min(1).max(50),
    days: z.int().min(1).max(366),
  }),
  run: async (work, input) => {
    const secret = newSecret(work)
    const expiresAt = instant(Date.parse(work.now) + input.days * 86_400_000)
    await store.openToken(work, { accountId: input.accountId, secret, scope: input.scope, expiresAt })
    return { token: secret, expiresAt }
  },
})

export const resetCode = command({
  name: 'sign-in.reset-code',
  says: 'For someone who lost their phone: forget their authenticator, so that the next sign-in sets up a new one.',
  who: ['administrator'],
  confirm: true,
  input: z.strictObject({ accountId: z.uuid() }),
  run: async (work, input) => {
    await store.forgetCode(work, input.accountId)
    await store.endSessions(work, { accountId: input.accountId })
    return {}
  },
})

function own(work: Work): string {
  return work.actor.accountId ?? ''
}

export const commands = [
  enter,
  confirmCode,
  stepIn,
  addPersona,
  leave,
  lock,
  unlock,
  confirmAgain,
  changePassword,
  endSession,
  createToken,
  resetCode,
]
