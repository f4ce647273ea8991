/** What groups are about. */
export type ThemeName =
  | 'relapse'
  | 'distress'
  | 'process'
  | 'thoughts'
  | 'anger'
  | 'early'
  | 'health'
  | 'sleep'
  | 'values'
  | 'family'
  | 'body'

/** What a facilitator of a theme writes: topics with what the group did, and sentences of single people. */
export type Theme = {
  topics: readonly (readonly [topic: string, shared: string])[]
  /** In the past tense and with `{they} {them} {their}` for the person, so that one sentence fits everyone. */
  own: readonly string[]
}
