import { Asked } from '#web/ui/asked.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, minutesWords } from '#web/words.ts'
import type { notesOf } from '../queries.ts'
import type { Front, SignedNote } from './chart-words.ts'

function Note({ note }: { note: SignedNote }) {
  const words = useWords(note.zone)
  return (
    <article className="signed-note" aria-label={`${note.group}, ${words.day(note.onDay)}`}>
      <header className="row spread">
        <span>
          <b>{note.group}</b>
          <span className="sub">
            <time dateTime={note.startsAt}>
              {words.day(note.onDay)}, {words.span(note.startsAt, note.endsAt)}
            </time>
            , {minutesWords(note.minutes)}
          </span>
        </span>
        <Chip kind="done" bare>
          Signed {words.day(note.signedAt)}, {words.time(note.signedAt)}
        </Chip>
      </header>
      <p className="prose">{note.text}</p>
      <p className="small quiet">{note.signedAs}</p>
    </article>
  )
}

/** Signed notes, the newest first; what is not signed never shows in a chart. */
export function ChartNotes({ front }: { front: Front }) {
  const asked = useAsk<typeof notesOf>('notes.signed', { clientId: front.id })
  return (
    <Panel title="Signed notes" sub={asked.data ? count(asked.data.notes.length, 'note') : undefined}>
      <Asked asked={asked} what="The notes">
        {({ notes }) =>
          notes.length === 0 ? (
            <Empty title="No signed note yet">A group’s note lands here when its facilitator signs it.</Empty>
          ) : (
            notes.map(note => <Note key={note.id} note={note} />)
          )
        }
      </Asked>
    </Panel>
  )
}
