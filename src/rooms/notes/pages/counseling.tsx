import { useEffect, useRef, useState } from 'react'
import { act } from '#kernel/client.ts'
import type { OutputOf } from '#kernel/door.ts'
import { dayIn, instant, isDay } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { Link, useParams } from '#web/ui/route.tsx'
import { Empty, SaveWord } from '#web/ui/state.tsx'
import type { counselingOf, writeCounseling } from '../counseling.ts'
import { OneDraft } from './one-draft.ts'
import { ownSavingOf, useDrafts } from './use-drafts.ts'
import './counseling.css'

type Answer = OutputOf<typeof counselingOf>
type Note = Answer['notes'][number]
type Written = { onDay: string; text: string }
/** A note that is open on the page; one that the house does not have yet has version 0. */
type Open = Pick<Note, 'id' | 'text' | 'version'> & { onDay: string }

/** What belongs here, and what does not: in our words, after the definition in 42 CFR 2.11. */
function Belongs() {
  return (
    <Panel title="What belongs here" padded>
      <p>
        Your own words about what was said in private, in a session of one, a group or a family: what you heard, what
        you make of it, what you want to come back to.
      </p>
      <p>
        <b>What does not:</b> when a session began and ended, how often and by which method, medicines, test results,
        and any summary of diagnosis, functioning, treatment plan, symptoms, outlook or progress. That belongs into the
        chart, as a note of the session.
      </p>
      <p>
        Nobody but you reads this here: not the care team, not the director, not the auditor. It is in no chart, search,
        export or claim. <span className="quiet">42 CFR 2.11, “SUD counseling notes”.</span>
      </p>
      <p>
        It is not kept on this device either. Without a network your words stand on this page alone until it is back:
        leave the page open.
      </p>
    </Panel>
  )
}

/** Counseling notes that this page has written on. They lie on no device: what a key of the house opens is too much. */
const open = new Map<string, OneDraft<Written>>()

function textOf({ id: noteId, onDay, text, version }: Open, clientId: string): OneDraft<Written> {
  const known = open.get(noteId)
  if (known) return known
  const send = (written: Written, of: number) =>
    act<typeof writeCounseling>('notes.write-counseling', { noteId, clientId, version: of, ...written })
  const made = new OneDraft<Written>(send, { text: { onDay, text }, version })
  open.set(noteId, made)
  return made
}

type WritingProps = { note: Open; data: Answer; again: () => void; onDone: () => void }

function Writing({ note, data, again, onDone }: WritingProps) {
  const place = useRef<HTMLDivElement>(null)
  const words = useWords()
  const { onDay, text: said, version } = note
  const text = textOf(note, data.clientId)
  useDrafts({ book: text, again, place })
  useEffect(() => text.heard({ onDay, text: said }, version), [text, onDay, said, version])
  const saving = ownSavingOf(text)
  const trouble = text.stuck[0] ?? text.trouble
  const toSay =
    trouble && !('status' in trouble && ([0, 401, 503].includes(trouble.status) || trouble.code === 'locked'))
  return (
    <div ref={place}>
      <Panel
        title={
          version === 0 && text.version === 0
            ? 'New counseling note'
            : `Counseling note of ${words.day(text.text.onDay)}`
        }
        end={
          saving ? (
            <SaveWord state={saving} at={saving === 'saved' && text.savedAt ? words.time(text.savedAt) : undefined} />
          ) : null
        }
        padded
      >
        <div className="form">
          {toSay ? (
            <Notice kind="risk" live>
              <b>Not saved.</b> {trouble.says} What you wrote is still on this page.
            </Notice>
          ) : null}
          {text.theirs ? (
            <Notice
              kind="risk"
              live
              actions={
                <>
                  <Button small onPress={() => text.keepMine()}>
                    Keep this page’s
                  </Button>
                  <Button small onPress={() => text.takeTheirs()}>
                    Take the other page’s
                  </Button>
                </>
              }
            >
              <b>You changed this on another page too.</b> There it says: {text.theirs.text.text || '(empty)'}
            </Notice>
          ) : null}
          <TextField
            label="Day of the session"
            type="date"
            value={text.text.onDay}
            onValue={on => (isDay(on) ? text.write({ onDay: on }) : undefined)}
          />
          <TextArea
            label="What you keep for yourself"
            rows={10}
            maxLength={20_000}
            autoFocus
            value={text.text.text}
            onValue={written => text.write({ text: written })}
          />
          <div className="row end">
            <Button
              onPress={() => {
                void text.save().then(() => (text.unsaved ? undefined : onDone()))
              }}
            >
              Close
            </Button>
          </div>
        </div>
      </Panel>
    </div>
  )
}

function List({ data, onOpen }: { data: Answer; onOpen: (note: Open) => void }) {
  const words = useWords()
  if (data.notes.length === 0)
    return (
      <Empty title="You keep no counseling note about this client">
        Most sessions need none. What the care team should know belongs into the chart.
      </Empty>
    )
  return (
    <ul className="cn-list">
      {data.notes.map(note => (
        <li key={note.id}>
          <div className="row spread">
            <b>{words.day(note.onDay)}</b>
            <Button small label={`Go on with the note of ${words.day(note.onDay)}`} onPress={() => onOpen(note)}>
              Go on
            </Button>
          </div>
          <p className="prose">{note.text}</p>
        </li>
      ))}
    </ul>
  )
}

function Notes({ data, again }: { data: Answer; again: () => void }) {
  const { wall } = useWords()
  const [open, setOpen] = useState<Open | null>(null)
  const begin = () =>
    setOpen({ id: crypto.randomUUID(), onDay: dayIn(wall.zone, instant(data.now)), text: '', version: 0 })
  useKeys('This page', open ? [] : [{ key: 'n', says: 'New counseling note', run: begin }])
  const now = open ? (data.notes.find(note => note.id === open.id) ?? open) : null
  return (
    <Page
      title="Counseling notes"
      sub={
        <>
          <Link to={`/staff/clients/${data.clientId}`}>{data.name}</Link>. Yours alone, apart from the chart.
        </>
      }
      actions={
        now ? null : (
          <Button kind="primary" hint="N" onPress={begin}>
            New counseling note
          </Button>
        )
      }
    >
      <Columns aside={<Belongs />} asideLabel="What belongs here">
        {now ? <Writing key={now.id} note={now} data={data} again={again} onDone={() => setOpen(null)} /> : null}
        {now ? null : (
          <Panel title="Yours">
            <List data={data} onOpen={setOpen} />
          </Panel>
        )}
      </Columns>
      {now ? null : <KeyHints hints={[{ key: 'N', says: 'new counseling note' }]} />}
    </Page>
  )
}

/** An author's own counseling notes about a client. */
export default function CounselingPage() {
  const { id = '' } = useParams()
  const asked = useAsk<typeof counselingOf>('notes.counseling', { clientId: id })
  return (
    <Asked asked={asked} what="The counseling notes">
      {data => <Notes key={data.clientId} data={data} again={asked.again} />}
    </Asked>
  )
}
