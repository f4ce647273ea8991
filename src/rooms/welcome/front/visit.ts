import type { z } from 'zod'
import type { Command, Query } from '#kernel/door.ts'
import type { Html } from '#web/html.ts'
import type { FrontFacts, Language } from './facts.ts'
import type { FrontWords } from './words-en.ts'

/** The fields of a form, each once: the first value counts. */
export type Form = ReadonlyMap<string, string>

/** One request for a public page. There is nobody behind it: no cookie is read and no name is asked. */
export type Visit = {
  language: Language
  words: FrontWords
  facts: FrontFacts
  /** What doors that find the house by its address take. */
  host: string
  /** Empty unless something was sent. */
  form: Form
  /** Passes a door that is open to anyone. */
  pass<Schema extends z.ZodType, Output>(
    door: Command<string, Schema, Output> | Query<string, Schema, Output>,
    input: z.input<Schema>,
  ): Promise<Output>
}

/** What a page is, before the frame stands around it. */
export type FrontPage = {
  /** A neutral word, `Cost`; null where the house's name is enough. */
  title: string | null
  /** Where it stands in English, `/cost`: the other language stands at its twin. */
  path: string
  body: Html
  /** Help comes first here: without the strip above and the bar below, and of the menu only the way out. */
  bare?: boolean
  /** No button to call or leave sticks to the foot of a phone: the page has its own. */
  dockless?: boolean
  status?: number
}

/** A public page: where it stands in English, whether search engines may list it, and what it answers. */
export type FrontRoute = {
  path: `/${string}`
  /** Listed pages may be kept for a minute; the others by nobody. What was sent is never kept. */
  listed: boolean
  get?(visit: Visit): FrontPage | Promise<FrontPage>
  post?(visit: Visit): FrontPage | Promise<FrontPage>
}
