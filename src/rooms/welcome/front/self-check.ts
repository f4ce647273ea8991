import { address, type Html, html } from '#web/html.ts'
import { type Answers, answersIn, fieldOf, follow, type Press, type Shown } from '../self-check.ts'
import { selfCheckPack } from '../self-check-pack.ts'
import { askWords } from './ask-words.ts'
import { hrefOf, telOf } from './frame.ts'
import { hiddenAnswers } from './self-check-parts.ts'
import { resultPage } from './self-check-result.ts'
import { urgentPage } from './urgent.ts'
import type { Form, FrontPage, Visit } from './visit.ts'

const { questions } = selfCheckPack
const first = questions[0]?.question ?? ''

/** The first question. Nothing is asked of who somebody is, and nothing is kept of what they answer. */
export function selfCheckStart(visit: Visit): FrontPage {
  return shownPage(visit, follow(questions, new Map(), { kind: 'back', at: first, stopped: false }))
}

/** What follows from a press on a question, on help, or on a result. */
export function selfCheckNext(visit: Visit): FrontPage {
  return shownPage(visit, follow(questions, answersIn(visit.form, questions), pressOf(visit.form)))
}

function pressOf(form: Form): Press {
  const mistake = form.get('mistake')
  const change = form.get('change')
  if (mistake !== undefined) return { kind: 'mistake', at: mistake }
  if (change !== undefined) return { kind: 'change', at: change }
  const go = form.get('go')
  if (go === 'stop') return { kind: 'stop' }
  const where = { at: form.get('at') ?? first, stopped: form.has('stopped') }
  return go === 'back' ? { kind: 'back', ...where } : { kind: 'next', ...where }
}

function shownPage(visit: Visit, shown: Shown): FrontPage {
  if (shown.kind === 'urgent') return urgentPage(visit, shown.urgent, shown)
  if (shown.kind === 'result') return resultPage(visit, shown.answers)
  return questionPage(visit, shown)
}

type Question = Extract<Shown, { kind: 'question' }>

function questionPage(visit: Visit, shown: Question): FrontPage {
  const { lang } = visit.words
  const { check } = askWords(lang)
  const at = questions.findIndex(each => each.question === shown.question)
  const title = check.title(at + 1, questions.length)
  const here = hrefOf(lang, '/self-check')
  const carried = hiddenAnswers(shown.answers, shown.question)
  return {
    title: shown.missing ? check.missingTitle(title) : title,
    path: '/self-check',
    status: shown.missing ? 422 : 200,
    body: html`<div class="wrap narrow block tight">
<div class="qbar">${at > 0 ? backForm(visit, shown) : html`<span></span>`}<span class="quiet">${title}</span></div>
<progress aria-hidden="true" max="${questions.length}" value="${at}"></progress>
${shown.warned && warning(visit)}
<form class="after-l" method="post" action="${here}">
${carried}
<input type="hidden" name="at" value="${shown.question}">
${shown.stopped && html`<input type="hidden" name="stopped" value="1">`}
${choices(visit, shown)}
<div class="acts"><button type="submit" class="btn go" name="go"
value="next">${shown.stopped || at + 1 === questions.length ? check.last : check.next}</button></div>
<p class="quiet after-l">${check.notKept}${at > 0 && html` ${check.backHint}`}</p>
<p><button type="submit" class="as-link" name="go" value="stop">${check.stop}</button></p>
</form>
</div>`,
  }
}

function choices({ words }: Visit, shown: Question): Html | null {
  const { lang } = words
  const question = questions.find(each => each.question === shown.question)
  if (!question) return null
  const given = shown.answers.get(question.question)
  const name = fieldOf(question.question)
  return html`<fieldset aria-describedby="${shown.missing ? 'missing why' : 'why'}">
<legend><h1>${question.text[lang]}</h1></legend>
<p class="quiet after" id="why">${question.why[lang]}</p>
${shown.missing && html`<p class="err" id="missing" role="alert">${askWords(lang).check.missing}</p>`}
<div class="choices">
${question.answers.map(
  each =>
    html`<label class="choice"><input type="radio" name="${name}"
value="${each.answer}"${each.answer === given && html` checked`}><span>${each.text[lang]}</span></label>
`,
)}</div>
</fieldset>`
}

/** A form of its own, so that the first button of the other one stays the one that Enter presses. */
function backForm({ words }: Visit, shown: Question): Html {
  return html`<form method="post" action="${hrefOf(words.lang, '/self-check')}">
${hiddenAnswers(shown.answers)}
<input type="hidden" name="at" value="${shown.question}">
${shown.stopped && html`<input type="hidden" name="stopped" value="1">`}
<button type="submit" class="as-link" name="go" value="back">${backIcon}${askWords(words.lang).check.back}</button>
</form>`
}

const backIcon = html`<svg aria-hidden="true" width="20" height="20" viewBox="0 0 20 20" fill="none"
stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="m12 4-6 6 6 6"/></svg>`

/** An urgent answer was taken back: where help is stays in sight. */
function warning({ words, facts }: Visit): Html {
  const { warned } = askWords(words.lang).check
  return html`<div class="note risk after"><p><b>${warned.head}</b></p>
<p>${warned.danger} <a href="${address('tel:911')}"><b>911</b></a></p>
<p>${warned.crisis} <a href="${address('tel:988')}"><b>988</b></a></p>
<p>${warned.line} <a href="${telOf(facts.crisisPhone)}"><b class="nb">${facts.crisisPhone}</b></a></p></div>`
}

/** The answers that a form carries, as the questions know them. */
export const carriedAnswers = (form: Form): Answers => answersIn(form, questions)
