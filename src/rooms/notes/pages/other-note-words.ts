import type { OutputOf } from '#kernel/door.ts'
import type { draftOf } from '../other-drafts.ts'

/** A draft as the house tells it. */
export type Draft = OutputOf<typeof draftOf>

type PartName = `part ${string}`
/** What is written in one: each part under its name, so that words in different parts are never two texts of one. */
export type Written = { startsAt: string; minutes: number; restricted: boolean; [part: PartName]: string }

/** What a draft says before the house was heard. */
export const nothingWritten: Written = { startsAt: '', minutes: 0, restricted: false }

/** Under which name a part is written. */
export const partKey = (name: string): PartName => `part ${name}`

/** What the house has of a draft, as a page writes it. */
export const writtenOf = ({
  startsAt,
  minutes,
  restricted,
  parts,
}: Pick<Draft, 'minutes' | 'restricted'> & { startsAt: string; parts: readonly { name: string; text: string }[] }) => ({
  startsAt,
  minutes,
  restricted,
  ...Object.fromEntries(parts.map(({ name, text }) => [partKey(name), text])),
})

/** The parts, in the order of their template. */
export const partsIn = (written: Readonly<Record<string, unknown>>): { name: string; text: string }[] =>
  Object.entries(written).flatMap(([key, text]) =>
    key.startsWith('part ') && typeof text === 'string' ? [{ name: key.slice('part '.length), text }] : [],
  )
