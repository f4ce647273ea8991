import { askEnglish } from './ask-words-en.ts'
import { askSpanish } from './ask-words-es.ts'
import type { Language } from './facts.ts'

const catalogs = { en: askEnglish, es: askSpanish }

/** The words of the pages that ask something, in a language. */
export const askWords = (language: Language) => catalogs[language]
