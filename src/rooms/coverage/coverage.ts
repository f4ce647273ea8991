import { type Day, isDay } from '#kernel/time.ts'

// What pages and every file of this room know of money and of plans; nothing here asks the house anything.

/** Words for the public, in both languages. */
export type Both = { en: string; es: string }

/** How somebody means to pay. */
export const payKinds = ['none', 'job', 'own', 'medicaid', 'medicare', 'unsure'] as const
export type PayKind = (typeof payKinds)[number]
/** What kind of payer one is. */
export const payerKinds = ['job', 'own', 'medicaid', 'medicare', 'other'] as const
export type PayerKind = (typeof payerKinds)[number]
/** Where the poverty guideline differs. */
export const places = ['contiguous', 'alaska', 'hawaii'] as const
export type Place = (typeof places)[number]
/** What a program has a price for. */
export const priceItems = ['first-visit', 'group-day', 'individual', 'family', 'test'] as const
export type PriceItem = (typeof priceItems)[number]

export const payerKindWords: Readonly<Record<PayerKind, string>> = {
  job: 'Through a job',
  own: 'Own plan',
  medicaid: 'Medicaid',
  medicare: 'Medicare',
  other: 'Other',
}
export const placeWords: Readonly<Record<Place, string>> = {
  contiguous: '48 states and D.C.',
  alaska: 'Alaska',
  hawaii: 'Hawaii',
}
export const itemWords: Readonly<Record<PriceItem, string>> = {
  'first-visit': 'First visit',
  'group-day': 'Group day',
  individual: 'Hour with the counselor',
  family: 'Family session',
  test: 'Urine test',
}

/** `$1,094` or `$1,094.50`: cents are shown only where there are some. */
export function moneyWords(cents: number): string {
  const whole = Math.abs(cents) % 100 === 0
  return (cents / 100).toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: whole ? 0 : 2,
  })
}

const mostCents = 10_000_000_000
const whole = /^\d+$/
const grouped = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/

/**
 * The cents of an amount as people write it: `$38,000`, `38000.50`, `38k`, `38.000` and `38.000,50` as elsewhere. Null
 * when it is no amount, is less than nothing, or could mean two things.
 */
export function readMoney(words: string): number | null {
  const plain = words.trim().replace(/\s|\$|usd$/gi, '')
  const thousands = /^(.+)k$/i.exec(plain)
  if (thousands) {
    const short = thousands[1] ?? ''
    if (!/^\d{1,5}(?:\.\d{1,2})?$/.test(short)) return null
    return within(Math.round(Number(short) * 100_000))
  }
  if (whole.test(plain)) return within(Number(plain) * 100)
  if (grouped.test(plain)) return within(Number(plain.replace(/[.,]/g, '')) * 100)
  const parts = /^(.+)([.,])(\d{1,2})$/.exec(plain)
  if (!parts) return null
  const [, front = '', point = '', behind = ''] = parts
  const by = grouped.exec(front)?.[1]
  if (by === point || (!by && (!whole.test(front) || point === ','))) return null
  return within(Number(front.replace(/[.,]/g, '')) * 100 + Number(behind.padEnd(2, '0')))
}

const within = (cents: number) => (Number.isSafeInteger(cents) && cents <= mostCents ? cents : null)

/** The percent of an amount in whole cents, half a cent up. */
export const percentOf = (cents: number, percent: number) => Math.floor((cents * percent + 50) / 100)

/** The poverty guideline of a household. */
export const guidelineOf = (household: number, rows: { first: number; further: number }) =>
  rows.first + rows.further * (household - 1)

/** An income as a percent of the guideline, to the nearest whole one: for words, never for choosing a step. */
export const povertyPercent = (incomeCents: number, guidelineCents: number) =>
  Math.floor((incomeCents * 200 + guidelineCents) / (guidelineCents * 2))

/** What share of each price is paid up to which percent of the guideline. */
export type Scale = { steps: readonly { upTo: number; share: number }[]; above: number }

/** The step of an income, exactly: one cent over a step's end is the next one's. */
export function shareOf(incomeCents: number, guidelineCents: number, scale: Scale) {
  const steps = [...scale.steps].sort((a, b) => a.upTo - b.upTo)
  const at = steps.findIndex(step => incomeCents * 100 <= step.upTo * guidelineCents)
  const step = steps[at]
  const from = at > 0 ? (steps[at - 1]?.upTo ?? 0) + 1 : at === 0 ? 0 : (steps.at(-1)?.upTo ?? 0) + 1
  return { share: step?.share ?? scale.above, from, upTo: step?.upTo ?? null }
}

/** The kinds of answers that a form about a plan takes. */
export const answerKinds = ['text', 'money', 'day', 'moment', 'number', 'phone', 'choice'] as const
/** One question of the form. */
export type Ask = {
  ask: string
  section: string
  words: string
  kind: (typeof answerKinds)[number]
  options: readonly string[] | null
  needed: boolean
}

/** What a payer may leave open, and what then stands there. */
export const notSaid = 'not said'

const longest = 400
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{3})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** An answer as it is kept, money as cents and the rest as said; or what is wrong. Nothing written is no answer. */
export function readAnswer(ask: Ask, words: string): { value: string | null } | { says: string } {
  const said = words.trim()
  if (said === '') return { value: null }
  if (said === notSaid) return { value: notSaid }
  if (said.length > longest) return { says: `Write at most ${longest} letters.` }
  if (ask.kind === 'money') {
    const cents = readMoney(said)
    return cents === null ? { says: 'Write an amount such as $40 or 1,500.' } : { value: String(cents) }
  }
  if (ask.kind === 'number' && !/^\d{1,6}(?:\.\d{1,2})?$/.test(said)) return { says: 'Write a number such as 3.' }
  if (ask.kind === 'day' && !isDay(said)) return { says: 'Choose a day.' }
  if (ask.kind === 'moment' && !(moment.test(said) && isDay(said.slice(0, 10))))
    return { says: 'Give a day and a time.' }
  if (ask.kind === 'phone' && said.replace(/\D/g, '').length < 7) return { says: 'This number is too short.' }
  if (ask.kind === 'choice' && !ask.options?.includes(said)) return { says: 'Choose one of these.' }
  return { value: said }
}

/** One answer of the form as it is kept. */
export type Answer = { ask: string; answer: string }

/** The needed questions that nobody has answered. */
export function missingOf(asks: readonly Ask[], answers: readonly Answer[]): Ask[] {
  const told = new Set(answers.map(each => each.ask))
  return asks.filter(ask => ask.needed && !told.has(ask.ask))
}

/** What of an answered form the house reckons with. */
export type Figures = {
  inNetwork: 'yes' | 'no' | 'not said'
  covered: 'yes' | 'no' | 'not said'
  needsAuthorization: 'yes' | 'no' | 'not said'
  dayCopayCents: number | null
  sharePercent: number | null
  deductibleLeftCents: number | null
  outOfPocketLeftCents: number | null
}

/** The figures of an answered form; what was not said is null, never nothing. */
export function figuresOf(answers: readonly Answer[]): Figures {
  const said = new Map(answers.map(each => [each.ask, each.answer]))
  const word = (ask: string) => {
    const answer = said.get(ask)
    return answer === 'yes' || answer === 'no' ? answer : notSaid
  }
  const number = (ask: string) => {
    const answer = said.get(ask)
    return answer === undefined || answer === notSaid ? null : Math.round(Number(answer))
  }
  const share = number('share.coinsurance')
  return {
    inNetwork: word('us.network'),
    covered: word('iop.covered'),
    needsAuthorization: word('iop.auth'),
    dayCopayCents: number('share.day'),
    sharePercent: share !== null && share <= 100 ? share : null,
    deductibleLeftCents: number('share.deductible-left'),
    outOfPocketLeftCents: number('share.oop-left'),
  }
}

/** What holds on a day of what is dated: the latest that has come. Undefined when none has. */
export function inForce<Row extends { fromOn: Day }>(rows: readonly Row[], on: Day): Row | undefined {
  return rows.filter(row => row.fromOn <= on).sort((a, b) => (a.fromOn < b.fromOn ? 1 : -1))[0]
}

/** What stands where nobody said what they are called. */
export const nameNotGiven = 'Name not given'
/** What somebody is called; null where they did not say. */
export const knownName = (called: string) => (called === nameNotGiven ? null : called)
