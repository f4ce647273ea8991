import { expect, it } from 'vitest'
import type { FieldWays, LaidFields } from '#web/ui/field-draft.ts'
import { type Answer, type Ask, readAnswer } from '../coverage.ts'
import { CheckDraft, isAnswered, saidBefore, sectionsOf, troubleOf, type Words, wordsOf } from './check-draft.ts'

const ask = (name: string, kind: Ask['kind'], needed = false, section = 'One'): Ask => ({
  ask: name,
  section,
  words: name,
  kind,
  options: kind === 'choice' ? ['yes', 'no', 'not said'] : null,
  needed,
})
const asks = [ask('day', 'money', true), ask('network', 'choice', true), ask('note', 'text', false, 'Two')]

it('money stands as people write it, “not said” as it is', () => {
  const kept = [
    { ask: 'day', answer: '150050' },
    { ask: 'network', answer: 'not said' },
  ]
  expect(wordsOf(asks, kept)).toEqual({ day: '$1,500.50', network: 'not said', note: '' })
  expect(wordsOf(asks, [{ ask: 'day', answer: 'not said' }])).toEqual({ day: 'not said', network: '', note: '' })
})

it('sections count what is needed and what is answered', () => {
  const words = { day: 'forty', network: 'no', note: 'x' }
  expect(sectionsOf(asks, words).map(({ asks: _, ...rest }) => rest)).toEqual([
    { section: 'One', answered: 1, needed: 2, neededDone: 1 },
    { section: 'Two', answered: 1, needed: 0, neededDone: 0 },
  ])
  expect([isAnswered(asks[0] ?? ask('x', 'text'), words), troubleOf(asks[0] ?? ask('x', 'text'), 'forty')]).toEqual([
    false,
    'Write an amount such as $40 or 1,500.',
  ])
})

it('the last time is shown where it may still hold, and not where it stands already', () => {
  const before = [
    { ask: 'day', answer: '4000' },
    { ask: 'call.reference', answer: 'R-1' },
  ]
  const [day = ask('x', 'text')] = asks
  expect(saidBefore(day, before, {})).toBe('$40')
  expect(saidBefore(day, before, { day: ' $40 ' })).toBeUndefined()
  expect(saidBefore(day, [], {})).toBeUndefined()
  expect(saidBefore(ask('call.reference', 'text'), before, {})).toBeUndefined()
})

/** A house of one check: it answers by its own way of writing money, or is out of reach, or has finished. */
class House {
  answers: Answer[] = []
  version = 1
  trouble: { code: string; status: number } | null = null
  laid: LaidFields<Words> | null = null
  sent: Partial<Words>[] = []
  ways: FieldWays<Words> = {
    save: async (patch, version) => {
      if (this.trouble) throw Object.assign(new Error('no'), this.trouble)
      if (version !== this.version)
        throw Object.assign(new Error('changed'), { code: 'changed-meanwhile', status: 412 })
      this.sent.push(patch)
      this.take(patch)
      return { version: this.version }
    },
    ask: async () => ({ fields: wordsOf(asks, this.answers), version: this.version }),
    lay: async laid => {
      this.laid = laid
      return true
    },
  }
  take(patch: Partial<Words>): void {
    for (const ask of asks) {
      const read = readAnswer(ask, patch[ask.ask] ?? '')
      if (!(ask.ask in patch) || 'says' in read) continue
      const others = this.answers.filter(each => each.ask !== ask.ask)
      this.answers = read.value === null ? others : [...others, { ask: ask.ask, answer: read.value }]
    }
    this.version += 1
  }
}

const draftIn = (house: House) => new CheckDraft('1', house.ways, { asks, ...house })
const noteIn = ({ fields: { note } }: CheckDraft) => note
const dayIn = ({ fields: { day } }: CheckDraft) => day
const written = (house: House) => {
  if (!house.laid) throw new Error('nothing lies there')
  return house.laid
}

it('what can be read is saved, an emptied field too; the rest lies on the device', async () => {
  const house = new House()
  house.answers = [{ ask: 'note', answer: 'as said' }]
  const draft = draftIn(house)
  draft.write({ day: 'forty' })
  draft.write({ network: 'yes', note: '' })
  await draft.save()
  await draft.laid()
  expect(house.answers).toEqual([{ ask: 'network', answer: 'yes' }])
  expect([draft.unsaved, draft.goes, draft.lies, written(house).patch]).toEqual([true, false, true, { day: 'forty' }])
  draft.write({ day: '40' })
  await draft.save()
  await draft.laid()
  expect([draft.unsaved, draft.lies, house.laid]).toEqual([false, false, null])
})

it('money in the house’s own way of writing is the same answer, and nobody else’s', async () => {
  const house = new House()
  const draft = draftIn(house)
  draft.write({ day: '1500' })
  await draft.save()
  draft.write({ day: '1500.5' })
  draft.heard(wordsOf(asks, house.answers), house.version)
  expect([draft.theirs, dayIn(draft)]).toEqual([{}, '1500.5'])
  await draft.save()
  expect([house.answers, draft.unsaved]).toEqual([[{ ask: 'day', answer: '150050' }], false])
})

it('a page that is gone loses no answer of an hour without a network', async () => {
  const house = new House()
  house.trouble = { code: 'offline', status: 0 }
  const draft = draftIn(house)
  for (const patch of [{ day: '40' }, { network: 'yes' }, { note: 'half a sen' }]) draft.write(patch)
  await draft.save()
  await draft.laid()
  expect([house.sent, draft.trouble?.status, draft.lies]).toEqual([[], 0, true])
  const laid = written(house)
  house.trouble = null
  const again = draftIn(house)
  again.putBack(laid)
  await again.save()
  await again.laid()
  expect(house.answers.map(each => each.answer)).toEqual(['4000', 'yes', 'half a sen'])
  expect([again.unsaved, house.laid]).toEqual([false, null])
})

it('what arrived without an answer is one’s own words, not somebody else’s', async () => {
  const house = new House()
  const draft = draftIn(house)
  draft.write({ note: 'half' })
  const { save } = house.ways
  house.ways.save = async (patch, version) => {
    await save(patch, version)
    house.ways.save = save
    throw Object.assign(new Error('lost'), { code: 'offline', status: 0 })
  }
  await draft.save()
  await draft.laid()
  const again = draftIn(house)
  again.putBack({ ...written(house), patch: { note: 'half a sentence' } })
  expect([again.theirs, noteIn(again)]).toEqual([{}, 'half a sentence'])
  draft.write({ note: 'half a sentence' })
  await draft.save()
  expect([draft.theirs, house.answers]).toEqual([{}, [{ ask: 'note', answer: 'half a sentence' }]])
})

it('when two wrote, each answer of one alone comes in, and where both wrote mine stays with theirs beside', async () => {
  const house = new House()
  house.answers = [{ ask: 'day', answer: '4000' }]
  const draft = draftIn(house)
  house.take({ day: '$50', note: 'theirs' })
  draft.write({ day: '$45', network: 'yes' })
  await draft.save()
  expect(draft.fields).toEqual({ day: '$45', network: 'yes', note: 'theirs' })
  expect([draft.theirs, draft.both]).toEqual([{ day: '$50' }, ['day']])
  draft.keepMine('day')
  await draft.save()
  expect([draft.theirs, house.answers.find(each => each.ask === 'day')?.answer]).toEqual([{}, '4500'])
})

it('what came after the call was finished stays here until it is let go', async () => {
  const house = new House()
  const draft = draftIn(house)
  house.trouble = { code: 'stays-said', status: 409 }
  draft.write({ note: 'too late' })
  await draft.save()
  await draft.laid()
  expect([draft.trouble?.code, draft.changed, draft.lies]).toEqual(['stays-said', ['note'], true])
  draft.letGo()
  await draft.laid()
  expect([draft.trouble, draft.changed, noteIn(draft), house.laid]).toEqual([null, [], '', null])
})
