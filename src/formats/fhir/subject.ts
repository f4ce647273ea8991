import type { Entry } from '#formats/fhir/bundle.ts'
import { type Element, isElement } from '#formats/fhir/part.ts'

/** Whether a subject is the patient of the bundle; what names nobody, or somebody else, is not. */
export function aboutPatient(subject: unknown, patient: Entry): boolean {
  if (!isElement(subject)) return false
  if (typeof subject.reference === 'string')
    return pointsAt(subject.reference.replace(/\/_history\/[^/]*$/, ''), patient)
  return isElement(subject.identifier) && hasIdentifier(patient.resource, subject.identifier)
}

function pointsAt(reference: string, patient: Entry): boolean {
  const { fullUrl, resource } = patient
  if (reference === fullUrl) return true
  if (reference.startsWith('Patient?identifier=')) {
    const [system, value] = reference.slice('Patient?identifier='.length).split('|')
    return value !== undefined && hasIdentifier(resource, { system, value })
  }
  if (typeof resource.id !== 'string' || resource.id === '') return false
  if (reference === `Patient/${resource.id}` || reference === `urn:uuid:${resource.id}`) return true
  const isAtServer = fullUrl?.startsWith('http') ?? false
  return !isAtServer && /^https?:\/\//.test(reference) && reference.endsWith(`/Patient/${resource.id}`)
}

function hasIdentifier(patient: Element, wanted: Element): boolean {
  if (typeof wanted.value !== 'string' || typeof wanted.system !== 'string') return false
  const list: unknown[] = Array.isArray(patient.identifier) ? patient.identifier.slice(0, 100) : []
  return list.some(item => isElement(item) && item.value === wanted.value && item.system === wanted.system)
}
