// The self-check without its words: which question comes next, and what answers speak for. Nothing here is kept.

/** What an answer speaks for. */
export type Speaks = 'iop' | 'more' | 'less' | 'none' | 'unknown' | 'urgent'
/** Which help comes before anything else. */
export type Urgent = 'self-harm' | 'withdrawal' | 'danger'

type Asked = {
  question: string
  answers: readonly { answer: string; speaks: Speaks; urgent: Urgent | null }[]
}
/** What was answered so far: an answer for each question that has one. */
export type Answers = ReadonlyMap<string, string>

/** How answers are named among the fields of a form. */
export const fieldOf = (question: string) => `a.${question}`

/** The answers in a form that the questions know; whatever else somebody sent is nobody's answer. */
export function answersIn(form: ReadonlyMap<string, string>, questions: readonly Asked[]): Answers {
  return new Map(
    questions.flatMap(({ question, answers }) => {
      const given = form.get(fieldOf(question))
      return given !== undefined && answers.some(each => each.answer === given) ? [[question, given]] : []
    }),
  )
}

/** The same answers without one. */
export function without(answers: Answers, question: string): Answers {
  return new Map([...answers].filter(([each]) => each !== question))
}

const chosen = <Question extends Asked>(questions: readonly Question[], answers: Answers) =>
  questions.flatMap(asked => {
    const answer: Question['answers'][number] | undefined = asked.answers.find(
      each => each.answer === answers.get(asked.question),
    )
    return answer ? [{ asked, answer }] : []
  })

/** The help that comes first, and which answer says so; null when none does. */
export function urgentOf(questions: readonly Asked[], answers: Answers): { urgent: Urgent; question: string } | null {
  for (const { asked, answer } of chosen(questions, answers))
    if (answer.urgent) return { urgent: answer.urgent, question: asked.question }
  return null
}

/** What somebody pressed, and on which question. */
export type Press =
  | { kind: 'next'; at: string; stopped: boolean }
  | { kind: 'back'; at: string; stopped: boolean }
  | { kind: 'stop' }
  | { kind: 'change'; at: string }
  | { kind: 'mistake'; at: string }

/** What is shown next. `warned`: an urgent answer was taken back, so its warning stays in sight. */
export type Shown =
  | { kind: 'urgent'; urgent: Urgent; question: string; answers: Answers }
  | {
      kind: 'question'
      question: string
      answers: Answers
      missing: boolean
      warned: boolean
      stopped: boolean
    }
  | { kind: 'result'; answers: Answers }

/**
 * What follows from a press. Help comes before everything else that somebody may press: only what was answered by
 * mistake is taken back, and that one question is asked again.
 */
export function follow(questions: readonly Asked[], given: Answers, press: Press): Shown {
  const known = (question: string) => questions.some(each => each.question === question)
  const mistaken = press.kind === 'mistake' && known(press.at)
  const answers = mistaken ? without(given, press.at) : given
  const urgent = urgentOf(questions, answers)
  if (urgent) return { kind: 'urgent', ...urgent, answers }
  const ask = (
    question: string,
    how: Partial<{ missing: boolean; warned: boolean; stopped: boolean }> = {},
  ): Shown => ({
    kind: 'question',
    question,
    answers,
    missing: false,
    warned: false,
    stopped: false,
    ...how,
  })
  if (press.kind === 'stop') return { kind: 'result', answers }
  const at = known(press.at) ? press.at : (questions[0]?.question ?? '')
  if (press.kind === 'mistake') return ask(at, { warned: mistaken })
  if (press.kind === 'change') return ask(at, { stopped: true })
  if (press.kind === 'back') {
    const place = questions.findIndex(each => each.question === at)
    return ask(questions[Math.max(0, place - 1)]?.question ?? at, { stopped: press.stopped })
  }
  if (!answers.has(at)) return ask(at, { missing: true, stopped: press.stopped })
  if (press.stopped) return { kind: 'result', answers }
  const open = questions.find(each => !answers.has(each.question))
  return open ? ask(open.question) : { kind: 'result', answers }
}

/** What answers speak for, in the order of the questions. */
export function weighed<Question extends Asked>(questions: readonly Question[], answers: Answers) {
  const all = chosen(questions, answers)
  const speaking = (speaks: Speaks) => all.filter(each => each.answer.speaks === speaks)
  return {
    iop: speaking('iop'),
    more: speaking('more'),
    less: speaking('less'),
    /** Not answered, or not to be said. */
    unknown: questions.filter(
      asked => !answers.has(asked.question) || speaking('unknown').some(each => each.asked === asked),
    ),
  }
}

/** What stands above a result: a finding in one sentence, and never a word on what somebody should get. */
export type Headline =
  | { kind: 'little' }
  | { kind: 'iop'; count: number; worries: readonly string[] }
  | { kind: 'more'; count: number; worries: readonly string[] }
  | { kind: 'less'; count: number }
  | { kind: 'mixed' }

/** At most so many worries are named above a result: more of them are a finding of their own. */
const namedMost = 2

export function headlineOf(questions: readonly Asked[], answers: Answers): Headline {
  const { iop, more, less } = weighed(questions, answers)
  const worries = more.map(each => each.asked.question)
  if (iop.length + more.length + less.length === 0) return { kind: 'little' }
  if (more.length > namedMost || (more.length > 0 && more.length >= iop.length))
    return { kind: 'more', count: more.length, worries: worries.slice(0, namedMost) }
  if (less.length > 0 && less.length >= iop.length)
    return more.length === 0 ? { kind: 'less', count: less.length } : { kind: 'mixed' }
  return { kind: 'iop', count: iop.length, worries }
}
