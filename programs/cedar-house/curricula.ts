import { addCurriculum } from '#rooms/timetable/curricula.ts'
import type { Doing, Then } from './doing.ts'
import type { ThemeName } from './theme.ts'
import { themes } from './themes.ts'

/** What themes are called as curricula, with what people take home from each topic; talk has none. */
const named: readonly { theme: ThemeName; name: string; homework: readonly (string | null)[] }[] = [
  {
    theme: 'relapse',
    name: 'Relapse prevention',
    homework: ['Urge log, three evenings', 'Map of one week', 'Two signs, one person', 'One no, said aloud', null],
  },
  {
    theme: 'distress',
    name: 'Distress tolerance skills',
    homework: ['Breath, once a day', 'One urge, timed', 'Five senses on a walk', 'Card for the wallet'],
  },
  {
    theme: 'thoughts',
    name: 'Thoughts and triggers',
    homework: ['One chain on paper', 'Permission words, noted', 'One prediction, tested'],
  },
  { theme: 'anger', name: 'Anger and assertiveness', homework: ['One pause a day', 'One request', null] },
  {
    theme: 'early',
    name: 'Early recovery',
    homework: ['Sleep times', 'Plan of tomorrow', 'Whom to tell, a list', 'One route changed'],
  },
  { theme: 'health', name: 'Health and medication', homework: ['A question for the nurse', null, null] },
  {
    theme: 'sleep',
    name: 'Stress and sleep',
    homework: ['Same hour, five mornings', 'Ten minutes of worry, by the clock'],
  },
  { theme: 'values', name: 'Values and goals', homework: ['Three words that matter', 'One step, with a day'] },
  { theme: 'family', name: 'Family and relationships', homework: ['One meal without a phone', 'One small promise'] },
  { theme: 'body', name: 'Gentle yoga', homework: [] },
]

/** Adds the curricula of the house; answers their ids by theme. */
export async function addCurricula(doing: Doing, then: Then): Promise<ReadonlyMap<ThemeName, string>> {
  const ids = new Map<ThemeName, string>()
  for (const { theme, name, homework } of named) {
    const topics = themes[theme].topics.map(([title], at) => ({ title, homework: homework[at] ?? null }))
    ids.set(theme, (await doing.act(then, addCurriculum, { name, topics })).curriculumId)
  }
  return ids
}
