import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Panel } from '#web/ui/page.tsx'
import type { Stop } from '../notes.ts'
import type { Note } from './group-note-book.ts'
import { Both } from './group-note-both.tsx'
import type { DraftBook } from './group-note-drafts.ts'

function Checked({ stops }: { stops: readonly Stop[] }) {
  const own = stops.filter(stop => stop.clientId === null)
  const named = own.find(stop => stop.code === 'names-a-member')
  if (named) {
    return (
      <p className="small t-risk">
        <Icon name="warning" size={13} /> Names a member of this group{named.word ? `: “${named.word}”` : ''}
      </p>
    )
  }
  if (own.length > 0) return <p className="small quiet">A sentence or two. It goes into every note.</p>
  return (
    <p className="small t-done">
      <Icon name="check" size={13} /> No member’s name found
    </p>
  )
}

type SharedPartProps = { note: Note; book: DraftBook; stops: readonly Stop[] }

/** What the group did: written once, in every note. */
export function SharedPart({ note, book, stops }: SharedPartProps) {
  const { text, theirs } = book.shared
  const planned = note.session.topic
  const ready = !stops.some(stop => stop.clientId === null)
  if (note.signedAt) {
    return (
      <Panel title="What the group did" end={<Chip kind="done">Signed</Chip>} padded>
        {note.topic ? <p className="small quiet">Topic: {note.topic}</p> : null}
        <p className="kept">{note.shared}</p>
      </Panel>
    )
  }
  return (
    <Panel title="What the group did" end={ready ? <Chip kind="done">Done</Chip> : null} padded>
      <TextField label="Topic" value={text.topic} onValue={topic => book.writeShared({ topic })} maxLength={200} />
      {planned && text.topic.trim() === '' ? (
        <Button kind="quiet" small onPress={() => book.writeShared({ topic: planned })}>
          Use the planned topic: {planned}
        </Button>
      ) : null}
      <div id="shared-text">
        <TextArea
          label="Shared text, in every note"
          rows={11}
          maxLength={8000}
          value={text.shared}
          onValue={shared => book.writeShared({ shared })}
        />
      </div>
      <Checked stops={stops} />
      {theirs ? (
        <Both
          what="The shared text"
          mine={`${text.topic ? `${text.topic}. ` : ''}${text.shared}`}
          theirs={`${theirs.text.topic ? `${theirs.text.topic}. ` : ''}${theirs.text.shared}`}
          onMine={() => book.keepMine('shared')}
          onTheirs={() => book.takeTheirs('shared')}
        />
      ) : null}
    </Panel>
  )
}
