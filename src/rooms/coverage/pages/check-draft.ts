import { FieldDraft, type FieldWays } from '#web/ui/field-draft.ts'
import { type Answer, type Ask, moneyWords, notSaid, readAnswer } from '../coverage.ts'

// What is being written of a call to a payer: pure, so that the page only draws it.

/** The words in each field, by question. */
export type Words = Readonly<Record<string, string>>

/** How a kept answer stands in its field: money as people write it. */
export function fieldWords(ask: Ask, answer: string): string {
  return ask.kind === 'money' && answer !== notSaid ? moneyWords(Number(answer)) : answer
}

/** The words that stand in the fields of a check as it is kept. */
export function wordsOf(asks: readonly Ask[], answers: readonly Answer[]): Words {
  const kept = new Map(answers.map(each => [each.ask, each.answer]))
  return Object.fromEntries(
    asks.map(ask => {
      const answer = kept.get(ask.ask)
      return [ask.ask, answer === undefined ? '' : fieldWords(ask, answer)]
    }),
  )
}

/** What is wrong with the words in a field; undefined while nothing is. */
export function troubleOf(ask: Ask, words: string | undefined): string | undefined {
  const read = readAnswer(ask, words ?? '')
  return 'says' in read ? read.says : undefined
}

/** The sections of a form with how many needed questions of each are answered. */
export function sectionsOf(asks: readonly Ask[], words: Words) {
  return [...Map.groupBy(asks, ask => ask.section)].map(([section, own]) => {
    const needed = own.filter(ask => ask.needed)
    return {
      section,
      asks: own,
      answered: own.filter(ask => isAnswered(ask, words)).length,
      needed: needed.length,
      neededDone: needed.filter(ask => isAnswered(ask, words)).length,
    }
  })
}

/** Whether a question has an answer that can be kept. */
export function isAnswered(ask: Ask, words: Words): boolean {
  const said = words[ask.ask]?.trim() ?? ''
  return said !== '' && troubleOf(ask, said) === undefined
}

/** What is of one call alone: who answered, its number, its hour. What was said of it last time is no answer now. */
const ofThisCall = new Set(['call.name', 'call.reference', 'call.at', 'call.minutes', 'call.recorded'])

/** What was said the last time, where it may still hold and says more than what stands there. */
export function saidBefore(ask: Ask, before: readonly Answer[], words: Words): string | undefined {
  const found = before.find(each => each.ask === ask.ask)
  if (!found || ofThisCall.has(ask.ask)) return undefined
  const said = fieldWords(ask, found.answer)
  return said === words[ask.ask]?.trim() ? undefined : said
}

/** The call of a payer as it stands on this page: every question has a field, empty where nothing was said. */
export class CheckDraft extends FieldDraft<Words> {
  readonly #asks: ReadonlyMap<string, Ask>

  constructor(
    id: string,
    ways: FieldWays<Words>,
    begun: { asks: readonly Ask[]; answers: readonly Answer[]; version: number },
  ) {
    super(id, ways, { fields: wordsOf(begun.asks, begun.answers), version: begun.version })
    this.#asks = new Map(begun.asks.map(each => [each.ask, each]))
  }

  /** `25` and `$25` are one answer: the house writes it its own way. */
  protected override same(name: string, one: string | undefined, other: string | undefined): boolean {
    const ask = this.#asks.get(name)
    const [first, second] = [one ?? '', other ?? ''].map(said => ask && readAnswer(ask, said))
    if (!first || !second || 'says' in first || 'says' in second) return super.same(name, one, other)
    return first.value === second.value
  }

  /** What cannot be read stays here until it can. */
  protected override canGo(name: string): boolean {
    const ask = this.#asks.get(name)
    return ask !== undefined && troubleOf(ask, this.fields[name]) === undefined
  }
}
