import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct } from '#web/ui/data.ts'
import { useKeys } from '#web/ui/keys.tsx'
import { useWords } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { signNotes } from '../signing.ts'
import type { Note } from './group-note-book.ts'
import type { GroupBook } from './group-note-drafts.ts'
import { useThings } from './group-note-guards.tsx'
import type { Found } from './group-note-words.ts'

function useReason(note: Note, book: GroupBook, stops: number): string | undefined {
  const words = useWords(note.session.zone)
  const { session } = note
  if (note.people.length === 0) return 'Nobody had a seat, so there is nothing to sign.'
  if (session.state !== 'over') return `A group is signed when it is over, at ${words.time(session.endsAt)}.`
  if (book.conflict) return 'Choose between the two texts first.'
  if (stops > 0) return `${count(stops, 'thing stands', 'things stand')} in the way.`
  return undefined
}

type SignProps = { note: Note; book: GroupBook; found: readonly Found[]; onShow: () => void }

/** Signing: one act for the whole group; what is in the way is said beside it. */
export function Sign({ note, book, found, onShow }: SignProps) {
  const { stops, looks } = useThings(note, found)
  const number = note.people.length
  const reason = useReason(note, book, stops.length)
  const sign = useAct<typeof signNotes>('notes.sign', {
    refusals: 'quiet',
    onDone: ({ signed, awaits }) =>
      toast(
        `${count(signed.length, 'note')} signed, each in its own chart.${awaits ? ' A co-signature is asked for.' : ''}`,
      ),
  })
  async function send() {
    if (reason) return
    await book.save()
    if (book.unsaved) return toast('Not signed yet: not every word is saved.', { kind: 'risk' })
    await sign.run({ sessionId: note.session.id, version: book.shared.version })
  }
  useKeys(
    'Group note',
    note.signedAt ? [] : [{ key: 'ctrl+Enter', says: 'Sign', anywhere: true, run: () => void send() }],
  )
  if (note.signedAt) return <Signed note={note} />
  const all = [
    stops.length > 0 ? `${count(stops.length, 'thing stands', 'things stand')} in the way` : '',
    looks.length > 0 ? `${looks.length} worth a look` : '',
  ].filter(Boolean)
  return (
    <section className="sign" aria-label="Sign">
      <Button kind="primary" full hint="Ctrl Enter" busy={sign.busy} reason={reason} onPress={() => void send()}>
        Sign {count(number, 'note')}
      </Button>
      {all.length > 0 ? (
        <button type="button" className="jump only-narrow" onClick={onShow}>
          {all.join(', ')}
        </button>
      ) : null}
      {!reason && looks.length > 0 ? (
        <p className="small quiet">
          {looks.length === 1 ? 'One is' : `${looks.length} are`} worth a look. Signing keeps{' '}
          {looks.length === 1 ? 'it' : 'them'} as written, and that is on record.
        </p>
      ) : null}
      {sign.problem && !['not-confirmed', 'confirm-again'].includes(sign.problem.code) ? (
        <Notice kind="risk" live>
          <b>Nothing was signed.</b> {sign.problem.message}
        </Notice>
      ) : null}
    </section>
  )
}

function Signed({ note }: { note: Note }) {
  const words = useWords(note.session.zone)
  return (
    <section className="sign" aria-label="Sign">
      {note.signedAt ? <Chip kind="done">Signed {words.when(note.signedAt, note.session.now)}</Chip> : null}
      {note.awaits ? <Chip kind="due">A co-signature is asked for</Chip> : null}
      <p className="small quiet">
        {count(note.people.length, 'note')}, each in its own chart. A signed note never changes; what is added later
        stands beside it.
      </p>
    </section>
  )
}
