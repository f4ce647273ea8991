import { createContext, use } from 'react'
import { english, type Words } from './words-en.ts'
import { spanish } from './words-es.ts'

/** A language that the tablet speaks. */
export type Language = 'en' | 'es'

const catalogs: Record<Language, Words> = { en: english, es: spanish }
const kept = 'footbridge-kiosk-language'

/** The language that the start screen comes back to here. */
export const firstLanguage = (): Language => (localStorage.getItem(kept) === 'es' ? 'es' : 'en')

/** Staff choose the language that most people here read. */
export const keepFirstLanguage = (language: Language): void => localStorage.setItem(kept, language)

export const otherLanguage = (language: Language): Language => (language === 'en' ? 'es' : 'en')

export const wordsOf = (language: Language): Words => catalogs[language]

/** The words of whoever stands before the tablet. */
export const WordsHere = createContext<Words>(english)
export const useWords = (): Words => use(WordsHere)
