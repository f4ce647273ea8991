/** How much somebody took part, as the facilitator saw it. */
export const participations = ['active', 'some', 'quiet', 'none'] as const
/** What they did with it. */
export const responses = ['used-skill', 'took-part', 'listened', 'declined'] as const

/** What the words on the page are. */
export const participationWords = { active: 'Active', some: 'Some', quiet: 'Quiet', none: 'None' } as const
export const responseWords = {
  'used-skill': 'Used the skill',
  'took-part': 'Took part',
  listened: 'Listened',
  declined: 'Declined',
} as const

/** One person of a group note before signing. */
export type NotePerson = {
  clientId: string
  /** Every name they go by: chosen, legal given, legal family. */
  names: readonly string[]
  here: boolean
  marked: boolean
  participation: (typeof participations)[number] | null
  own: string
}

/** Something that stands in the way of signing; `clientId` is null for the shared text. */
export type Stop = {
  clientId: string | null
  code: 'not-marked' | 'no-shared-text' | 'no-sentence' | 'no-participation' | 'names-a-member'
  says: string
  word?: string
}

/** What stands between this group note and its signature, in the order of the page. */
export function beforeSigning(shared: string, people: readonly NotePerson[]): Stop[] {
  const stops: Stop[] = []
  if (shared.trim().length < 20)
    stops.push({ clientId: null, code: 'no-shared-text', says: 'Say in a sentence or two what the group did.' })
  const inShared = memberNamedIn(shared, people)
  if (inShared)
    stops.push({
      clientId: null,
      code: 'names-a-member',
      says: 'The shared text names a member of this group. It goes into every chart.',
      word: inShared,
    })
  for (const person of people) stops.push(...stopsOf(person, people))
  return stops
}

function stopsOf(person: NotePerson, people: readonly NotePerson[]): Stop[] {
  const { clientId } = person
  if (!person.marked) return [{ clientId, code: 'not-marked', says: 'Attendance is not marked.' }]
  if (!person.here) return []
  const stops: Stop[] = []
  if (!person.participation) stops.push({ clientId, code: 'no-participation', says: 'Participation is not chosen.' })
  if (person.own.trim().length < 8)
    stops.push({ clientId, code: 'no-sentence', says: 'There is no sentence of their own yet.' })
  const others = people.filter(each => each.clientId !== clientId)
  const own = new Set(person.names.flatMap(wordsOfName))
  const named = memberNamedIn(person.own, others, own)
  if (named)
    stops.push({
      clientId,
      code: 'names-a-member',
      says: 'The sentence names another member of this group.',
      word: named,
    })
  return stops
}

function wordsOfName(name: string): string[] {
  return name
    .split(/[\s-]+/)
    .map(plain)
    .filter(word => word.length >= 3)
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/**
 * The first word of a text that is a member's name, whole words only and with the capital that a name has, so that
 * "will" and "grace" may be said; names that the person bears too do not count.
 */
export function memberNamedIn(
  text: string,
  members: readonly { names: readonly string[] }[],
  but: ReadonlySet<string> = new Set(),
): string | undefined {
  const names = new Set(members.flatMap(member => member.names.flatMap(wordsOfName)).filter(word => !but.has(word)))
  const words = [...text.matchAll(/[\p{L}\p{M}]+/gu)]
  const found = words.find(match => {
    const word = match[0]
    if (!names.has(plain(word)) || !/^\p{Lu}/u.test(word)) return false
    return !startsSentence(text, match.index) || !commonWords.has(plain(word))
  })
  return found?.[0]
}

function startsSentence(text: string, at: number): boolean {
  const before = text.slice(0, at).trimEnd()
  return before === '' || /[.!?:]$/.test(before)
}

// Names that are also words with which a sentence may begin.
const commonWords = new Set([
  'will',
  'grace',
  'hope',
  'faith',
  'joy',
  'mark',
  'may',
  'rose',
  'art',
  'drew',
  'guy',
  'bill',
  'sky',
  'dawn',
  'june',
  'april',
  'august',
  'summer',
  'autumn',
  'chance',
  'young',
  'long',
  'best',
  'good',
  'day',
  'rich',
  'frank',
  'pat',
  'sue',
  'rob',
  'dean',
  'price',
  'bell',
])

/** The text of an individual note as it is signed: what the group did, then what only this chart says. */
export function signedText(parts: {
  group: string
  when: string
  minutes: number
  topic: string
  shared: string
  participation: keyof typeof participationWords
  response: keyof typeof responseWords | null
  own: string
}): string {
  const participation = participationWords[parts.participation].toLowerCase()
  const response = parts.response ? ` Response: ${responseWords[parts.response].toLowerCase()}.` : ''
  const lines = [
    `${parts.group}, ${parts.when}, ${parts.minutes} minutes.`,
    parts.topic ? `Topic: ${parts.topic}.` : '',
    parts.shared.trim(),
    `Participation: ${participation}.${response}`,
    parts.own.trim(),
  ]
  return lines.filter(Boolean).join('\n')
}
