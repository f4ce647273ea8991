import type { Instant } from '#kernel/time.ts'
import { comparing } from './alike.ts'
import { type Named, type Naming, namingsIn } from './names.ts'

/** How much somebody took part, as the facilitator saw it. */
export const participations = ['active', 'some', 'quiet', 'none'] as const
/** What they did with it. */
export const responses = ['used-skill', 'took-part', 'listened', 'declined'] as const
/** How they seemed, where it was remarkable. */
export const moods = ['steady', 'hopeful', 'low', 'anxious', 'irritable'] as const
/** What was done about a risk. */
export const followUps = ['told-counselor', 'told-on-call', 'safety-plan', 'own-session', 'emergency'] as const
/** The parts of a session in their order, beside its topic and the text that every note gets. */
export const steps = ['checkIn', 'skill', 'homework', 'closing'] as const

/** What the words on the page are. */
export const participationWords = { active: 'Active', some: 'Some', quiet: 'Quiet', none: 'None' } as const
export const responseWords = {
  'used-skill': 'Used the skill',
  'took-part': 'Took part',
  listened: 'Listened',
  declined: 'Declined',
} as const
export const moodWords = {
  steady: 'Steady',
  hopeful: 'Hopeful',
  low: 'Low',
  anxious: 'Anxious',
  irritable: 'Irritable',
} as const
export const followUpWords = {
  'told-counselor': 'Told their counselor',
  'told-on-call': 'Told who is on call',
  'safety-plan': 'Went through the safety plan',
  'own-session': 'An hour of their own is set',
  emergency: 'Called for emergency help',
} as const
export const stepWords = {
  checkIn: 'Check-in round',
  skill: 'Skill practiced',
  homework: 'Homework',
  closing: 'Close',
} as const

/** What the part of a group’s note is called that is one person’s alone. */
export const ownPart = 'Their own part'

/** What every chart gets of a group: the order of the session, and a text. */
export type SharedPart = Record<(typeof steps)[number], string> & { topic: string; shared: string }

/** The fields of a shared part, out of whatever holds more than them. */
export const sharedOf = ({ checkIn, topic, skill, homework, closing, shared }: SharedPart): SharedPart => ({
  checkIn,
  topic,
  skill,
  homework,
  closing,
  shared,
})
/** A shared part in which nothing is written. */
export const emptyShared: SharedPart = { checkIn: '', topic: '', skill: '', homework: '', closing: '', shared: '' }

/** What is chosen and written for one person of a group. */
export type LinePart = {
  participation: (typeof participations)[number] | null
  response: (typeof responses)[number] | null
  mood: (typeof moods)[number] | null
  risk: boolean
  followUp: (typeof followUps)[number] | null
  objective: string
  own: string
}
/** Nothing chosen, nothing written. */
export const emptyLine: LinePart = {
  participation: null,
  response: null,
  mood: null,
  risk: false,
  followUp: null,
  objective: '',
  own: '',
}

/** One person of a group note as its guards read it. */
export type NotePerson = Pick<LinePart, 'participation' | 'risk' | 'followUp' | 'objective' | 'own'> & {
  clientId: string
  names: Named
  here: boolean
  marked: boolean
  /** Two statements about when they were here do not agree, and nobody has chosen. */
  asked: boolean
  /** Why they did not come, as somebody wrote it on the sheet. */
  reason: string | null
  minutes: number
  /** Their own words in their last notes, the newest first. */
  last: readonly { onDay: string; own: string }[]
}

/** The guards whose severity a program sets. */
export const guards = [
  'names-a-member',
  'may-name-a-member',
  'no-sentence',
  'like-last',
  'like-neighbor',
  'risk-without-follow-up',
  'minutes-differ',
] as const
/** What a guard looks for; the first of them always stop a signature. */
export type Guard = 'not-marked' | 'no-shared-text' | 'no-participation' | 'to-choose' | (typeof guards)[number]
/** Whether what a guard found stops the signature, or is worth a look. */
export type Severity = 'stops' | 'warns'
/** How a program has its guards. */
export type GuardRules = {
  severities: ReadonlyMap<(typeof guards)[number], Severity>
  alikeLastMost: number
  alikeNeighborMost: number
}

/** What a guard found; `clientId` is null for what every chart gets. */
export type Finding = {
  clientId: string | null
  guard: Guard
  severity: Severity
  says: string
  /** The word it is about. */
  word?: string
  /** The text it is like, of which day, and how much in percent. */
  like?: { own: string; onDay: string | null; percent: number }
}

/** How a guard of these rules weighs. */
export function severityOf(rules: GuardRules, guard: Guard): Severity {
  const settable = guards.find(each => each === guard)
  return settable ? (rules.severities.get(settable) ?? 'stops') : 'stops'
}

/** The text of the shared part as its guards read it. */
export const sharedWords = (part: SharedPart) =>
  [part.topic, ...steps.map(step => part[step]), part.shared].filter(Boolean).join('\n')

type Group = { part: SharedPart; people: readonly NotePerson[]; staff: readonly string[] }
type Likeness = ReturnType<typeof comparing>

/** What stands between this group note and its signature or is worth a look before it, in the order of the page. */
export function findingsOf({ part, people, staff }: Group, rules: GuardRules): Finding[] {
  const found: Omit<Finding, 'severity'>[] = []
  if (part.shared.trim().length < 20)
    found.push({ clientId: null, guard: 'no-shared-text', says: 'Say in a sentence or two what the group did.' })
  const named = people.map(person => person.names)
  const where = () => 'The shared text, which goes into every chart,'
  found.push(...nameFindings(null, where, namingsIn(sharedWords(part), named, { staff })))
  const likeness = comparing()
  for (const person of people) found.push(...findingsFor(person, { part, people, named, staff, likeness }, rules))
  return found.map(each => ({ ...each, severity: severityOf(rules, each.guard) }))
}

function findingsFor(
  person: NotePerson,
  group: Group & { named: readonly Named[]; likeness: Likeness },
  rules: GuardRules,
): Omit<Finding, 'severity'>[] {
  const { clientId, own } = person
  if (!person.marked) return [{ clientId, guard: 'not-marked', says: 'Attendance is not marked.' }]
  const asked: Omit<Finding, 'severity'>[] = person.asked
    ? [{ clientId, guard: 'to-choose', says: 'Two statements about their attendance do not agree.' }]
    : []
  if (!person.here) return [...asked, ...namesIn({ 'The reason of their absence': person.reason ?? '' }, person, group)]
  const others = group.people.filter(each => each.clientId !== clientId)
  return [
    ...asked,
    ...(person.participation
      ? []
      : [{ clientId, guard: 'no-participation' as const, says: 'Participation is not chosen.' }]),
    ...(own.trim().length < 8
      ? [{ clientId, guard: 'no-sentence' as const, says: 'There is no sentence of their own yet.' }]
      : []),
    ...namesIn({ 'The sentence': own, 'The objective': person.objective }, person, group),
    ...likeFindings(person, { others, likeness: group.likeness }, rules),
    ...(person.risk && !person.followUp
      ? [{ clientId, guard: 'risk-without-follow-up' as const, says: 'Risk is noted, and no follow-up is chosen.' }]
      : []),
    ...minutesFindings(person),
  ]
}

/** What names anybody else of the group in what only one chart gets: texts by what they are. */
function namesIn(
  texts: Record<string, string>,
  of: NotePerson,
  { named, staff }: { named: readonly Named[]; staff: readonly string[] },
) {
  const namings = namingsIn(Object.values(texts).join('\n'), named, { own: of.names, staff })
  const whereOf = ({ at }: Naming) => {
    let end = -1
    return Object.entries(texts).find(([, text]) => {
      end += text.length + 1
      return at <= end
    })?.[0]
  }
  return nameFindings(of.clientId, naming => whereOf(naming) ?? '', namings)
}

/** One finding of the surest naming: the others are found when it is mended. */
function nameFindings(
  clientId: string | null,
  where: (naming: Naming) => string,
  namings: readonly Naming[],
): Omit<Finding, 'severity'>[] {
  const sure = namings.find(naming => naming.sure)
  if (sure)
    return [
      { clientId, guard: 'names-a-member', says: `${where(sure)} names a member of this group.`, word: sure.word },
    ]
  const [maybe] = namings
  if (!maybe) return []
  const says = `${where(maybe)} has a word that is also a name here.`
  return [{ clientId, guard: 'may-name-a-member', says, word: maybe.word }]
}

function likeFindings(
  { clientId, own, last }: NotePerson,
  { others, likeness }: { others: readonly NotePerson[]; likeness: Likeness },
  rules: GuardRules,
): Omit<Finding, 'severity'>[] {
  if (own.trim().length < 8) return []
  type Text = { own: string; onDay: string | null }
  const none: Text = { own: '', onDay: null }
  const most = (texts: readonly Text[]) =>
    texts
      .map(each => ({ ...each, percent: Math.round(likeness(own, each.own) * 100) }))
      .reduce((a, b) => (b.percent > a.percent ? b : a), { ...none, percent: 0 })
  const before = most(last)
  const beside = most(others.filter(each => each.here).map(each => ({ own: each.own, onDay: null })))
  return [
    ...(before.percent > rules.alikeLastMost
      ? [
          {
            clientId,
            guard: 'like-last' as const,
            says: `The sentence is ${before.percent} % like one of their last notes.`,
            like: before,
          },
        ]
      : []),
    ...(beside.percent > rules.alikeNeighborMost
      ? [
          {
            clientId,
            guard: 'like-neighbor' as const,
            says: `The sentence is ${beside.percent} % like another one of today.`,
            like: { ...beside, own: '' },
          },
        ]
      : []),
  ]
}

/** A sentence that tells more minutes than somebody was there. */
function minutesFindings({ clientId, own, minutes }: NotePerson): Omit<Finding, 'severity'>[] {
  const told = [...own.matchAll(/\b(\d{1,3})[\s-]*(?:min\b|mins\b|minutes?\b)/gi)].map(each => Number(each[1]))
  const more = told.find(each => each > minutes)
  return more === undefined
    ? []
    : [
        {
          clientId,
          guard: 'minutes-differ',
          says: `The sentence says ${more} minutes; attendance says ${minutes}. The note will say ${minutes}.`,
          word: String(more),
        },
      ]
}

/** One part of a signed note, in the order of reading. */
export type NotePart = { name: string; text: string }

/** What the chart of somebody who was here gets: what the group did, then what only this chart says. */
export function partsOf(part: SharedPart, line: LinePart): NotePart[] {
  const chosen = [
    `Participation: ${participationWords[line.participation ?? 'none'].toLowerCase()}.`,
    line.mood ? `Mood: ${moodWords[line.mood].toLowerCase()}.` : '',
    line.response ? `Response: ${responseWords[line.response].toLowerCase()}.` : '',
  ]
  const risk = line.followUp ? `Noted. ${followUpWords[line.followUp]}.` : 'Noted.'
  return [
    ...steps.slice(0, 3).map(step => ({ name: stepWords[step], text: part[step].trim() })),
    { name: stepWords.closing, text: part.closing.trim() },
    { name: 'What the group did', text: part.shared.trim() },
    { name: 'How they took part', text: chosen.filter(Boolean).join(' ') },
    { name: 'Objective', text: line.objective.trim() },
    { name: ownPart, text: line.own.trim() },
    { name: 'Risk', text: line.risk ? risk : '' },
  ].filter(each => each.text !== '')
}

/** What the chart of somebody who was expected and did not come gets. */
export function missedParts(standing: 'absent' | 'excused', reason: string | null): NotePart[] {
  const how = standing === 'excused' ? 'Excused from this session.' : 'Did not come to this session.'
  return [{ name: 'Missed session', text: reason ? `${how} ${reason}${/[.!?]$/.test(reason) ? '' : '.'}` : how }]
}

/** Whether a note was signed later than the rule calls in time. */
export const isLate = (note: { endsAt: Instant; signedAt: Instant }, lateAfter: number) =>
  Date.parse(note.signedAt) - Date.parse(note.endsAt) > lateAfter * 60_000
