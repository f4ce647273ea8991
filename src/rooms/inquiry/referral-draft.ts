import type { Concept } from '#formats/fhir/concept.ts'
import type { Field, NotUnderstood, Origin } from '#formats/fhir/margin.ts'
import type { Referral } from '#formats/fhir/referral.ts'

/** A line of health that the source reports, and where it stood. */
export type Reported = {
  kind: 'condition' | 'medication' | 'allergy'
  words: string
  code: string | null
  system: string | null
  status: string | null
  detail: string | null
  origin: Origin
}

/** A contact read from the source. */
export type DraftContact = {
  kind: 'phone' | 'email' | 'address'
  value: string
  label: 'home' | 'mobile' | 'work' | 'other'
  origin: Origin
}

/** A value and where it stood; null where the source said nothing, so that a person fills it in. */
type Read<Value> = { value: Value; origin: Origin } | null

/** What a referral says, as a person confirms it: nothing that the source did not say. */
export type Draft = {
  legalGiven: Read<string>
  legalFamily: Read<string>
  chosenName: Read<string>
  pronouns: Read<string>
  bornOn: Read<string>
  languages: string[]
  contacts: DraftContact[]
  people: { name: string; relation: string; phone: string | null; origin: Origin }[]
  reported: Reported[]
  notUnderstood: NotUnderstood[]
}

function read<From, To>(field: Field<From> | undefined, take: (value: From) => To | undefined): Read<To> {
  const value = field ? take(field.value) : undefined
  return field && value !== undefined && value !== '' ? { value, origin: field.origin } : null
}

function labelOf(use: string | undefined): DraftContact['label'] {
  return use === 'mobile' || use === 'home' || use === 'work' ? use : 'other'
}

/** Makes the draft that a person will confirm. */
export function draftOf(referral: Referral): Draft {
  const { demographics } = referral
  return {
    legalGiven: read(demographics.legalName, name => name.given.join(' ')),
    legalFamily: read(demographics.legalName, name => name.family),
    chosenName: read(demographics.chosenName, name => name.given[0] ?? name.text),
    pronouns: read(demographics.pronouns, words => words),
    bornOn: read(demographics.birthDate, on => on),
    languages: demographics.languages.map(each => each.value.code ?? each.value.text).slice(0, 8),
    contacts: contactsOf(referral),
    people: demographics.emergencyContacts.map(({ value, origin }) => ({
      name: value.name
        ? [...value.name.given, value.name.family ?? ''].join(' ').trim() || (value.name.text ?? '')
        : '',
      relation: value.relationships.join(', ') || 'emergency contact',
      phone: value.phones[0]?.number ?? null,
      origin,
    })),
    reported: reportedOf(referral),
    notUnderstood: referral.notUnderstood,
  }
}

function contactsOf({ demographics }: Referral): DraftContact[] {
  const phones = demographics.phones.map(({ value, origin }) => ({
    kind: 'phone' as const,
    value: value.number,
    label: labelOf(value.use),
    origin,
  }))
  const emails = demographics.emails.map(({ value, origin }) => ({
    kind: 'email' as const,
    value: value.address,
    label: labelOf(value.use),
    origin,
  }))
  const addresses = demographics.addresses.map(({ value, origin }) => ({
    kind: 'address' as const,
    value:
      value.text ??
      [...value.lines, value.city, [value.state, value.postalCode].filter(Boolean).join(' ')]
        .filter(Boolean)
        .join(', '),
    label: labelOf(value.use),
    origin,
  }))
  return [...phones, ...emails, ...addresses].filter(each => each.value.length >= 3 && each.value.length <= 300)
}

function reportedOf(referral: Referral): Reported[] {
  const line = (
    kind: Reported['kind'],
    concept: Concept,
    status: string | undefined,
    detail: string | undefined,
    origin: Origin,
  ): Reported => ({
    kind,
    words: concept.text.slice(0, 500),
    code: concept.codes[0]?.code ?? null,
    system: concept.codes[0]?.system ?? null,
    status: status ?? null,
    detail: detail || null,
    origin,
  })
  return [
    ...referral.conditions.map(each =>
      line('condition', each, each.clinicalStatus, since(each.onsetOn ?? each.onsetText), each.origin),
    ),
    ...referral.medications.map(each => line('medication', each, each.status, each.dosage, each.origin)),
    ...referral.allergies.map(each =>
      line(
        'allergy',
        each,
        each.clinicalStatus,
        each.kind === 'allergy' ? reactions(each.reactions, each.criticality) : undefined,
        each.origin,
      ),
    ),
  ]
}

function since(onset: string | undefined): string | undefined {
  return onset ? `since ${onset}` : undefined
}

function reactions(all: { manifestations: string[] }[], criticality: string | undefined): string {
  return [all.flatMap(each => each.manifestations).join(', '), criticality ? `${criticality} criticality` : '']
    .filter(Boolean)
    .join('; ')
}
