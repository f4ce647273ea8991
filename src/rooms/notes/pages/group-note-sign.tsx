import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct } from '#web/ui/data.ts'
import { useKeys } from '#web/ui/keys.tsx'
import { useWords } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { signNotes } from '../commands.ts'
import type { Stop } from '../notes.ts'
import type { Note } from './group-note-book.ts'
import type { DraftBook } from './group-note-drafts.ts'
import { settleList } from './group-note-guards.tsx'

function useReason(note: Note, book: DraftBook, stops: readonly Stop[]): string | undefined {
  const words = useWords(note.session.zone)
  const { session } = note
  if (note.people.every(person => !person.here)) return 'Nobody was here, so there is nothing to sign.'
  if (session.state !== 'over') return `A group is signed when it is over, at ${words.time(session.endsAt)}.`
  if (book.conflict) return 'Choose between the two texts first.'
  const things = settleList(stops, note.people).length
  if (things > 0) return `${count(things, 'thing stands', 'things stand')} in the way.`
  return undefined
}

type SignProps = { note: Note; book: DraftBook; stops: readonly Stop[] }

/** Signing: one act for the whole group; what is in the way is said beside it. */
export function Sign({ note, book, stops }: SignProps) {
  const words = useWords(note.session.zone)
  const number = note.people.filter(person => person.here).length
  const reason = useReason(note, book, stops)
  const sign = useAct<typeof signNotes>('notes.sign', {
    refusals: 'quiet',
    onDone: ({ signed }) => toast(`${count(signed.length, 'note')} signed, each in its own chart.`),
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
  if (note.signedAt) {
    return (
      <section className="sign" aria-label="Sign">
        <Chip kind="done">Signed {words.when(note.signedAt, note.session.now)}</Chip>
        <p className="small quiet">
          {count(note.people.filter(person => person.signedAt).length, 'note')}, each in its own chart. A signed note
          never changes.
        </p>
      </section>
    )
  }
  return (
    <section className="sign" aria-label="Sign">
      <Button kind="primary" full hint="Ctrl Enter" busy={sign.busy} reason={reason} onPress={() => void send()}>
        Sign {count(number, 'note')}
      </Button>
      {sign.problem && !['not-confirmed', 'confirm-again'].includes(sign.problem.code) ? (
        <Notice kind="risk" live>
          <b>Nothing was signed.</b> {sign.problem.message}
        </Notice>
      ) : null}
    </section>
  )
}
