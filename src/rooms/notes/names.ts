export type Named = { clientId: string; given: readonly string[]; family: readonly string[] }
export type Naming = {
  clientId: string
  word: string
  at: number
  how: 'name' | 'near' | 'nickname' | 'initials'
  sure: boolean
}
export function namingsIn(
  text: string,
  members: readonly Named[],
  known: { own?: Named; staff?: readonly string[] } = {},
): Naming[] {
  const own = new Set([...(known.own?.given ?? []), ...(known.own?.family ?? [])])
  return members.flatMap(m =>
    [...m.given, ...m.family]
      .filter(w => !own.has(w))
      .flatMap(word => {
        const at = text.search(new RegExp(`\\b${word}\\b`))
        return at < 0 ? [] : [{ clientId: m.clientId, word, at, how: 'name' as const, sure: true }]
      }),
  )
}
