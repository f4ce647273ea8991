import {
  emptyShared,
  type Finding,
  findingsOf,
  followUpWords,
  type Guard,
  guards,
  type LinePart,
  moodWords,
  type NotePerson,
  participationWords,
  responseWords,
  type Severity,
  type SharedPart,
  steps,
} from '../notes.ts'

/** What a guard found, and whether somebody looked at it and kept the words. */
export type Found = Finding & { kept: boolean }
/** A group note as the house tells it, as far as its words need it. */
export type Told = SharedPart & {
  session: { id: string; facilitators: readonly { name: string }[] }
  people: readonly ToldPerson[]
  findings: readonly Found[]
  severities: readonly { guard: (typeof guards)[number]; severity: Severity }[]
}
type ToldPerson = LinePart & Omit<NotePerson, 'names' | 'last'> & { name: string }
/** What stands on the page: the shared part, and each person's. */
export type Written = { shared: SharedPart; line: (clientId: string) => LinePart }

/** Guards that only read words; what they found holds as long as those words stand. */
const ofWords: readonly Guard[] = [
  'no-sentence',
  'no-shared-text',
  'names-a-member',
  'may-name-a-member',
  'like-last',
  'like-neighbor',
  'minutes-differ',
]
const sharedKeys = ['topic', ...steps, 'shared'] as const
const lineKeys = ['participation', 'response', 'mood', 'risk', 'followUp', 'objective', 'own'] as const

/** Whether two lines say the same. */
export const sameLine = (a: LinePart, b: LinePart) => lineKeys.every(key => a[key] === b[key])
/** Whether the same things were found. */
export const sameFound = (a: readonly Found[], b: readonly Found[]) =>
  a.length === b.length && a.every((each, at) => each === b[at])

/** What is found again is the same as before: who shows it need not be drawn anew. */
export function foundAgain(before: readonly Found[], now: readonly Found[]): readonly Found[] {
  const known = new Map(before.map(each => [JSON.stringify(each), each]))
  const again = now.map(each => known.get(JSON.stringify(each)) ?? each)
  return sameFound(before, again) ? before : again
}

/** The browser knows only the name somebody goes by, so the house's own findings hold for all that it has. */
function spoken(person: ToldPerson): Spoken {
  const known = spokenOf.get(person)
  if (known) return known
  const [given = '', ...family] = person.name.split(' ')
  const names = { clientId: person.clientId, given: [given], family: family.length > 0 ? [family.join(' ')] : [] }
  spokenOf.set(person, names)
  return names
}

type Spoken = { clientId: string; given: string[]; family: string[] }
const spokenOf = new WeakMap<ToldPerson, Spoken>()

/** What the guards find in what stands on the page: the house's own word for what it has, ours for what is newer. */
export function findingsNow(note: Told, written: Written): Found[] {
  const texts = new Map(note.people.map(person => [person.clientId, written.line(person.clientId)]))
  const newer = note.people.filter(person => {
    const text = texts.get(person.clientId)
    return text !== undefined && lineKeys.some(key => text[key] !== person[key])
  })
  const sharedIsNewer = sharedKeys.some(key => written.shared[key] !== note[key])
  if (newer.length === 0 && !sharedIsNewer) return [...note.findings]
  const local = findingsOf(
    {
      part: sharedIsNewer ? written.shared : emptyShared,
      // Only what is newer is read: of the others the names alone count here.
      people: note.people.map(person => ({
        ...person,
        ...texts.get(person.clientId),
        ...(newer.includes(person) ? {} : { here: false, marked: true, asked: false, reason: null }),
        names: spoken(person),
        last: [],
      })),
      staff: note.session.facilitators.flatMap(each => each.name.split(' ')),
    },
    rulesOf(note),
  )
  const house = (clientId: string | null) => note.findings.filter(each => each.clientId === clientId)
  const ours = (clientId: string | null) =>
    local.filter(each => each.clientId === clientId).map(each => ({ ...each, kept: false }))
  const perPerson = note.people.flatMap(person => {
    const text = texts.get(person.clientId)
    if (!newer.includes(person) || !text) return house(person.clientId)
    return text.own === person.own && text.objective === person.objective
      ? merged(
          house(person.clientId),
          ours(person.clientId),
          text.risk === person.risk && text.followUp === person.followUp,
        )
      : ours(person.clientId)
  })
  return [...(sharedIsNewer ? ours(null) : house(null)), ...perPerson]
}

/** How this program has its guards; how much texts are alike is left to the house, which knows the earlier ones. */
function rulesOf(note: Told) {
  const severities = new Map(note.severities.map(({ guard, severity }) => [guard, severity]))
  return { severities, alikeLastMost: 100, alikeNeighborMost: 100 }
}

/** The same words, other choices: what was found in the words holds, and was kept only with the same risk. */
function merged(house: readonly Found[], ours: readonly Found[], sameRisk: boolean): Found[] {
  const inWords = (each: Found) => ofWords.includes(each.guard)
  return [
    ...ours.filter(each => !inWords(each)),
    ...house.filter(inWords).map(each => ({ ...each, kept: each.kept && sameRisk })),
  ]
}

/** What stops the signature. */
export const stopsIn = (found: readonly Found[]) => found.filter(each => each.severity === 'stops')
/** What is worth a look: warnings that nobody kept. */
export const looksIn = (found: readonly Found[]) => found.filter(each => each.severity === 'warns' && !each.kept)
/** What is still to be settled of one person, or of what every chart gets. */
export const openOf = (found: readonly Found[], clientId: string | null) =>
  found.filter(each => each.clientId === clientId && !each.kept)

/** The guard of a warning that a program lets one keep. */
export const keepable = (finding: Found) =>
  finding.severity === 'warns' && !finding.kept ? guards.find(each => each === finding.guard) : undefined

/** One thing to settle: what is said, what the jump is called, and where it goes. */
export type Thing = { finding: Found; says: string; act: string; to?: string }

type Said = { note: Told; dayOf: (day: string) => string }

/** A finding as a sentence of its own, with the person's name. */
export function sentenceOf(finding: Found, { note, dayOf }: Said): Thing {
  const name = note.people.find(person => person.clientId === finding.clientId)?.name ?? ''
  const word = finding.word ? `: “${finding.word}”.` : '.'
  const naming = `${finding.says.replace(/\.$/, '')}${word}`
  const named = finding.clientId === null ? naming : `${name}: ${lowered(naming)}`
  const attendance = `/staff/attendance/${note.session.id}`
  const onDay = finding.like?.onDay ? `of ${dayOf(finding.like.onDay)}` : 'of another day'
  const all: Record<Guard, Omit<Thing, 'finding'>> = {
    'not-marked': { says: `${name}: attendance is not marked.`, act: 'Mark', to: attendance },
    'to-choose': {
      says: `${name}: two statements about their attendance do not agree.`,
      act: 'Choose',
      to: attendance,
    },
    'no-shared-text': { says: finding.says, act: 'Write' },
    'no-participation': { says: `${name}: participation is not chosen.`, act: 'Choose' },
    'no-sentence': { says: `${name} has no sentence of their own yet.`, act: 'Write' },
    'names-a-member': { says: named, act: 'Show' },
    'may-name-a-member': { says: named, act: 'Show' },
    'like-last': { says: `${name}: ${finding.like?.percent} % like their note ${onDay}.`, act: 'Compare' },
    'like-neighbor': { says: `${name}: ${finding.like?.percent} % like another sentence of today.`, act: 'Show' },
    'risk-without-follow-up': { says: `${name}: risk is noted, no follow-up chosen.`, act: 'Choose' },
    'minutes-differ': { says: `${name}: ${lowered(finding.says)}`, act: 'Change' },
  }
  return { finding, ...all[finding.guard] }
}

const lowered = (sentence: string) => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`

/** From how many on those who are not written yet are one thing to settle, not one each. */
const togetherFrom = 4

/** What stops as things to settle: who has nothing written at all is one thing, and many of them are one together. */
export function settleList(stops: readonly Found[], said: Said): Thing[] {
  const has = (clientId: string | null, guard: Guard) =>
    stops.some(each => each.clientId === clientId && each.guard === guard)
  const unwritten = said.note.people.filter(
    ({ clientId }) => has(clientId, 'no-participation') && has(clientId, 'no-sentence'),
  )
  const together = unwritten.length >= togetherFrom
  return stops.flatMap(finding => {
    const whose = unwritten.find(person => person.clientId === finding.clientId)
    if (!whose || (finding.guard !== 'no-participation' && finding.guard !== 'no-sentence'))
      return [sentenceOf(finding, said)]
    if (finding.guard === 'no-sentence' || (together && whose !== unwritten[0])) return []
    const says = together ? `${unwritten.length} people are not written yet.` : `${whose.name} is not written yet.`
    return [{ finding, says, act: 'Write' }]
  })
}

/** What is in order, in words. */
export function inOrder(note: Told, written: Written, found: readonly Found[]): string[] {
  const here = note.people.filter(person => person.here)
  const open = (guard: Guard, shared?: boolean) =>
    found.some(
      each => each.guard === guard && !each.kept && (shared === undefined || (each.clientId === null) === shared),
    )
  const kept = found.filter(each => each.kept).length
  const aimed = here.every(person => written.line(person.clientId).objective.trim() !== '')
  const sentences = here.length === 1 ? 'A sentence of their own.' : `${here.length} sentences of their own.`
  return [
    open('not-marked') || open('to-choose') ? '' : 'Everyone is marked.',
    open('no-shared-text') || open('names-a-member', true) || open('may-name-a-member', true)
      ? ''
      : 'The shared text names no one.',
    here.length === 0 || open('no-participation') ? '' : 'Participation is chosen for all who were here.',
    here.length === 0 || open('no-sentence') ? '' : sentences,
    here.length > 0 && aimed ? 'Every note names an objective.' : '',
    kept > 0 ? `${kept === 1 ? 'One warning' : `${kept} warnings`} looked at and kept, on record.` : '',
  ].filter(Boolean)
}

/** What is chosen of a person, each as its word. */
export function chosenOf({ participation, mood, response }: LinePart): string[] {
  return [
    participation ? participationWords[participation] : '',
    mood ? moodWords[mood] : '',
    response ? responseWords[response] : '',
  ].filter(Boolean)
}

/** The same with risk, objective and sentence, as one text: for two versions side by side. */
export function lineWords(line: LinePart): string {
  const risk = line.followUp ? `Risk: ${followUpWords[line.followUp]}` : 'Risk noted'
  return [
    chosenOf(line).join(', '),
    line.risk ? risk : '',
    line.objective ? `Objective: ${line.objective}` : '',
    line.own,
  ]
    .filter(Boolean)
    .join('\n')
}

/** The shared part as one text, in the order of the session. */
export function sharedLines(part: SharedPart): string {
  return [part.checkIn, part.topic, part.skill, part.homework, part.closing, part.shared].filter(Boolean).join('\n')
}

/** The state of a person in two or three words. */
export function stateWords(finding: Found): string {
  const short: Record<Guard, string> = {
    'not-marked': 'Not marked',
    'to-choose': 'To choose',
    'no-shared-text': '',
    'no-participation': 'Not chosen',
    'no-sentence': 'No sentence',
    'names-a-member': 'Names a member',
    'may-name-a-member': finding.word ? `“${finding.word}”: a name?` : 'A name?',
    'like-last': `${finding.like?.percent} % like before`,
    'like-neighbor': `${finding.like?.percent} % like another`,
    'risk-without-follow-up': 'Risk, no follow-up',
    'minutes-differ': 'Minutes differ',
  }
  return short[finding.guard]
}

/** The next of some choices, and none after the last: so that a key also takes a choice back. */
export function nextChoice<Choice>(choices: readonly Choice[], now: Choice | null): Choice | null {
  return now === null ? (choices[0] ?? null) : (choices[choices.indexOf(now) + 1] ?? null)
}
