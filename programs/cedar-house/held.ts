import { type Instant, plusMinutes } from '#kernel/time.ts'
import { chance, type Doing, found, pick } from './doing.ts'
import type { Opened } from './opening.ts'
import { type Hour, heldBy, type Told, writeOne } from './supervised.ts'

// What counselors write of the hours that they held with one person. Their newest hour waits to be written.

const told: readonly Told[] = [
  [
    'Came with a list of three evenings that were hard and one that was not. Most of the hour went to the one that was ' +
      'not: supper was cooked with a neighbor, and the phone stayed in the drawer.',
    'Notices what helps as readily as what goes wrong, which is new. Asked directly: no thoughts of self-harm.',
    'Plans two suppers with company this week and writes down how the hour after each of them was.',
  ],
  [
    'Told of a call from an old friend on Thursday and of standing in the doorway for ten minutes afterwards. Went back ' +
      'in, put the kettle on, and rang a sponsor.',
    'The pause in the doorway was a choice and is seen as one. Sleep is better than two weeks ago.',
    'Saves three numbers under favorites. We practice the first sentence of saying no once more.',
  ],
  [
    'Talked about work starting again in December and what colleagues may ask. Tried two short answers aloud and laughed ' +
      'at the first of them.',
    'Worry about the first day is plain, and so is the wish to go. The plan for lunch breaks has a gap.',
    'Asks a cousin to ride along on the first morning. We fill the lunch break next time.',
  ],
  [
    'Reported a return to use on one evening, Saturday, and told the group before telling me. Walked through the afternoon hour ' +
      'by hour and found the place where it could have turned.',
    'Open and ashamed; came back the next day, which counts. No withdrawal was seen; the nurse was told and looked in.',
    'Writes the afternoon down with one other way out at each hour. Calls before noon on Saturday.',
  ],
  [
    'Brought the bills that had been lying unopened since August. Sorted them on the table into three piles and read two ' +
      'of them through.',
    'Avoiding mail has been a cue of its own. The relief in the room was visible.',
    'Calls the first two senders with the case manager on Wednesday. The third pile waits on purpose.',
  ],
  [
    'Spoke about a brother who does not answer. Read out a message of four lines, changed the last one, and has not sent ' +
      'it yet.',
    'Grief more than anger today. Can wait for an answer without filling the wait.',
    'Sends it or does not, and tells me either way. Walks the dog at the hour that used to be for the bar.',
  ],
  [
    'Counted ninety days on the fingers of both hands, over and over. Described a morning without nausea as if it were a ' +
      'holiday.',
    'Pride in the number helps and also presses. Talked about what the day after a big number is like.',
    'Chooses something small for day ninety-one. Reads the card about numbers once in the group.',
  ],
  [
    'Came late from the bus and was short with everybody for ten minutes. Then said that rent had gone up and that the ' +
      'evening job was on offer again.',
    'Money is the strain under most of this month. Knows that the evening job and the evenings sober do not fit.',
    'Asks for the day shift in writing. The case manager looks for help with rent.',
  ],
  [
    'Went through the letter to the licensing board line by line. Struck out two sentences that begged and kept the one ' +
      'that told.',
    'Can say what happened without making it smaller or larger. Shoulders were down at the end of the hour.',
    'Lets a day pass, reads it aloud at home, and sends it on Friday.',
  ],
  [
    'Talked about the first holiday without drinking and about an aunt who pours without asking. Played the scene twice; ' +
      'the second time the glass was full of ginger ale before she came.',
    'Prepared and a little amused, which helps. The drive home is the open part of the plan.',
    'Drives there alone so as to be able to leave. Calls from the car.',
  ],
  [
    'Nightmares on two nights after the anniversary. Used the breathing from the group at four in the morning and wrote ' +
      'down what was in the room.',
    'The nights are loud, and the skill was found in the dark. Asked directly: no plan and no wish to die.',
    'Keeps a lamp and the card beside the bed. I tell the prescriber about the sleep before the visit.',
  ],
  [
    'Brought a drawing that a daughter made for the refrigerator. Talked about pick-up times and about being on time as a ' +
      'way to say sorry.',
    'Being trusted with a school run means more than any chip. Fear of losing it again is named aloud.',
    'On time on Tuesday and Thursday. Writes to her teacher about the spring concert.',
  ],
]

/** Writes the notes of hours, but for the newest of each counselor. */
export async function writeHeld(doing: Doing, opened: Opened, hours: readonly Hour[]): Promise<void> {
  const isOver = (endsAt: Instant) => plusMinutes(endsAt, 60) < opened.now
  const own = hours
    .filter(({ client, endsAt }) => heldBy(client) === client.counselor && isOver(endsAt))
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  const byCounselor = [...Map.groupBy(own, ({ client }) => client.counselor)]
  await Promise.all(
    byCounselor.map(async ([counselor, theirs]) => {
      const who = found(opened.staff, counselor)
      for (const [at, hour] of theirs.slice(0, -1).entries()) {
        const before = theirs.slice(0, at).filter(each => each.client === hour.client).length
        const texts = pick(told, Math.floor(chance('hour', hour.client.family) * told.length) + before * 5)
        await writeOne(doing, { ...hour, who, texts })
      }
    }),
  )
}
