import { hasContent, isElement, leaveOut, lineOf, type Part, partOf, placeOf } from '#formats/fhir/part.ts'

/**
 * When something was: `on` a full calendar day as the sender wrote it (in the sender's zone), or `text` for all
 * that is less exact.
 */
export type Moment = { on?: string; text?: string }

/** A day that is in the calendar, out of a FHIR date or the date part of a dateTime; partial dates give nothing. */
export function dayIn(written: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/.exec(written) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const inMonth = daysInMonth(Number(year), Number(month))
  return Number(day) >= 1 && Number(day) <= inMonth ? `${year}-${month}-${day}` : undefined
}

/** Reads a date or dateTime field. */
export function momentOf(part: Part, key: string): Moment {
  const written = lineOf(part, key)
  if (written === undefined) return {}
  const on = dayIn(written)
  return on === undefined ? { text: written } : { on }
}

/** Reads a choice of date, age, period, range or words, such as onset[x]. */
export function choiceOfMoment(part: Part, name: string): Moment {
  const written = { ...momentOf(part, `${name}String`), ...momentOf(part, `${name}DateTime`) }
  if (written.on !== undefined || written.text !== undefined) return written
  const period = partOf(part, `${name}Period`)
  if (period) return startOf(period)
  const age = quantityOf(part, `${name}Age`)
  if (age !== undefined) return { text: `at the age of ${age}` }
  const range = partOf(part, `${name}Range`)
  const ends = range ? [quantityOf(range, 'low'), quantityOf(range, 'high')].filter(end => end !== undefined) : []
  return ends.length > 0 ? { text: ends.join(' to ') } : {}
}

/** The field names a choice of moment may have. */
export function choiceNames(name: string): string[] {
  return ['DateTime', 'String', 'Period', 'Age', 'Range'].map(kind => `${name}${kind}`)
}

/** Whether a period ended before today; when today is not known, any end counts. */
export function isOver(part: Part, today: string | undefined): boolean {
  const period = part.value.period
  if (!isElement(period) || typeof period.end !== 'string') return false
  const end = dayIn(period.end) ?? period.end
  return today === undefined || end < today.slice(0, end.length)
}

function startOf(period: Part): Moment {
  const start = momentOf(period, 'start')
  const end = lineOf(period, 'end')
  if (end !== undefined) leaveOut(period, 'end', 'only the beginning of a period is read')
  if (start.on !== undefined || start.text !== undefined) return start
  return end === undefined ? {} : { text: `before ${end}` }
}

function quantityOf(part: Part, key: string): string | undefined {
  const quantity = partOf(part, key)
  if (!quantity) return undefined
  const { value } = quantity.value
  if (typeof value !== 'number') {
    if (hasContent(value)) leaveOut(quantity, 'value', 'not in the shape of FHIR R4')
    return undefined
  }
  const comparator = lineOf(quantity, 'comparator')
  const unit = lineOf(quantity, 'unit') ?? lineOf(quantity, 'code')
  const words = [comparator, String(value), unit].filter(word => word !== undefined).join(' ')
  return part.margin.clean(words, placeOf(part, key), 100)
}

function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12 || year < 1) return 0
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
