/** What a word looks like to a person in a hurry: lower case, no accents, no punctuation; as `kernel.plain` in SQL. */
export function plain(word: string): string {
  const low = word.toLowerCase()
  // Nearly every word of a note is of plain letters, and needs none of what follows.
  if (/^[a-z]+$/.test(low)) return low
  const bare = low.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '')
  return bare.replace(/[ßæœłøđðıþ]/g, letter => folded[letter] ?? letter)
}

const folded: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  þ: 't',
}

/** A list of words as it stands in a file of words. */
export function listed(words: string): string[] {
  return words.split(/\s+/).filter(Boolean)
}

/**
 * What a plain English word may be a form of, itself first: "tried" of "try", "planning" of "plan". Only endings that
 * a note uses all day; it says too much rather than too little.
 */
export function rootsOf(word: string): string[] {
  const roots = [word]
  for (const [ending, instead] of endings)
    if (word.endsWith(ending) && word.length - ending.length >= 2) {
      const stem = word.slice(0, -ending.length)
      roots.push(...instead.map(last => stem + last))
      if (/([^aeiouls])\1$/.test(stem)) roots.push(stem.slice(0, -1))
    }
  return roots
}

const endings: readonly [string, readonly string[]][] = [
  ['ies', ['y', 'ie']],
  ['ied', ['y', 'ie']],
  ['ier', ['y']],
  ['iest', ['y']],
  ['ily', ['y']],
  ['ings', ['', 'e']],
  ['ing', ['', 'e']],
  ['ers', ['', 'e']],
  ['er', ['', 'e']],
  ['est', ['', 'e']],
  ['es', ['', 'e']],
  ['ed', ['', 'e']],
  ['ly', ['', 'le']],
  ['ness', ['']],
  ['ful', ['']],
  ['less', ['']],
  ['s', ['']],
  ['y', ['']],
]
