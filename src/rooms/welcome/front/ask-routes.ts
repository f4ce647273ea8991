import { Refusal } from '#kernel/refusal.ts'
import { form as formDoor, sendInquiry } from '../sending.ts'
import { costPage, costWorked } from './cost.ts'
import { inquiryPage, sentPage, tooManyPage } from './inquiry.ts'
import { faultsIn, nothingWritten, type Written, writtenIn } from './inquiry-form.ts'
import { siteIn } from './inquiry-more.ts'
import { dueOf, promiseOf } from './promise.ts'
import { carriedAnswers, selfCheckNext, selfCheckStart } from './self-check.ts'
import { wishIn } from './times.ts'
import { urgentPage } from './urgent.ts'
import type { FrontPage, FrontRoute, Visit } from './visit.ts'

/** The pages that ask something: self-check, cost, inquiry. */
export const askRoutes: readonly FrontRoute[] = [
  { path: '/self-check', listed: false, get: selfCheckStart, post: selfCheckNext },
  { path: '/cost', listed: true, get: costPage, post: costWorked },
  { path: '/now', listed: false, get: visit => urgentPage(visit, 'danger', null) },
  { path: '/inquiry', listed: false, get: visit => freshForm(visit, nothingWritten), post: sendForm },
  {
    path: '/inquiry/begin',
    listed: false,
    get: visit => freshForm(visit, nothingWritten),
    post: visit => freshForm(visit, begunBy(visit)),
  },
]

/** What a result hands on: whether its answers are to be sent, and a time that was chosen there. */
const begunBy = ({ form }: Visit): Written => ({
  ...nothingWritten,
  sendsCheck: form.get('send-check') === 'yes',
  time: form.get('time') ?? '',
})

/** The form with a number and a seal of its own; what was written stands in it. */
async function freshForm(visit: Visit, written: Written, onceMore = false): Promise<FrontPage> {
  const made = await visit.pass(formDoor, { host: visit.host })
  return inquiryPage(visit, { written, made, answers: carriedAnswers(visit.form), faults: [], onceMore })
}

async function sendForm(visit: Visit): Promise<FrontPage> {
  const written = writtenIn(visit.form)
  const answers = carriedAnswers(visit.form)
  const { made, asker } = written
  if (!made) return freshForm(visit, written, true)
  const faults = faultsIn(written)
  if (faults.length > 0 || asker === null)
    return inquiryPage(visit, { written, made, answers, faults, onceMore: false })
  // Answers that nobody ticked go no further than this.
  const selfCheck = written.sendsCheck && answers.size > 0 ? [...answers] : null
  const wish = wishIn(visit.facts, written.time)
  const siteId = siteIn(visit.facts, written.site)?.id ?? null
  try {
    const { code, callDueAt } = await visit.pass(sendInquiry, {
      host: visit.host,
      ...made,
      trap: written.trap,
      language: visit.language,
      asker,
      caller: written.name,
      callerPhone: written.phone,
      callerMail: written.mail || null,
      mayMail: written.mayMail,
      siteId,
      wish,
      say: written.say,
      callWhen: written.when,
      need: written.need,
      selfCheck: selfCheck?.map(([question, answer]) => ({ question, answer })) ?? null,
    })
    const callsFrom = siteId ?? wish?.siteId ?? ''
    const promised = promiseOf(visit.facts, callDueAt ?? dueOf(visit.facts, written.when, callsFrom), callsFrom)
    return sentPage(visit, { ...written, site: callsFrom }, { code, promised, wish, sentCheck: selfCheck !== null })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'too-many') return tooManyPage(visit)
    // A form that was too fast is asked for again as it is; one that has grown old, or is none of ours, is renewed.
    if (error.code === 'once-more' && error.facts.renew === false)
      return inquiryPage(visit, { written, made, answers, faults, onceMore: true })
    if (error.code === 'once-more' || error.code === 'not-understood') return freshForm(visit, written, true)
    throw error
  }
}
