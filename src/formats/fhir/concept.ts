import { lineOf, noteTheRest, type Part, partOf, partsOf } from '#formats/fhir/part.ts'

/** A code with the system that defines it, as sent; no code is ever added by the reader. */
export type Code = { code: string; system?: string; display?: string }

/** A coded idea: words for a person to read and the codes sent with them. */
export type Concept = { text: string; codes: Code[] }

/** Reads a CodeableConcept; without words or codes there is nothing to carry. */
export function conceptOf(part: Part, key: string): Concept | undefined {
  const concept = partOf(part, key)
  return concept && readConcept(concept)
}

/** Reads a list of CodeableConcepts. */
export function conceptsOf(part: Part, key: string): Concept[] {
  return partsOf(part, key).flatMap(concept => readConcept(concept) ?? [])
}

/** The first code of a status-like CodeableConcept, or its words when there is no code. */
export function statusOf(part: Part, key: string): string | undefined {
  const concept = conceptOf(part, key)
  return concept?.codes[0]?.code ?? concept?.text
}

function readConcept(part: Part): Concept | undefined {
  const codings = partsOf(part, 'coding')
  const codes = codings.flatMap(coding => codeOf(coding) ?? [])
  const text = lineOf(part, 'text') ?? codings.map(coding => lineOf(coding, 'display')).find(Boolean) ?? codes[0]?.code
  noteTheRest(part, ['coding', 'text'])
  return text === undefined ? undefined : { text, codes }
}

function codeOf(coding: Part): Code | undefined {
  const code = lineOf(coding, 'code')
  const system = lineOf(coding, 'system')
  const display = lineOf(coding, 'display')
  noteTheRest(coding, ['code', 'system', 'display', 'version', 'userSelected'])
  if (code === undefined) return undefined
  return { code, ...(system === undefined ? {} : { system }), ...(display === undefined ? {} : { display }) }
}
