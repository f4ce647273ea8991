/** A topic while it is written down; `id` is null for one that is new. */
export type TopicDraft = { key: string; id: string | null; title: string; homework: string }

/** The list with one topic a place further up or down; the same list when there is no such place. */
export function moved(topics: readonly TopicDraft[], key: string, by: 1 | -1): TopicDraft[] {
  const at = topics.findIndex(each => each.key === key)
  const topic = topics[at]
  const to = at + by
  if (!topic || to < 0 || to >= topics.length) return [...topics]
  const rest = topics.filter(each => each.key !== key)
  return [...rest.slice(0, to), topic, ...rest.slice(to)]
}

/** What the doors take: lines without a title that are new were only begun, and are left out. */
export function topicsAsked(topics: readonly TopicDraft[]): { id: string | null; title: string; homework: string }[] {
  return topics
    .filter(each => each.id !== null || each.title.trim() !== '')
    .map(({ id, title, homework }) => ({ id, title: title.trim(), homework: homework.trim() }))
}

/** What is still missing of a curriculum, in the order of the page. */
export function curriculumMissing(name: string, topics: readonly TopicDraft[]): string[] {
  const asked = topicsAsked(topics)
  return [
    name.trim().length < 2 ? 'a name' : '',
    asked.length === 0 ? 'a topic' : '',
    asked.some(each => each.title.length < 2) ? 'a title of every topic' : '',
  ].filter(Boolean)
}

/** A pasted list, a topic a line, without the numbers and dots that lists begin with. */
export function topicsFrom(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.replace(/^\s*(?:\d+[.)]|[-*•])\s+/, '').trim())
    .filter(line => line.length >= 2)
}
