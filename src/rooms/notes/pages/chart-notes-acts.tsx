import { type ReactNode, useState } from 'react'
import type { Problem } from '#kernel/client.ts'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextArea, TextField } from '#web/ui/field.tsx'
import { useHere, useMay } from '#web/ui/me.tsx'
import { useGo } from '#web/ui/route.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { amend, coSign, returnNote, withdrawNote } from '../after-signing.ts'
import type { beginReplacing } from '../replacing.ts'
import { type SignedNote, standingOf } from './chart-notes-words.ts'

type DrawerProps = { note: SignedNote; onClose: () => void }

type Asking = {
  title: string
  /** The word of the act, and what is missing before it. */
  act: string
  missing: string | undefined
  says: string
  asked: { busy: boolean; problem: Problem | null }
  kind?: 'primary' | 'danger-filled'
  wide?: boolean
  onSend: () => void
  onClose: () => void
  children: ReactNode
}

/** One act with a signed note: what happens, what is asked for it, and the button that says why it is off. */
function AskDrawer({ title, act, missing, says, asked, kind = 'primary', wide, onSend, onClose, children }: Asking) {
  const { busy, problem } = asked
  const send = () => {
    if (!missing && !busy) onSend()
  }
  return (
    <Drawer
      open
      wide={wide ?? false}
      onClose={onClose}
      title={title}
      foot={
        <div className="row end">
          <Button onPress={onClose}>Go back</Button>
          <Button kind={kind} busy={busy} reason={missing} onPress={send}>
            {act}
          </Button>
        </div>
      }
    >
      <Form label={title} onSend={send}>
        <p>{says}</p>
        {problem && problem.places.length === 0 ? (
          <Notice kind="risk" live>
            {problem.message}
          </Notice>
        ) : null}
        {children}
      </Form>
    </Drawer>
  )
}

/** As short as a door takes it. */
const written = (text: string) => text.trim().length >= 3

function AmendDrawer({ note, onClose }: DrawerProps) {
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const act = useAct<typeof amend>('notes.amend', {
    refusals: 'quiet',
    onDone: () => {
      toast('Added, and signed by you. The note itself is as it was.')
      onClose()
    },
  })
  return (
    <AskDrawer
      title="Add to this note"
      act="Sign what is added"
      missing={written(text) && written(reason) ? undefined : 'Write what is added, and why now.'}
      says="What was signed stays as it is. What you add stands beside it, with your name, the time and the reason."
      asked={act}
      wide
      onSend={() => void act.run({ noteId: note.id, text, reason })}
      onClose={onClose}
    >
      <TextArea
        label="What is added"
        rows={6}
        value={text}
        onValue={setText}
        maxLength={8000}
        error={act.saysOf('text')}
      />
      <TextField
        label="Why it is added now"
        value={reason}
        onValue={setReason}
        maxLength={300}
        error={act.saysOf('reason')}
      />
    </AskDrawer>
  )
}

function WithdrawDrawer({ note, onClose }: DrawerProps) {
  const [reason, setReason] = useState('')
  const act = useAct<typeof withdrawNote>('notes.withdraw', {
    refusals: 'quiet',
    onDone: () => {
      toast('Withdrawn. Its author and auditors still read it, with the reason.')
      onClose()
    },
  })
  return (
    <AskDrawer
      title="Withdraw this note"
      act="Withdraw note"
      missing={written(reason) ? undefined : 'Say why it is withdrawn.'}
      says={
        'For a note that is in the wrong chart. The care team, nurses and the director no longer see it, from now on. ' +
        'Who signed it and auditors still read it, with your reason. It cannot be taken back.'
      }
      asked={act}
      kind="danger-filled"
      onSend={() => void act.run({ noteId: note.id, reason })}
      onClose={onClose}
    >
      <TextArea label="Why it is withdrawn" value={reason} onValue={setReason} maxLength={300} />
    </AskDrawer>
  )
}

function ReturnDrawer({ note, onClose, onDone }: DrawerProps & { onDone: () => void }) {
  const [comment, setComment] = useState('')
  const act = useAct<typeof returnNote>('notes.return', {
    refusals: 'quiet',
    onDone: () => {
      toast('Returned to its author with your comment.')
      onDone()
    },
  })
  return (
    <AskDrawer
      title="Return this note"
      act="Return it"
      missing={written(comment) ? undefined : 'Say what is to be changed.'}
      says={`It goes back to ${note.signedAs}. What they add to it, or write instead of it, comes before you.`}
      asked={act}
      onSend={() => void act.run({ noteId: note.id, comment })}
      onClose={onClose}
    >
      <TextArea label="What is to be changed" value={comment} onValue={setComment} maxLength={2000} />
    </AskDrawer>
  )
}

/** Begins the note that stands instead of one that came back, with what that one says. */
function WriteAgain({ note }: { note: SignedNote }) {
  const [draftId] = useState(() => crypto.randomUUID())
  const go = useGo()
  const begin = useAct<typeof beginReplacing>('notes.begin-replacing', {
    onDone: draft => go(`/staff/notes/draft/${draft.draftId}`),
  })
  return (
    <Button
      small
      kind={standingOf(note) === 'returned' ? 'primary' : 'plain'}
      busy={begin.busy}
      onPress={() => void begin.run({ draftId, noteId: note.id })}
    >
      Write it again
    </Button>
  )
}

/** What may be done with a signed note: sign beside it or return it, add to it, withdraw it. */
export function NoteActs({ note, onSettled }: { note: SignedNote; onSettled?: () => void }) {
  const may = useMay()
  const { me } = useHere()
  const [open, setOpen] = useState<'amend' | 'withdraw' | 'return' | null>(null)
  const sign = useAct<typeof coSign>('notes.co-sign', {
    onDone: () => {
      toast('Co-signed by you.')
      onSettled?.()
    },
  })
  const standing = standingOf(note)
  const own = note.signedBy === me.personId
  const toSign = !own && (standing === 'awaits' || standing === 'returned') && may('notes.co-sign')
  const stands = standing !== 'withdrawn' && standing !== 'replaced'
  const mayAmend = stands && may('notes.amend')
  const mayReplace = own && stands && note.returned !== null && !note.coSigned && may('notes.begin-replacing')
  const mayWithdraw = standing !== 'withdrawn' && may('notes.withdraw') && (own || me.roles.includes('director'))
  if (!toSign && !mayAmend && !mayWithdraw) return null
  const close = () => setOpen(null)
  return (
    <div className="row note-acts">
      {toSign ? (
        <>
          <Button kind="primary" small busy={sign.busy} onPress={() => void sign.run({ noteId: note.id })}>
            Co-sign
          </Button>
          <Button small onPress={() => setOpen('return')}>
            Return with a comment
          </Button>
        </>
      ) : null}
      {mayReplace ? <WriteAgain note={note} /> : null}
      {mayAmend ? (
        <Button small onPress={() => setOpen('amend')}>
          Add to this note
        </Button>
      ) : null}
      {mayWithdraw ? (
        <Button small kind="danger" onPress={() => setOpen('withdraw')}>
          Withdraw
        </Button>
      ) : null}
      {open === 'amend' ? <AmendDrawer note={note} onClose={close} /> : null}
      {open === 'withdraw' ? <WithdrawDrawer note={note} onClose={close} /> : null}
      {open === 'return' ? (
        <ReturnDrawer
          note={note}
          onClose={close}
          onDone={() => {
            close()
            onSettled?.()
          }}
        />
      ) : null}
    </div>
  )
}
