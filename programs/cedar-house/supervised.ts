import { type Instant, plusMinutes } from '#kernel/time.ts'
import { earlier } from '#rooms/attendance/attendance.ts'
import { coSign, returnNote } from '#rooms/notes/after-signing.ts'
import { beginDraft, saveDraft, signDraft } from '#rooms/notes/other-notes.ts'
import { type Doing, found } from './doing.ts'
import { idOf } from './hours.ts'
import type { Opened } from './opening.ts'
import type { Client, StaffName } from './people.ts'

// Anneke Vos is in training. She holds the hours of three clients of Ruth Lindqvist, who signs beside her.

const trainee: StaffName = 'Vos'
const supervisor: StaffName = 'Lindqvist'

/** What a note of an hour says, part by part. */
export type Told = readonly [data: string, assessment: string, plan: string]

/** What she writes of each of them, hour by hour. */
const told: Readonly<Record<string, readonly Told[]>> = {
  'Fuentes Marín': [
    [
      'Came ten minutes early and brought the craving log, filled in on five days of seven. The two highest scores ' +
        'were on payday. We walked through that afternoon hour by hour, in Spanish where it was easier for him.',
      'Sees for himself that cash in hand is the cue, not the day. Asked directly: no thoughts of harming himself.',
      'His sister holds the bank card until noon on Saturday. He calls her at four on Friday; we read the log together.',
    ],
    [
      'Payday passed as planned. He had handed over the card and was angry about it for an hour, then went to the gym ' +
        'with somebody from work. Slept badly on Sunday and did not know why.',
      'The plan held and cost him something, which he can name. Poor sleep is new and worth following.',
      'Writes down six nights of sleep. I ask the nurse to look at it with him.',
    ],
    [
      'The sleep diary shows coffee after six on four evenings; he laughed about it. Talked longer about the visit of ' +
        'his father in two weeks and what he wants to tell him.',
      'Ready to speak about treatment at home, and worried about being seen as weak. Practiced two sentences, kept one.',
      'No coffee after three. Writes the first lines of what he wants to say, to be read together.',
    ],
  ],
  Sepúlveda: [
    [
      'First hour since he moved to his aunt. Boxes are still packed and he misses his own kitchen. Went to four ' +
        'meetings and sat near the door at each.',
      'Where he lives is safer than before, and lonelier. Sitting near the door is his way to stay; it works for now.',
      'Unpacks the kitchen box on Thursday. Asks one person at the Saturday meeting for coffee.',
    ],
    [
      'Had the coffee, and it went well until they spoke about work. Somebody from an earlier job wrote to him about a ' +
        'place where everybody drinks after the shift.',
      'The offer tempts him for the money and frightens him for the evenings. He can hold both thoughts at once.',
      'Answers after our next hour, not before. Lists with the case manager what a job needs to have.',
    ],
    [
      'Turned the offer down and showed me the words he sent. Felt proud and broke in the same breath. Rent is agreed ' +
        'with his aunt until the end of the month.',
      'A decision of his own, made calmly. Money remains the largest strain.',
      'Meets the case manager on Monday about benefits. We plan the last week of the month in detail.',
    ],
  ],
  Castillo: [
    [
      'Spoke of the anniversary of leaving the service and of two nights awake. Both times he walked the dog at three ' +
        'in the morning instead of driving to the store.',
      'The walk is a skill, though he does not call it one. Asked directly about suicide: no thoughts and no plan; his ' +
        'brother keeps the firearms.',
      'Puts the walk on his card. Asks at the veterans’ group how others get through such days.',
    ],
    [
      'Told the group about the nights and was thanked for it; says that his shoulders are lower since. Brought a ' +
        'letter from his daughter and read half of it aloud.',
      'Connection grows where he had expected none. The letter stirs guilt and hope, and he can stay with both.',
      'Reads the other half before next week, alone or with his brother. Then we talk about an answer.',
    ],
    [
      'Read the letter to the end with his brother beside him. Wants to write back and to promise nothing that he ' +
        'cannot keep.',
      'Careful and honest about what he can give now. Planning for the time after the program can begin from here.',
      'Drafts an answer of five lines. We go through the steps to aftercare and what he needs for each.',
    ],
  ],
}

const comment =
  'Clear and warm. Please add what he does if the hour before sleep gets hard, and who answers the phone then. ' +
  'The plan has no evening in it yet.'

/** Who holds somebody’s hour: their counselor, or who is in training under them. */
export const heldBy = (client: Client): StaffName => (client.family in told ? trainee : client.counselor)

/** An hour that was held with somebody who came. */
export type Hour = { sessionId: string; clientId: string; client: Client; startsAt: Instant; endsAt: Instant }

/** Minutes after an hour at which its note is begun, saved and signed, and how long a supervisor takes to read it. */
const [begunAfter, savedAfter, signedAfter, readAfter] = [6, 24, 29, 95]
const parts = ['Data', 'Assessment', 'Plan']

/** Writes the notes of her hours; the newest wait for a co-signature, one came back, the earlier ones are co-signed. */
export async function writeSupervised(doing: Doing, opened: Opened, hours: readonly Hour[]): Promise<void> {
  const who = found(opened.staff, trainee)
  const own = hours
    .filter(({ client, endsAt }) => heldBy(client) === trainee && plusMinutes(endsAt, signedAfter) < opened.now)
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  const signed: { noteId: string; at: Instant }[] = []
  for (const [at, hour] of own.entries()) {
    const before = own.slice(0, at).filter(each => each.client === hour.client).length
    const texts = told[hour.client.family]?.[before]
    if (texts) signed.push(await writeOne(doing, { ...hour, who, texts }))
  }
  const waiting = signed.length > 3 ? 2 : 1
  const reads = found(opened.staff, supervisor)
  for (const [at, note] of signed.slice(0, -waiting).entries()) {
    const then = { who: reads, at: earlier(plusMinutes(note.at, readAfter), plusMinutes(opened.now, -2)) }
    const isNewest = at === signed.length - waiting - 1
    if (isNewest) await doing.act(then, returnNote, { noteId: note.noteId, comment })
    else await doing.act(then, coSign, { noteId: note.noteId })
  }
}

/** Begins, saves and signs the note of an hour, as whoever held it. */
export async function writeOne(
  doing: Doing,
  {
    who,
    sessionId,
    clientId,
    client,
    startsAt,
    endsAt,
    texts,
  }: Hour & { who: Parameters<Doing['act']>[0]['who']; texts: Told },
) {
  const draftId = idOf('note of an hour', client.family, startsAt)
  const after = (minutes: number) => ({ who, at: plusMinutes(endsAt, minutes) })
  const time = { startsAt, minutes: 50 }
  const dap = { kind: 'individual' as const, template: 'individual-dap@1' }
  const begun = await doing.act(after(begunAfter), beginDraft, { draftId, clientId, sessionId, ...dap, ...time })
  const { version } = await doing.act(after(savedAfter), saveDraft, {
    ...{ draftId, version: begun.version, restricted: false, ...time },
    parts: parts.map((name, at) => ({ name, text: texts[at] ?? '' })),
  })
  const { noteId } = await doing.act(after(signedAfter), signDraft, { draftId, version })
  return { noteId, at: plusMinutes(endsAt, signedAfter) }
}
