import { conceptsOf } from '#formats/fhir/concept.ts'
import type { Field } from '#formats/fhir/margin.ts'
import { isOver } from '#formats/fhir/moment.ts'
import { nameIn, type PersonName } from '#formats/fhir/name.ts'
import { lineOf, linesOf, noteTheRest, type Part, partOf, partsOf } from '#formats/fhir/part.ts'

/** A telephone number as sent, with the sender's word for its use (home, work, mobile, temp). */
export type Phone = { number: string; use?: string }

/** An electronic mail address as sent. */
export type Email = { address: string; use?: string }

/** A postal address as sent, line by line. */
export type Address = {
  lines: string[]
  city?: string
  district?: string
  state?: string
  postalCode?: string
  country?: string
  text?: string
  use?: string
}

/**
 * The ways to reach someone; what is marked old or has ended is noted and never carried, since a call there may
 * disclose care.
 */
export type Reach = { phones: Field<Phone>[]; emails: Field<Email>[]; addresses: Field<Address>[] }

/** Someone the sender names as a contact of the person, with the sender's words for the relationship. */
export type EmergencyContact = {
  name?: PersonName
  relationships: string[]
  phones: Phone[]
  emails: Email[]
  address?: Address
}

const noLongerUsed = 'marked by the sender as no longer used'

/** Reads telecom and address of the patient. */
export function reachOf(patient: Part, today: string | undefined): Reach {
  const points = partsOf(patient, 'telecom').filter(point => isCurrent(point, today))
  const addresses = partsOf(patient, 'address').filter(address => isCurrent(address, today))
  return {
    phones: points.flatMap(point => field(point, phoneIn(point))),
    emails: points.flatMap(point => field(point, emailIn(point))),
    addresses: addresses.flatMap(address => field(address, addressIn(address))),
  }
}

/** Reads Patient.contact. */
export function emergencyContactsOf(patient: Part, today: string | undefined): Field<EmergencyContact>[] {
  return partsOf(patient, 'contact').flatMap(part => {
    if (!isCurrent(part, today)) return []
    const points = partsOf(part, 'telecom').filter(point => isCurrent(point, today))
    const [namePart, addressPart] = [partOf(part, 'name'), partOf(part, 'address')]
    const name = namePart && nameIn(namePart)
    const address = addressPart && isCurrent(addressPart, today) ? addressIn(addressPart) : undefined
    const value: EmergencyContact = {
      ...(name ? { name } : {}),
      relationships: conceptsOf(part, 'relationship').map(concept => concept.text),
      phones: points.flatMap(point => phoneIn(point) ?? []),
      emails: points.flatMap(point => emailIn(point) ?? []),
      ...(address ? { address } : {}),
    }
    noteTheRest(part, ['name', 'relationship', 'telecom', 'address', 'period'])
    return [{ value, origin: part.origin }]
  })
}

function field<Value>(part: Part, value: Value | undefined): Field<Value>[] {
  return value === undefined ? [] : [{ value, origin: part.origin }]
}

function isCurrent(part: Part, today: string | undefined): boolean {
  if (part.value.use !== 'old' && !isOver(part, today)) return true
  part.margin.note(part.origin, noLongerUsed)
  return false
}

function phoneIn(point: Part): Phone | undefined {
  if (point.value.system !== 'phone' && point.value.system !== 'sms') return undefined
  const sent = lineOf(point, 'value')
  noteTheRest(point, ['system', 'value', 'use', 'period'])
  return sent === undefined ? undefined : { number: sent, ...sentUse(point) }
}

/** Reads an e-mail address; what is neither phone nor e-mail is noted here, since this is asked last. */
function emailIn(point: Part): Email | undefined {
  const { system } = point.value
  if (system === 'phone' || system === 'sms') return undefined
  if (system !== 'email') {
    const kind = typeof system === 'string' && /^[a-z]{1,10}$/.test(system) ? system : 'of an unknown kind'
    point.margin.note(point.origin, `a contact point that is no phone and no e-mail: ${kind}`)
    return undefined
  }
  const sent = lineOf(point, 'value')
  noteTheRest(point, ['system', 'value', 'use', 'period'])
  return sent === undefined ? undefined : { address: sent, ...sentUse(point) }
}

function addressIn(part: Part): Address | undefined {
  const lines = linesOf(part, 'line')
  const [text, city, district] = [lineOf(part, 'text'), lineOf(part, 'city'), lineOf(part, 'district')]
  const [state, postalCode, country] = [lineOf(part, 'state'), lineOf(part, 'postalCode'), lineOf(part, 'country')]
  const read = ['use', 'type', 'text', 'line', 'city', 'district', 'state', 'postalCode', 'country', 'period']
  noteTheRest(part, read)
  if (lines.length === 0 && ![text, city, district, state, postalCode, country].some(Boolean)) return undefined
  return {
    lines,
    ...(city === undefined ? {} : { city }),
    ...(district === undefined ? {} : { district }),
    ...(state === undefined ? {} : { state }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(country === undefined ? {} : { country }),
    ...(text === undefined ? {} : { text }),
    ...sentUse(part),
  }
}

function sentUse(part: Part): { use?: string } {
  const use = lineOf(part, 'use')
  return use === undefined ? {} : { use }
}
