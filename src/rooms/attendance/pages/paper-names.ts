import { shortened } from '../attendance.ts'

/** Somebody on a paper: their name, and the picture by which a tablet tells them from somebody who reads alike. */
export type OnPaper = { name: string; picture: string | null }

/**
 * Names as a paper on a table may show them: `Rosa D.`, and where two would read alike with the word of their picture,
 * `Ana D. (fern)`. Who has no picture yet gets one more letter.
 */
export function paperNames(people: readonly OnPaper[]): string[] {
  const short = people.map(({ name }) => shortened(name, 1))
  return people.map(({ name, picture }, at) => {
    const own = short[at] ?? ''
    if (short.filter(each => each === own).length === 1) return own
    return picture ? `${own} (${picture})` : shortened(name, 2)
  })
}
