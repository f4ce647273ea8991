import { createHash, pbkdf2 } from 'node:crypto'
import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { houseItself } from '#kernel/ids.ts'
import { notHere } from '#kernel/refusal.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { chartsOf, namesOf } from '#rooms/people/queries.ts'
import * as store from './codes-store.ts'
import { codeRounds, labelOf, newCode, newPicture, type Picture, pictures } from './signing.ts'

// What clients sign in with at a tablet: a code of four digits, a card to scan, and a picture.

const givers = ['counselor', 'facilitator', 'nurse', 'case-manager', 'intake', 'director'] as const

/** As many names as are asked for at once. */
const namesAtOnce = 500

/** How tablets call these people; by the ids of kept charts. */
export async function labelsOf(work: Work, clientIds: readonly string[]): Promise<Map<string, string>> {
  const parts = Array.from({ length: Math.ceil(clientIds.length / namesAtOnce) }, (_, at) =>
    clientIds.slice(at * namesAtOnce, (at + 1) * namesAtOnce),
  )
  const named = await Promise.all(parts.map(ids => work.ask(namesOf, { ids })))
  return new Map(named.flatMap(({ clients }) => clients.map(({ id, name }) => [id, labelOf(name)] as const)))
}

/** A picture as tablets know it; null for one that they do not know any more. */
export const pictureOf = (word: string): Picture | null => pictures.find(picture => picture === word) ?? null

/** What a tablet compares with what was typed: slow to guess, and quick enough for a tablet. */
const hashOfCode = (code: string, salt: Uint8Array) =>
  new Promise<Buffer>((done, failed) =>
    pbkdf2(code, salt, codeRounds, 32, 'sha256', (error, hash) => (error ? failed(error) : done(hash))),
  )

/** The one they have when nobody else of their name has it, else another. Its word is no secret, so it stays. */
async function pictureFor(work: Work, clientId: string): Promise<Picture> {
  const holders = await store.holders(work)
  const labels = await labelsOf(work, [clientId, ...holders.map(holder => holder.clientId)])
  const alike = holders.filter(each => each.clientId !== clientId && labels.get(each.clientId) === labels.get(clientId))
  const taken = new Set(alike.map(each => each.picture))
  const own = pictureOf(holders.find(each => each.clientId === clientId)?.picture ?? '')
  return own && !taken.has(own) ? own : newPicture(work.random, taken)
}

/** Makes somebody's code and card, by whichever of their charts it is asked for. */
async function giveCode(work: Work, asked: string, { renew }: { renew: boolean }) {
  const { charts } = await work.ask(chartsOf, { ids: [asked] })
  const clientId = charts[0]?.clientId
  if (!clientId) throw notHere()
  await work.hold('people.client', clientId)
  if (!renew && (await store.codeOf(work, clientId))) return { clientId, made: false }
  const code = newCode(work.random)
  const card = Buffer.from(work.random(16)).toString('base64url')
  const codeSalt = Buffer.from(work.random(16))
  const [picture, codeHash] = await Promise.all([pictureFor(work, clientId), hashOfCode(code, codeSalt)])
  await store.keepCode(work, clientId, {
    picture,
    codeLocked: work.keys.wrap(Buffer.from(code), work.random),
    codeSalt,
    codeHash,
    cardLocked: work.keys.wrap(Buffer.from(card), work.random),
    cardHash: createHash('sha256').update(card).digest(),
  })
  return { clientId, made: true }
}

type SignInCode = {
  clientId: string
  label: string
  picture: Picture | null
  code: string | null
  card: string | null
  madeAt: Instant | null
}

async function codeOf(work: Work, asked: string): Promise<SignInCode> {
  const { charts } = await work.ask(chartsOf, { ids: [asked] })
  const clientId = charts[0]?.clientId ?? asked
  const [labels, kept] = await Promise.all([labelsOf(work, [clientId]), store.codeOf(work, clientId)])
  const read = (locked: Buffer | undefined) => (locked ? work.keys.unwrap(locked).toString() : null)
  return {
    clientId,
    label: labels.get(clientId) ?? '',
    picture: kept ? pictureOf(kept.picture) : null,
    code: read(kept?.codeLocked),
    card: read(kept?.cardLocked),
    madeAt: kept?.madeAt ?? null,
  }
}

const outcome = ({ made }: { clientId: string; made: boolean }) => (made ? 'done' : 'none')

export const makeCode = command({
  name: 'attendance.make-code',
  says: 'Give a client a new code and card to sign in with at a tablet; the ones before are worth nothing then.',
  who: ['program', ...givers],
  input: z.strictObject({
    clientId: z.uuid(),
    /** Whether who has a code already gets another. */
    renew: z.boolean().default(true),
  }),
  about: input => [input.clientId],
  run: (work, input) => giveCode(work, input.clientId, input),
  touches: answer => [answer.clientId],
  outcome,
})

export const signInCodeOf = query({
  name: 'attendance.code',
  says: 'What a client signs in with at a tablet: code, card and picture.',
  who: givers,
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['name', 'attendance'],
  run: (work, input) => codeOf(work, input.clientId),
  shows: answer => [answer.clientId],
})

export const myCode = query({
  name: 'attendance.my-code',
  says: 'What you sign in with at a tablet: your own code, card and picture.',
  who: ['client'],
  input: z.strictObject({}),
  discloses: ['name', 'attendance'],
  run: work => codeOf(work, work.actor.personId ?? houseItself),
  shows: answer => [answer.clientId],
})

export const renewMyCode = command({
  name: 'attendance.renew-my-code',
  says: 'Get a new code and card of your own, when somebody saw the ones you have.',
  who: ['client'],
  input: z.strictObject({}),
  run: work => giveCode(work, work.actor.personId ?? houseItself, { renew: true }),
  touches: answer => [answer.clientId],
  outcome,
})

export const codeCommands = [makeCode, renewMyCode]
export const codeQueries = [signInCodeOf, myCode]
