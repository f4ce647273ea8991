import { type Field, placeholder } from '#formats/fhir/margin.ts'
import { isOver } from '#formats/fhir/moment.ts'
import {
  type Element,
  isElement,
  leaveOut,
  lineOf,
  noteTheRest,
  type Part,
  partOf,
  partsOf,
} from '#formats/fhir/part.ts'

/** A number under which the sender knows the person, with the sender's word for it. */
export type RecordNumber = { label: string; value: string; system?: string }

type Withheld = { name: string; codes: string[]; system: RegExp; words: RegExp }

/** Numbers a program does not need to give care, and whose loss would harm: never carried. */
const withheldKinds: Withheld[] = [
  {
    name: 'Social Security number',
    codes: ['SS', 'TAX'],
    system: /us-ssn|2\.16\.840\.1\.113883\.4\.1(?![.\d])/,
    words: /social\s*security|\bSSN\b|taxpayer/i,
  },
  {
    name: 'driver’s license number',
    codes: ['DL'],
    system: /2\.16\.840\.1\.113883\.4\.3\.|driver/i,
    words: /driv\w*['’]?s?\s*licen[cs]e/i,
  },
  { name: 'passport number', codes: ['PPN'], system: /passport|2\.16\.840\.1\.113883\.4\.330\./i, words: /passport/i },
]

/** The values that must appear nowhere in a reading of this patient. */
export function withheldValues(patient: Element): string[] {
  const list = Array.isArray(patient.identifier) ? patient.identifier.slice(0, 100) : []
  return list.flatMap((item: unknown) => {
    if (!isElement(item) || typeof item.value !== 'string' || !withheldName(item)) return []
    return [item.value]
  })
}

/** Reads the record numbers; withheld ones are noted by their kind alone, and old ones are noted as old. */
export function recordNumbersOf(patient: Part, today: string | undefined): Field<RecordNumber>[] {
  return partsOf(patient, 'identifier').flatMap(part => {
    const withheld = withheldName(part.value)
    if (withheld) {
      part.margin.note(part.origin, `left out on purpose: ${withheld}`)
      return []
    }
    if (part.value.use === 'old' || isOver(part, today)) {
      part.margin.note(part.origin, 'a record number the sender marks as no longer used')
      return []
    }
    const number = recordNumber(part)
    return number ? [{ value: number, origin: part.origin }] : []
  })
}

function recordNumber(part: Part): RecordNumber | undefined {
  const value = lineOf(part, 'value')
  const system = lineOf(part, 'system')
  const type = partOf(part, 'type')
  const words =
    type &&
    (lineOf(type, 'text') ??
      partsOf(type, 'coding')
        .map(coding => lineOf(coding, 'display'))
        .find(Boolean))
  noteTheRest(part, ['value', 'system', 'type', 'use', 'period'])
  if (value === undefined) {
    leaveOut(part, 'value', 'a record number without its number')
    return undefined
  }
  if (value.includes(placeholder)) return undefined
  return { label: words ?? 'record number', value, ...(system === undefined ? {} : { system }) }
}

function withheldName(identifier: Element): string | undefined {
  const type = isElement(identifier.type) ? identifier.type : {}
  const codings = Array.isArray(type.coding) ? type.coding.slice(0, 100).filter(isElement) : []
  const words = [type.text, ...codings.map(coding => coding.display)].filter(isText)
  const codes = codings.map(coding => coding.code)
  const system = isText(identifier.system) ? identifier.system : ''
  const value = isText(identifier.value) ? identifier.value.trim() : ''
  const kind = withheldKinds.find(
    each =>
      each.codes.some(code => codes.includes(code)) ||
      each.system.test(system) ||
      words.some(word => each.words.test(word)),
  )
  return kind?.name ?? (/^\d{3}-\d{2}-\d{4}$/.test(value) ? 'Social Security number' : undefined)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
