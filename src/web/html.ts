/** Markup that may stand in a page as it is. Only `html` and `address` make it. */
export class Html {
  readonly text: string
  /** How it may be used: as markup, or as where a link or form leads. */
  readonly kind: 'markup' | 'address'
  constructor(text: string, kind: 'markup' | 'address') {
    this.text = text
    this.kind = kind
  }
}

/** What may stand in a template: words are escaped, markup stands as it is, lists in a row, the rest is nothing. */
export type Part = Html | string | number | false | null | undefined | readonly Part[]

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Words as they stand in a page or in a quoted attribute. */
export function escaped(words: string): string {
  return words.replace(/[&<>"']/g, sign => signs[sign] ?? '')
}

const leads = /\s(?:href|src|action|formaction)="$/
const unquoted = /=\s*$/

/** A template of a page. Addresses stand only where `address` has let them pass, and attributes only in quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const written = strings.map((before, at) => {
    if (at === parts.length) return before
    const part = parts[at]
    if (unquoted.test(before)) throw new RangeError('an attribute without quotes')
    const isAddress = part instanceof Html && part.kind === 'address'
    if (leads.test(before) !== isAddress) throw new RangeError('an address stands where one leads, and nowhere else')
    return before + textOf(part)
  })
  return new Html(written.join(''), 'markup')
}

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  return part.map(textOf).join('')
}

/** Where a link or form may lead: inside the site, to a phone, to another site by https. Else it leads nowhere. */
export function address(to: string): Html {
  const may = /^(?:\/(?![/\\])|#|tel:|sms:|https:\/\/)/.test(to) && !/[\s\\\p{Cc}]/u.test(to)
  return new Html(may ? escaped(to) : '#', 'address')
}
