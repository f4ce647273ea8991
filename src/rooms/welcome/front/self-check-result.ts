import { address, type Html, html } from '#web/html.ts'
import { type Answers, type Headline, headlineOf, weighed } from '../self-check.ts'
import { selfCheckPack } from '../self-check-pack.ts'
import { askWords } from './ask-words.ts'
import { hrefOf, officeOf, phoneIcon, telOf, yesIcon } from './frame.ts'
import { hiddenAnswers, mark } from './self-check-parts.ts'
import { noTimes, timeChoices, timesNow } from './times.ts'
import type { FrontPage, Visit } from './visit.ts'

const { questions } = selfCheckPack
const moreIcon = mark(html`<path d="M12 19V5m-6 6 6-6 6 6"/>`)
const lessIcon = mark(html`<path d="M12 5v14m-6-6 6 6 6-6"/>`)

/** What answers speak for, each with its reason and source, and what to do next. Never what somebody should get. */
export function resultPage(visit: Visit, answers: Answers): FrontPage {
  const { words } = visit
  const { lang } = words
  const { result } = askWords(lang)
  const found = weighed(questions, answers)
  const cited = [...new Set([...found.iop, ...found.more, ...found.less].flatMap(each => each.answer.source ?? []))]
  const point = (each: (typeof found.iop)[number], sign: Html) => {
    const number = cited.indexOf(each.answer.source ?? '') + 1
    return html`<div class="point"><h3>${sign}<span>${each.answer.said?.[lang]}</span></h3><p>${each.answer.because?.[lang]} <a class="src" href="${address(`#src-${number}`)}">${result.source(number)}</a></p></div>
`
  }
  const points = (list: typeof found.iop, { sign, none }: { sign: Html; none: string }) =>
    list.length === 0 ? html`<p class="quiet">${none}</p>` : list.map(each => point(each, sign))
  return {
    title: result.title,
    path: '/self-check',
    body: html`<div class="wrap block tight">
<h1 class="sum">${headlineSaid(visit, headlineOf(questions, answers))}</h1>
<p class="measure after">${selfCheckPack.result.disclaimer[lang]}</p>
${calls(visit)}
</div>
<div class="wrap"><div class="two wide-left">
<div>
<section class="yes"><h2>${result.iop}</h2>${points(found.iop, { sign: yesIcon, none: result.iopNone })}</section>
<section class="more"><h2>${result.more}</h2>${points(found.more, {
      sign: moreIcon,
      none: selfCheckPack.result.nothingMore[lang],
    })}</section>
<section class="less"><h2>${result.less}</h2>${points(found.less, {
      sign: lessIcon,
      none: selfCheckPack.result.nothingLess[lang],
    })}</section>
<section><h2>${result.unknown}</h2><p>${
      found.unknown.length === 0
        ? result.unknownNone
        : result.unknownSaid(
            listed(
              found.unknown.map(each => each.unknown[lang]),
              result.or,
            ),
          )
    }</p></section>
</div>
<div>
${next(visit, answers)}
${sources(visit, cited)}
</div>
</div>
${yourAnswers(visit, answers)}
</div>`,
  }
}

/** `your mood or your home`: what was not said is listed with another word than what was. */
function listed(words: readonly string[], or: string): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${or} ${last}`
}

function headlineSaid({ words }: Visit, headline: Headline): string {
  const { result } = askWords(words.lang)
  const topics = (list: readonly string[]) => list.map(each => result.topics[each] ?? each)
  if (headline.kind === 'iop') return result.headline.iop(headline.count, topics(headline.worries))
  if (headline.kind === 'more') return result.headline.more(headline.count, topics(headline.worries))
  if (headline.kind === 'less') return result.headline.less(headline.count)
  return result.headline[headline.kind]
}

function calls({ facts, words }: Visit): Html {
  const office = officeOf(facts)
  const open = office && words.open(office.open, facts.clock)
  return html`<div class="acts">
${
  office &&
  html`<a class="btn go hide-s" href="${telOf(office.phone)}">${phoneIcon}<span>${words.frame.call} <span
class="nb">${office.phone}</span>${open && html`<span class="sub">${open}</span>`}</span></a>`
}
<a class="btn" href="${address('#next')}">${askWords(words.lang).result.ask}</a>
</div>`
}

function next({ facts, words }: Visit, answers: Answers): Html {
  const { result } = askWords(words.lang)
  const step = (word: string, sub: string) => html`<li><h3>${word}</h3><p>${sub}</p></li>`
  const noneFree = timesNow(facts).length === 0 && noTimes(facts, words.lang)
  return html`<section id="next"><h2>${result.next}</h2>
<ol class="steps col">
${step(result.steps.call.word, result.steps.call.sub)}
${step(result.steps.meet.word, [result.steps.meet.sub(facts.assessmentMinutes), noneFree].filter(Boolean).join(' '))}
${step(result.steps.bring.word, result.steps.bring.sub)}
</ol>
<form class="stack after" method="post" action="${hrefOf(words.lang, '/inquiry/begin')}">
${hiddenAnswers(answers)}
${timeChoices(facts, words.lang, null)}
${
  answers.size > 0 &&
  html`<label class="choice slim"><input type="checkbox" name="send-check"
value="yes"><span>${result.send}</span></label>`
}
<button type="submit" class="btn go full">${result.toForm}</button>
</form>
<p class="quiet after">${result.notSaved}</p>
</section>`
}

function sources({ words }: Visit, cited: readonly string[]): Html {
  const { lang } = words
  const { result } = askWords(lang)
  const known = cited.flatMap(source => selfCheckPack.sources.find(each => each.source === source) ?? [])
  const { signedOffBy, signedOffOn, version } = selfCheckPack
  return html`<section><h2>${result.sources}</h2>
<ol class="stack small">
${known.map(
  (each, at) =>
    html`<li id="src-${at + 1}"><b>${at + 1}.</b> ${each.words[lang]}${
      !each.verified && html` <i>${result.unchecked}</i>`
    }</li>
`,
)}</ol>
<p class="small quiet after">${result.rules(version)} ${
    signedOffBy && signedOffOn ? result.signed(signedOffBy, signedOffOn) : result.unsigned
  }</p></section>`
}

/** Every question with what was answered, each with a way to change it. */
function yourAnswers({ words }: Visit, answers: Answers): Html {
  const { lang } = words
  const { result } = askWords(lang)
  return html`<section class="noprint"><h2>${result.change}</h2>
<form method="post" action="${hrefOf(lang, '/self-check')}">
${hiddenAnswers(answers)}
<ul class="answers">
${questions.map(each => {
  const given = each.answers.find(answer => answer.answer === answers.get(each.question))
  return html`<li><span>${each.text[lang]}<b>${given ? given.text[lang] : result.notAnswered}</b></span><button
type="submit" class="as-link" name="change" value="${each.question}"
aria-label="${result.changeLong(each.text[lang])}">${result.changeOne}</button></li>
`
})}</ul>
</form></section>`
}
