import { useState, useSyncExternalStore } from 'react'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { Confirm } from '#web/ui/drawer.tsx'
import { type LinePart, moodWords, participationWords, responseWords, steps } from '../notes.ts'
import { booksTurn, onBooks } from './draft-books.ts'
import type { GroupText, PieceKey } from './group-note-drafts.ts'
import { groupBooks } from './group-note-send.ts'
import { otherBooks } from './other-note-send.ts'
import { partsIn } from './other-note-words.ts'
import './kept-words.css'

function chosenIn({ participation, response, mood, risk }: LinePart): string {
  const chosen = [
    participation ? participationWords[participation] : '',
    response ? responseWords[response] : '',
    mood ? moodWords[mood] : '',
    risk ? 'Risk' : '',
  ].filter(Boolean)
  return chosen.length > 0 ? `${chosen.join(', ')}.` : ''
}

/** Everything that a part of a group note says, to be read and copied. */
function wordsOf(text: GroupText): string {
  const said =
    'own' in text
      ? [chosenIn(text), text.objective, text.own]
      : [text.topic, ...steps.map(step => text[step]), text.shared]
  return said.filter(Boolean).join('\n')
}

/** A part that found no place: whose, what it says, why not, and how it is let go. */
type Stuck = { key: string; whose: string; says: string; words: string; letGo: () => void }
/** A note that is open on this page, and what of it waits for its author. */
type Waiting = { id: string; to: string; what: string; both: string; conflict: boolean; stuck: Stuck[] }

function waitingOf(nameOf: KeptWordsProps['nameOf']): Waiting[] {
  const whose = (key: PieceKey) => (key === 'shared' ? 'What the group did' : (nameOf?.(key) ?? 'One person’s part'))
  const groups = [...groupBooks.here].map(([id, book]) => ({
    id,
    to: `/staff/notes/${id}`,
    what: 'a group note',
    both: 'What you wrote on this device, and what somebody else did: choose there.',
    conflict: book.conflict,
    stuck: book.stuck.map(({ key, says, text }) => ({
      key: `${id} ${key}`,
      whose: whose(key),
      says,
      words: wordsOf(text),
      letGo: () => book.letGo(key),
    })),
  }))
  const others = [...otherBooks.here].map(([id, book]) => ({
    id,
    to: `/staff/notes/draft/${id}`,
    what: 'a note of yours',
    both: 'What you wrote on this device, and what you wrote elsewhere: choose there.',
    conflict: book.conflict,
    stuck: book.stuck.map(({ says, text }) => ({
      key: id,
      whose: 'A note of one client',
      says,
      words: partsIn(text)
        .filter(part => part.text !== '')
        .map(part => `${part.name}: ${part.text}`)
        .join('\n'),
      letGo: () => book.letGo(),
    })),
  }))
  return [...groups, ...others]
}

function One({ stuck: { whose, says, words, letGo } }: { stuck: Stuck }) {
  const [asks, setAsks] = useState(false)
  return (
    <li>
      <p>
        <b>{whose}.</b> {says}
      </p>
      <blockquote className="kept-words">{words || '(empty)'}</blockquote>
      <Button small kind="quiet" label={`Let it go: ${whose}`} onPress={() => setAsks(true)}>
        Let it go
      </Button>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title="Let these words go?"
        act="Let them go"
        onAct={() => {
          letGo()
          setAsks(false)
        }}
      >
        They stand nowhere else, and this cannot be undone.
      </Confirm>
    </li>
  )
}

type KeptWordsProps = {
  /** Of one session or draft; else of all, with a way to each. */
  of?: string
  nameOf?: (clientId: string) => string | undefined
}

/** What was written on this device and waits for its author: no place was found for it, or two texts stand in it. */
export function KeptWords({ of, nameOf }: KeptWordsProps) {
  useSyncExternalStore(onBooks, booksTurn)
  const waiting = waitingOf(nameOf).filter(each => of === undefined || each.id === of)
  const stuck = waiting.flatMap(each => each.stuck)
  const both = of === undefined ? waiting.filter(each => each.conflict) : []
  if (stuck.length === 0 && both.length === 0) return null
  return (
    <div className="kept-here">
      {both.map(each => (
        <Notice
          key={each.id}
          kind="due"
          actions={
            <ButtonLink small to={each.to} label="Open the note with two texts">
              Open the note
            </ButtonLink>
          }
        >
          <b>Two texts stand in {each.what}.</b> {each.both}
        </Notice>
      ))}
      {stuck.length > 0 ? (
        <Notice kind="due">
          <b>Something you wrote found no place.</b> It lies on this device, and nowhere else.
          <ul className="kept-list">
            {stuck.map(each => (
              <One key={each.key} stuck={each} />
            ))}
          </ul>
        </Notice>
      ) : null}
    </div>
  )
}
