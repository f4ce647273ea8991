import type { Theme } from './theme.ts'

/** Relapse prevention. */
export const relapse: Theme = {
  topics: [
    [
      'Urges and the first ten minutes',
      'The group checked in with a word and a craving score, then worked on the first ten minutes of an urge: ' +
        'how it rises, peaks and falls. Members practiced urge surfing twice and compared what they noticed.',
    ],
    [
      'High-risk places and a way out',
      'The group drew maps of an ordinary week and marked the places that are hard. Everyone planned one way ' +
        'out of one place and said it aloud.',
    ],
    [
      'Early signs',
      'The group listed signs that come days before a return to use: sleep, money, small untruths, calls not ' +
        'returned. Each member chose two signs to watch for and whom to tell.',
    ],
    [
      'Saying no and leaving',
      'The group practiced turning down an offer in pairs, first with words, then with words and leaving. ' +
        'Members gave each other one thing that worked.',
    ],
    [
      'After a slip',
      'The group went through the first day after a slip: safety, one call, one meal, one appointment. Members ' +
        'wrote a card for their wallet.',
    ],
  ],
  own: [
    'Told how {they} waited out Sunday’s urge by walking the dog, 14 minutes by {their} count.',
    'Gave the evening’s craving as 6 and agreed to try the urge log at home.',
    'Tied tonight’s tiredness to skipping lunch and planned a snack for the ride from work.',
    'Led the second round of urge surfing and noticed the peak earlier than expected.',
    'Practiced two sentences for when a relative offers wine at dinner.',
    'Named the drive home past the store as the hardest ten minutes of the day.',
    'Disagreed with waiting at first, then timed an urge at nine minutes and said that surprised {them}.',
    'Rated an urge 7 before the exercise and 3 after it.',
    'Marked payday as a risk and moved the errand to a time when company is there.',
    'Said that boredom, not stress, comes before most of {their} urges.',
    'Wrote the wallet card and put three numbers on it, the crisis line among them.',
    'Noticed that not answering the phone is {their} earliest sign.',
    'Turned down an offer twice in the role play and left the room the second time.',
    'Described last Friday’s party, the plan made before it, and leaving by ten.',
    'Asked how others handle a craving at work and tried one answer in the exercise.',
    'Drew a week with one hard place and found a second route around it.',
    'Chose to tell {their} counselor when sleep drops under five hours.',
    'Said {they} kept the appointment after a slip in the spring, and what made that possible.',
  ],
}

/** Distress tolerance. */
export const distress: Theme = {
  topics: [
    [
      'Cold water and slow breath',
      'The group learned two ways to bring the body down quickly: cold water on the face and breathing out ' +
        'longer than in. Members tried both and rated distress before and after.',
    ],
    [
      'Riding it out, in pairs',
      'The group practiced staying with a hard feeling for four minutes in pairs, one speaking and one keeping ' +
        'time. Members said what the feeling did when nothing was done about it.',
    ],
    [
      'Five senses',
      'The group practiced grounding by the five senses, first seated, then walking in the corridor. Members ' +
        'chose one place to use it this week.',
    ],
    [
      'Pros and cons on a card',
      'The group wrote what acting on an urge would bring tonight and next week, and what waiting would bring. ' +
        'Cards went home in wallets.',
    ],
  ],
  own: [
    'Found the cold water unpleasant and useful; distress went from 8 to 5.',
    'Stayed with the feeling for all four minutes and said the third was the worst.',
    'Kept time for a partner with care and asked good questions after it.',
    'Used grounding on the bus this week when the crowd became too much.',
    'Preferred walking to sitting and will try it around the block before dinner.',
    'Said that naming the feeling as grief made it less frightening.',
    'Wrote a long list of pros and noticed that all of them lasted under an hour.',
    'Had used slow breathing before a hard call on Monday and reported it helped.',
    'Was restless, stood by the window, and came back to the exercise without being asked.',
    'Put the card behind {their} bus pass, where {they} will see it.',
    'Taught the group a breathing pattern learned from an aunt.',
    'Rated distress 4 at the start and 4 at the end, and said that no change was honest.',
    'Laughed at the corridor walk, then named five sounds nobody else had heard.',
    'Chose the kitchen after nine as the place to practice this week.',
    'Noticed tight shoulders as the first sign and practiced letting them drop.',
    'Asked for the written steps, to keep on the fridge.',
  ],
}

/** Thoughts and triggers. */
export const thoughts: Theme = {
  topics: [
    [
      'From trigger to thought to act',
      'The group took one ordinary moment apart: what happened, what went through the mind, what the body did, ' +
        'what followed. Members filled one line each.',
    ],
    [
      'Permission-giving thoughts',
      'The group collected thoughts that give permission and answered each one in writing. Members read one ' +
        'answer aloud.',
    ],
    [
      'Testing a prediction',
      'The group turned a fear into a prediction with a number and planned a small test before the next session.',
    ],
  ],
  own: [
    'Traced an urge back to the thought that nothing would be noticed anyway.',
    'Answered “I deserve it” with a list of other things deserved after a long shift.',
    'Predicted a bad talk with a supervisor at 90 and will test it on Thursday.',
    'Filled the whole line with a trigger from the bus stop and found two exits.',
    'Struggled to tell thought from feeling and got there with an example from the kitchen.',
    'Read {their} answer aloud with a steady voice.',
    'Noticed “always” and “never” in {their} own words and crossed both out.',
    'Reported on last week’s test: the feared call took four minutes and ended well.',
    'Brought a completed sheet from home with three moments on it.',
    'Said that writing it down takes the heat out of it.',
    'Chose a smaller test after talking it through with the group.',
    'Found that the thought comes before the craving, not after it.',
    'Offered an answer to a permission-giving thought that others copied down.',
  ],
}

/** Anger and assertiveness. */
export const anger: Theme = {
  topics: [
    [
      'The pause before the answer',
      'The group learned to spot the body’s first signs of anger and practiced a pause of three breaths before ' +
        'answering. Members rehearsed it in pairs.',
    ],
    [
      'Asking for what one needs',
      'The group practiced asking in four steps: what happened, what it did, what is needed, what would be good' +
        ' for both. Members used a request from their own week.',
    ],
    [
      'Saying no without a fight',
      'The group compared a harsh, a soft and a clear no, and tried the clear one in role play.',
    ],
  ],
  own: [
    'Recognized heat in the face as the first sign and used three breaths in the role play.',
    'Asked a partner in the exercise for help with the night shift, in all four steps.',
    'Gave a clear no in the second try after a harsh one in the first.',
    'Told of a quarrel over a parking place and where the pause would have fitted.',
    'Found asking harder than refusing and practiced it twice.',
    'Noticed that hunger and anger come together and planned an early dinner.',
    'Rehearsed a talk with a landlord and wrote down the first sentence.',
    'Pointed out kindly that a soft no had been heard as a yes.',
    'Used the pause at home on Sunday and left the kitchen before answering.',
    'Did not want to role-play, watched closely, and described what worked.',
    'Practiced a request to a sister about borrowing money.',
    'Spoke of anger turned inward and tried the same four steps on it.',
    'Kept {their} voice low in the hardest scene and was proud of it.',
    'Said the clear no felt rude and wants to try it at work all the same.',
  ],
}

/** Stress and sleep. */
export const sleep: Theme = {
  topics: [
    [
      'A fixed time to get up',
      'The group learned why the time of getting up matters more than the time of going to bed. Members chose ' +
        'one time for all seven days.',
    ],
    [
      'Worry time',
      'The group set aside fifteen minutes of the afternoon for worry and practiced putting a worry off until then.',
    ],
    ['Muscles, breath, bed', 'The group practiced relaxing muscle by muscle and planned the last hour before bed.'],
  ],
  own: [
    'Chose half past six for every day, Sunday included.',
    'Slept five to six hours and wants to try the last hour without a screen.',
    'Put off two worries in the exercise and forgot one of them.',
    'Relaxed visibly and said {their} jaw had been tight all week.',
    'Reported three nights of seven hours, the first since spring.',
    'Works nights and made a version of the plan with the nurse’s leaflet.',
    'Said that silence is the hard part and will try the radio, low.',
    'Wrote the worries on a card and left it in the car.',
    'Moved the phone charger out of the bedroom.',
    'Was too tired to finish and agreed to an early evening.',
    'Found that counting breaths made it worse and muscles made it better.',
    'Asked about naps and will keep them under twenty minutes.',
    'Named the hour after the late news as the one to change.',
  ],
}
