import type { OutputOf } from '#kernel/door.ts'
import { moneyWords } from '#rooms/coverage/coverage.ts'
import { kindsAsked } from '#rooms/coverage/rules.ts'
import { address, type Html, html } from '#web/html.ts'
import { estimateCost } from '../sending.ts'
import { askWords } from './ask-words.ts'
import type { AskWords } from './ask-words-en.ts'
import { type Costs, costsIn, type Fault, nothingTold, payerField } from './cost-form.ts'
import type { FrontFacts, FrontPayer, Language } from './facts.ts'
import { hrefOf } from './frame.ts'
import { listSaid } from './said.ts'
import { mark } from './self-check-parts.ts'
import type { FrontPage, Visit } from './visit.ts'

type Range = OutputOf<typeof estimateCost>
type Worked = Extract<Range, { kind: 'range' }>
type Telling = { lang: Language; cost: AskWords['cost']; facts: FrontFacts }

const lessIcon = mark(html`<path d="M12 5v14m-6-6 6 6 6-6"/>`)

/** Before anything is told: the form, and nothing guessed. */
export function costPage({ words, facts }: Visit): FrontPage {
  const telling = tellingOf(words.lang, facts)
  const { cost } = telling
  return {
    title: words.frame.cost,
    path: '/cost',
    body: html`<div class="wrap block tight form-wrap">
<h1>${cost.head}</h1>
<p class="after">${cost.lead}</p>
${form(telling, { costs: nothingTold, faults: [], again: false })}
</div>`,
  }
}

const tellingOf = (lang: Language, facts: FrontFacts): Telling => ({ lang, cost: askWords(lang).cost, facts })

/** The range for what was told, with every line and assumption; what cannot be read is asked for again. */
export async function costWorked({ words, facts, form: sent, host, pass }: Visit): Promise<FrontPage> {
  const telling = tellingOf(words.lang, facts)
  const { cost } = telling
  const { costs, faults, asked } = costsIn(sent, facts.payers)
  if (!asked)
    return {
      title: `${cost.faults.head(faults.length)} – ${words.frame.cost}`,
      path: '/cost',
      status: 422,
      body: html`<div class="wrap block tight form-wrap">
${faultNote(telling, faults)}
<h1 class="after-l">${cost.head}</h1>
${form(telling, { costs, faults, again: true })}
</div>`,
    }
  const range = await pass(estimateCost, { host, ...asked })
  const payer = facts.payers.find(each => each.id === asked.payerId)
  const told = { words: toldSaid(telling, asked, payer), network: payer ? networkSaid(telling, payer) : null }
  return {
    title: words.frame.cost,
    path: '/cost',
    body: html`<div class="wrap block tight">
<h1>${cost.head}</h1>
<div class="two wide-left after-l">
<div>
${range.kind === 'range' ? price(telling, range, told) : toAsk(telling, range, told)}
${range.kind === 'range' && html`${sheet(telling, range)}${assumptions(telling, range)}`}
</div>
<div>
${ways(telling, range)}
<section id="answers" class="noprint"><h2>${cost.answers}</h2>
${form(telling, { costs, faults: [], again: true })}</section>
${range.kind === 'range' && range.goodFaith && goodFaith(telling, range.goodFaith)}
</div>
</div>
</div>`,
  }
}

type Told = NonNullable<ReturnType<typeof costsIn>['asked']>

function toldSaid({ lang, cost }: Telling, asked: Told, payer: FrontPayer | undefined): string {
  const kind = kindsAsked.find(each => each.kind === asked.kind)?.words[lang]
  return [
    asked.kind === 'none' ? cost.noPlan : (payer?.name ?? kind),
    asked.household !== null && cost.people(asked.household),
    asked.incomeCents !== null && cost.yearly(moneyWords(asked.incomeCents)),
  ]
    .filter(Boolean)
    .join(', ')
}

/** Where a payer has this house in its network; nothing where it has it nowhere, because the answer says so itself. */
function networkSaid({ lang, cost, facts }: Telling, payer: FrontPayer): string | null {
  const places = facts.sites.filter(each => payer.siteIds.includes(each.id)).map(each => each.name)
  if (places.length === 0) return null
  return cost.network(payer.name, listSaid(lang, places), places.length < facts.sites.length)
}

/** What was told, and where the payer that was named has a contract. */
type Said = { words: string; network: string | null }

const between = ({ cost }: Telling, least: number, most: number) =>
  least === most ? moneyWords(most) : cost.between(moneyWords(least), moneyWords(most))

function price(telling: Telling, range: Worked, told: Said): Html {
  const { cost, lang } = telling
  const { monthly } = range
  return html`<div class="card" role="status">
<p>${cost.whole}</p>
<p class="price">${range.most === 0 ? cost.nothing : between(telling, range.least, range.most)}</p>
${
  range.most > 0 &&
  html`<p><b>${cost.weekly(moneyWords(range.weekly))}</b>${
    monthly && html` ${cost.monthly(between(telling, monthly.least, monthly.most), monthly.months)}`
  }</p>`
}
${told.network && html`<p class="after">${told.network}</p>`}
<p class="quiet after">${cost.for(told.words)} <a href="${address('#answers')}">${cost.changeThis}</a></p>
<div class="acts"><a class="btn go" href="${hrefOf(lang, '/inquiry')}">${cost.talk}</a>${
    range.ways.length > 0 && html`<a class="btn only-s" href="${address('#less')}">${cost.ways(range.ways.length)}</a>`
  }</div>
</div>`
}

function toAsk({ cost, lang }: Telling, range: Extract<Range, { kind: 'ask' }>, told: Said): Html {
  return html`<div class="card" role="status">
<h2>${cost.askHead}</h2>
<p>${range.words[lang]}</p>
${told.network && html`<p class="after">${told.network}</p>`}
<p class="quiet after">${cost.youTold(told.words)} <a href="${address('#answers')}">${cost.changeThis}</a></p>
<div class="acts"><a class="btn go" href="${hrefOf(lang, '/inquiry')}">${cost.talk}</a></div>
</div>`
}

function sheet(telling: Telling, range: Worked): Html {
  const { cost, lang } = telling
  const { share, poverty, weeks } = range
  const cells = (sums: { least: number; most: number }) =>
    html`<td class="n">${moneyWords(sums.least)}</td><td class="n">${moneyWords(sums.most)}</td>`
  return html`<section><h2>${cost.how}</h2>
<p>${
    share === null
      ? cost.byPlan
      : poverty
        ? html`${cost.poverty(poverty.percent)} <b>${cost.povertyShare(share)}</b> ${cost.povertyEnd}`
        : cost.fullPrice
  }</p>
<table class="sheet">
<caption class="vh">${cost.caption(weeks.least, weeks.most)}</caption>
<thead><tr><th scope="col">${share === null ? cost.price : cost.youPay(share)}</th><th scope="col"
class="n">${cost.weeks(weeks.least)}</th><th scope="col" class="n">${cost.weeks(weeks.most)}</th></tr></thead>
<tbody>
${range.lines.map(line => {
  const yours = line.yoursCents !== null && share !== 100 ? moneyWords(line.yoursCents) : null
  return html`<tr><th scope="row">${line.words[lang]}${line.often && html`, ${line.often[lang]}`}${
    line.unitCents > 0 && html`<small>${cost.each(moneyWords(line.unitCents), yours)}</small>`
  }</th>${
    line.counts === null
      ? html`<td class="n">${cost.included}</td><td class="n">${cost.included}</td>`
      : cells(line.yours ?? line.full)
  }</tr>
`
})}</tbody>
<tfoot>${
    share === null
      ? html`<tr><th scope="row">${cost.full}</th>${cells(range.full)}</tr>
<tr><th scope="row">${cost.planLeaves}</th>${cells(range)}</tr>`
      : html`<tr><th scope="row">${cost.yourShare}</th>${cells(range)}</tr>`
  }</tfoot>
</table></section>
`
}

function assumptions({ cost, lang }: Telling, range: Worked): Html {
  return html`<section><h2>${cost.assumed}</h2>
<table class="sheet say">
<caption class="vh">${cost.assumedCaption}</caption>
<thead><tr><th scope="col">${cost.assumption}</th><th scope="col">${cost.from}</th></tr></thead>
<tbody>
${range.assumptions.map(
  each =>
    html`<tr><th scope="row">${each.words[lang]}</th><td>${each.from[lang]}${
      !each.verified && html`<small>${cost.unchecked}</small>`
    }</td></tr>
`,
)}</tbody>
</table></section>`
}

function ways({ cost, lang }: Telling, range: Range): Html | null {
  if (range.ways.length === 0) return null
  return html`<section class="first" id="less"><h2>${cost.ways(range.ways.length)}</h2>
<ul class="marks less">
${range.ways.map(
  each => html`<li>${lessIcon}<b>${each.words[lang]}</b><p>${each.says[lang]}</p></li>
`,
)}</ul>
<p class="after"><b>${cost.beforeNo}</b></p></section>`
}

function goodFaith({ cost, lang }: Telling, words: NonNullable<Worked['goodFaith']>): Html {
  return html`<section><h2>${cost.right}</h2>
<p class="small">${words.words[lang]} <a
href="${hrefOf(lang, '/inquiry')}">${cost.askForYours}</a>, ${cost.readMore} <a href="${address(`https://${words.more}`)}" rel="noreferrer">${words.more}</a>.${
    !words.verified && html` <i>${cost.uncheckedLaw}</i>`
  }</p></section>`
}

type Showing = { costs: Costs; faults: readonly Fault[]; again: boolean }

function faultNote({ cost }: Telling, faults: readonly Fault[]): Html {
  return html`<div class="note risk" role="alert"><h2>${cost.faults.head(faults.length)}</h2>
${faults.map(
  each =>
    html`<p><a href="${address(`#${each}`)}">${labelOf(cost, each)}: ${
      each === 'household' ? cost.faults.household : cost.faults.money
    }</a></p>`,
)}</div>`
}

const labelOf = (cost: Telling['cost'], field: Fault) => cost[field]

function form(telling: Telling, showing: Showing): Html {
  const { cost, lang } = telling
  const { costs, again } = showing
  const plan = costs.deductible !== '' || costs.limit !== ''
  return html`<form method="post" action="${hrefOf(lang, '/cost')}">
<div class="field"><label for="pay">${cost.pay}</label><select id="pay" name="pay">${kindsAsked.map(each =>
    option(costs, { value: each.kind, words: each.words[lang] }),
  )}${payersBy(telling, costs)}</select></div>
${input(telling, showing, 'household')}
${input(telling, showing, 'income')}
<details class="more-info"${plan && html` open`}><summary>${cost.planHead}</summary>
${input(telling, showing, 'deductible')}
${input(telling, showing, 'limit')}
</details>
<div class="acts"><button type="submit"
class="btn${!again && html` go`}">${again ? cost.again : cost.work}</button></div>
<p class="quiet small after">${cost.notSaved}</p>
</form>`
}

const option = (costs: Costs, { value, words }: { value: string; words: string }) =>
  html`<option value="${value}"${value === costs.pay && html` selected`}>${words}</option>`

/** Payers by name: in whose networks we are, and where when it is not everywhere; then in whose we are not. */
function payersBy({ cost, lang, facts }: Telling, costs: Costs): Html[] {
  const placesOf = (payer: FrontPayer) => {
    const names = facts.sites.filter(each => payer.siteIds.includes(each.id)).map(each => each.name)
    return names.length === facts.sites.length ? payer.name : `${payer.name} (${listSaid(lang, names)})`
  }
  const [inside, outside] = [true, false].map(is => facts.payers.filter(each => each.siteIds.length > 0 === is))
  const group = (label: string, options: Html[]) =>
    options.length > 0 ? [html`<optgroup label="${label}">${options}</optgroup>`] : []
  return [
    ...group(
      cost.inNetwork,
      (inside ?? []).map(each => option(costs, { value: payerField(each), words: placesOf(each) })),
    ),
    ...group(
      cost.notInNetwork,
      (outside ?? []).map(each => option(costs, { value: payerField(each), words: each.name })),
    ),
  ]
}

function input({ cost }: Telling, { costs, faults }: Showing, field: Fault): Html {
  const wrong = faults.includes(field)
  const hint = field === 'income'
  const described = [...(hint ? [`${field}-hint`] : []), ...(wrong ? [`${field}-err`] : [])].join(' ')
  return html`<div class="field"><label for="${field}">${labelOf(cost, field)}</label>${
    hint && html`<p class="hint small" id="${field}-hint">${cost.incomeHint}</p>`
  }<input id="${field}" name="${field}" type="text" inputmode="${field === 'household' ? 'numeric' : 'text'}"
autocomplete="off" maxlength="20" value="${costs[field]}"${
    described && html` aria-describedby="${described}"`
  }${wrong && html` aria-invalid="true"`}>${
    wrong &&
    html`<p class="err" id="${field}-err">${field === 'household' ? cost.faults.household : cost.faults.money}</p>`
  }</div>`
}
