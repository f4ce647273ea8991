import { dayIn } from '#kernel/time.ts'
import { type Html, html } from '#web/html.ts'
import { selfCheckPack } from '../self-check-pack.ts'
import type { FrontFacts, FrontGroup, FrontProgram } from './facts.ts'
import { hrefOf, officeOf, onIcon, phoneIcon, phoneLink, yesIcon } from './frame.ts'
import { dueOf, promiseOf } from './promise.ts'
import { betweenSaid, daySaid, hoursFigure, listSaid, sentence, spanSaid, timeSaid, weekdaySaid } from './said.ts'
import type { FrontPage, Visit } from './visit.ts'
import type { FrontWords } from './words-en.ts'

type Telling = { facts: FrontFacts; words: FrontWords }

/** The first page: what this is in a sentence, two ways on, and whatever else somebody may come with. */
export function homePage({ facts, words }: Visit): FrontPage {
  const telling = { facts, words }
  const week = weekCard(telling)
  return {
    title: null,
    path: '/',
    body: html`<div class="wrap hero"><div class="grid">
<div>
${opening(telling)}
</div>
${week && html`<div class="card hide-s">${week}</div>`}
</div></div>
<section><div class="wrap">
${doors(words)}
</div></section>
<section><div class="wrap two">
${whatItIs(telling, week)}
${whomItHelps(telling)}
</div></section>
<section><div class="wrap">
${whatHappens(telling)}
</div></section>
<section><div class="wrap two">
${seats(telling)}
<div>
<h2>${words.home.private.head}</h2>
<p class="measure">${words.home.private.law}</p>
<p class="measure after">${words.home.private.exceptions}</p>
</div>
</div></section>`,
  }
}

/** The program that this house is mostly about: its intensive one, else the first. */
function mainProgram(facts: FrontFacts): FrontProgram | null {
  return facts.programs.find(each => each.level === 'iop') ?? facts.programs[0] ?? null
}

function opening({ facts, words }: Telling): Html {
  const { home, lang } = words
  const program = mainProgram(facts)
  const hours = program?.blockMinutes ? words.levels.hour(betweenSaid(lang, figures(program.blockMinutes))) : null
  const days = program?.daysWeekly ? words.levels.days(betweenSaid(lang, counted(program.daysWeekly))) : null
  const office = officeOf(facts)
  const open = office && words.open(office.open, facts.clock)
  return html`<h1>${home.headline} <span>${home.headlineNext}</span></h1>
<p class="lead">${facts.name}${home.lead.before}<b>${home.lead.program}</b>${home.lead.or}<b><abbr>${
    home.lead.short
  }</abbr></b>${home.lead.after} ${home.comes(hours, days)} ${home.keeps}</p>
<div class="acts">
<a class="btn go" href="${hrefOf(lang, '/self-check')}">
${twoLines(home.check.word, home.check.sub(selfCheckPack.questions.length))}</a>
<a class="btn" href="${hrefOf(lang, '/inquiry')}">${twoLines(home.ask.word, callBack({ facts, words }))}</a>
</div>
${
  office &&
  html`<p class="callrow hide-s">${phoneIcon}<span>${home.orCall} ${phoneLink(office.phone)}. ${
    open && html`<span class="quiet">${sentence(open)}</span>`
  }</span></p>`
}`
}

/** A button's word with what it costs below. */
const twoLines = (word: string, sub: string) => html`<span>${word}<span class="sub">${sub}</span></span>`

const figures = (minutes: { least: number; most: number }) => ({
  least: hoursFigure(minutes.least),
  most: hoursFigure(minutes.most),
})
const counted = (between: { least: number; most: number }) => ({
  least: String(between.least),
  most: String(between.most),
})

/** When somebody calls who is asked now: the promise that the form itself makes. */
function callBack({ facts, words }: Telling): string {
  const { ask } = words.home
  const promised = promiseOf(facts, dueOf(facts, 'soon'))
  if (promised.kind === 'before') return ask.open(timeSaid(words.lang, promised.at, facts.clock))
  return ask.closed(promised, facts.clock)
}

function doors({ home, lang }: FrontWords): Html {
  const door = (path: string, { word, sub }: { word: string; sub: string }) =>
    html`<li><a href="${hrefOf(lang, path)}"><b>${word}</b><span>${sub}</span>${onIcon}</a></li>`
  return html`<h2 id="doors">${home.doors.head}</h2>
<ul class="doors">
${door('/now', home.doors.danger)}
${door('/inquiry', home.doors.someone)}
${door('/inquiry', home.doors.told)}
${door('/cost', home.doors.pay)}
</ul>`
}

/** The group whose week is drawn: the first of an evening, else the first. */
const shownGroup = ({ groups }: FrontFacts) => groups.find(each => each.partOfDay === 'evening') ?? groups[0]

/** One week as a strip: on which days, for how long, at what time. */
function weekCard({ facts, words }: Telling): Html | null {
  const { week } = words.home
  const group = shownGroup(facts)
  if (!group) return null
  const days = [1, 2, 3, 4, 5, 6, 7].map(weekday => {
    const own = group.days.find(each => each.weekday === weekday)
    return html`<li${own && html` class="on"`}>${weekdaySaid(words.lang, weekday, 'short')}<i>${
      own ? week.hours(hoursFigure(own.minutes)) : html`<span class="vh">${week.none}</span>`
    }</i></li>`
  })
  const weeks = mainProgram(facts)?.weeks
  const site = facts.sites.find(each => each.id === group.siteId)
  return html`<h2 class="sub-h">${week.head[group.partOfDay]}</h2>
<ul class="week">${days}</ul>
<dl class="facts">
<dt>${week.group}</dt><dd>${week.groupSaid(hoursOfWeek(group, { facts, words }), group.days.length)}</dd>
<dt>${week.alone}</dt><dd>${week.aloneSaid}</dd>
${weeks && html`<dt>${week.howLong}</dt><dd>${week.howLongSaid(betweenSaid(words.lang, counted(weeks)))}</dd>`}
${site && html`<dt>${week.where}</dt><dd>${site.name}</dd>`}
</dl>`
}

/** From when to when, where every day is alike; else from when at the earliest. */
function hoursOfWeek(group: FrontGroup, { facts, words }: Telling): string {
  const from = group.days.map(each => each.starts).toSorted()[0] ?? ''
  const until =
    group.days
      .map(each => each.ends)
      .toSorted()
      .at(-1) ?? ''
  return spanSaid(words.lang, { from, until }, facts.clock)
}

function whatItIs({ facts, words }: Telling, week: Html | null): Html {
  const { what } = words.home
  const sizes = facts.groups.map(each => each.size)
  return html`<div>
<h2>${what.head}</h2>
${week && html`<div class="card thin-only">${week}</div>`}
<p class="measure">${what.less} ${what.group(sizes.length === 0 ? null : Math.max(...sizes))} ${what.alone}</p>
<p class="measure after"><a class="link" href="${hrefOf(words.lang, '/levels')}">${what.compare}</a></p>
<p class="note after"><b>${what.firstHead}</b> ${what.first}</p>
</div>`
}

function whomItHelps({ facts, words }: Telling): Html {
  const { helps, week } = words.home
  const parts = (['morning', 'afternoon', 'evening', 'weekend'] as const)
    .filter(part => facts.groups.some(each => each.partOfDay === part))
    .map(part => week.parts[part])
  const line = ({ word, sub }: { word: string; sub: string }) => html`<li>${yesIcon}<b>${word}</b><p>${sub}</p></li>`
  return html`<div>
<h2>${helps.head}</h2>
<ul class="marks yes">
${line(helps.sleep)}
${line({ word: helps.work.word, sub: helps.work.sub(listSaid(words.lang, parts)) })}
${line(helps.left)}
${line(helps.mind)}
</ul>
</div>`
}

function whatHappens({ facts, words }: Telling): Html {
  const { steps } = words.home
  const step = (word: string, sub: string) => html`<li><h3>${word}</h3><p>${sub}</p></li>`
  return html`<h2>${steps.head}</h2>
<ol class="steps">
${step(steps.talk.word, steps.talk.sub)}
${step(steps.insurance.word, steps.insurance.sub)}
${step(steps.meet.word, steps.meet.sub(facts.assessmentMinutes))}
${step(steps.begin.word, steps.begin.sub(facts.figures))}
</ol>`
}

function seats({ facts, words }: Telling): Html {
  const { seats: said } = words.home
  const { lang } = words
  const site = (id: string) => (facts.sites.length > 1 ? facts.sites.find(each => each.id === id)?.name : undefined)
  const rows = facts.groups.map(group => {
    const days = listSaid(
      lang,
      group.days.map(each => weekdaySaid(lang, each.weekday, 'short')),
    )
    const name = [said.parts[group.partOfDay], forWhom(group, words)].filter(Boolean).join(', ')
    const place = site(group.siteId)
    const from = said.from(days, timeSaid(lang, group.days[0]?.starts ?? '', facts.clock))
    return html`<tr><th scope="row"><b>${name}</b>${from}${
      place && html`<span class="place">${place}</span>`
    }</th><td>${said.free(group.free)}</td></tr>`
  })
  return html`<div>
<h2 id="places">${said.head}</h2>
${
  rows.length === 0
    ? html`<p class="measure">${said.none}</p>`
    : html`<table class="seats"><caption>${said.asOf(daySaid(lang, todayOf(facts)))}</caption>
<thead class="vh"><tr><th scope="col">${said.group}</th><th scope="col">${said.places}</th></tr></thead>
<tbody>${rows}</tbody></table>`
}
</div>`
}

/** For whom a group is, where it is not for everybody. */
function forWhom(group: FrontGroup, words: FrontWords): string | null {
  if (!group.cohort) return null
  const { cohort, value, name } = group.cohort
  if (cohort === 'language' && value) return words.home.seats.inLanguage(words.languageName(value))
  return words.cohorts[cohort] ?? name
}

/** The day it is where the first site is. */
const todayOf = (facts: FrontFacts) => dayIn(facts.sites[0]?.zone ?? 'UTC', facts.now)
