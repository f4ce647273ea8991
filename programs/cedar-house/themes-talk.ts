import type { Theme } from './theme.ts'

/** The open hour. */
export const process: Theme = {
  topics: [
    [
      'Open floor',
      'The group took the time as it came. Themes were trust after broken promises, being tired of explaining ' +
        'oneself, and what a good evening looks like now.',
    ],
    [
      'Being seen at work',
      'The group talked about who knows at work and who does not, about questions that come up, and about ' +
        'deciding freely what to tell.',
    ],
    [
      'What the week asked',
      'The group went around with what the week had asked of each member and what they had asked of the week. ' +
        'Members gave feedback to one another.',
    ],
    [
      'Anger and its neighbors',
      'The group stayed with a disagreement about fairness that came up between members in general terms, and ' +
        'looked at what lay under it.',
    ],
    [
      'Holidays and tables',
      'The group looked ahead to the next family gathering: who will be there, where to sit, when to leave, and' +
        ' whom to call.',
    ],
  ],
  own: [
    'Spoke of the first dinner without hiding anything, and of how quiet it was.',
    'Gave support to another member and accepted some in return.',
    'Said little, stayed present, and named relief at the close.',
    'Told of an argument about money and what {they} would say differently.',
    'Asked the group for feedback about lateness and heard it without defending.',
    'Shared that a friend moved away and that evenings feel longer since.',
    'Set a limit with kindness when a question went too far.',
    'Described shame after a visit to the pharmacy and heard that others know it.',
    'Brought good news from work and let the group be glad with {them}.',
    'Spoke about a father’s illness for the first time here.',
    'Was irritable, said so, and asked for ten minutes before speaking.',
    'Reflected on what trust would have to look like at home, in small steps.',
    'Named two people to call this weekend and sent one message during the break.',
    'Connected a feeling of being judged to school years, and was moved.',
    'Listened closely and summed up the hour in one clear sentence.',
    'Thanked the group for last week’s advice, tried it, and reported mixed results.',
    'Told how {they} left a family table early and felt good about it the day after.',
    'Spoke about missing the ritual more than the drink.',
  ],
}

/** The first weeks. */
export const early: Theme = {
  topics: [
    [
      'What the body does in the first weeks',
      'The group went through what sleep, mood and appetite do in the first weeks and when it usually eases. ' +
        'Members compared where they are.',
    ],
    [
      'A day with a plan',
      'The group wrote tomorrow hour by hour and found the empty stretch. Everyone put one person or one place in it.',
    ],
    [
      'Telling the people who should know',
      'The group sorted who needs to know, what, and when, and practiced one short version.',
    ],
    [
      'Phones, contacts and routes',
      'The group changed what leads back without a thought: numbers, routes, cash, evenings alone. Members ' +
        'changed one thing in the room.',
    ],
  ],
  own: [
    'Deleted two contacts during the session and kept the phone on the table after it.',
    'Planned the stretch from four to six with a visit to the library.',
    'Was glad to hear that poor sleep in week two is common and passes.',
    'Practiced the short version for {their} manager: one sentence and a thank you.',
    'Put {their} sister’s number first on the phone.',
    'Said that mornings are good now and evenings are not yet.',
    'Found no empty stretch in the day and wondered whether that is too much.',
    'Chose a different stop for the ride home.',
    'Decided not to tell the neighbors and felt settled with that.',
    'Ate breakfast on five days of seven and noticed steadier afternoons.',
    'Named Saturday after the market as the empty stretch and asked a cousin along.',
    'Spoke of night sweats and agreed to bring them up with the nurse.',
    'Gave a newcomer’s question a patient answer from {their} own third week.',
    'Wrote tomorrow in half hours and asked to keep the sheet.',
  ],
}

/** Health and medication. */
export const health: Theme = {
  topics: [
    [
      'Medicines that help with craving',
      'The nurse explained how medicines for alcohol and opioid use disorder work, what to expect, and what to ' +
        'ask the prescriber. Questions were taken from cards.',
    ],
    [
      'Naloxone and safer days',
      'The nurse showed how to use a naloxone nasal spray, and members practiced with a trainer. Everyone was ' +
        'offered a kit to take home.',
    ],
    [
      'Liver, heart and sleep',
      'The nurse went through what heals in the first months and which checks are worth asking for.',
    ],
  ],
  own: [
    'Asked whether a missed dose should be made up and wrote down the answer.',
    'Practiced with the trainer spray and taught the steps back without a mistake.',
    'Took a kit home for the household.',
    'Wants to talk with the prescriber about side effects in the mornings.',
    'Reported two weeks of regular doses with a pill box.',
    'Asked which pain relievers to avoid before a dentist’s visit.',
    'Shared that blood pressure was lower at the last check.',
    'Had doubts about medicine and said the talk answered one of them.',
    'Agreed to bring all bottles to the next nurse visit.',
    'Asked about sleep and caffeine and will stop coffee after two.',
    'Explained to the group, correctly, why the spray does no harm when it was not needed.',
    'Listened and took the leaflet in {their} first language.',
    'Booked the liver test that had been put off since summer.',
  ],
}

/** Values and goals. */
export const values: Theme = {
  topics: [
    [
      'What matters when nobody looks',
      'The group sorted cards of values, kept five, then three. Members told a story in which one of them was lived.',
    ],
    [
      'One step by next Friday',
      'The group turned one value into one step small enough to be done by next Friday, and said what might be ' +
        'in the way.',
    ],
  ],
  own: [
    'Kept patience, work and faith, and told of teaching a nephew to drive.',
    'Chose one step: a letter to {their} son, half a page.',
    'Found three cards too few and argued well for a fourth.',
    'Did last week’s step on Wednesday and described the relief.',
    'Named pride as what may be in the way of asking for a ride.',
    'Told of returning a borrowed tool after two years.',
    'Picked health for the first time and was surprised by it.',
    'Set the step down to ten minutes a day so that it can be kept.',
  ],
}

/** Family and relationships. */
export const family: Theme = {
  topics: [
    [
      'How was today',
      'The group practiced answering the question at the door: what is owed, what is private, and how to say ' +
        'thank you for asking.',
    ],
    [
      'Promises in small sizes',
      'The group looked at promises that were too large to keep and cut one down to a size that fits a week.',
    ],
  ],
  own: [
    'Agreed with a partner at home on one question a day, and answered it in the role play.',
    'Made the promise smaller: home by seven on two evenings.',
    'Spoke of a brother who does not call back and what {they} can do without an answer.',
    'Practiced thanking a mother for asking, without an edge.',
    'Named the holiday table as the hard place and chose a seat near the door.',
    'Told how a kept promise on Tuesday was noticed by {their} daughter.',
    'Was quiet and wrote a text message to {their} family that {they} will send later.',
    'Asked about the family evening and wants to bring an aunt.',
  ],
}
