import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create } from 'fontkit'

// Inter, under the Open Font License: Latin with all its accents, Greek and Cyrillic. It goes into every document.
const files = createRequire(import.meta.url)
const fileOf = (name: string) => readFileSync(files.resolve(`@expo-google-fonts/inter/${name}`))

/** The two weights of a document, as they lie in their files. */
export const fonts = {
  usual: fileOf('400Regular/Inter_400Regular.ttf'),
  strong: fileOf('600SemiBold/Inter_600SemiBold.ttf'),
} as const

const read = create(fonts.usual)
const drawn = new Set('characterSet' in read ? read.characterSet : [])

/** What is seen by nobody: joiners and marks of direction, and what chooses the look of a letter. */
const unseen = /\p{Cf}|\p{Variation_Selector}|\u034F/gu
/** What breaks a line in some program, and spaces that this font has no width for. */
const breaks = /\r\n?|[\v\f\u0085\u2028\u2029]/g
const spaces = /[\t\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g

/**
 * A text in letters that the font draws. What it has no letter for is written by its number, `[U+1F642]`: a record must
 * not lose a word silently. Ends of lines stay; other signs of control go.
 */
export function drawable(text: string): string {
  const plain = text.replace(breaks, '\n').replace(spaces, ' ').normalize('NFC').replace(unseen, '')
  let out = ''
  for (const letter of plain) {
    const code = letter.codePointAt(0) ?? 0
    if (code < 0x20 || (code > 0x7e && code < 0xa0)) out += letter === '\n' ? letter : ''
    else if (drawn.has(code)) out += letter
    else out += `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
  }
  return out
}
