import { type Html, html } from '../src/web/html.ts'
import { peers } from './peers.ts'
import type { Felt, Figures, Release } from './results.ts'

// One page of all figures that needs nothing besides itself: each beside its bar, how they grow, and how they went.

type Named = { name: string; value: number; unit: string; bar: number }

const parts: Readonly<Record<string, string>> = {
  acts: 'What people do, beside the floor',
  command: 'The least command, beside the floor',
  query: 'The least question, beside the floor',
  growth: 'The same in larger houses, beside the smallest',
  plans: 'Statements that walk through a table',
  week: 'The week',
  conflict: 'What is in the way',
  session: 'Sessions ahead',
  attendance: 'Attendance',
  ledger: 'Hours',
  notes: 'Notes',
  chart: 'Chart',
  pages: 'Pages at a quarter of the processor, on slow 4G',
  public: 'Public pages',
  journal: 'Journal',
  client: 'Search',
  start: 'Start',
}
const partOf = (name: string) => name.split('.')[0] ?? ''
const rounded = (value: number) => String(Math.round(value * 100) / 100)

/** The page: what was measured last, the lines of releases, the oldest first, and what was felt of pages and tasks. */
export function reportOf(figures: Figures, history: readonly Release[], felt: Felt): string {
  const all = Object.entries(figures).map(([name, of]): Named => ({ name, ...of }))
  const over = all.filter(each => each.value > each.bar)
  const groups = Map.groupBy(
    all.filter(each => !grows.test(each.name)),
    each => partOf(each.name),
  )
  const known = Object.keys(parts).filter(part => groups.has(part))
  const rest = [...groups.keys()].filter(part => !known.includes(part)).toSorted()
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Footbridge figures</title><style>${style}</style></head>
<body><main>
<h1>Figures</h1>
<p>${all.length} figures, ${over.length} over their bar. A bar is the most that a figure may be; the line in each row
stands at the bar. Ratios are to a floor of sixty lines that was run in turn with the product on the same machine.</p>
${over.length > 0 && html`<h2>Over the bar</h2>${table(over, history)}`}
${[...known, ...rest].map(part => html`<h2>${parts[part] ?? part}</h2>${table(groups.get(part) ?? [], history)}`)}
${growth(all)}
${tasks(felt.tasks)}
${pages(felt.pages)}
<h2>Others, on a machine of the same size</h2>
<p>Medians that were measured on another day on two cores; only the ratios compare.</p>
<table><thead><tr><th>What</th><th>Medplum</th><th>Its floor</th><th>Ratio</th></tr></thead><tbody>
${peers.map(of => html`<tr><th>${of.what}</th><td>${of.theirs}</td><td>${of.floor}</td><td>${of.ratio}</td></tr>`)}
</tbody></table>
</main></body></html>
`.text
}

const grows = /^growth\.(.+)\.(\d+)$/

function table(rows: readonly Named[], history: readonly Release[]): Html {
  const sorted = rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
  return html`<table><thead><tr><th>Figure</th><th>Measured</th><th>Bar</th><th>To its bar</th><th>Releases</th></tr>
</thead><tbody>${sorted.map(row => line(row, history))}</tbody></table>`
}

function line(row: Named, history: readonly Release[]): Html {
  const isOver = row.value > row.bar
  return html`<tr><th scope="row">${row.name}</th>
<td class="${isOver ? 'n over' : 'n'}">${rounded(row.value)} ${row.unit}${isOver && ' (over)'}</td>
<td class="n">${rounded(row.bar)} ${row.unit}</td><td>${toBar(row)}</td><td>${course(row.name, history)}</td></tr>`
}

const wide = 150

/** A stroke as long as the figure is beside its bar, which stands at two thirds of the way. */
function toBar({ value, bar }: Named): Html {
  const at = (wide * 2) / 3
  const long = bar === 0 ? (value > 0 ? wide : 0) : Math.min(wide, (value / bar) * at)
  return html`<svg viewBox="0 0 ${wide} 16" width="${wide}" height="16" aria-hidden="true">
<rect class="${value > bar ? 'over' : 'held'}" x="0" y="4" width="${rounded(long)}" height="8" rx="2"/>
<line x1="${rounded(at)}" x2="${rounded(at)}" y1="0" y2="16"/></svg>`
}

/** How a figure went from release to release. */
function course(name: string, history: readonly Release[]): Html | string {
  const values = history.flatMap(each => each.figures[name]?.value ?? [])
  const most = Math.max(...values)
  if (values.length < 2 || most === 0) return values.map(rounded).join(', ')
  const points = values.map((value, at) => `${(at * 120) / (values.length - 1)},${rounded(22 - (value / most) * 20)}`)
  const said = values.map(rounded).join(', ')
  return html`<svg viewBox="0 0 120 24" width="120" height="24" role="img" aria-label="${said}">
<polyline points="${points.join(' ')}"/></svg>`
}

/** What tasks asked of somebody's hands, as their journeys counted it. */
const tasks = (all: Felt['tasks']): Html | false =>
  all.length > 0 &&
  html`<h2>What a task asks of the hands</h2>
<table><thead><tr><th>Task</th><th>Actions</th><th>At most</th><th>Screens</th></tr></thead><tbody>
${all.map(
  of => html`<tr><th scope="row">${of.task}</th><td class="n">${of.did.actions}</td>
<td class="n">${of.actions}${of.goal !== undefined && `, goal ${of.goal}`}</td>
<td class="n">${of.did.screens} of ${of.screens}</td></tr>`,
)}</tbody></table>`

/** Every page as it was felt on a slow machine and network. */
const pages = (all: Felt['pages']): Html | false =>
  all.length > 0 &&
  html`<h2>Each page, slowest first</h2>
<table><thead><tr><th>Page</th><th>For</th><th>Drawn (LCP)</th><th>Answer (INP)</th><th>Shift (CLS)</th>
<th>Script</th></tr></thead><tbody>${all
    .toSorted((a, b) => b.lcp - a.lcp)
    .map(
      of => html`<tr><th scope="row">${of.page}, ${of.scheme}</th><td>${of.audience}</td>
<td class="n">${rounded(of.lcp)} ms</td><td class="n">${rounded(of.inp)} ms</td><td class="n">${rounded(of.cls)}</td>
<td class="n">${rounded(of.js)} kB</td></tr>`,
    )}</tbody></table>`

const [left, height, across] = [60, 260, 420]
const xOf = (clients: number) => rounded(left + (Math.log10(clients / 48) / 3) * across)
const placeOf = (ratio: number) => height - 30 - ((Math.log10(Math.max(ratio, 0.3)) + 0.53) / 1.8) * (height - 50)
const yOf = (ratio: number) => rounded(placeOf(ratio))

/** Each act in worlds of different sizes as one line, both ways by tens. */
function growth(all: readonly Named[]): Html | false {
  const found = all.flatMap(each => {
    const [, act = '', clients = ''] = grows.exec(each.name) ?? []
    return act ? [{ ...each, act, clients: Number(clients) }] : []
  })
  if (found.length === 0) return false
  return html`<h2>Growth</h2>
<svg viewBox="0 0 700 ${height}" width="700" role="img" aria-label="Ratios by the number of clients">
${[0.5, 1, 1.5, 10].map(
  of => html`<line class="grid" x1="${left}" x2="${left + across}" y1="${yOf(of)}" y2="${yOf(of)}"/>
<text x="${left - 8}" y="${rounded(placeOf(of) + 4)}" text-anchor="end">${of} x</text>`,
)}
${[48, 480, 4_800, 48_000].map(of => html`<text x="${xOf(of)}" y="${height - 6}" text-anchor="middle">${of}</text>`)}
${[...Map.groupBy(found, each => each.act)].map(([act, points], at) => {
  const drawn = [{ clients: 48, value: 1 }, ...points.toSorted((a, b) => a.clients - b.clients)]
  const { clients, value } = drawn.at(-1) ?? { clients: 48, value: 1 }
  const color = `c${at % 6}`
  return html`<polyline class="${color}" points="${drawn.map(of => `${xOf(of.clients)},${yOf(of.value)}`).join(' ')}"/>
<circle class="${color}" cx="${xOf(clients)}" cy="${yOf(value)}" r="3"/>
<text class="${color}" x="500" y="${20 + at * 18}">${act}: ${rounded(value)} x at ${clients}</text>`
})}
</svg>
${table(found, [])}`
}

const style = `
:root { color-scheme: light dark; --ink: #1d2a2a; --dim: #586a6a; --page: #fbfaf7; --line: #d9d5cb; --held: #2f7d6d;
  --over: #b3402b }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e4dc; --dim: #a5b1ad; --page: #171c1c; --line: #364040;
  --held: #66b8a4; --over: #ef8c74 } }
body { background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 0 }
main { margin: 0 auto; max-width: 960px; overflow-x: auto; padding: 24px }
h1 { font-size: 28px; margin: 0 } h2 { font-size: 18px; margin: 32px 0 8px } p { color: var(--dim); max-width: 65ch }
table { border-collapse: collapse; table-layout: fixed; width: 100% }
th:first-child { width: 32% } thead th { color: var(--dim); font-weight: 500; text-align: left }
th, td { border-bottom: 1px solid var(--line); padding: 4px 12px 4px 0; vertical-align: middle }
tbody th { font-weight: 500; text-align: left } .n { font-variant-numeric: tabular-nums; white-space: nowrap }
td.over { color: var(--over); font-weight: 600 } svg line { stroke: var(--ink); stroke-width: 2 }
svg line.grid { stroke: var(--line); stroke-width: 1 } svg text { fill: var(--ink); font-size: 12px }
rect.held { fill: var(--held) } rect.over { fill: var(--over) }
polyline { fill: none; stroke: var(--held); stroke-width: 2 }
.c0 { stroke: #2f7d6d } .c1 { stroke: #b3402b } .c2 { stroke: #4a6fb5 } .c3 { stroke: #b58a2a } .c4 { stroke: #8a4fa0 }
.c5 { stroke: #6b8a3a } text[class] { stroke: none } text.c0 { fill: #2f7d6d } text.c1 { fill: #b3402b }
text.c2 { fill: #4a6fb5 } text.c3 { fill: #b58a2a } text.c4 { fill: #8a4fa0 } text.c5 { fill: #6b8a3a }
`
