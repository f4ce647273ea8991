/**
 * Where a value came from: the zero-based place in Bundle.entry (0 for a bare Patient), the resource and the
 * FHIRPath in it.
 */
export type Origin = { entry: number; resource: string; id?: string; path: string }

/** A value beside the place in the source it was read from. */
export type Field<Value> = { value: Value; origin: Origin }

/** What was in the source and is not in the draft: where, how often, in which entries (the first 20), and why. */
export type NotUnderstood = { resource: string; path?: string; count: number; entries: number[]; because: string }

/** The reader's margin: every word carried passes through `clean`, everything left out is noted here. */
export type Margin = {
  note: (origin: Origin, because: string) => void
  clean: (text: string, origin: Origin, longest: number) => string
  list: () => NotUnderstood[]
}

/** What stands where a withheld number stood in a text. */
export const placeholder = '[left out]'

/** Why most of what a referral leaves aside is left aside. */
export const notRead = 'not read by a referral'

const mostGroups = 400
const mostEntries = 20
const dashedSocialSecurityNumber = /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/g
const unkeepable = /(?![\t\n\r])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu

/** Opens a margin that lets none of the withheld values pass, in whatever field they turn up again. */
export function openMargin(withheld: string[]): Margin {
  const groups = new Map<string, NotUnderstood>()
  const scrub = scrubber(withheld)
  const note = (origin: Origin, because: string) => {
    const path = pathToList(origin)
    const full = groups.size >= mostGroups
    const key = `${origin.resource}\n${path}\n${because}`
    const group = groups.get(key) ?? (full ? groups.get('more') : undefined)
    if (!group) {
      const fresh = { resource: scrub(origin.resource), count: 1, entries: [origin.entry], because: scrub(because) }
      if (full) groups.set('more', { ...fresh, resource: '(more)', because: 'more than this list can hold' })
      else groups.set(key, path === origin.resource ? fresh : { ...fresh, path: scrub(path) })
      return
    }
    group.count += 1
    if (group.entries.length < mostEntries && group.entries.at(-1) !== origin.entry) group.entries.push(origin.entry)
  }
  const clean = (text: string, origin: Origin, longest: number) => {
    const start = text.slice(0, longest * 2).normalize('NFC')
    const kept = start.replace(unkeepable, '')
    if (kept.length < start.length) note(origin, 'held characters that cannot be kept: left out')
    if (kept.includes('\uFFFD')) note(origin, 'holds a letter that was lost on its way: ask the sender')
    const scrubbed = scrub(kept)
    if (scrubbed !== kept) note(origin, 'held a number that is left out on purpose')
    if (scrubbed.length <= longest) return scrubbed
    note(origin, `longer than ${longest} characters: the rest is left out`)
    return scrubbed.slice(0, longest).replace(/\p{Cs}/gu, '')
  }
  return { note, clean, list: () => [...groups.values()] }
}

function pathToList(origin: Origin): string {
  return origin.resource === 'Patient' ? origin.path : origin.path.replace(/\[\d+\]/g, '')
}

function scrubber(withheld: string[]): (text: string) => string {
  const patterns = withheld.map(withheldPattern).filter(pattern => pattern !== undefined)
  const known = patterns.length > 0 ? new RegExp(patterns.join('|'), 'gi') : undefined
  return text => {
    const once = known ? text.replace(known, placeholder) : text
    return once.replace(dashedSocialSecurityNumber, placeholder)
  }
}

/**
 * A withheld value in any spelling, its signs apart by up to three separators; a value without digits is a word
 * such as UNKNOWN.
 */
function withheldPattern(value: string): string | undefined {
  const signs = value.match(/[\p{L}\p{N}]/gu) ?? []
  if (signs.length < 6 || signs.length > 40 || !/\d.*\d.*\d/.test(value)) return undefined
  return signs.join('[\\s.\\-\\/]{0,3}')
}
