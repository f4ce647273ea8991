import { address, type Html, html } from '#web/html.ts'
import type { Level } from '../levels.ts'
import type { FrontFacts, FrontProgram } from './facts.ts'
import { hrefOf } from './frame.ts'
import { betweenSaid, hoursFigure, listSaid } from './said.ts'
import type { FrontPage, Visit } from './visit.ts'
import type { FrontWords } from './words-en.ts'

type Row = { level: Level; programs: readonly FrontProgram[]; free: number | null; partners: readonly string[] }

/** Levels of care side by side, from most help to least, from our own programs and partners. */
export function levelsPage({ facts, words }: Visit, levels: readonly Level[]): FrontPage {
  const rows = levels.map(level => rowOf(level, facts))
  const { lang, levels: said } = words
  const parts = [true, false].map(stays => ({ stays, rows: rows.filter(row => row.level.stays === stays) }))
  const unchecked = rows.filter(row => !row.level.verified && row.programs.length === 0)
  return {
    title: said.title,
    path: '/levels',
    body: html`<div class="wrap block tight">
<h1>${said.head}</h1>
<p class="measure after">${said.lead}</p>
<nav class="jump" aria-label="${said.jump}"><ul>
${parts.map(
  part => html`<li class="grp">${part.stays ? said.stays : said.home}</li>
${part.rows.map(row => jump(row, words))}`,
)}
</ul></nav>
<table class="cmp after-l" role="table">
<caption class="vh">${said.caption}</caption>
<thead role="rowgroup"><tr role="row">${[said.kind, said.hours, said.howLong, said.suits, said.where].map(
      head => html`<th role="columnheader" scope="col">${head}</th>`,
    )}</tr></thead>
${parts.map(
  part => html`<tbody role="rowgroup">
<tr class="grp" role="row">
<th role="rowheader" scope="rowgroup" colspan="5">${part.stays ? said.stays : said.home}</th></tr>
${part.rows.map(row => line(row, words, facts))}
</tbody>`,
)}
</table>
<p class="quiet small after">${said.sources}${
      unchecked.length > 0 &&
      html` ${said.unchecked} ${listSaid(
        lang,
        unchecked.map(row => row.level.words[lang]),
      )}.`
    }</p>
</div>
${next(words)}`,
  }
}

function rowOf(level: Level, facts: FrontFacts): Row {
  const programs = facts.programs.filter(each => each.level === level.level)
  const groups = facts.groups.filter(group => programs.some(each => each.id === group.programId))
  return {
    level,
    programs,
    free: groups.length === 0 ? null : groups.reduce((sum, each) => sum + each.free, 0),
    partners: facts.partners.filter(each => each.level === level.level).map(each => each.name),
  }
}

const ours = (row: Row) => row.programs.length > 0

function jump(row: Row, words: FrontWords): Html {
  const { lang } = words
  return html`<li><a${ours(row) && html` class="us"`} href="${address(`#${row.level.level}`)}">
${row.level.words[lang]}<span>${weekly(row, words)}</span></a></li>
`
}

/** The hours of a week: our own program's by its rules, else as the level is described. */
function weekly(row: Row, words: FrontWords): string {
  const { lang, levels: said } = words
  const told = row.programs.find(each => each.weeklyMinutes.least !== null)?.weeklyMinutes
  if (!told?.least) return row.level.hours[lang]
  if (told.most === null) return said.hoursOrMore(hoursFigure(told.least))
  return said.weeklyHours(betweenSaid(lang, { least: hoursFigure(told.least), most: hoursFigure(told.most) }))
}

function perDay(row: Row, words: FrontWords): string | null {
  const { lang, levels: said } = words
  const program = row.programs.find(each => each.blockMinutes && each.daysWeekly)
  if (!program?.blockMinutes || !program.daysWeekly) return null
  const { blockMinutes: block, daysWeekly: days } = program
  return said.perDay(
    said.hour(betweenSaid(lang, { least: hoursFigure(block.least), most: hoursFigure(block.most) })),
    said.days(betweenSaid(lang, { least: String(days.least), most: String(days.most) })),
  )
}

function line(row: Row, words: FrontWords, facts: FrontFacts): Html {
  const { lang, levels: said } = words
  const { level } = row
  const weeks = row.programs.find(each => each.weeks)?.weeks
  const howLong = weeks
    ? said.weeks(betweenSaid(lang, { least: String(weeks.least), most: String(weeks.most) }))
    : level.howLong[lang]
  const cell = (head: string, words: Html) => html`<td role="cell" data-h="${head}"><span>${words}</span></td>`
  const detail = perDay(row, words)
  return html`<tr role="row" id="${level.level}"${ours(row) && html` class="us"`}>
<th role="rowheader" scope="row"><b>${level.words[lang]}</b>${level.says[lang]}</th>
${cell(said.short.hours, html`<b>${weekly(row, words)}</b>${detail}`)}
${cell(said.short.howLong, html`${howLong}`)}
${cell(said.short.suits, html`${level.suits[lang]}`)}
${cell(said.where, where(row, words, facts))}</tr>
`
}

function where(row: Row, words: FrontWords, facts: FrontFacts): Html {
  const { levels: said } = words
  if (ours(row))
    return html`<b>${facts.name}</b>${row.free !== null && (row.free > 0 ? said.free(row.free) : said.full)}`
  if (row.partners.length > 0) return html`${said.partner} ${listSaid(words.lang, row.partners)}`
  return html`${said.look}`
}

const next = ({ lang, levels: said, home }: FrontWords) => html`<section><div class="wrap two">
<div><h2>${said.unsureHead}</h2><p class="measure">${said.unsure}</p>
<div class="acts"><a class="btn go" href="${hrefOf(lang, '/self-check')}">${said.check}</a>
<a class="btn" href="${hrefOf(lang, '/inquiry')}">${home.ask.word}</a></div></div>
<div><h2>${said.moveHead}</h2>
<p class="measure"><b>${said.up}</b>${said.upSaid}<b>${said.down}</b>${said.downSaid}</p></div>
</div></section>`
