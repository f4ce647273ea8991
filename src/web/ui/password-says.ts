import type { Problem } from '#kernel/client.ts'
import { count } from '../words.ts'

/** What to say under a password that was refused, with the tries that are left and the pause that follows. */
export function passwordSays(problem: Problem): string {
  const { triesLeft, pauseMinutes, until } = problem.facts
  if (problem.code === 'not-known-together' && typeof triesLeft === 'number') {
    const pause = typeof pauseMinutes === 'number' ? pauseMinutes : 15
    return `Not known together. ${count(triesLeft, 'try', 'tries')} left before a ${pause} min pause.`
  }
  if (problem.code === 'paused') {
    const minutes = typeof until === 'string' ? Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / 60_000)) : 15
    return `Too many tries. Try again in ${minutes} min.`
  }
  return problem.places[0]?.says ?? problem.message
}
