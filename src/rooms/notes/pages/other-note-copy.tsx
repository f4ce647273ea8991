import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Empty } from '#web/ui/state.tsx'
import type { toCopy } from '../other-drafts.ts'
import type { copyForward } from '../other-notes.ts'
import type { OneDraft } from './one-draft.ts'
import { type Draft, partKey, type Written } from './other-note-words.ts'

type CopyProps = { draft: Draft; text: OneDraft<Written>; open: boolean; onClose: () => void }

/** Parts of earlier notes beside the page: one is taken over into an empty part, and marked until it is edited. */
export function CopyFrom(props: CopyProps) {
  return (
    <Drawer open={props.open} onClose={props.onClose} title="Take over from an earlier note" wide>
      {props.open ? <Earlier {...props} /> : null}
    </Drawer>
  )
}

function Earlier({ draft, text, onClose }: CopyProps) {
  const words = useWords(draft.zone)
  const asked = useAsk<typeof toCopy>('notes.to-copy', { clientId: draft.clientId, draftId: draft.id })
  const copy = useAct<typeof copyForward>('notes.copy-forward', { onDone: onClose })
  async function take(noteId: string, partName: string) {
    await text.save()
    if (!text.unsaved) await copy.run({ draftId: draft.id, version: text.version, noteId, partName })
  }
  const filled = (name: string) => (text.text[partKey(name)] ?? '').trim() !== ''
  return (
    <div className="stack">
      <p className="quiet">
        What is taken over is marked as copied, and the note cannot be signed until you have changed it to what is true
        today.
      </p>
      <Asked asked={asked} what="The earlier notes">
        {({ notes }) =>
          notes.length === 0 ? (
            <Empty title="No earlier note has such parts">Notes of groups are not taken over.</Empty>
          ) : (
            notes.map(note => (
              <section key={note.id} className="on-earlier" aria-label={`${note.title}, ${words.day(note.onDay)}`}>
                <h3>
                  {note.title}, {words.day(note.onDay)}
                </h3>
                <p className="small quiet">{note.signedAs}</p>
                {note.parts.map(part => (
                  <div key={part.name}>
                    <h4>{part.name}</h4>
                    <p className="prose">{part.text}</p>
                    <Button
                      small
                      busy={copy.busy}
                      label={`Take over ${part.name} of ${words.day(note.onDay)}`}
                      reason={filled(part.name) ? 'There are words in this part already.' : undefined}
                      onPress={() => void take(note.id, part.name)}
                    >
                      Take over
                    </Button>
                  </div>
                ))}
              </section>
            ))
          )
        }
      </Asked>
    </div>
  )
}
