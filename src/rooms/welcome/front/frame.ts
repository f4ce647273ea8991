import { address, type Html, html } from '#web/html.ts'
import { type Openness, opennessOf } from '../openness.ts'
import type { FrontFacts, FrontSite, Language } from './facts.ts'
import type { FrontPage } from './visit.ts'
import type { FrontWords } from './words-en.ts'

/** Where a page stands in a language: `/cost` and `/es/cost`. */
export function hrefOf(language: Language, path: string): Html {
  return address(language === 'en' ? path : `/es${path}`)
}

/** Where a phone calls: only its digits, with the country when ten of them say no other. */
export function telOf(phone: string): Html {
  const digits = phone.replace(/\D/g, '')
  return address(`tel:${phone.trim().startsWith('+') ? '+' : digits.length === 10 ? '+1' : ''}${digits}`)
}

/** A number to press and to read. */
export const phoneLink = (phone: string) => html`<a href="${telOf(phone)}"><b class="nb">${phone}</b></a>`

/** The office that answers: that of a site that was chosen, else one that is open now, else the first with a phone. */
export function officeOf(facts: FrontFacts, siteId = ''): { site: FrontSite; phone: string; open: Openness } | null {
  const offices = facts.sites.flatMap(site =>
    site.phone === null ? [] : [{ site, phone: site.phone, open: opennessOf(site, facts.now) }],
  )
  const chosen = offices.find(each => each.site.id === siteId)
  return chosen ?? offices.find(each => each.open.kind === 'open') ?? offices[0] ?? null
}

const icon = (size: number, weight: number, path: Html) =>
  html`<svg aria-hidden="true" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}" fill="none"
stroke="currentColor" stroke-width="${weight}" stroke-linecap="round" stroke-linejoin="round">${path}</svg>`
export const phoneIcon = icon(
  20,
  1.8,
  html`<path d="M6.6 2.8 8.2 6.3 6.3 8a11 11 0 0 0 5.7 5.7l1.7-1.9 3.5 1.6v3a1.3 1.3 0 0 1-1.4 1.3
C8.9 17.2 2.8 11.1 2.3 4.2A1.3 1.3 0 0 1 3.6 2.8z"/>`,
)
export const onIcon = icon(20, 2, html`<path d="m8 4 6 6-6 6"/>`)
export const yesIcon = icon(24, 2.4, html`<path d="m5 12.500 4.500 4.500L19 7.500"/>`)

/** Without facts it still says the numbers that help anywhere. */
const strip = (words: FrontWords, facts: FrontFacts | null) => html`
<aside class="now" aria-label="${words.frame.now}">
<ul>
<li class="hide-s"><p>${words.frame.needHelp}</p></li>
<li><a href="${address('tel:911')}"><b>911</b><span>${words.frame.danger}</span></a></li>
<li><a href="${address('tel:988')}"><b>988</b><span>${words.frame.crisis988}</span></a></li>
${
  facts &&
  html`<li><a href="${telOf(facts.crisisPhone)}">
<b class="hide-s nb">${facts.crisisPhone}</b><b class="thin-in">${words.frame.crisisLine}</b>
<span class="thin-in">${words.frame.dayAndNight}</span><span class="hide-s">${words.frame.crisisLineLong}</span></a></li>`
}
</ul>
</aside>`

const places = [
  ['/self-check', 'selfCheck'],
  ['/levels', 'levels'],
  ['/cost', 'cost'],
  ['/sites', 'sites'],
  ['/inquiry', 'contact'],
] as const

function header(page: FrontPage, words: FrontWords, facts: FrontFacts): Html {
  const { frame, lang, other } = words
  const links = places.map(
    ([path, word]) =>
      html`<a href="${hrefOf(lang, path)}"${page.path === path && html` aria-current="page"`}>${frame[word]}</a>`,
  )
  const twin = hrefOf(lang === 'en' ? 'es' : 'en', page.path)
  return html`
<header class="top"><div class="wrap">
<a class="brand" href="${hrefOf(lang, '/')}">${facts.name}</a>
<nav class="wide" aria-label="${frame.mainNav}">${links}</nav>
<a href="${twin}" lang="${other.lang}" hreflang="${other.lang}">${other.word}</a>
<details class="thin"><summary>${frame.menu}</summary><nav aria-label="${frame.menu}">${links}</nav></details>
<a class="btn leave wide" href="${address(facts.exitAddress)}" rel="noreferrer">${frame.leaveLong}</a>
</div></header>`
}

/** Where help comes first: the house, the other language, and the way out, on a phone too. */
function shortHeader(page: FrontPage, { frame, lang, other }: FrontWords, facts: FrontFacts): Html {
  const twin = hrefOf(lang === 'en' ? 'es' : 'en', page.path)
  return html`
<header class="top"><div class="wrap">
<a class="brand" href="${hrefOf(lang, '/')}">${facts.name}</a>
<a href="${twin}" lang="${other.lang}" hreflang="${other.lang}">${other.word}</a>
<a class="btn leave" href="${address(facts.exitAddress)}" rel="noreferrer">${frame.leave}</a>
</div></header>`
}

function footer(words: FrontWords, facts: FrontFacts): Html {
  const { frame, lang } = words
  const sites = facts.sites.map(
    site =>
      html`<p><b>${facts.sites.length > 1 ? site.name : facts.name}</b>${
        site.address && html`<br>${site.address}`
      }${site.phone && html`<br><a href="${telOf(site.phone)}" class="nb">${site.phone}</a>`}</p>`,
  )
  const leaving = new URL(facts.exitAddress).hostname.replace(/^www\./, '')
  return html`
<footer class="foot"><div class="wrap two">
<div class="stack">
${sites}
<p>${frame.crisisEvery}<br><a href="${telOf(facts.crisisPhone)}" class="nb">${facts.crisisPhone}</a></p>
</div>
<div class="stack small">
<p class="quiet">${frame.nothingKept(leaving)}</p>
<p><a href="${hrefOf(lang, '/privacy')}">${frame.privacy}</a><br><a href="${address('/staff')}">${frame.staff}</a></p>
</div>
</div></footer>`
}

/** What sticks to the foot of a phone: the number that answers now, and the way out. */
function dock(words: FrontWords, facts: FrontFacts): Html {
  const { frame } = words
  const office = officeOf(facts)
  const answers = office && office.open.kind !== 'closed'
  const [word, phone, sub] = answers
    ? [frame.call, office.phone, words.open(office.open, facts.clock)]
    : [frame.callCrisis, facts.crisisPhone, frame.dayAndNight]
  return html`
<aside class="dock" aria-label="${frame.dock}">
<a class="btn go" href="${telOf(phone)}">${phoneIcon}<span>${word} <span class="nb">${phone}</span>${
    sub && html`<span class="sub">${sub}</span>`
  }</span></a>
<a class="btn" href="${address(facts.exitAddress)}" rel="noreferrer">${frame.leave}</a>
</aside>`
}

/** What stands around a page: the house, where the sheet of styles stands, whether it may be listed. */
export type Around = { facts: FrontFacts | null; styles: string; listed: boolean }

/** The whole document of a public page, in its frame. Without facts the house shows nothing of itself. */
export function frame(page: FrontPage, words: FrontWords, around: Around): Html {
  const { facts } = around
  const name = facts?.name ?? 'Footbridge'
  const { lang } = words
  const bare = page.bare ?? false
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${page.title === null ? name : `${page.title} – ${name}`}</title>
<meta name="referrer" content="no-referrer">
<meta name="robots" content="${around.listed ? 'index' : 'noindex'}">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#F7F6F3">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14181B">
<link rel="icon" href="${address('/icon.svg')}">
<link rel="stylesheet" href="${address(around.styles)}">
${facts && alternates(page.path)}
</head>
<body>
<a class="skip" href="${address('#main')}">${words.frame.skip}</a>
${!bare && strip(words, facts)}${facts && (bare ? shortHeader(page, words, facts) : header(page, words, facts))}
<main id="main">
${page.body}
</main>
${facts && footer(words, facts)}${facts && !bare && !page.dockless && dock(words, facts)}
</body>
</html>
`
}

const alternates = (path: string) =>
  (['en', 'es'] as const).map(
    language => html`<link rel="alternate" hreflang="${language}" href="${hrefOf(language, path)}">`,
  )
