import { address, html } from '#web/html.ts'
import type { FrontFacts } from './facts.ts'
import { hrefOf, telOf } from './frame.ts'
import type { FrontPage } from './visit.ts'
import type { FrontWords } from './words-en.ts'

/** What can go wrong before a page knows of it. */
export const troubles = {
  400: 'unread',
  403: 'elsewhere',
  404: 'missing',
  413: 'large',
  500: 'broken',
  503: 'away',
} as const
export type TroubleStatus = keyof typeof troubles

/** The page that is shown when another cannot be: what happened, what is safe, what to do, and who helps now. */
export function troublePage(status: TroubleStatus, words: FrontWords, facts: FrontFacts | null): FrontPage {
  const { head, says } = words.trouble[troubles[status]]
  const { help, lang } = { help: words.trouble.help, lang: words.lang }
  return {
    title: words.trouble.title,
    path: '/',
    status,
    body: html`<div class="wrap block narrow">
<h1>${head}</h1>
<p class="after">${says}</p>
<ul class="dots after">
<li>${help.danger} <a href="${address('tel:911')}"><b>911</b></a></li>
<li>${help.crisis} <a href="${address('tel:988')}"><b>988</b></a></li>
${facts && html`<li>${help.line} <a href="${telOf(facts.crisisPhone)}"><b class="nb">${facts.crisisPhone}</b></a></li>`}
</ul>
<p class="after">${facts && html`<a class="link" href="${hrefOf(lang, '/')}">${help.start}</a>`}</p>
</div>`,
  }
}
