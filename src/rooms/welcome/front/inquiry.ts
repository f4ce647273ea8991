import { dayIn } from '#kernel/time.ts'
import { messageWords, type Say, sayings } from '#rooms/inquiry/inquiry.ts'
import { inquiryRule } from '#rooms/inquiry/rules.ts'
import { address, type Html, html } from '#web/html.ts'
import type { FormMade } from '../form-made.ts'
import { formMost } from '../form-made.ts'
import type { Answers } from '../self-check.ts'
import type { TimeWish } from '../time-wish.ts'
import { askWords } from './ask-words.ts'
import type { AskWords } from './ask-words-en.ts'
import type { FrontFacts } from './facts.ts'
import { hrefOf, officeOf, telOf } from './frame.ts'
import type { Fault, Written } from './inquiry-form.ts'
import { describedBy, errorAt, faultNote, mailField, siteField, siteIn } from './inquiry-more.ts'
import { type Promised, wishesOf } from './promise.ts'
import { daySaid, timeSaid } from './said.ts'
import { hiddenAnswers } from './self-check-parts.ts'
import { timeChoices, wishIn, wishWords } from './times.ts'
import type { FrontPage, Visit } from './visit.ts'

type Words = AskWords['inquiry']
/** A form as it is shown: what is in it, what is wrong with it, and what it carries. */
export type Showing = {
  written: Written
  made: FormMade
  answers: Answers
  faults: readonly Fault[]
  onceMore: boolean
}

/** The form to ask for a call. Three answers are needed, and each says what becomes of it. */
export function inquiryPage(visit: Visit, showing: Showing): FrontPage {
  const { lang } = visit.words
  const { inquiry } = askWords(lang)
  const { faults, made, onceMore } = showing
  const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`
  return {
    title: faults.length > 0 ? `${inquiry.faults.head(faults.length)} – ${inquiry.title}` : inquiry.title,
    path: '/inquiry',
    status: faults.length > 0 || onceMore ? 422 : 200,
    body: html`<div class="wrap block tight form-wrap">
${faults.length > 0 && faultNote(inquiry, faults)}${
  onceMore && html`<div class="note due" role="alert"><h2>${inquiry.again.head}</h2><p>${inquiry.again.says}</p></div>`
}
<h1${(faults.length > 0 || onceMore) && html` class="after-l"`}>${inquiry.head}</h1>
<p class="after">${inquiry.lead} ${inquiry.danger} <a href="${address('tel:911')}"><b>911</b></a>, <a href="${hrefOf(lang, '/now')}">${inquiry.dangerLink}</a>.</p>
<form method="post" action="${hrefOf(lang, '/inquiry')}">
${hidden('form', made.formId)}${hidden('made', made.madeAt)}${hidden('seal', made.seal)}
<div class="trap" aria-hidden="true"><label for="website">${inquiry.trap}</label><input id="website" name="website"
type="text" tabindex="-1" autocomplete="off"></div>
${forWhom(inquiry, showing)}
${nameAndPhone(inquiry, showing)}
${sayField(visit, showing.written)}
${whenField(visit, showing.written)}
${timeChoices(visit.facts, lang, wishIn(visit.facts, showing.written.time))}
${siteField(visit, showing.written)}
${mailField(inquiry, showing)}
${needField(inquiry, showing)}
${showing.answers.size > 0 && checkField(inquiry, showing)}
<div class="acts one"><button type="submit" class="btn go">${inquiry.send}</button></div>
${promises(visit, showing.written)}
</form>
</div>`,
  }
}

const needed = (words: Words) => html`<span class="quiet legend-note">${words.needed}</span>`

function forWhom(words: Words, { written, faults }: Showing): Html {
  const wrong = errorAt(words, faults, 'for')
  return html`<fieldset class="field"${
    wrong &&
    html`
aria-describedby="for-err"`
  }><legend>${words.for.ask} ${needed(words)}</legend>
${wrong}
<div class="choices">
${(['self', 'family', 'professional'] as const).map(asker => {
  const { word, sub } = words.for[asker]
  return html`<label class="choice"><input type="radio" name="for" id="for-${asker}"
value="${asker}" required${written.asker === asker && html` checked`}><span>${word}</span>${
    sub && html`<small>${sub}</small>`
  }</label>
`
})}</div></fieldset>
<div class="when when-other note after"><p>${words.for.other}</p></div>`
}

function nameAndPhone(words: Words, { written, faults }: Showing): Html {
  return html`<div class="field"><label for="name">${words.name.ask} ${needed(words)}</label><p class="hint"
id="name-hint">${words.name.hint}</p><input id="name" name="name" type="text" autocomplete="off" required
maxlength="${formMost.name}" value="${written.name}"${describedBy(faults, 'name', true)}>${errorAt(
    words,
    faults,
    'name',
  )}</div>
<div class="field"><label for="phone">${words.phone} ${needed(words)}</label><input id="phone" name="phone"
type="tel" autocomplete="tel" inputmode="tel" required maxlength="${formMost.phone}"
value="${written.phone}"${describedBy(faults, 'phone', false)}>${errorAt(words, faults, 'phone')}</div>`
}

/** The message as it will be said: the same sentence that the person who calls reads out. */
function messageSaid({ facts, words }: Pick<Visit, 'facts' | 'words'>, say: Say, written: Written): string | null {
  const { inquiry } = askWords(words.lang)
  const phone = officeOf(facts, written.site)?.phone ?? facts.crisisPhone
  return messageWords(say, words.lang, {
    by: inquiry.say.us,
    to: written.name || inquiry.say.you,
    phone,
    house: facts.name,
  })
}

function sayField(visit: Visit, written: Written): Html {
  const { inquiry } = askWords(visit.words.lang)
  const { say } = inquiry
  const choice = { name: say.name, house: say.house(visit.facts.name), text: say.text, none: say.none }
  const times = inquiryRule('call-attempts', todayOf(visit.facts))
  return html`<fieldset class="field"><legend>${say.ask}</legend>
<div class="choices">
${sayings.map(
  each =>
    html`<label class="choice"><input type="radio" name="say" id="say-${each}"
value="${each}"${written.say === each && html` checked`}><span>${choice[each]}</span></label>
`,
)}</div>
<div class="note after">
${sayings.map(each => {
  const words = messageSaid(visit, each, written)
  return html`<p class="when when-${each}">${
    words === null
      ? html`<b>${say.hangUp}</b> ${say.hangUpMore(times)}`
      : html`<b>${each === 'text' ? say.exactlyText : say.exactly}</b><br>“${words}”`
  }</p>
`
})}</div></fieldset>`
}

const todayOf = (facts: FrontFacts) => dayIn(facts.sites[0]?.zone ?? 'UTC', facts.now)

/** `today`, `tomorrow`, or the day. */
function dayOf(words: { today: string; tomorrow: string }, promised: Promised, lang: 'en' | 'es'): string {
  return promised.in === 'later' ? daySaid(lang, promised.on) : words[promised.in]
}

function whenField({ facts, words }: Visit, written: Written): Html {
  const { when } = askWords(words.lang).inquiry
  const offered = wishesOf(facts)
  const chosen = offered.find(each => each.wish === written.when)?.wish ?? offered[0]?.wish
  return html`<fieldset class="field"><legend>${when.ask}</legend>
<div class="choices">
${offered.map(({ wish, promised }) => {
  const said =
    promised.kind === 'before'
      ? when.soon
      : when.from(capital(dayOf(when, promised, words.lang)), timeSaid(words.lang, promised.at, facts.clock))
  return html`<label class="choice slim"><input type="radio" name="when"
value="${wish}"${wish === chosen && html` checked`}><span>${said}</span></label>
`
})}</div></fieldset>`
}

const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1)

function needField(words: Words, { written, faults }: Showing): Html {
  return html`<div class="field"><label for="need">${words.need.ask}</label><p class="hint"
id="need-hint">${words.need.hint}</p><textarea id="need" name="need" rows="3"
maxlength="${formMost.need}"${describedBy(faults, 'need', true)}>
${written.need}</textarea>${errorAt(words, faults, 'need')}</div>`
}

function checkField(words: Words, { answers, written }: Showing): Html {
  return html`<div class="field">
${hiddenAnswers(answers)}
<div class="choices"><label class="choice"><input type="checkbox" name="send-check"
value="yes"${written.sendsCheck && html` checked`}><span>${words.check.word(
    answers.size,
  )}</span><small>${words.check.sub}</small></label></div></div>`
}

function promises({ facts, words }: Visit, { site }: Written): Html {
  const { inquiry } = askWords(words.lang)
  const days = inquiryRule('keep-lost', todayOf(facts))
  return html`<p class="quiet after"><b>${inquiry.nextHead}</b>
${inquiry.next(officeOf(facts, site)?.phone ?? null)} ${inquiry.keep(days)}</p>`
}

/** What the door answered to a form that was taken. */
export type Taken = { code: string; promised: Promised; wish: TimeWish | null; sentCheck: boolean }

/** Thanks, when we call, what we will say, and what to do until then. */
export function sentPage(visit: Visit, written: Written, taken: Taken): FrontPage {
  const { facts, words } = visit
  const { lang } = words
  const { sent } = askWords(lang).inquiry
  const { promised } = taken
  const time = (at: string) => timeSaid(lang, at, facts.clock)
  const head =
    promised.kind === 'before'
      ? sent.before(written.name, time(promised.at))
      : sent.from(written.name, sent.fromWhen(dayOf(sent, promised, lang), time(promised.at)))
  const office = officeOf(facts, written.site)
  const message = messageSaid(visit, written.say, written)
  const line = (word: string, said: Html | string) => html`<dt>${word}</dt><dd>${said}</dd>
`
  const site = siteIn(facts, written.site)
  const { wish } = taken
  return {
    title: sent.title,
    path: '/inquiry',
    body: html`<div class="wrap block tight form-wrap">
<h1 class="sum">${head}</h1>
<p class="after">${sent[written.asker ?? 'self']}</p>
<div class="card after-l"><dl class="facts">
${line(sent.call, html`<span class="nb">${written.phone}</span>${office && html`, ${sent.callFrom(office.phone)}`}`)}
${line(sent.message, message === null ? sent.noMessage : `“${message}”`)}
${written.mail && line(sent.mail, written.mayMail ? sent.mailMay(written.mail) : sent.mailNot(written.mail))}${
  site && line(sent.site, site.name)
}${wish && line(sent.wish, sent.wishSaid(wishWords(facts, lang, wish)))}
${line(sent.code, html`<b>${taken.code}</b>. ${sent.codeSaid}`)}
${taken.sentCheck && line(sent.checkSent, sent.checkSentSaid)}</dl>
<p class="after">${sent.late(time(promised.late), promised.in !== 'today')}</p></div>
</div>
<section class="plain tight"><div class="wrap form-wrap"><h2>${sent.until}</h2>
<ul class="dots">
<li>${sent.asleep} <a href="${address('tel:911')}"><b>911</b></a>, ${sent.asleepMore}</li>
<li>${sent.sick} <a href="${hrefOf(lang, '/now')}">${sent.sickLink}</a></li>
<li>${sent.line} <a href="${telOf(facts.crisisPhone)}"><b class="nb">${facts.crisisPhone}</b></a></li>
</ul></div></section>`,
  }
}

/** Too many forms came from one place: nothing is taken, and the phone stands here instead. */
export function tooManyPage({ facts, words }: Visit): FrontPage {
  const { tooMany, title } = askWords(words.lang).inquiry
  const office = officeOf(facts)
  return {
    title,
    path: '/inquiry',
    status: 429,
    body: html`<div class="wrap block tight form-wrap">
<h1>${tooMany.head}</h1>
<p class="after">${tooMany.says}</p>
${office && html`<p class="callrow"><a href="${telOf(office.phone)}"><b class="nb">${office.phone}</b></a></p>`}
<p class="after">${tooMany.line} <a href="${telOf(facts.crisisPhone)}"><b class="nb">${facts.crisisPhone}</b></a></p>
</div>`,
  }
}
