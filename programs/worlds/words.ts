import type { Chance } from './chance.ts'

// What people here write. Nobody is named, and nothing of it is anybody’s.

/** What the groups work on, week after week. */
export const topics = [
  'Urges and how they pass',
  'People, places and times',
  'Sleep and the morning after',
  'Asking for help early',
  'Anger that has a reason',
  'Money in the pocket',
  'A day with nothing planned',
  'Saying no without a speech',
  'What the family heard',
  'A slip and the hour after it',
]

const shared = [
  'The group worked on the first ten minutes of an urge: what comes before it, what it says, and what passes by itself.',
  'In pairs they walked through one evening of the last week and marked the place where it could have gone another way.',
  'Three answers were put on the board; each chose one to try before the next session and said when.',
  'The exercise of the week was done twice, the second time with eyes open, and compared.',
  'A list of calls that can be made late in the evening was begun and everyone put down one number.',
  'The card of the week was read aloud, disagreed with, and rewritten in words that people here would say.',
]
const skills = [
  'Riding out ten minutes with the card.',
  'Breathing to a count of four, standing.',
  'Naming five things in the room before answering.',
  'Planning one evening hour by hour.',
]
const homework = ['Try it once and write down when.', 'Call one number of the list.', 'Bring the page back on paper.']
const closings = ['Everyone said one thing to take home.', 'A round of one word each.', 'A minute of quiet.']
const openings = [
  'Told how the walk by the river carried the evening',
  'Was silent at first, then described the hour before supper',
  'Practiced the breathing and found that counting was enough',
  'Brought the list from home and crossed one line out',
  'Said that sleep is coming back, most nights of the week',
  'Disagreed with the exercise and tried a shorter one',
  'Described a call from work and an answer that waited',
  'Counted the money that stayed in the pocket this month',
  'Listened most of the time and wrote a page',
  'Laughed about the bus that never comes',
  'Spoke of a craving in the parking lot and of driving on',
  'Asked for the card of the week again',
]
const turns = [
  'asked what to do with the same hour tomorrow',
  'named one person who could be called then',
  'heard from others that they know it',
  'was surprised that it passed in minutes',
  'put it beside what was planned last week',
  'took a different seat after the break and spoke more',
  'wanted to know what is done on a bad day',
  'wrote down a time and a place for it',
]
const ends = [
  'Will try it on Saturday.',
  'Left it open for the next time.',
  'Asked to begin with it next week.',
  'Took the page home.',
  'Said it is easier in the morning.',
  'Was calmer at the close than at the start.',
]
/** What somebody is here for, in the words of their plan. */
export const objectives = [
  'Goes to two meetings a week.',
  'Sleeps six hours in five nights of seven.',
  'Has a plan for each evening alone.',
  'Calls before, not after.',
  'Keeps the appointment with the doctor.',
]
const data = [
  'Came on time, sat by the window, spoke freely of the week.',
  'Brought the diary and read from three days of it.',
  'Was tired; the night shift ended at six.',
  'Began with the letter of the landlord and what it set off.',
]
const assessments = [
  'The evenings are the risk, and that is known now. No thought of self-harm on asking.',
  'Steadier than last week; the plan holds where it was made with somebody.',
  'Ready for a longer step, not yet for two at once.',
]
const plans = [
  'One call before Thursday; bring the diary; next hour in a week.',
  'Meets the case manager about the letter; goes on with the plan for evenings.',
  'Tries the meeting on Sunday and says how it was.',
]

/** What a group wrote of a session for all of its charts; `mark` is a word that only one organization has. */
export const sharedWords = (chance: Chance, topic: string, mark: string) => ({
  topic,
  checkIn: 'A word each on how the week began.',
  skill: chance.among(skills),
  homework: chance.among(homework),
  closing: chance.among(closings),
  shared: `${chance.among(shared)} ${chance.among(shared)} The ${mark} card lay on the table.`,
})

/** A sentence or two of one person, hardly ever twice the same. */
export const ownWords = (chance: Chance) =>
  `${chance.among(openings)}, and ${chance.among(turns)}. ${chance.among(ends)}`

/** The three parts of a note of an hour. */
export const hourWords = (chance: Chance) => [
  { name: 'Data', text: `${chance.among(data)} ${ownWords(chance)}` },
  { name: 'Assessment', text: chance.among(assessments) },
  { name: 'Plan', text: chance.among(plans) },
]

/** What somebody says who asks for help the first time. */
export const needs = [
  'Drinks every evening since the winter and wants to stop before the job notices.',
  'Out of detox for a week; was told to come here.',
  'The daughter calls for her father, who agreed to talk.',
  'Asked about evenings; works days.',
  'Wants to know what it costs and whether insurance pays.',
  'A court date in six weeks; wants to begin before it.',
]
/** Why a stay ended. */
export const completed = 'Completed the program'
/** The same, before its time. */
export const left = 'Left before completing'
