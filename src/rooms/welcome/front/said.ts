import type { Day } from '#kernel/time.ts'
import type { Language } from './facts.ts'

// How public pages say times, days and lists, in both languages.

/** `5:30 pm`, `8 pm`, `17:30`; in Spanish `5:30 p. m.`. Takes a time of a wall clock, `24:00` for the day's end. */
export function timeSaid(language: Language, at: string, clock: '12' | '24'): string {
  if (at === '24:00') return language === 'en' ? 'midnight' : 'medianoche'
  if (clock === '24') return at
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  const figure = `${hour % 12 || 12}${minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`}`
  if (language === 'en') return `${figure}\u00a0${hour < 12 ? 'am' : 'pm'}`
  return `${figure}\u00a0${hour < 12 ? 'a' : 'p'}.\u00a0m.`
}

/** Between which times: `9:30 am to 1 pm`, `5:30 to 8:30 pm`. */
export function spanSaid(language: Language, span: { from: string; until: string }, clock: '12' | '24'): string {
  const [from, until] = [timeSaid(language, span.from, clock), timeSaid(language, span.until, clock)]
  const half = /\u00a0.*$/
  const short = half.exec(from)?.[0] === half.exec(until)?.[0] ? from.replace(half, '') : from
  if (language === 'en') return `${short} to ${until}`
  return `de ${theHour(from)} a ${theHour(until)}`
}

/** A time with its article, as Spanish wants it: `la 1 p. m.`, `las 5:30 p. m.`; midnight has none. */
export function theHour(said: string): string {
  if (!/^\d/.test(said)) return said
  return `${/^0?1(?!\d)/.test(said) ? 'la' : 'las'} ${said}`
}

const written = new Map<string, Intl.DateTimeFormat>()
function writer(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const known = written.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(language === 'en' ? 'en-US' : 'es-US', { timeZone: 'UTC', ...options })
  written.set(key, made)
  return made
}

const noonOf = (on: Day) => new Date(`${on}T12:00:00Z`)

/** `Tue 24 Nov`; in Spanish `martes 24 de noviembre`. */
export function daySaid(language: Language, on: Day): string {
  if (language === 'es')
    return writer('es', { weekday: 'long', day: 'numeric', month: 'long' }).format(noonOf(on)).replace(',', '')
  const parts = writer('en', { weekday: 'short', day: 'numeric', month: 'short' }).formatToParts(noonOf(on))
  const part = (type: string) => parts.find(each => each.type === type)?.value ?? ''
  return `${part('weekday')} ${part('day')} ${part('month')}`
}

/** A day of the week by its number, 1 for Monday: `Monday` or `Mon`. */
export function weekdaySaid(language: Language, weekday: number, width: 'long' | 'short' = 'long'): string {
  // The first of January 2024 was a Monday.
  return writer(language, { weekday: width }).format(new Date(Date.UTC(2024, 0, weekday, 12)))
}

/** `Mon, Wed and Fri`. */
export function listSaid(language: Language, words: readonly string[]): string {
  const [last = '', ...rest] = words.toReversed()
  if (rest.length === 0) return last
  const and = language === 'en' ? 'and' : /^(i|hi)(?!e)/i.test(last) ? 'e' : 'y'
  return `${rest.toReversed().join(', ')} ${and} ${last}`
}

/** Whole or half hours of minutes as a figure: `3`, `3½`; the nearest half. */
export function hoursFigure(minutes: number): string {
  const halves = Math.round(minutes / 30)
  const whole = Math.floor(halves / 2)
  return halves % 2 === 0 ? String(whole) : `${whole === 0 ? '' : whole}½`
}

/** `3 to 5`, in Spanish `de 3 a 5`; `3` when both are the same. */
export function betweenSaid(language: Language, between: { least: string; most: string }): string {
  const { least, most } = between
  if (least === most) return least
  return language === 'en' ? `${least} to ${most}` : `de ${least} a ${most}`
}

/** Words as they begin a line. */
export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** Words as a sentence: what ends in “p. m.” has its point already. */
export function sentence(words: string): string {
  return words.endsWith('.') ? words : `${words}.`
}
