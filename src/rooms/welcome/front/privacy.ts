import { html } from '#web/html.ts'
import { officeOf, phoneLink } from './frame.ts'
import type { FrontPage, Visit } from './visit.ts'

/** What these pages keep, how to hide a visit, and what the law says of who asks for help. */
export function privacyPage({ facts, words }: Visit): FrontPage {
  const { privacy } = words
  const part = ({ head, lines }: { head: string; lines: readonly string[] }) => html`<section><div class="wrap">
<h2>${head}</h2>
<ul class="dots measure">${lines.map(line => html`<li>${line}</li>`)}</ul>
</div></section>
`
  const office = officeOf(facts)
  return {
    title: privacy.title,
    path: '/privacy',
    body: html`<div class="wrap block tight"><h1>${privacy.head}</h1></div>
${part(privacy.hide)}${part(privacy.pages)}${part(privacy.care)}
${office && html`<section><div class="wrap"><p>${privacy.questions} ${phoneLink(office.phone)}</p></div></section>`}`,
  }
}
