import { type Margin, notRead, type Origin } from '#formats/fhir/margin.ts'

/** A JSON object whose fields are not yet known. */
export type Element = Record<string, unknown>

/** An object of the source in the hand of the reader: its fields, its place, and the margin to note in. */
export type Part = { value: Element; origin: Origin; margin: Margin }

const longestLine = 250
const longestText = 2000
const mostItems = 100
const shapeIsOdd = 'not in the shape of FHIR R4'

/** Whether an unknown value is a JSON object. */
export function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The place of a field below a part. */
export function placeOf(part: Part, key: string): Origin {
  return { ...part.origin, path: `${part.origin.path}.${key}` }
}

/** Notes a field of the part as left out. */
export function leaveOut(part: Part, key: string, because: string): void {
  part.margin.note(placeOf(part, key), because)
}

/** One line of text (at most 250 characters, white space folded), or nothing when absent. */
export function lineOf(part: Part, key: string): string | undefined {
  return cleanLine(part, part.value[key], placeOf(part, key))
}

/** Text that may run over lines (at most 2,000 characters), or nothing when absent. */
export function textOf(part: Part, key: string): string | undefined {
  const value = part.value[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') {
    leaveOut(part, key, shapeIsOdd)
    return undefined
  }
  return part.margin.clean(value, placeOf(part, key), longestText).replace(/\r\n?/g, '\n').trim() || undefined
}

/** A list of lines; holes in it are the marks of FHIR's underscore fields and say nothing. */
export function linesOf(part: Part, key: string): string[] {
  return itemsOf(part, key).flatMap(item => cleanLine(part, item.value, item.origin) ?? [])
}

/** True or false, or nothing when absent. */
export function flagOf(part: Part, key: string): boolean | undefined {
  const value = part.value[key]
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined
  leaveOut(part, key, shapeIsOdd)
  return undefined
}

/** The object in a field, or nothing when absent. */
export function partOf(part: Part, key: string): Part | undefined {
  const value = part.value[key]
  if (value === undefined || value === null) return undefined
  if (isElement(value)) return { value, origin: placeOf(part, key), margin: part.margin }
  leaveOut(part, key, shapeIsOdd)
  return undefined
}

/** The objects in a list field, the first 100 of them; what is changed by a modifier extension is noted, not read. */
export function partsOf(part: Part, key: string): Part[] {
  return itemsOf(part, key).flatMap(({ value, origin }) => {
    if (value === null) return []
    if (!isElement(value)) {
      part.margin.note(origin, shapeIsOdd)
      return []
    }
    const item = { value, origin, margin: part.margin }
    return isModified(item) ? [] : [item]
  })
}

/**
 * Whether a modifier extension or implicit rules change the meaning of a part (FHIR R4 2.1.0.5): noted, and not to
 * be read.
 */
export function isModified(part: Part): boolean {
  for (const key of ['modifierExtension', 'implicitRules']) {
    if (!hasContent(part.value[key])) continue
    leaveOut(part, key, 'changes the meaning in a way this program does not know')
    return true
  }
  return false
}

/** Whether a field says anything at all. */
export function hasContent(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
}

/** Notes every field of a part that is not among those read. */
export function noteTheRest(part: Part, read: readonly string[]): void {
  for (const key of Object.keys(part.value)) {
    if (read.includes(key) || key === 'id' || key === 'resourceType' || !hasContent(part.value[key])) continue
    if (key === 'extension') noteExtensions(part)
    else if (key === 'meta') noteLabels(part)
    else if (key === 'text' && isElement(part.value.text)) noteNarrative(part, part.value.text)
    else leaveOut(part, /^_?[A-Za-z]{1,60}$/.test(key) ? key : '(odd name)', notRead)
  }
}

/** Notes an extension by the last word of its address, as far as that is plain. */
export function noteExtension(extension: Part): void {
  const { url } = extension.value
  const name = typeof url === 'string' ? /([A-Za-z][\w-]{0,80})$/.exec(url.slice(-100))?.[1] : undefined
  extension.margin.note(extension.origin, `extension ${name ?? 'without a name'}: ${notRead}`)
}

function noteExtensions(part: Part): void {
  for (const extension of partsOf(part, 'extension')) noteExtension(extension)
}

/** A confidentiality label (such as 42 CFR Part 2) must reach the eyes of whoever confirms the draft. */
function noteLabels(part: Part): void {
  const meta = partOf(part, 'meta')
  for (const label of meta ? partsOf(meta, 'security') : []) {
    const words = lineOf(label, 'display') ?? lineOf(label, 'code') ?? 'without a name'
    part.margin.note(label.origin, `a confidentiality label from the sender: ${words}`)
  }
}

function noteNarrative(part: Part, narrative: Element): void {
  if (narrative.status !== 'generated') leaveOut(part, 'text', 'the sender’s own words: read them in the source')
}

function itemsOf(part: Part, key: string): { value: unknown; origin: Origin }[] {
  const value = part.value[key]
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) {
    leaveOut(part, key, shapeIsOdd)
    return []
  }
  if (value.length > mostItems) leaveOut(part, key, `more than ${mostItems} of these: the rest is left out`)
  const read: unknown[] = value.slice(0, mostItems)
  return read.map((item, index) => ({ value: item, origin: placeOf(part, `${key}[${index}]`) }))
}

function cleanLine(part: Part, value: unknown, origin: Origin): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') {
    part.margin.note(origin, shapeIsOdd)
    return undefined
  }
  return part.margin.clean(value, origin, longestLine).replace(/\s+/g, ' ').trim() || undefined
}
