import { type Html, html } from '#web/html.ts'
import { opennessOf, weekLines } from '../openness.ts'
import type { FrontFacts, FrontSite } from './facts.ts'
import { phoneLink } from './frame.ts'
import { daySaid, listSaid, spanSaid, weekdaySaid } from './said.ts'
import type { FrontPage, Visit } from './visit.ts'
import type { FrontWords } from './words-en.ts'

/** Every place: where it is, when it is open, how to get in, and the days on which it is closed. */
export function sitesPage({ facts, words }: Visit): FrontPage {
  const { sites: said } = words
  return {
    title: said.title,
    path: '/sites',
    body: html`<div class="wrap block tight">
<h1>${said.head}</h1>
<p class="measure after">${said.lead}</p>
<div class="sites after-l">
${facts.sites.map(site => place(site, words, facts))}
</div>
<p class="quiet small after">${said.map}</p>
</div>
<section><div class="wrap">
<h2>${said.crisis}</h2>
<p class="measure">${said.crisisSaid} ${phoneLink(facts.crisisPhone)}</p>
</div></section>`,
  }
}

function place(site: FrontSite, words: FrontWords, facts: FrontFacts): Html {
  const { lang, sites: said } = words
  const open = words.open(opennessOf(site, facts.now), facts.clock)
  const access = site.access[lang]
  return html`<div class="card">
<h2>${site.name}</h2>
<p>${site.address}${open && html`<br><b>${open}</b>`}</p>
${site.phone && html`<p class="after-s call-line">${phoneLink(site.phone)}</p>`}
<h3 class="after">${said.hours}</h3>
${hours(site, words, facts)}
${plans(site, words, facts)}
${access && html`<h3 class="after">${said.access}</h3><p class="measure">${access}</p>`}
${
  site.closures.length > 0 &&
  html`<h3 class="after">${said.closedHead}</h3>
<ul>${site.closures.map(
    ({ fromOn, untilOn, name }) =>
      html`<li>${
        fromOn === untilOn ? daySaid(lang, fromOn) : said.closedSpan(daySaid(lang, fromOn), daySaid(lang, untilOn))
      }<span class="quiet">, ${name}</span></li>`,
  )}</ul>`
}
</div>`
}

/** Which payers have a contract with this place; nothing in a house that has named none. */
function plans(site: FrontSite, { lang, sites: said }: FrontWords, { payers }: FrontFacts): Html | null {
  if (payers.length === 0) return null
  const names = payers.filter(each => each.siteIds.includes(site.id)).map(each => each.name)
  return html`<h3 class="after">${said.plans}</h3><p class="measure">${
    names.length === 0 ? said.noPlans : said.plansSaid(listSaid(lang, names))
  }</p>`
}

function hours(site: FrontSite, words: FrontWords, facts: FrontFacts): Html {
  const { lang, sites: said } = words
  const lines = weekLines(site.hours)
  if (lines.length === 0) return html`<p>${said.noHours}</p>`
  return html`<table class="hours"><caption class="vh">${said.hours}</caption><tbody>${lines.map(
    ({ from, until, spans }) => {
      const [first, last] = [weekdaySaid(lang, from), weekdaySaid(lang, until)]
      const day = from === until ? first : said.daySpan(first, last)
      const times = spans.map(span => spanSaid(lang, { from: span.opens, until: span.closes }, facts.clock))
      return html`<tr><th scope="row">${day}</th><td>${times.join(said.and)}</td></tr>`
    },
  )}</tbody></table>`
}
