import { dayIn, instant, plusMinutes, wallClock } from '#kernel/time.ts'
import { inquiryRule } from '#rooms/inquiry/rules.ts'
import { type Html, html } from '#web/html.ts'
import { mayWish, type TimeWish } from '../time-wish.ts'
import { askWords } from './ask-words.ts'
import type { FrontFacts, FrontTime, Language } from './facts.ts'
import { capital, daySaid, timeSaid } from './said.ts'

// Free times for a first visit: shown, and carried as a wish. Only a call books one.

const todayOf = (facts: FrontFacts) => dayIn(facts.sites[0]?.zone ?? 'UTC', facts.now)

/** The times that can still be offered at this moment: what is known of them may be some seconds old, or hours. */
export function timesNow(facts: FrontFacts): FrontTime[] {
  const soonest = plusMinutes(facts.now, inquiryRule('slots-notice', todayOf(facts)))
  return facts.times.filter(each => each.startsAt >= soonest)
}

/** `Tue 24 Nov, 9 am at Cedar House, or by video`; where no room is free, only by video. */
export function timeWords(facts: FrontFacts, language: Language, time: FrontTime): string {
  const site = facts.sites.find(each => each.id === time.siteId)
  const zone = site?.zone ?? 'UTC'
  const on = capital(daySaid(language, dayIn(zone, time.startsAt)))
  const at = timeSaid(language, wallClock(zone, time.startsAt).slice(11, 16), facts.clock)
  return askWords(language).times.said(on, at, time.inPerson && site ? site.name : null)
}

const wishValue = ({ startsAt, siteId }: TimeWish) => `${startsAt} ${siteId}`

/** The wish that a form carries; null when there is none, or none that could be meant. */
export function wishIn(facts: FrontFacts, value: string): TimeWish | null {
  const [moment = '', siteId = ''] = value.split(' ')
  if (!facts.sites.some(each => each.id === siteId) || !isMoment(moment)) return null
  const wish = { siteId, startsAt: instant(moment) }
  return mayWish(wish, facts.now) ? wish : null
}

const isMoment = (words: string) =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(words) && !Number.isNaN(Date.parse(words))

/** What was wished for in words, whether or not it is still offered. */
export function wishWords(facts: FrontFacts, language: Language, wish: TimeWish): string {
  const offered = facts.times.find(each => wishValue(each) === wishValue(wish))
  return timeWords(facts, language, offered ?? { ...wish, inPerson: true })
}

/** The free times to choose from, with none chosen unless one was; nothing where no time is free. */
export function timeChoices(facts: FrontFacts, language: Language, chosen: TimeWish | null): Html | null {
  const { times } = askWords(language)
  const offered = timesNow(facts)
  const gone = chosen && !offered.some(each => wishValue(each) === wishValue(chosen)) ? [chosen] : []
  if (offered.length + gone.length === 0) return null
  const choice = (value: string, { words, checked }: { words: string; checked: boolean }) =>
    html`<label class="choice slim"><input type="radio" name="time"
value="${value}"${checked && html` checked`}><span>${words}</span></label>
`
  const wished = chosen ? wishValue(chosen) : ''
  return html`<fieldset class="field" aria-describedby="time-hint"><legend>${times.ask}</legend>
<p class="hint" id="time-hint">${times.hint}</p>
<div class="choices">
${[...gone.map(each => ({ ...each, inPerson: true })), ...offered].map(each =>
  choice(wishValue(each), { words: timeWords(facts, language, each), checked: wishValue(each) === wished }),
)}${choice('', { words: times.none, checked: wished === '' })}</div></fieldset>`
}

/** That nothing is free for days, and what to do then. */
export function noTimes(facts: FrontFacts, language: Language): string {
  return askWords(language).times.empty(inquiryRule('slots-within', todayOf(facts)))
}
