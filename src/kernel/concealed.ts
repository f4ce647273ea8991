import { z } from 'zod'

const concealed = z.registry<Record<string, never>>()

/** Marks a field whose text never stands in the journal: notes, passwords, files. Its fingerprint stands there. */
export function concealedText<Schema extends z.ZodType>(schema: Schema): Schema {
  // A copy, so that a schema that other fields share is not concealed there as well.
  const own = schema.clone()
  concealed.add(own, {})
  return own
}

/** A copy of an input in which every concealed field is replaced by its fingerprint. */
export function withoutConcealed(schema: unknown, value: unknown, fingerprint: (text: string) => string): unknown {
  if (value === undefined || value === null || !(schema instanceof z.ZodType)) return value
  if (concealed.has(schema)) return fingerprint(typeof value === 'string' ? value : JSON.stringify(value))
  const inner = (part: unknown, of: unknown) => withoutConcealed(part, of, fingerprint)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return inner(schema.unwrap(), value)
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) return value.map(each => inner(schema.element, each))
  if (schema instanceof z.ZodUnion) {
    const fits = schema.options.find(option => option instanceof z.ZodType && option.safeParse(value).success)
    return inner(fits, value)
  }
  if (schema instanceof z.ZodObject && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(schema.shape[name], part)]))
  }
  return value
}
