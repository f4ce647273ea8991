/** A sentence that somebody writes often, by its short name. */
export type Snippet = { name: string; text: string }

/** What a field says after a short name in it was replaced, and where the caret stands then. */
export type Expanded = { text: string; caret: number; from: number; until: number; put: string }

/**
 * Replaces `;name` that ends at the caret by the words that it stands for; null when there is none. The semicolon
 * begins a word: what is written “first;second” is no short name.
 */
export function expandedAt(text: string, caret: number, snippets: readonly Snippet[]): Expanded | null {
  const [, name = ''] = /(?:^|[\s(“"])(;[\w-]{1,40})$/.exec(text.slice(0, caret)) ?? []
  const found = snippets.find(each => `;${each.name}` === name.toLowerCase())
  if (!found) return null
  const from = caret - name.length
  return {
    text: `${text.slice(0, from)}${found.text}${text.slice(caret)}`,
    caret: from + found.text.length,
    from,
    until: caret,
    put: found.text,
  }
}
