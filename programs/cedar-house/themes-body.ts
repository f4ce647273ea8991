import type { Theme } from './theme.ts'

/** An hour on a mat: it is offered beside therapy, and none of it is. */
export const body: Theme = {
  topics: [
    [
      'Standing and breathing',
      'The group stood, swayed and breathed for forty minutes, with a chair for whoever wanted one, and rested at ' +
        'the end.',
    ],
    [
      'Shoulders and back',
      'The group loosened shoulders and backs, first sitting, then on the mat. Everyone chose their own pace.',
    ],
    [
      'Balance',
      'The group tried three standing positions near the wall, laughed a good deal, and ended lying down in silence.',
    ],
  ],
  own: [
    'Took part throughout and said the shoulders felt lighter.',
    'Used the chair and joined in most of the hour.',
    'Fell asleep in the rest at the end and woke glad of it.',
    'Left out what hurt the knee and did the rest.',
    'Said breathing out slowly is worth keeping for the bus.',
    'Came in tense, by {their} own word, and left at ease.',
    'Asked for two positions to do at home.',
    'Stayed near the door at first and moved closer later.',
    'Helped another member with a strap.',
    'Found the silence long and stayed in it.',
    'Tried balance with eyes closed and was surprised.',
    'Thanked the group for not looking.',
  ],
}
