import { address, type Html, html } from '#web/html.ts'
import { formMost } from '../form-made.ts'
import { askWords } from './ask-words.ts'
import type { AskWords } from './ask-words-en.ts'
import type { FrontFacts } from './facts.ts'
import type { Fault, Written } from './inquiry-form.ts'
import type { Visit } from './visit.ts'

// What the words of faults are, and the fields that nobody needs to fill in.

type Words = AskWords['inquiry']

const places = { for: '#for-self', name: '#name', phone: '#phone', mail: '#mail', need: '#need' }

/** What is wrong, in a list that leads to each field. */
export function faultNote(words: Words, faults: readonly Fault[]): Html {
  return html`<div class="note risk" role="alert"><h2>${words.faults.head(faults.length)}</h2>
${faults.map(each => html`<p><a href="${address(places[each.field])}">${faultSaid(words, each)}</a></p>`)}
<p>${words.faults.kept}</p></div>`
}

function faultSaid({ faults }: Words, fault: Fault): string {
  if (fault.field === 'for') return faults.for
  if (fault.field === 'need') return faults.needLong(fault.most)
  if (fault.field === 'name') return fault.wrong === 'missing' ? faults.name : faults.nameLong
  if (fault.field === 'mail') return fault.wrong === 'missing' ? faults.mailMissing : faults.mail
  if (fault.wrong === 'missing') return faults.phone
  return fault.wrong === 'short' ? faults.phoneShort(fault.digits) : faults.phoneLong(fault.digits)
}

/** What is wrong with a field, beside it. */
export const errorAt = (words: Words, faults: readonly Fault[], field: Fault['field']) => {
  const fault = faults.find(each => each.field === field)
  return fault ? html`<p class="err" id="${field}-err">${faultSaid(words, fault)}</p>` : null
}

/** What describes a field, by the ids of what stands beside it. */
export const describedBy = (faults: readonly Fault[], field: Fault['field'], hint: boolean) => {
  const wrong = faults.some(each => each.field === field)
  const ids = [...(hint ? [`${field}-hint`] : []), ...(wrong ? [`${field}-err`] : [])].join(' ')
  return html`${ids && html` aria-describedby="${ids}"`}${wrong && html` aria-invalid="true"`}`
}

/** An address for mail, and whether we may write there. */
export function mailField(words: Words, { written, faults }: { written: Written; faults: readonly Fault[] }): Html {
  return html`<div class="field"><label for="mail">${words.mail}</label><input id="mail" name="mail"
type="email" autocomplete="email" inputmode="email" maxlength="${formMost.mail}"
value="${written.mail}"${describedBy(faults, 'mail', false)}>${errorAt(words, faults, 'mail')}
<div class="choices"><label class="choice"><input type="checkbox" name="may-mail"
value="yes"${written.mayMail && html` checked`}><span>${words.mayMail.word}</span><small>${
    words.mayMail.sub
  }</small></label></div></div>`
}

/** Where they would come, in a house of several places. */
export function siteField({ facts, words }: Pick<Visit, 'facts' | 'words'>, written: Written): Html | null {
  if (facts.sites.length < 2) return null
  const { site } = askWords(words.lang).inquiry
  const option = (value: string, name: string) =>
    html`<option value="${value}"${value === written.site && html` selected`}>${name}</option>`
  return html`<div class="field"><label for="site">${site.ask}</label><select id="site" name="site">${option(
    '',
    site.any,
  )}${facts.sites.map(each => option(each.id, each.name))}</select></div>`
}

/** The site that a form names, when it is one of the house. */
export const siteIn = (facts: FrontFacts, siteId: string) => facts.sites.find(each => each.id === siteId) ?? null
