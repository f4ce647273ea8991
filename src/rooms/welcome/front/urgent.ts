import { address, type Html, html } from '#web/html.ts'
import { selfCheckPack } from '../self-check-pack.ts'
import { askWords } from './ask-words.ts'
import { hrefOf, phoneIcon, telOf } from './frame.ts'
import { hiddenAnswers } from './self-check-parts.ts'
import type { FrontPage, Visit } from './visit.ts'

type Urgent = keyof typeof selfCheckPack.urgent
/** Which answer led here, and all of them; null from the first page's door. */
type From = { question: string; answers: ReadonlyMap<string, string> } | null

/** Help first: whom to call, what to do until then, and nothing further asked. */
export function urgentPage(visit: Visit, urgent: Urgent, from: From): FrontPage {
  const { words } = visit
  const { lang } = words
  const ask = askWords(lang).urgent
  const page = selfCheckPack.urgent[urgent]
  return {
    title: ask.title,
    // The other language shows help as well, not the first question.
    path: '/now',
    bare: true,
    body: html`<div class="wrap block tight help-now">
<h1 class="sum">${page.title[lang]}</h1>
<p class="after-s">${page.lead[lang]}</p>
<div class="urgent">
${page.first.map((line, at) => calls(visit, urgent, { line, isFirst: at === 0 }))}
</div>
<h2>${ask.until}</h2>
<ul class="dots after-s">${page.until.map(each => html`<li>${each[lang]}</li>`)}</ul>
<hr>
${
  page.why && from
    ? html`<h2>${ask.whyHead}</h2>
<p class="after-s">${page.why[lang]}</p>
${mistake(visit, from)}`
    : html`<p><a class="link" href="${hrefOf(lang, '/inquiry')}">${ask.callBack}</a></p>`
}
<p class="quiet small after-s">${ask.notKept}</p>
<p class="noprint"><a class="link" href="${hrefOf(lang, '/')}">${ask.start}</a></p>
</div>`,
  }
}

function calls(
  visit: Visit,
  urgent: Urgent,
  { line, isFirst }: { line: '911' | '988' | 'crisis'; isFirst: boolean },
): Html {
  const { facts, words } = visit
  const ask = askWords(words.lang).urgent
  const crisis988 = selfCheckPack.lines.find(each => each.line === '988')?.words[words.lang] ?? ''
  if (line === '911')
    return html`<a class="call first"
href="${address('tel:911')}"><b>${ask.call('911')}</b><span>${
      selfCheckPack.urgent[urgent].call911[words.lang]
    }</span>${phoneIcon}</a>`
  if (line === 'crisis')
    return html`<a class="call" href="${telOf(facts.crisisPhone)}"><b>${ask.line}</b><span><span
class="nb">${facts.crisisPhone}</span>. ${ask.day}</span>${phoneIcon}</a>`
  const text = html`<a class="btn" href="${address(`sms:988${ask.textBody ? `?body=${ask.textBody}` : ''}`)}">${ask.text('988')}</a>`
  if (isFirst)
    return html`<a class="call main whole"
href="${address('tel:988')}"><b>${ask.call('988')}</b><span>${crisis988}</span>${phoneIcon}</a>
${text}`
  return html`<div class="pair"><a class="btn" href="${address('tel:988')}">${phoneIcon}${ask.call('988')}</a>${text}
<p>${crisis988}</p></div>`
}

/** The way back to the one question that led here; its answer is asked again. */
function mistake({ words }: Visit, from: NonNullable<From>): Html {
  return html`<form class="after" method="post" action="${hrefOf(words.lang, '/self-check')}">
${hiddenAnswers(from.answers)}
<button type="submit" class="as-link" name="mistake"
value="${from.question}">${askWords(words.lang).urgent.mistake}</button>
</form>`
}
