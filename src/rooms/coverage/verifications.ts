import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { versionSchema } from '#kernel/fields.ts'
import { notHere, type Place, Refusal } from '#kernel/refusal.ts'
import { instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { reachStep } from '#rooms/inquiry/contacts.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { type Answer, figuresOf, missingOf, readAnswer } from './coverage.ts'
import { seenPolicy } from './policies.ts'
import { lastSaid, type PolicyRow } from './policies-store.ts'
import { readers } from './prices.ts'
import { form } from './verification-form.ts'
import * as store from './verifications-store.ts'

// What a payer says on the phone, question by question, with who said it, when, and under which number.

const kept = z.array(z.strictObject({ ask: z.string(), answer: z.string() }))
const answersOf = (row: { answers: string }): Answer[] => kept.parse(JSON.parse(row.answers))

/** A check and whose insurance it is of, when the working person may see them. */
async function seenCheck(work: Work, id: string) {
  const check = await store.verificationOf(work, id)
  if (!check) throw notHere()
  return { check, ...(await seenPolicy(work, check.policyId)) }
}

const those = (clientId: string | null) => (clientId ? [clientId] : [])

/** What the card and the house already say, so that nobody types it again. */
function knownOf(policy: PolicyRow): Answer[] {
  const known: readonly [string, string | null][] = [
    ['call.payer', policy.payer ?? policy.payerWords],
    ['call.phone', policy.payerPhone],
    ['member.id', policy.memberId],
    ['member.group', policy.groupNumber],
    ['member.holder', policy.holder],
    ['member.relation', policy.relation],
    ['member.born', policy.bornOn],
  ]
  return known.flatMap(([ask, answer]) => (answer ? [{ ask, answer }] : []))
}

export const beginVerification = command({
  name: 'coverage.begin-verification',
  says: 'Begin a call to a payer; what the card says stands in the form already. One call of a plan is open at a time.',
  who: readers,
  input: z.strictObject({ id: z.uuid(), policyId: z.uuid() }),
  run: async (work, { id, policyId }) => {
    await work.hold('coverage.policy', policyId)
    const { policy, subject } = await seenPolicy(work, policyId)
    if (policy.forgottenAt) work.refuse('forgotten', 'What was written here was deleted, as we promised.')
    if (policy.selfPay) work.refuse('no-payer', 'They pay without insurance: there is nobody to call.')
    const [open] = await store.openOf(work, [policyId])
    if (!open) await store.begin(work, { id, policyId, form: form.name, answers: knownOf(policy) })
    return { verificationId: open?.id ?? id, clientId: subject.clientId }
  },
  touches: output => those(output.clientId),
})

const answerSchema = z.strictObject({ ask: z.string().max(60), answer: z.string().max(2000) })

export const saveVerification = command({
  name: 'coverage.save-verification',
  says: 'Save what a payer said, answer by answer, as it is said. An empty answer is none.',
  who: readers,
  input: z.strictObject({
    id: z.uuid(),
    version: versionSchema,
    answers: concealedText(z.array(answerSchema).min(1).max(200)),
  }),
  version: input => input.version,
  run: async (work, { id, version = 0, answers }) => {
    const { check, subject } = await seenCheck(work, id)
    refuseFinished(work, check)
    if (check.version !== version) work.changed({ version: check.version })
    const merged = mergedWith(answersOf(check), answers)
    if (!(await store.save(work, { id, version, answers: merged }))) work.changed({ version: check.version })
    return { version: version + 1, clientId: subject.clientId }
  },
  touches: output => those(output.clientId),
})

function refuseFinished(work: Work, check: store.VerificationRow): void {
  if (check.finishedAt)
    work.refuse('stays-said', 'What a payer said stays as it was. Call again for another check.', {
      finishedAt: check.finishedAt,
    })
}

/** The answers with the new ones over them, in the order of the form; what cannot be read is refused by its place. */
function mergedWith(before: readonly Answer[], said: readonly Answer[]): Answer[] {
  const all = new Map(before.map(each => [each.ask, each.answer]))
  const places: Place[] = []
  for (const { ask: name, answer } of said) {
    const ask = form.asks.find(each => each.ask === name)
    const read = ask ? readAnswer(ask, answer) : { says: 'This is not asked.' }
    if ('says' in read) places.push({ place: name, says: read.says })
    else if (read.value === null) all.delete(name)
    else all.set(name, read.value)
  }
  if (places.length > 0)
    throw new Refusal('not-understood', 'Some answers could not be read. They are marked.', { status: 422, places })
  return form.asks.flatMap(({ ask }) => {
    const answer = all.get(ask)
    return answer === undefined ? [] : [{ ask, answer }]
  })
}

export const finishVerification = command({
  name: 'coverage.finish-verification',
  says: 'Finish a call to a payer: who said it, when, and under which number. After this it never changes.',
  who: readers,
  input: z.strictObject({ id: z.uuid(), version: versionSchema }),
  version: input => input.version,
  run: async (work, { id, version = 0 }) => {
    const { check, policy, subject } = await seenCheck(work, id)
    refuseFinished(work, check)
    if (check.version !== version) work.changed({ version: check.version })
    const answers = answersOf(check)
    const foot = footOf(work, answers)
    if (!(await store.finish(work, { id, version, ...foot, figures: figuresOf(answers) })))
      work.changed({ version: check.version })
    const { clientId } = policy
    const contactId = subject.contactId ?? policy.contactId
    await work.also(reachStep, { contactId, clientId: subject.clientId ?? clientId, step: 'checked', at: work.now })
    return { version: version + 1, clientId: subject.clientId }
  },
  touches: output => those(output.clientId),
})

/** Who said it, when, and under which number; everything that is needed and missing is named. */
function footOf(work: Work, answers: readonly Answer[]) {
  const said = (ask: string) => answers.find(each => each.ask === ask)?.answer ?? ''
  const places: Place[] = missingOf(form.asks, answers).map(ask => ({ place: ask.ask, says: 'This has to be asked.' }))
  const at = Date.parse(said('call.at'))
  // "Not said" is an answer of the payer's, but the hour of the call is our own to know.
  if (places.every(each => each.place !== 'call.at') && (Number.isNaN(at) || at > Date.parse(work.now)))
    places.push({ place: 'call.at', says: 'Give the day and time of the call, no later than now.' })
  if (places.length > 0)
    throw new Refusal('not-answered', 'Some needed answers are missing. “Not said” is an answer too.', {
      status: 422,
      places,
    })
  return {
    called: said('call.name').slice(0, 200),
    reference: said('call.reference').slice(0, 100),
    saidAt: instant(at),
  }
}

export const verification = query({
  name: 'coverage.verification',
  says: 'A call to a payer: every question, what was said, and what was said the last time.',
  who: readers,
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['coverage'],
  run: async (work, input) => {
    const { check, policy, subject } = await seenCheck(work, input.id)
    const [[last], { staff, sites }] = await Promise.all([lastSaid(work, [policy.id]), work.ask(houseOf, {})])
    const before =
      last && last.verificationId !== check.id ? await store.verificationOf(work, last.verificationId) : null
    return {
      id: check.id,
      version: check.version,
      of: subject.contactId ?? subject.clientId ?? '',
      clientId: subject.clientId,
      called: subject.called,
      code: subject.code,
      payer: policy.payer ?? policy.payerWords ?? '',
      payerPhone: policy.payerPhone,
      form: check.form,
      source: form.source,
      verified: form.verified,
      asks: form.asks,
      answers: answersOf(check),
      begunAt: check.begunAt,
      begunBy: staff.find(each => each.id === check.begunBy)?.name ?? null,
      finishedAt: check.finishedAt,
      zone: sites[0]?.zone ?? 'UTC',
      before: before && last ? { saidAt: last.saidAt, answers: answersOf(before) } : null,
    }
  },
  shows: answer => those(answer.clientId),
  inquirers: answer => [answer.of],
})

export const verificationCommands = [beginVerification, saveVerification, finishVerification]
export const verificationQueries = [verification]
