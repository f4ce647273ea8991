import { memo, type ReactNode } from 'react'
import { Button } from '#web/ui/button.tsx'
import { CheckField, TextField } from '#web/ui/field.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import {
  followUps,
  followUpWords,
  type LinePart,
  moods,
  moodWords,
  participations,
  participationWords,
  responses,
  responseWords,
} from '../notes.ts'
import type { Note, NoteRow } from './group-note-book.ts'
import { Both } from './group-note-both.tsx'
import type { GroupBook } from './group-note-drafts.ts'
import { FoundHere } from './group-note-found.tsx'
import { Presence } from './group-note-person.tsx'
import { type Found, lineWords, sameFound, sameLine } from './group-note-words.ts'

const choices = <Value extends string>(values: readonly Value[], words: Record<Value, string>) =>
  values.map(value => ({ value, label: words[value] }))
const participationChoices = choices(participations, participationWords)
const moodChoices = choices(moods, moodWords)
const responseChoices = choices(responses, responseWords)
const followUpChoices = choices(followUps, followUpWords)

/** To a part of the open person: its first control, its sentence, its objective, what was done about a risk. */
export function focusIn(part: 'choices' | 'sentence' | 'objective' | 'follow-up'): void {
  const open = document.querySelector('.gnt tr.edit')
  const target = {
    choices: '.ed-ch input:checked, .ed-ch input',
    sentence: '.sentence',
    objective: '.ed-ob input',
    'follow-up': '.ed-fu input:checked, .ed-fu input',
  }[part]
  open?.querySelector<HTMLElement>(target)?.focus({ preventScroll: true })
  open?.scrollIntoView({ block: 'nearest' })
}

/** To the button that keeps the words which a guard warns of; the shared text's are under it. */
export function focusKeep(clientId: string | null, guard: string): void {
  const place = clientId === null ? '#shared-text' : '.gnt tr.edit'
  const here = document.querySelector<HTMLElement>(`${place} [data-guard="${guard}"] button`)
  const beside = document.querySelector<HTMLElement>(
    `#before-signing [data-about="${clientId} ${guard}"] button:last-of-type`,
  )
  const button = here ?? beside
  button?.focus({ preventScroll: true })
  button?.scrollIntoView({ block: 'nearest' })
}

type PartProps = { person: NoteRow; book: GroupBook }

/** What may be left open, and taken back: nothing is chosen before somebody chooses it. */
function Optional({ what, chosen, onBack, children }: OptionalProps) {
  return (
    <div className="ed-opt">
      {children}
      {chosen ? (
        <button type="button" className="ed-back jump" aria-label={`Take back: ${what}`} onClick={onBack}>
          Take back
        </button>
      ) : null}
    </div>
  )
}
type OptionalProps = { what: string; chosen: boolean; onBack: () => void; children: ReactNode }

function Objective({ person, book }: PartProps) {
  const { objective } = book.line(person.clientId).text
  const last = person.lastObjective
  const write = (words: string) => book.writeLine(person.clientId, { objective: words })
  return (
    <div className="ed-ob take">
      <TextField label="Objective" value={objective} maxLength={300} onValue={write} />
      {last && objective === '' ? (
        <Button kind="quiet" small hint="O" label={`Take over the last objective: ${last}`} onPress={() => write(last)}>
          Take over: {last}
        </Button>
      ) : null}
      {last && objective === last ? <span className="sub">Taken over from their last note</span> : null}
    </div>
  )
}

/** Whether a risk was noted; what was done about it is asked once it is. */
function Risk({ person, book }: PartProps) {
  const { clientId } = person
  const { risk, followUp } = book.line(clientId).text
  return (
    <CheckField
      label="Risk noted"
      checked={risk}
      onChecked={noted => book.writeLine(clientId, { risk: noted, followUp: noted ? followUp : null })}
    />
  )
}

function FollowUp({ person, book }: PartProps) {
  const { clientId } = person
  const { risk, followUp } = book.line(clientId).text
  if (!risk) return null
  return (
    <div className="ed-fu">
      <Segmented
        label="What was done about the risk"
        keys="! again"
        options={followUpChoices}
        small
        strong
        value={followUp ?? undefined}
        onValue={value => book.writeLine(clientId, { followUp: value })}
      />
    </div>
  )
}

/** All but the sentence: while that is typed, nothing here is drawn anew. */
const Choices = memo(
  Chosen,
  (last, next) =>
    last.person === next.person &&
    last.book === next.book &&
    sameLine({ ...last.text, own: '' }, { ...next.text, own: '' }),
)

function Chosen({ person, book, text }: PartProps & { text: LinePart }) {
  const { clientId } = person
  const { participation, mood, response } = text
  return (
    <div className="ed-ch">
      <Segmented
        label="Participation"
        keys="1 to 4"
        options={participationChoices}
        small
        strong
        value={participation ?? undefined}
        onValue={value => book.writeLine(clientId, { participation: value })}
      />
      <Optional what="mood" chosen={mood !== null} onBack={() => book.writeLine(clientId, { mood: null })}>
        <Segmented
          label="Mood"
          keys="M"
          options={moodChoices}
          small
          strong
          value={mood ?? undefined}
          onValue={value => book.writeLine(clientId, { mood: value })}
        />
      </Optional>
      <Optional what="response" chosen={response !== null} onBack={() => book.writeLine(clientId, { response: null })}>
        <Segmented
          label="Response"
          keys="R"
          options={responseChoices}
          small
          strong
          value={response ?? undefined}
          onValue={value => book.writeLine(clientId, { response: value })}
        />
      </Optional>
      <Objective person={person} book={book} />
    </div>
  )
}

type OpenProps = PartProps & {
  note: Note
  line: ReturnType<GroupBook['line']>
  /** What is not settled of theirs. */
  found: readonly Found[]
  onNext: () => void
  onKeep: (finding: Found) => void
}

/** The open person: the only one with controls. Not drawn anew while somebody types into the shared text. */
export const OpenPerson = memo(
  Open,
  (last, next) =>
    last.note === next.note &&
    last.book === next.book &&
    last.person === next.person &&
    last.onNext === next.onNext &&
    last.onKeep === next.onKeep &&
    last.line.theirs === null &&
    next.line.theirs === null &&
    sameLine(last.line.text, next.line.text) &&
    sameFound(last.found, next.found),
)

function Open({ note, person, book, line, found, onNext, onKeep }: OpenProps) {
  const { clientId, name } = person
  const { text, theirs } = line
  return (
    <tr className="edit on" aria-current="true">
      <td colSpan={4}>
        <div className="ed">
          <div className="ed-h">
            <h3>{name}</h3>
            {person.pronouns ? <span className="quiet small">{person.pronouns}</span> : null}
            <Presence person={person} />
            <Risk person={person} book={book} />
          </div>
          <Choices person={person} book={book} text={text} />
          <FollowUp person={person} book={book} />
          <textarea
            className="sentence"
            rows={2}
            maxLength={4000}
            aria-label={`One sentence of their own, ${name}`}
            placeholder="One sentence of their own: what they said, did, or will try"
            value={text.own}
            onChange={event => book.writeLine(clientId, { own: event.currentTarget.value })}
            onKeyDown={event => {
              if (event.nativeEvent.isComposing || event.shiftKey || event.ctrlKey || event.metaKey) return
              if (event.key === 'Escape') focusIn('choices')
              if (event.key !== 'Enter') return
              event.preventDefault()
              onNext()
            }}
          />
          <FoundHere note={note} found={found} own={text.own} onKeep={onKeep} />
          {theirs ? (
            <Both
              what={`The part of ${name}`}
              of={theirs.of}
              mine={lineWords(text)}
              theirs={lineWords(theirs.text)}
              onMine={() => book.keepMine(clientId)}
              onTheirs={() => book.takeTheirs(clientId)}
            />
          ) : null}
        </div>
      </td>
    </tr>
  )
}
