import pg from 'pg'
import { Refusal } from './refusal.ts'

/**
 * What it means that a column's own limit was broken by a field of that name: the database counts letters as people
 * do, a schema counts some of them twice. Undefined for a limit of which the caller said nothing: that is a bug.
 */
export function beyondLimit(error: unknown, input: unknown): Refusal | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code !== '23514' || !error.table) return undefined
  const column = new RegExp(`^${error.table}_(\\w+)_check$`).exec(error.constraint ?? '')?.[1]
  const place =
    column &&
    placeOf(
      input,
      column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    )
  if (!place) return undefined
  return new Refusal('not-understood', `Something in this could not be taken: ${place}.`, {
    status: 422,
    places: [{ place, says: 'This is too short, too long or of another form than is taken here.' }],
  })
}

/** The first place of an input that bears a name. */
function placeOf(value: unknown, name: string, here = ''): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const named = (key: string) => (Array.isArray(value) ? `${here}[${key}]` : here ? `${here}.${key}` : key)
  if (name in value) return named(name)
  for (const [key, each] of Object.entries(value)) {
    const found = placeOf(each, name, named(key))
    if (found) return found
  }
  return undefined
}
