import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { codeFrom, type Lead, type Say, type Wish } from './inquiry.ts'

/** What the page of a call writes, and nothing else: absent is unchanged. */
export type ContactWords = {
  siteId?: string | null | undefined
  came?: string | undefined
  language?: string | undefined
  asker?: string | undefined
  caller?: string | undefined
  callerPhone?: string | null | undefined
  callerMail?: string | null | undefined
  relation?: string | null | undefined
  say?: Say | undefined
  callWhen?: Wish | undefined
  mayMail?: boolean | undefined
  mayText?: boolean | undefined
  given?: string | null | undefined
  family?: string | null | undefined
  bornOn?: Day | null | undefined
  pronouns?: string | null | undefined
  need?: string | undefined
  urgency?: string | null | undefined
  urgent?: Lead | null | undefined
  sourceId?: string | null | undefined
  callDueAt?: Instant | null | undefined
}

const columnOf = {
  siteId: 'site_id',
  came: 'came',
  language: 'language',
  asker: 'asker',
  caller: 'caller',
  callerPhone: 'caller_phone',
  callerMail: 'caller_mail',
  relation: 'relation',
  say: 'say',
  callWhen: 'call_when',
  mayMail: 'may_mail',
  mayText: 'may_text',
  given: 'given',
  family: 'family',
  bornOn: 'born_on',
  pronouns: 'pronouns',
  need: 'need',
  urgency: 'urgency',
  urgent: 'urgent',
  sourceId: 'source_id',
  callDueAt: 'call_due_at',
} as const

/** The columns of what a page said; what it did not say is left out. */
function columnsOf(words: ContactWords): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columnOf).flatMap(([name, column]) => {
      const value = Object.entries(words).find(([said]) => said === name)?.[1]
      return value === undefined ? [] : [[column, value]]
    }),
  )
}

export type NewContact = ContactWords & {
  id: string
  came: string
  receivedAt: Instant
  reachedAt: Instant | null
  formId: string | null
  selfCheck: string | null
  referralId: string | null
}

const drawsOfACode = 12

/**
 * Writes a contact under a code that no open one bears; false when it is there already, by its id or its form.
 * The code follows from the id, so that a world that is told again has the same ones; another draw costs a round trip,
 * and there are 28,800 codes.
 */
export async function beginContact(work: Work, contact: NewContact): Promise<boolean> {
  for (let draw = 0; draw < drawsOfACode; draw++) {
    const row = await work.one(
      db
        .insertInto('inquiry.contact')
        .values({
          organization_id: work.organization,
          id: contact.id,
          received_at: contact.receivedAt,
          reached_at: contact.reachedAt,
          form_id: contact.formId,
          self_check: contact.selfCheck,
          referral_id: contact.referralId,
          code: codeFrom(createHash('sha256').update(`${contact.id} ${draw}`).digest()),
          ...columnsOf(contact),
          came: contact.came,
        })
        .onConflict(conflict => conflict.doNothing())
        .returning('id'),
    )
    if (row) return true
    if (await knownAs(work, contact)) return false
  }
  throw new Error('no code is free')
}

/** The contact of an id or of a form, when there is one. */
export const knownAs = (work: Work, { id, formId }: { id: string; formId: string | null }) =>
  work.one(
    db
      .selectFrom('inquiry.contact')
      .select(['id', 'code', 'call_due_at as callDueAt', 'version'])
      .where('organization_id', '=', work.organization)
      .where(eb => eb.or([eb('id', '=', id), ...(formId ? [eb('form_id', '=', formId)] : [])])),
  )

/** When an inquiry reached each of its steps: what its stage is read from. */
export const milestones = [
  'reached_at as reachedAt',
  'checked_at as checkedAt',
  'booked_at as bookedAt',
  'assessed_at as assessedAt',
  'offered_at as offeredAt',
  'started_at as startedAt',
] as const

const columns = [
  'id',
  'site_id as siteId',
  'came',
  'received_at as receivedAt',
  'language',
  'asker',
  'caller',
  'caller_phone as callerPhone',
  'caller_mail as callerMail',
  'relation',
  'say',
  'call_when as callWhen',
  'may_mail as mayMail',
  'may_text as mayText',
  'given',
  'family',
  'born_on as bornOn',
  'pronouns',
  'need',
  'urgency',
  'urgent',
  'self_check as selfCheck',
  'code',
  'card_front as cardFront',
  'card_back as cardBack',
  'source_id as sourceId',
  'referral_id as referralId',
  'client_id as clientId',
  'call_due_at as callDueAt',
  ...milestones,
  'lost_at as lostAt',
  'lost_reason as lostReason',
  'lost_note as lostNote',
  'joined_into as joinedInto',
  'forgotten_at as forgottenAt',
  'version',
] as const

export const contactOf = (work: Work, id: string) =>
  work.one(
    db
      .selectFrom('inquiry.contact')
      .select(columns)
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )
/** A contact as it stands. */
export type ContactRow = NonNullable<Awaited<ReturnType<typeof contactOf>>>

export const contactsOf = (work: Work, ids: readonly string[]) =>
  work.all(
    db
      .selectFrom('inquiry.contact')
      .select(columns)
      .where('organization_id', '=', work.organization)
      .where(sql<boolean>`id = any (${[...ids]}::uuid[])`)
      .orderBy('received_at')
      .orderBy('id'),
  )

/** Changes what a page may write, if nobody did since; false when somebody did. */
export async function changeContact(
  work: Work,
  { id, version }: { id: string; version: number },
  words: ContactWords,
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('inquiry.contact')
      .set({ ...columnsOf(words), version: version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id'),
  )
  return row !== undefined
}

/** Links a contact with its chart if nobody did since; false when somebody did. */
export async function linkChart(
  work: Work,
  { id, version }: { id: string; version: number },
  link: { clientId: string; given: string; family: string; bornOn: Day },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('inquiry.contact')
      .set({
        client_id: link.clientId,
        given: link.given,
        family: link.family,
        born_on: link.bornOn,
        version: version + 1,
      })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .where('client_id', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** Puts a photo of a card beside a contact if nobody changed it since; false when somebody did. */
export async function changeCard(
  work: Work,
  { id, version }: { id: string; version: number },
  { side, fileId }: { side: 'front' | 'back'; fileId: string },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('inquiry.contact')
      .set({ ...(side === 'front' ? { card_front: fileId } : { card_back: fileId }), version: version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id'),
  )
  return row !== undefined
}

const stepColumn = { checked: 'checked_at', offered: 'offered_at', started: 'started_at' } as const
/** A milestone that another room reaches. */
export type Step = keyof typeof stepColumn

/** Writes a milestone where there is none yet, of a contact that is open. Milestones do not count as changes. */
export function reachStep(
  work: Work,
  of: { contactId: string | null; clientIds: readonly string[] },
  { step, at }: { step: Step; at: Instant },
): Promise<void> {
  const column = stepColumn[step]
  return work.run(
    db
      .updateTable('inquiry.contact')
      .set({ [column]: at, ...(step === 'started' ? { call_due_at: null } : {}) })
      .where('organization_id', '=', work.organization)
      .where(sql<boolean>`(id = ${of.contactId} or client_id = any (${[...of.clientIds]}::uuid[]))`)
      .where('lost_at', 'is', null)
      .where('started_at', 'is', null)
      .where('joined_into', 'is', null)
      .where(column, 'is', null),
  )
}

/** Inquiries with a chart that go on, the first that asked first. */
export const startsAwaited = (work: Work, most: number) =>
  work.all(sql<{ contactId: string; clientId: string; receivedAt: Instant }>`
    select id as "contactId", client_id as "clientId", received_at as "receivedAt" from inquiry.contact
    where organization_id = ${work.organization} and client_id is not null
      and started_at is null and lost_at is null and joined_into is null
    order by received_at limit ${most}`)

export const alike = (work: Work, sought: { self: string | null; digits: string; name: string; since: Instant }) =>
  work.all(sql<{ id: string; because: string }>`
    select id, because from inquiry.alike(
      ${sought.self}::uuid, ${sought.digits}, ${sought.name}, ${sought.since}::timestamptz)`)
