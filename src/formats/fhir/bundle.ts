import type { Unreadable } from '#formats/fhir/document.ts'
import type { Origin } from '#formats/fhir/margin.ts'
import { type Element, isElement } from '#formats/fhir/part.ts'

/** A resource in a bundle: its zero-based place, its address in the bundle, its type by name. */
export type Entry = { position: number; fullUrl?: string; type: string; resource: Element }

/** A bundle taken apart: its resources, what the bundle itself says, and the entries that hold nothing to read. */
export type Bundle = {
  kind: 'bundle'
  whole?: Element
  entries: Entry[]
  asides: { origin: Origin; because: string }[]
}

const bundleTypes = new Set(['transaction', 'batch', 'collection', 'document', 'searchset', 'message'])
const mostEntries = 20_000

/** Takes a Bundle apart, or a bare Patient; anything else is refused by its name. */
export function openBundle(value: unknown): Bundle | Unreadable {
  if (!isElement(value) || typeof value.resourceType !== 'string') {
    return refuse('The file is JSON but not FHIR: ask the sender for a FHIR R4 bundle.')
  }
  if (value.resourceType === 'Patient') {
    return { kind: 'bundle', entries: [{ position: 0, type: 'Patient', resource: value }], asides: [] }
  }
  if (value.resourceType !== 'Bundle') {
    const name = plainType(value.resourceType)
    return refuse(`The file holds a single ${name}, not a bundle about a person: ask the sender for a FHIR R4 bundle.`)
  }
  if (value.implicitRules !== undefined) {
    const sentence =
      'The bundle follows rules of its own that this program does not know: ask the sender for plain FHIR R4.'
    return refuse(sentence, 'Bundle.implicitRules')
  }
  if (value.type !== undefined && !(typeof value.type === 'string' && bundleTypes.has(value.type))) {
    const sentence =
      'The bundle is of a kind that carries no referral: ask the sender for a collection, document or message.'
    return refuse(sentence, 'Bundle.type')
  }
  return takeApart(value)
}

/** The name of a resource type as far as it is one. */
export function plainType(value: unknown): string {
  return typeof value === 'string' && /^[A-Z][A-Za-z]{1,60}$/.test(value) ? value : '(no type)'
}

function refuse(sentence: string, place?: string): Unreadable {
  return { kind: 'unreadable', sentence, ...(place === undefined ? {} : { place }) }
}

function takeApart(whole: Element): Bundle | Unreadable {
  const list: unknown = whole.entry ?? []
  if (!Array.isArray(list)) {
    return refuse('The bundle’s entries are not a list: ask the sender for a FHIR R4 bundle.', 'Bundle.entry')
  }
  if (list.length > mostEntries) {
    const sentence = `The bundle holds ${list.length} entries, over ${mostEntries}: ask the sender for a shorter one.`
    return refuse(sentence, 'Bundle.entry')
  }
  const bundle: Bundle = { kind: 'bundle', whole, entries: [], asides: [] }
  const seen: Seen = new Map()
  list.forEach((item: unknown, position) => {
    const { entry, because } = readEntry(item, position)
    if (because !== undefined) {
      const origin = { entry: position, resource: entry?.type ?? 'Bundle', path: entry?.type ?? 'Bundle.entry' }
      bundle.asides.push({ origin, because })
    } else if (isSecondCopy(seen, entry)) {
      const origin = { entry: position, resource: entry.type, path: entry.type }
      bundle.asides.push({ origin, because: 'the same entry again' })
    } else bundle.entries.push(entry)
  })
  return bundle
}

type EntryReading = { entry: Entry; because?: undefined } | { entry?: Entry; because: string }

function readEntry(item: unknown, position: number): EntryReading {
  if (!isElement(item)) return { because: 'an entry that is not an object' }
  if (!isElement(item.resource)) return { because: 'an entry without a resource' }
  const entry: Entry = {
    position,
    type: plainType(item.resource.resourceType),
    resource: item.resource,
    ...(typeof item.fullUrl === 'string' ? { fullUrl: item.fullUrl } : {}),
  }
  if (Array.isArray(item.modifierExtension) && item.modifierExtension.length > 0) {
    return { entry, because: 'the entry’s meaning is changed in a way this program does not know' }
  }
  if (isElement(item.request) && item.request.method === 'DELETE')
    return { entry, because: 'the entry asks for removal' }
  return { entry }
}

type Seen = Map<string, { resource: Element; words?: string }>

/** The same address twice is one resource only when every word agrees. */
function isSecondCopy(seen: Seen, entry: Entry): boolean {
  if (entry.fullUrl === undefined) return false
  const first = seen.get(entry.fullUrl)
  if (!first) {
    seen.set(entry.fullUrl, { resource: entry.resource })
    return false
  }
  first.words ??= JSON.stringify(first.resource)
  return first.words === JSON.stringify(entry.resource)
}

/** The places by which resources of one bundle point at each other. */
export type Addresses = Map<string, Entry>

/** Every address under which an entry may be pointed at: its full address, and its type with its id. */
export function addressesOf(entries: Entry[]): Addresses {
  const addresses: Addresses = new Map()
  for (const entry of entries) {
    for (const address of ownAddresses(entry)) if (!addresses.has(address)) addresses.set(address, entry)
  }
  return addresses
}

/** The entry a reference points at, when it is in the bundle; a version at the end of the reference is passed over. */
export function entryAt(addresses: Addresses, reference: string): Entry | undefined {
  return addresses.get(reference.replace(/\/_history\/[^/]*$/, ''))
}

function ownAddresses(entry: Entry): string[] {
  const relative = typeof entry.resource.id === 'string' ? [`${entry.type}/${entry.resource.id}`] : []
  return entry.fullUrl === undefined ? relative : [entry.fullUrl, ...relative]
}
