import { expect, it } from 'vitest'
import { expandedAt } from './snippet.ts'

const snippets = [
  { name: 'card', text: 'Went over the card for urges.' },
  { name: 'card-2', text: 'Second card.' },
]

// The caret stands where the bar is.
it.each([
  [';card|', 'Went over the card for urges.|'],
  ['Then ;card|', 'Then Went over the card for urges.|'],
  ['Then ;CARD| and more', 'Then Went over the card for urges.| and more'],
  ['Line.\n;card-2|', 'Line.\nSecond card.|'],
  ['(;card-2|)', '(Second card.|)'],
  [';card-2|;card', 'Second card.|;card'],
  [';car|d', null],
  [';cards|', null],
  ['card|', null],
  ['first;card|', null],
  [';card |', null],
  [';|', null],
  ['|', null],
  [';unknown|', null],
])('%j becomes %j', (given, becomes) => {
  const found = expandedAt(given.replace('|', ''), given.indexOf('|'), snippets)
  expect(found && `${found.text.slice(0, found.caret)}|${found.text.slice(found.caret)}`).toBe(becomes)
  if (found) {
    const text = given.replace('|', '')
    expect(`${text.slice(0, found.from)}${found.put}${text.slice(found.until)}`).toBe(found.text)
  }
})

it('nobody without snippets has anything expanded', () => {
  expect(expandedAt(';card', 5, [])).toBeNull()
})
