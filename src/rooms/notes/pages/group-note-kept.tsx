import { useState, useSyncExternalStore } from 'react'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { Confirm } from '#web/ui/drawer.tsx'
import { type LinePart, moodWords, participationWords, responseWords, steps } from '../notes.ts'
import type { DraftBook, PieceKey } from './group-note-drafts.ts'
import type { PieceText } from './group-note-piece.ts'
import { booksHere, booksTurn, onBooks } from './group-note-send.ts'
import './group-note-kept.css'

function chosenIn({ participation, response, mood, risk }: LinePart): string {
  const chosen = [
    participation ? participationWords[participation] : '',
    response ? responseWords[response] : '',
    mood ? moodWords[mood] : '',
    risk ? 'Risk' : '',
  ].filter(Boolean)
  return chosen.length > 0 ? `${chosen.join(', ')}.` : ''
}

/** Everything that a part says, to be read and copied. */
function wordsOf(text: PieceText): string {
  const said =
    'own' in text
      ? [chosenIn(text), text.objective, text.own]
      : [text.topic, ...steps.map(step => text[step]), text.shared]
  return said.filter(Boolean).join('\n')
}

type OneProps = { book: DraftBook; piece: PieceKey; whose: string; says: string; text: PieceText }

/** One part that found no place: whose, what it says, why not, and the way out. */
function One({ book, piece, whose, says, text }: OneProps) {
  const [asks, setAsks] = useState(false)
  return (
    <li>
      <p>
        <b>{whose}.</b> {says}
      </p>
      <blockquote className="kept-words">{wordsOf(text) || '(empty)'}</blockquote>
      <Button small kind="quiet" label={`Let it go: ${whose}`} onPress={() => setAsks(true)}>
        Let it go
      </Button>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title="Let these words go?"
        act="Let them go"
        onAct={() => {
          book.letGo(piece)
          setAsks(false)
        }}
      >
        They stand nowhere else, and this cannot be undone.
      </Confirm>
    </li>
  )
}

type KeptWordsProps = {
  /** Of one session; else of all, with a way to each. */
  sessionId?: string
  nameOf?: (clientId: string) => string | undefined
}

/** What was written on this device and waits for its author: no place was found for it, or somebody else wrote, too. */
export function KeptWords({ sessionId, nameOf }: KeptWordsProps) {
  useSyncExternalStore(onBooks, booksTurn)
  const books = [...booksHere()].filter(([id]) => sessionId === undefined || id === sessionId)
  const stuck = books.flatMap(([id, book]) => book.stuck.map(each => ({ id, book, ...each })))
  const both = sessionId === undefined ? books.filter(([, book]) => book.conflict).map(([id]) => id) : []
  if (stuck.length === 0 && both.length === 0) return null
  const whose = (key: PieceKey) => (key === 'shared' ? 'What the group did' : (nameOf?.(key) ?? 'One person’s part'))
  return (
    <div className="kept-here">
      {both.map(id => (
        <Notice
          key={id}
          kind="due"
          actions={
            <ButtonLink small to={`/staff/notes/${id}`} label="Open the note with two texts">
              Open the note
            </ButtonLink>
          }
        >
          <b>Two texts stand in a group note.</b> What you wrote on this device, and what somebody else did: choose
          there.
        </Notice>
      ))}
      {stuck.length > 0 ? (
        <Notice kind="due">
          <b>Something you wrote found no place.</b> It lies on this device, and nowhere else.
          <ul className="kept-list">
            {stuck.map(({ id, book, key, says, text }) => (
              <One key={`${id} ${key}`} book={book} piece={key} whose={whose(key)} says={says} text={text} />
            ))}
          </ul>
        </Notice>
      ) : null}
    </div>
  )
}
