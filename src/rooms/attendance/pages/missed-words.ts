import type { OutputOf } from '#kernel/door.ts'
import { count } from '#web/words.ts'
import type { missed, recordAttempt } from '../follow-up.ts'

// What the list of missed sessions says. Pure.

export type Missed = OutputOf<typeof missed>
export type MissedClient = Missed['clients'][number]
export type Attempt = MissedClient['attempts'][number]
export type Step = Missed['steps'][number]
export type Way = Attempt['way']
export type Outcome = Attempt['outcome']
export type Recorder = typeof recordAttempt

export const wayWords: Record<Way, string> = {
  call: 'Call',
  text: 'Text',
  mail: 'Mail',
  'in-person': 'In person',
  review: 'Plan review',
}

export const outcomeWords: Record<Outcome, string> = {
  reached: 'Talked with them',
  'message-left': 'Left a message',
  'no-answer': 'No answer',
  'not-reachable': 'Not reachable',
  done: 'Done',
}

/** A step of somebody’s follow-up, with what its rule says. */
export type DueStep = Step & { dueAt: string; done: boolean }

/** The steps that are due for somebody, in the order of the protocol. */
export function stepsOf(client: Pick<MissedClient, 'steps'>, protocol: readonly Step[]): DueStep[] {
  return protocol.flatMap(step => {
    const due = client.steps.find(each => each.step === step.step)
    return due ? [{ ...step, dueAt: due.dueAt, done: due.done }] : []
  })
}

/** The step that comes first; undefined when each was tried. */
export const nextStep = (client: Pick<MissedClient, 'steps'>, protocol: readonly Step[]): DueStep | undefined =>
  stepsOf(client, protocol).find(step => !step.done)

/** The step that another missed day would call for. */
export const stepAfter = (client: Pick<MissedClient, 'missedOn'>, protocol: readonly Step[]): Step | undefined =>
  protocol.find(step => step.afterMissed > client.missedOn.length)

/** How many are there, and how many of their steps are late. */
export function summary({ clients, steps }: Pick<Missed, 'clients' | 'steps'>, now: string): string {
  if (clients.length === 0) return 'Everybody was here when they were last expected.'
  const late = clients.filter(client => (nextStep(client, steps)?.dueAt ?? now) < now).length
  const who = `${count(clients.length, 'person', 'people')} missed the last session that they were expected in.`
  return late === 0 ? who : `${who} ${late === 1 ? 'One step is' : `${late} steps are`} overdue.`
}

/** What is said when an attempt was written down: what comes next, and by when. */
export function recordedWords(
  client: MissedClient,
  protocol: readonly Step[],
  { step, when }: { step: string; when: (dueAt: string) => string },
): string {
  const steps = client.steps.map(each => (each.step === step ? { ...each, done: true } : each))
  const next = nextStep({ steps }, protocol)
  return next ? `Written down. Next: ${next.title}, by ${when(next.dueAt)}.` : 'Written down. Nothing more is due now.'
}

/** Digits alone, as a phone dials them. */
export const dialed = (number: string) => `tel:${number.replace(/[^\d+]/g, '')}`
