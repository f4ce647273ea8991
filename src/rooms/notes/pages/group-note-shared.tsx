import { memo, useEffect, useId, useRef } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Panel } from '#web/ui/page.tsx'
import { type SharedPart, stepWords } from '../notes.ts'
import type { Note } from './group-note-book.ts'
import { Both } from './group-note-both.tsx'
import type { GroupBook } from './group-note-drafts.ts'
import { FoundHere } from './group-note-found.tsx'
import { type Found, openOf, sharedLines } from './group-note-words.ts'

/** The parts of a session in the order in which it goes. */
export const sessionSteps = ['checkIn', 'topic', 'skill', 'homework', 'closing'] as const
/** One of them. */
export type SessionStep = (typeof sessionSteps)[number]

const wordOf = (step: SessionStep) => (step === 'topic' ? 'Topic' : stepWords[step])
const mostOf = (step: SessionStep) => (step === 'topic' ? 200 : 2000)

type StepProps = {
  step: SessionStep
  text: string
  open: boolean
  planned: string | null
  onOpen: () => void
  onClose: () => void
  onText: (text: string) => void
  onDone: () => void
}

/** One part of the session: a line that reads, and opens to a field. */
function Step({ step, text, open, planned, onOpen, onClose, onText, onDone }: StepProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const line = useRef<HTMLButtonElement>(null)
  const left = useRef(false)
  const id = useId()
  useEffect(() => {
    if (open) field.current?.focus()
    else if (left.current) line.current?.focus()
    left.current = false
  }, [open])
  const filled = text.trim() !== ''
  const word = wordOf(step)
  return (
    <li className={filled ? 'filled' : ''}>
      {open ? (
        <>
          <label htmlFor={id}>{word}</label>
          <textarea
            id={id}
            ref={field}
            rows={2}
            maxLength={mostOf(step)}
            value={text}
            onChange={event => onText(event.currentTarget.value)}
            onBlur={onClose}
            onKeyDown={event => {
              if (event.key !== 'Enter' && event.key !== 'Escape') return
              if (event.shiftKey || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
              event.preventDefault()
              left.current = event.key === 'Escape'
              if (left.current) onClose()
              else onDone()
            }}
          />
        </>
      ) : (
        <button
          type="button"
          className="step"
          aria-label={`${word}: ${text.trim() || 'write'}`}
          onClick={onOpen}
          ref={line}
        >
          <b>{word}</b>
          {filled ? <span className="says">{text}</span> : <span className="quiet">Write</span>}
        </button>
      )}
      {planned && !open && !filled ? (
        <span className="take">
          <Button kind="quiet" small hint="T" label={`Take the topic: ${planned}`} onPress={() => onText(planned)}>
            {planned}
          </Button>
        </span>
      ) : null}
      {planned && (text === planned || (!open && !filled)) ? <span className="sub">Next in the curriculum</span> : null}
    </li>
  )
}

function Checked({ found }: { found: readonly Found[] }) {
  const own = openOf(found, null)
  if (own.some(each => each.word)) return null
  if (own.length > 0) return <p className="small quiet">A sentence or two. It goes into every note.</p>
  return (
    <p className="gn-checked small t-done">
      <Icon name="check" size={13} /> No member’s name found
    </p>
  )
}

type GroupDidProps = {
  note: Note
  book: GroupBook
  /** What of it stands in the book. */
  part: GroupBook['shared']
  found: readonly Found[]
  onKeep: (finding: Found) => void
  openStep: SessionStep | null
  onStep: (change: (now: SessionStep | null) => SessionStep | null) => void
}

/** What the group did: written once, in every note. Not drawn anew while somebody types into a person’s part. */
export const GroupDid = memo(
  Did,
  (last, next) =>
    last.note === next.note &&
    last.book === next.book &&
    last.found === next.found &&
    last.openStep === next.openStep &&
    last.onKeep === next.onKeep &&
    last.onStep === next.onStep &&
    last.part.theirs === null &&
    next.part.theirs === null &&
    last.part.text === next.part.text,
)

function Did({ note, book, part, found, onKeep, openStep, onStep }: GroupDidProps) {
  const { text, theirs } = part
  const ready = openOf(found, null).length === 0
  if (note.signedAt) return <Signed note={note} />
  const after = (step: SessionStep) => sessionSteps[sessionSteps.indexOf(step) + 1]
  return (
    <Panel title="What the group did" end={ready ? <Chip kind="done">Done</Chip> : null}>
      <ol className="gn-steps">
        {sessionSteps.map(step => (
          <Step
            key={step}
            step={step}
            text={text[step]}
            open={openStep === step}
            planned={step === 'topic' ? note.session.topic : null}
            onOpen={() => onStep(() => step)}
            onClose={() => onStep(now => (now === step ? null : now))}
            onText={words => book.writeShared({ [step]: words })}
            onDone={() => {
              const next = after(step)
              onStep(() => next ?? null)
              if (!next) focusShared()
            }}
          />
        ))}
      </ol>
      <div className="in gn-text" id="shared-text">
        <TextArea
          label="Shared text, in every note"
          rows={8}
          maxLength={8000}
          value={text.shared}
          onValue={shared => book.writeShared({ shared })}
        />
        <Checked found={found} />
        <FoundHere note={note} found={openOf(found, null)} onKeep={onKeep} />
        {theirs ? (
          <Both
            what="The shared text"
            of={theirs.of}
            mine={sharedLines(text)}
            theirs={sharedLines(theirs.text)}
            onMine={() => book.keepMine('shared')}
            onTheirs={() => book.takeTheirs('shared')}
          />
        ) : null}
      </div>
    </Panel>
  )
}

/** To the text that every note gets. */
export function focusShared(): void {
  document.querySelector<HTMLElement>('#shared-text textarea')?.focus()
}

/** In which part of the session a word stands; nothing when it is in the text after them. */
export function stepWith(part: SharedPart, word: string | undefined): SessionStep | undefined {
  return word && !part.shared.includes(word) ? sessionSteps.find(step => part[step].includes(word)) : undefined
}

function Signed({ note }: { note: Note }) {
  return (
    <Panel title="What the group did" end={<Chip kind="done">Signed</Chip>}>
      <ol className="gn-steps">
        {sessionSteps
          .filter(step => note[step].trim() !== '')
          .map(step => (
            <li key={step} className="filled">
              <b>{wordOf(step)}</b>
              <span className="says">{note[step]}</span>
            </li>
          ))}
      </ol>
      <p className="kept in">{note.shared}</p>
    </Panel>
  )
}
