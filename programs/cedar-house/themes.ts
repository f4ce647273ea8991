import type { Theme, ThemeName } from './theme.ts'
import { body } from './themes-body.ts'
import { anger, distress, relapse, sleep, thoughts } from './themes-skills.ts'
import { early, family, health, process, values } from './themes-talk.ts'

/** Every theme by its name. */
export const themes: Readonly<Record<ThemeName, Theme>> = {
  relapse,
  distress,
  process,
  thoughts,
  anger,
  early,
  health,
  sleep,
  values,
  family,
  body,
}

/** What comes next for a person, after the sentence of the hour. */
export const nextSteps: readonly string[] = [
  'Will call {their} supporter before the weekend.',
  'Plans to note it in the phone each evening.',
  'Wants to bring it to the next individual session.',
  'Asked for a copy of the worksheet.',
  'Set an alarm for Thursday evening as a reminder.',
  'Will try it once at work and once at home.',
  'Agreed to read the notes aloud next time.',
  'Wants to hear how others did it.',
  'Named one obstacle: the ride home.',
  'Rated {their} confidence at 7 of 10.',
  'Rated {their} confidence at 4 of 10 and asked for help with the first step.',
  'Left with a plan for tonight.',
  'Craving at the close was 2 of 10.',
  'Craving at the close was 5 of 10; stayed ten minutes to settle.',
  'Will share it at home on Saturday.',
  'Intends to go to a meeting on Sunday morning.',
  'Chose Wednesday for the next try.',
  'Would like to repeat the exercise.',
  'Asked the facilitator to check in next week.',
  'Will bring the log to the next session.',
]

/** Why somebody was away, as the sheet says it. */
export const absences = ['No call.', 'No call.', 'Not reached.', 'Came to the door, did not stay.'] as const
export const excuses = ['Unwell, called.', 'Court date.', 'Child unwell.', 'Work shift.', 'Medical visit.'] as const
