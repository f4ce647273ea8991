import type { Field } from '#formats/fhir/margin.ts'
import { isOver } from '#formats/fhir/moment.ts'
import { lineOf, linesOf, noteTheRest, type Part, partsOf } from '#formats/fhir/part.ts'

/**
 * A person's name as sent; two surnames stay together in `family`, and `text` is the whole as the sender would
 * print it.
 */
export type PersonName = { given: string[]; family?: string; prefix: string[]; suffix: string[]; text?: string }

/** The name on official papers, and the name a person asks to be called by when the sender gives one. */
export type Names = { legalName?: Field<PersonName>; chosenName?: Field<PersonName> }

type Written = { part: Part; use: string; value: PersonName; isPast: boolean }

/** Chooses the current official name and the chosen one; every other name is noted, not carried. */
export function namesOf(patient: Part, today: string | undefined): Names {
  const written = partsOf(patient, 'name').flatMap(part => writtenName(part, today) ?? [])
  const current = written.filter(name => !name.isPast)
  const legal =
    current.find(name => name.use === 'official') ??
    current.find(name => name.use === '') ??
    current.find(name => name.use === 'usual')
  const chosen =
    current.find(name => name.use === 'nickname') ?? current.find(name => name.use === 'usual' && name !== legal)
  for (const name of written) {
    if (name !== legal && name !== chosen) name.part.margin.note(name.part.origin, `another name: ${kindOf(name)}`)
  }
  return {
    ...(legal ? { legalName: { value: legal.value, origin: legal.part.origin } } : {}),
    ...(chosen ? { chosenName: { value: chosen.value, origin: chosen.part.origin } } : {}),
  }
}

/** Reads one name, of the person or of someone to call. */
export function nameIn(part: Part): PersonName | undefined {
  const family = lineOf(part, 'family')
  const text = lineOf(part, 'text')
  const given = linesOf(part, 'given')
  noteTheRest(part, ['use', 'text', 'family', 'given', 'prefix', 'suffix', 'period'])
  if (family === undefined && text === undefined && given.length === 0) return undefined
  return {
    given,
    ...(family === undefined ? {} : { family }),
    prefix: linesOf(part, 'prefix'),
    suffix: linesOf(part, 'suffix'),
    ...(text === undefined ? {} : { text }),
  }
}

const uses = new Set(['usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden'])

function writtenName(part: Part, today: string | undefined): Written | undefined {
  const value = nameIn(part)
  if (!value) return undefined
  const sent = lineOf(part, 'use') ?? ''
  const use = sent === '' || uses.has(sent) ? sent : 'of an unknown use'
  return { part, use, value, isPast: use === 'old' || use === 'maiden' || isOver(part, today) }
}

function kindOf(name: Written): string {
  if (name.isPast && name.use !== 'old') return `${name.use || 'no longer used'}, past`
  return name.use || 'without a use'
}
