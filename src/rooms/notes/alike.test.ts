import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likeness } from './alike.ts'

type Pair = readonly [one: string, other: string]

/** The same sentence again, more or less: what a note must not be. */
const clones: Record<string, readonly Pair[]> = {
  copied: [
    ['Told how the walk after dinner helped with the urge.', 'Told how the walk after dinner helped with the urge.'],
    [
      'Named loneliness as the hardest trigger of the weekend.',
      'named loneliness as the hardest trigger of the weekend',
    ],
    [
      'Cried about a father’s illness and let others sit close.',
      'Cried about a fathers illness, and let others sit close!',
    ],
    ['Was irritable, said so, asked for ten minutes.', 'WAS IRRITABLE; SAID SO; ASKED FOR TEN MINUTES.'],
    ['Brought a resume and read the first line aloud.', 'Brought a résumé and read the first line aloud.'],
  ],
  'with a word or two changed': [
    ['Told how the walk after dinner helped with the urge.', 'Told how the walk after lunch helped with the urge.'],
    ['Named loneliness as the hardest trigger of the weekend.', 'Named boredom as the hardest trigger of the weekend.'],
    [
      'Connected a feeling of being judged to school years, and was moved to tears.',
      'Connected a feeling of being blamed to school years, and was close to tears.',
    ],
    [
      'Practiced saying no to an old friend in a role play and stayed calm throughout.',
      'Practiced saying no to an old coworker in a role play and stayed steady throughout.',
    ],
    [
      'Described shame after a visit to the pharmacy and heard that others know it.',
      'Described embarrassment after a visit to the pharmacy and heard that others know it.',
    ],
    [
      'Put the phone in another room at night and slept better than last month.',
      'Put the phone in another room at night and slept longer than last month.',
    ],
    [
      'Set a limit with kindness when a question about money went too far.',
      'Set a boundary with kindness when a question about money went too far.',
    ],
    [
      'Made a list of safe places near the bus stop and chose the library.',
      'Made a list of safe places near the bus stop and picked the church.',
    ],
    [
      'Explained to a sister why the wine had to leave the kitchen.',
      'Explained to a brother why the wine had to leave the kitchen.',
    ],
    [
      'Noticed tension in the shoulders before the urge and used paced breathing.',
      'Noticed tension in the stomach before the urge and used paced breathing.',
    ],
  ],
  'with another order of its clauses': [
    [
      'Cried about a father’s illness. Asked to sit near the window.',
      'Asked to sit near the window. Cried about a father’s illness.',
    ],
    [
      'Named two people to call this weekend and sent one message during the break.',
      'Sent one message during the break and named two people to call this weekend.',
    ],
    [
      'After the argument about rent, walked around the block and called a sponsor.',
      'Walked around the block and called a sponsor after the argument about rent.',
    ],
    [
      'Listened closely, summed up the hour in a clear sentence, and thanked the facilitator.',
      'Thanked the facilitator, listened closely, and summed up the hour in a clear sentence.',
    ],
    ['When shame rises, opens the card and reads it aloud.', 'Opens the card and reads it aloud when shame rises.'],
  ],
  'of somebody else': [
    ['He told how his daughter waited at the gate.', 'She told how her daughter waited at the gate.'],
    ['Said they feel safer since their lock was changed.', 'Said he feels safer since his lock was changed.'],
    ['Slept 4 hours and woke with cramps.', 'Slept 6 hours and woke with cramps.'],
    [
      'Jerome rated cravings at 7 and used cold water on the wrists.',
      'Leah rated cravings at 3 and used cold water on the wrists.',
    ],
    [
      'Rates mood at four of ten; misses cooking for the family.',
      'Rates mood at six of ten; misses cooking for the family.',
    ],
    ['On Tuesday missed the bus and ran from panic.', 'On Friday missed the bus and ran from panic.'],
  ],
  'in another form of its words': [
    ['Practices paced breathing in line at the store.', 'Practiced paced breathing in lines at the store.'],
    ['Planning meals with a neighbor eases the evenings.', 'Planned meals with neighbors ease the evening.'],
    ['Drew a map of the route home that avoids the bar.', 'Draws maps of the route home that avoid the bar.'],
  ],
  'with something added': [
    [
      'Told how the walk after dinner with the neighbor’s dog helped.',
      'Told how the walk after dinner with the neighbor’s dog helped. Wants to try the gym next.',
    ],
    [
      'Connected a feeling of being judged to school years, and was moved.',
      'Came late. Connected a feeling of being judged to school years, and was moved. Stayed for the close.',
    ],
  ],
}

/** Different people’s sentences about much the same things. */
const different: Record<string, readonly Pair[]> = {
  'short ones about a skill': [
    ['Used the skill at home.', 'Used the skill at work.'],
    ['Used the skill on the bus.', 'Used the skill with a landlord.'],
    ['Used the skill twice.', 'Used the skill after a fight.'],
    ['Practiced the skill with a peer.', 'Practiced the skill alone, in writing.'],
    ['Shared about a mother.', 'Shared about a job.'],
    ['Felt tired and said little.', 'Felt tired but led the round.'],
    ['Named a trigger: payday.', 'Named a trigger: Sundays alone.'],
    ['Cried about the dog.', 'Cried about the divorce.'],
    ['Slept badly.', 'Slept eight hours.'],
    ['Declined the role play.', 'Enjoyed the role play.'],
    ['Listened.', 'Laughed.'],
    ['Gave feedback to a peer.', 'Gave a peer a bus ticket.'],
    ['Spoke of grief.', 'Spoke of grief, then of a wedding, a new flat and the long drive to a brother.'],
  ],
  'about an urge': [
    ['Told how the walk after dinner helped with the urge.', 'Rode out an urge on the bus by counting stops.'],
    [
      'Named payday as a trigger and gave the card to a sister.',
      'Named the kitchen as a trigger and moved the wine out.',
    ],
    ['Surfed an urge for ten minutes during the film.', 'Gave in to an urge on Saturday and told the sponsor at once.'],
    ['Feels urges when the house is quiet.', 'Feels urges when the children fight.'],
    [
      'Rated cravings at seven after a call with an ex-partner, down to four after breathing.',
      'Rated cravings at two all week and credits the new dose.',
    ],
    ['Used ice water when the craving came at work.', 'Called a cousin when the craving came at the store.'],
    [
      'Wrote the urge down and watched it pass like a wave.',
      'Drew the wave of an urge on the board and marked where help came.',
    ],
  ],
  'about family': [
    ['Spoke about a father’s illness for the first time here.', 'Spoke about a mother who drinks, with anger.'],
    [
      'Told of an argument about money and what to say differently.',
      'Told of a dinner without an argument, the first in months.',
    ],
    ['Explained to a sister why the wine had to leave.', 'Asked a sister to keep the car keys on weekends.'],
    ['Left a family table early and felt good about it.', 'Stayed through a family birthday with only soda.'],
    ['Hopes to see the children in spring, supervised at first.', 'Read to the children over the phone each night.'],
    ['Is afraid of a brother’s visit and what he may bring.', 'Looks forward to a brother’s visit and planned a hike.'],
  ],
  'about sleep and the body': [
    ['Slept four hours and woke with cramps.', 'Slept through the night without pills, to {their} surprise.'],
    ['Put the phone in another room at night.', 'Fell asleep with a podcast about the sea.'],
    ['Noticed a tight jaw before anger rises.', 'Noticed that hunger and anger feel alike.'],
    ['Went back to the gym and was sore.', 'Walks to the clinic each day instead of the bus.'],
    ['Eats breakfast again since the dose changed.', 'Has no appetite and drinks shakes.'],
  ],
  'about what the group worked on': [
    [
      'Practiced saying no to an old friend in a role play and stayed calm.',
      'Played the old friend in a role play and found it harder than expected.',
    ],
    ['Compared pros and cons of telling the boss.', 'Told the boss on Monday and was met with kindness.'],
    [
      'Wrote a letter to the first month and read half of it.',
      'Wrote three lines of a letter, then stopped and breathed.',
    ],
    ['Made a list of safe places near work.', 'Made a list of numbers to call and put it in the wallet.'],
    ['Set a limit with kindness when a question went too far.', 'Set a limit with an uncle about visits after nine.'],
    [
      'Named relief at the close and hugged nobody, as is the wish.',
      'Named anger at the close and stayed to talk it down.',
    ],
    [
      'Asked what to do when shame rises at the pharmacy.',
      'Suggested going to the pharmacy at noon, when it is empty.',
    ],
    ['Was quiet; a headache, in {their} words.', 'Was quiet until the break, then told a long story about the farm.'],
    ['Gave support to another member and accepted some.', 'Accepted a compliment without brushing it off.'],
    ['Brought good news from work and let others be glad.', 'Brought worries from work: the shift will change.'],
  ],
}

const rows = (all: Record<string, readonly Pair[]>) =>
  Object.entries(all).flatMap(([kind, pairs]) => pairs.map(([one, other]) => [kind, one, other] as const))
const cloned = rows(clones)
const honest = rows(different)

describe('two texts', () => {
  it.each(cloned)('are one %s: %s', (_, one, other) => {
    expect(likeness(one, other)).toBeGreaterThanOrEqual(0.75)
  })

  it.each(honest)('are two, %s: %s', (_, one, other) => {
    expect(likeness(one, other)).toBeLessThanOrEqual(0.55)
  })

  it('of one sitting are two: nobody’s sentence is like anybody else’s', () => {
    const all = [...new Set([...honest.flatMap(([, one, other]) => [one, other])])]
    const pairs = all.flatMap((one, at) => all.slice(at + 1).map(other => [one, other] as const))
    expect(pairs.filter(([one, other]) => likeness(one, other) > 0.6)).toEqual([])
  })

  it('are many enough here to say something', () => {
    expect(cloned.length + honest.length).toBeGreaterThanOrEqual(60)
  })

  it('without a word that says anything are one only if they are the same', () => {
    expect(likeness('It was what it was.', 'it was what it was')).toBe(1)
    expect(likeness('It was what it was.', 'And then they had it too.')).toBe(0)
    expect(likeness('', 'Cried about the dog.')).toBe(0)
  })
})

describe('any two texts', () => {
  const texts = [...cloned, ...honest].flatMap(([, one, other]) => [one, other])
  const any = fc.oneof(fc.constantFrom(...texts), fc.string(), fc.string({ unit: 'grapheme' }))

  it('are as alike one way as the other, between 0 and 1, and each is like itself', () => {
    fc.assert(
      fc.property(any, any, (one, other) => {
        const alike = likeness(one, other)
        expect(alike).toBeCloseTo(likeness(other, one), 10)
        expect(alike).toBeGreaterThanOrEqual(0)
        expect(alike).toBeLessThanOrEqual(1)
        expect(likeness(one, one)).toBeCloseTo(1, 10)
      }),
    )
  })

  it('stay alike whatever case, stops, numbers and blanks do', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(99), (one, number) => {
        const other = ` ${number} ${one.toLowerCase().replace(/,/g, ' – ').replaceAll(' ', '  ')}`
        expect(likeness(one, other)).toBeGreaterThanOrEqual(0.75)
      }),
    )
  })

  it('are the less alike the more words are others', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(listOfWords, { minLength: 16, maxLength: 16 }), fc.nat(6), (words, kept) => {
        const text = (from: readonly string[]) => from.join(' ')
        const mixed = (count: number) => text([...words.slice(0, count), ...words.slice(8, 16 - count)])
        expect(likeness(text(words.slice(0, 8)), mixed(kept + 1))).toBeGreaterThan(
          likeness(text(words.slice(0, 8)), mixed(kept)) - 1e-9,
        )
      }),
    )
  })
})

const listOfWords =
  'apple bridge candle desert engine forest garden hammer island jacket kitchen ladder mirror needle orange paper river summer'.split(
    ' ',
  )
