import { describe, expect, it } from 'vitest'
import { askEnglish } from './front/ask-words-en.ts'
import { askSpanish } from './front/ask-words-es.ts'
import { answersIn, follow, headlineOf, type Press, urgentOf, weighed } from './self-check.ts'
import { selfCheckPack } from './self-check-pack.ts'

const { questions } = selfCheckPack
const order = questions.map(each => each.question)
/** Every question answered by its first answer that speaks for this care, or for nothing. */
const calm = new Map(
  questions.map(each => {
    const found = each.answers.find(({ speaks }) => speaks === 'iop' || speaks === 'none')
    return [each.question, found?.answer ?? ''] as const
  }),
)
const calmBut = (but: Record<string, string>) => new Map([...calm, ...Object.entries(but)])
const urgents = questions.flatMap(each =>
  each.answers.filter(answer => answer.urgent).map(answer => ({ question: each.question, answer: answer.answer })),
)
const next = (at: string): Press => ({ kind: 'next', at, stopped: false })

describe('the questions', () => {
  it('ask for danger and withdrawal first, and are about a dozen', () => {
    expect(order.slice(0, 3)).toEqual(['safety', 'sick', 'stopped-before'])
    expect(order).toHaveLength(12)
    expect(urgents.map(each => each.question)).toEqual(['safety', 'sick', 'stopped-before'])
  })

  it('can all be left unanswered, and name sources that stand in the pack', () => {
    for (const { answers } of questions) {
      expect(answers.at(-1)).toMatchObject({ answer: 'skip', speaks: 'unknown' })
      for (const { source } of answers)
        if (source) expect(selfCheckPack.sources.map(each => each.source)).toContain(source)
    }
  })

  it('never say that somebody qualifies, and never call them names, in either language', () => {
    const words = JSON.stringify([selfCheckPack, askEnglish.result, askSpanish.result])
    expect(words).not.toMatch(/\b(qualif|eligib|diagnos|addict\b|abuser|clean\b|calific|elegib|adicto|limpio)/i)
  })

  it('whose answers can be a worry have a name for it in both languages', () => {
    for (const { question } of questions)
      expect([askEnglish.result.topics[question], askSpanish.result.topics[question]]).toEqual([
        expect.stringMatching(/../),
        expect.stringMatching(/../),
      ])
  })
})

describe('an urgent answer', () => {
  const presses: Press[] = [
    ...order.flatMap((at): Press[] => [
      { kind: 'next', at, stopped: false },
      { kind: 'next', at, stopped: true },
      { kind: 'back', at, stopped: false },
      { kind: 'change', at },
    ]),
    { kind: 'stop' },
    { kind: 'next', at: 'nonsense', stopped: false },
    { kind: 'mistake', at: 'nonsense' },
    { kind: 'mistake', at: 'wish' },
  ]
  it.each(urgents)('$question shows help whatever is pressed, however much else is answered', urgent => {
    for (const answers of [new Map([[urgent.question, urgent.answer]]), calmBut({ [urgent.question]: urgent.answer })])
      for (const press of presses)
        expect(follow(questions, answers, press)).toMatchObject({ kind: 'urgent', question: urgent.question })
  })

  it.each(urgents)('$question taken back asks that one again, with its warning, and keeps the others', urgent => {
    const answers = calmBut({ [urgent.question]: urgent.answer })
    const shown = follow(questions, answers, { kind: 'mistake', at: urgent.question })
    expect(shown).toMatchObject({ kind: 'question', question: urgent.question, warned: true })
    expect(shown.answers.has(urgent.question)).toBe(false)
    expect(shown.answers.size).toBe(11)
  })

  it('of two keeps the other one', () => {
    const answers = calmBut({ safety: 'yes', sick: 'very' })
    expect(urgentOf(questions, answers)).toMatchObject({ urgent: 'self-harm' })
    expect(follow(questions, answers, { kind: 'mistake', at: 'safety' })).toMatchObject({ urgent: 'withdrawal' })
  })
})

describe('the way through', () => {
  it('asks in order, one by one, to the result', () => {
    const answers = new Map<string, string>()
    for (const [at, question] of order.entries()) {
      answers.set(question, calm.get(question) ?? '')
      const shown = follow(questions, answers, next(question))
      expect(shown.kind === 'question' ? shown.question : shown.kind).toBe(order[at + 1] ?? 'result')
    }
  })

  it.each([
    ['nothing chosen', new Map(), next('safety'), { kind: 'question', question: 'safety', missing: true }],
    ['back from the first', new Map(), { kind: 'back', at: 'safety', stopped: false }, { question: 'safety' }],
    ['back', calm, { kind: 'back', at: 'home', stopped: false }, { question: 'mood', missing: false }],
    ['an unknown place', new Map(), next('__proto__'), { question: 'safety', missing: true }],
    ['stopped at once', new Map(), { kind: 'stop' }, { kind: 'result' }],
    ['a change', calm, { kind: 'change', at: 'home' }, { question: 'home', stopped: true }],
    ['on after a change', new Map([['home', 'some']]), { ...next('home'), stopped: true }, { kind: 'result' }],
    ['on after going back', new Map([['safety', 'no']]), next('safety'), { question: 'sick' }],
  ] as const)('%s', (_case, answers, press, shown) => {
    expect(follow(questions, answers, press)).toMatchObject(shown)
  })

  it('knows only its own questions and answers among the fields of a form', () => {
    const form = new Map([
      ['a.safety', 'no'],
      ['a.sick', 'perhaps'],
      ['a.nonsense', 'no'],
      ['a.__proto__', 'no'],
      ['home', 'some'],
    ])
    expect([...answersIn(form, questions)]).toEqual([['safety', 'no']])
  })
})

describe('the headline', () => {
  const skipped = new Map(order.map(each => [each, 'skip'] as const))
  it.each([
    ['nothing answered', new Map(), { kind: 'little' }],
    ['everything skipped', skipped, { kind: 'little' }],
    ['all speaks for it', calm, { kind: 'iop', worries: [] }],
    ['one worry', calmBut({ home: 'some' }), { kind: 'iop', worries: ['home'] }],
    ['two worries', calmBut({ home: 'some', mood: 'most' }), { kind: 'iop', worries: ['mood', 'home'] }],
    [
      'three worries',
      calmBut({ home: 'some', mood: 'most', safety: 'before' }),
      { kind: 'more', count: 3, worries: ['safety', 'mood'] },
    ],
    ['a worry alone', new Map([['home', 'some']]), { kind: 'more', count: 1, worries: ['home'] }],
    ['less alone', new Map([['coming', 'less']]), { kind: 'less', count: 1 }],
    [
      'as much for less as for it, and a worry',
      new Map([
        ['coming', 'less'],
        ['alone', 'mostly'],
        ['safety', 'no'],
        ['sick', 'no'],
        ['home', 'some'],
      ]),
      { kind: 'mixed' },
    ],
  ] as const)('%s', (_case, answers, headline) => {
    expect(headlineOf(questions, answers)).toMatchObject(headline)
  })

  it('counts what speaks, and names what was not said', () => {
    const found = weighed(questions, new Map([...skipped, ['safety', 'no'], ['home', 'most']]))
    expect([found.iop.length, found.more.length, found.less.length]).toEqual([1, 1, 0])
    expect(found.unknown.map(each => each.question)).toEqual(order.filter(each => !['safety', 'home'].includes(each)))
  })
})
