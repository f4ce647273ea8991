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
    asks.flatMap(ask => {
      const answer = kept.get(ask.ask)
      return answer === undefined ? [] : [[ask.ask, fieldWords(ask, answer)]]
    }),
  )
}

/** What is wrong with the words in a field; undefined while nothing is. */
export function troubleOf(ask: Ask, words: string | undefined): string | undefined {
  const read = readAnswer(ask, words ?? '')
  return 'says' in read ? read.says : undefined
}

/** What can be sent of the fields that changed since they were sent last: words that cannot be read stay here. */
export function toSend(asks: readonly Ask[], words: Words, sent: Words): Answer[] {
  return asks.flatMap(ask => {
    const said = words[ask.ask] ?? ''
    if (said === (sent[ask.ask] ?? '') || troubleOf(ask, said)) return []
    return [{ ask: ask.ask, answer: said }]
  })
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

type Sides = { mine: Words; sent: Words; other: Words }

/** What stands in the fields when somebody else wrote too: theirs, with mine over it where I wrote since. */
export function bothWrote(asks: readonly Ask[], { mine, sent, other }: Sides): { words: Words; theirs: Words } {
  const names = asks.map(each => each.ask)
  const at = (words: Words, name: string) => words[name] ?? ''
  const own = names.filter(name => at(mine, name) !== at(sent, name))
  const both = own.filter(name => at(other, name) !== at(sent, name) && at(other, name) !== at(mine, name))
  return {
    words: { ...other, ...Object.fromEntries(own.map(name => [name, at(mine, name)])) },
    theirs: Object.fromEntries(both.map(name => [name, at(other, name)])),
  }
}
