import { describe, expect, it } from 'vitest'
import { emptyLine, findingsOf, type LinePart, type SharedPart } from '../notes.ts'
import {
  findingsNow,
  inOrder,
  keepable,
  looksIn,
  nextChoice,
  openOf,
  sentenceOf,
  settleList,
  stopsIn,
  type Told,
} from './group-note-words.ts'

const part: SharedPart = {
  checkIn: '',
  topic: 'Urges',
  skill: '',
  homework: '',
  closing: '',
  shared: 'The group worked on the first ten minutes of an urge.',
}
const written: LinePart = { ...emptyLine, participation: 'some', own: 'Took a walk when the urge came on Sunday.' }
const dayOf = (day: string) => day

function told(lines: readonly (Partial<LinePart> & { name: string })[], rest: Partial<Told> = {}): Told {
  const people: Told['people'] = lines.map(({ name, ...line }, at) => ({
    ...emptyLine,
    ...line,
    clientId: `c${at}`,
    name,
    here: true,
    marked: true,
    asked: false,
    minutes: 60,
    reason: null,
  }))
  const named = people.map(person => ({
    ...person,
    names: { clientId: person.clientId, given: [person.name], family: [] },
    last: [],
  }))
  const rules = { severities: new Map(), alikeLastMost: 100, alikeNeighborMost: 100 }
  const findings = findingsOf({ part, people: named, staff: [] }, rules).map(each => ({ ...each, kept: false }))
  return { ...part, session: { id: 's', facilitators: [] }, people, findings, severities: [], ...rest }
}

/** The page as it stands when these lines were changed after the house told them. */
function pageOf(note: Told, changed: Record<string, Partial<LinePart>> = {}, shared: Partial<SharedPart> = {}) {
  const of = (clientId: string): LinePart => {
    const { participation, response, mood, risk, followUp, objective, own } =
      note.people.find(person => person.clientId === clientId) ?? emptyLine
    return { participation, response, mood, risk, followUp, objective, own, ...changed[clientId] }
  }
  return { shared: { ...part, ...shared }, line: of }
}

describe('what the guards find while one writes', () => {
  const note = told([
    { name: 'Ada', ...written },
    { name: 'Bo', ...written, own: 'Wrote back to a sister.' },
  ])
  const like = {
    clientId: 'c0',
    guard: 'like-last' as const,
    severity: 'warns' as const,
    says: 'The sentence is 81 % like one of their last notes.',
    like: { own: 'Took a walk.', onDay: '2026-11-20', percent: 81 },
    kept: true,
  }

  it('is the house’s own word as long as nothing is newer', () => {
    const saved = { ...note, findings: [like] }
    expect(findingsNow(saved, pageOf(saved))).toEqual([like])
  })

  it('is found at once in newer words, and what was found in the older ones is gone with them', () => {
    const saved = { ...note, findings: [like] }
    const found = findingsNow(saved, pageOf(saved, { c0: { own: 'Walked home with Bo after group.' } }))
    expect(found.map(each => [each.clientId, each.guard, each.word])).toEqual([['c0', 'names-a-member', 'Bo']])
  })

  it('holds for words that stand, whatever else is chosen; and is kept only with the same risk', () => {
    const saved = { ...note, findings: [like] }
    expect(findingsNow(saved, pageOf(saved, { c0: { mood: 'low' } }))).toEqual([like])
    const risky = findingsNow(saved, pageOf(saved, { c0: { risk: true } }))
    expect(risky.map(each => [each.guard, each.kept])).toEqual([
      ['risk-without-follow-up', false],
      ['like-last', false],
    ])
  })

  it('is found in any part of the session', () => {
    const found = findingsNow(note, pageOf(note, {}, { homework: 'Call Ada.' }))
    expect(found.map(each => [each.clientId, each.word])).toEqual([[null, 'Ada']])
  })
})

describe('things to settle', () => {
  it('who is not written yet is one thing each, and one thing together when they are many', () => {
    const few = told([{ name: 'Ada' }, { name: 'Bo' }])
    expect(settleList(stopsIn(few.findings), { note: few, dayOf }).map(thing => thing.says)).toEqual([
      'Ada is not written yet.',
      'Bo is not written yet.',
    ])
    const many = told([
      { name: 'Ada' },
      { name: 'Bo' },
      { name: 'Cy' },
      { name: 'Di' },
      { name: 'Ed', own: 'Listened.' },
    ])
    expect(settleList(stopsIn(many.findings), { note: many, dayOf }).map(thing => thing.says)).toEqual([
      '4 people are not written yet.',
      'Ed: participation is not chosen.',
    ])
  })

  it('a likeness says how much and of which day; a name says the word', () => {
    const note = told([{ name: 'Ada', ...written }])
    const found = (rest: object) => ({ clientId: 'c0', severity: 'warns' as const, says: '', kept: false, ...rest })
    const says = (finding: Parameters<typeof sentenceOf>[0]) => sentenceOf(finding, { note, dayOf }).says
    const like = { own: 'x', onDay: '2026-11-20', percent: 81 }
    expect(says({ ...found({}), guard: 'like-last', like })).toBe('Ada: 81 % like their note of 2026-11-20.')
    const maybe = 'The sentence has a word that is also a name here.'
    expect(says({ ...found({}), guard: 'may-name-a-member', says: maybe, word: 'Will' })).toBe(
      'Ada: the sentence has a word that is also a name here: “Will”.',
    )
    const sure = 'The shared text, which goes into every chart, names a member of this group.'
    expect(says({ ...found({}), clientId: null, guard: 'names-a-member', says: sure, word: 'Bo' })).toBe(
      'The shared text, which goes into every chart, names a member of this group: “Bo”.',
    )
  })

  it('a kept warning is settled, and said to be on record', () => {
    const note = told([{ name: 'Ada', ...written, objective: 'Sleep' }])
    const warning = {
      clientId: 'c0',
      guard: 'may-name-a-member' as const,
      severity: 'warns' as const,
      says: '',
      word: 'Will',
      kept: false,
    }
    expect(keepable(warning)).toBe('may-name-a-member')
    expect(looksIn([warning])).toHaveLength(1)
    const kept = { ...warning, kept: true }
    expect(keepable(kept)).toBeUndefined()
    expect([looksIn([kept]), openOf([kept], 'c0')]).toEqual([[], []])
    expect(inOrder(note, pageOf(note), [kept])).toEqual([
      'Everyone is marked.',
      'The shared text names no one.',
      'Participation is chosen for all who were here.',
      'A sentence of their own.',
      'Every note names an objective.',
      'One warning looked at and kept, on record.',
    ])
  })

  it('what stops cannot be kept', () => {
    const note = told([{ name: 'Ada', participation: 'some' }])
    expect(note.findings.map(keepable)).toEqual([undefined])
  })
})

it('a key goes through the choices and then takes the last one back', () => {
  const all = ['steady', 'low']
  expect([null, 'steady', 'low'].map(now => nextChoice(all, now))).toEqual(['steady', 'low', null])
})
