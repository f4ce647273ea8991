import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextArea, TextField } from '#web/ui/field.tsx'
import { useHere, useMay } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { amend, coSign, returnNote, withdrawNote } from '../after-signing.ts'
import { type SignedNote, standingOf } from './chart-notes-words.ts'

type DrawerProps = { note: SignedNote; onClose: () => void }

function Refused({ says }: { says: string | undefined }) {
  return says ? (
    <Notice kind="risk" live>
      {says}
    </Notice>
  ) : null
}

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
  const missing = text.trim().length < 3 || reason.trim().length < 3
  const send = () => {
    if (!missing && !act.busy) void act.run({ noteId: note.id, text, reason })
  }
  return (
    <Drawer
      open
      wide
      onClose={onClose}
      title="Add to this note"
      foot={
        <div className="row end">
          <Button onPress={onClose}>Go back</Button>
          <Button
            kind="primary"
            busy={act.busy}
            reason={missing ? 'Write what is added, and why now.' : undefined}
            onPress={send}
          >
            Sign what is added
          </Button>
        </div>
      }
    >
      <Form label="Add to this note" onSend={send}>
        <p>What was signed stays as it is. What you add stands beside it, with your name, the time and the reason.</p>
        <Refused says={act.problem && act.problem.places.length === 0 ? act.problem.message : undefined} />
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
      </Form>
    </Drawer>
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
  const missing = reason.trim().length < 3
  const send = () => {
    if (!missing && !act.busy) void act.run({ noteId: note.id, reason })
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title="Withdraw this note"
      foot={
        <div className="row end">
          <Button onPress={onClose}>Go back</Button>
          <Button
            kind="danger-filled"
            busy={act.busy}
            reason={missing ? 'Say why it is withdrawn.' : undefined}
            onPress={send}
          >
            Withdraw note
          </Button>
        </div>
      }
    >
      <Form label="Withdraw this note" onSend={send}>
        <p>
          For a note that is in the wrong chart. The care team, nurses and the director no longer see it, from now on.
          Who signed it and auditors still read it, with your reason. It cannot be taken back.
        </p>
        <Refused says={act.problem && act.problem.places.length === 0 ? act.problem.message : undefined} />
        <TextArea label="Why it is withdrawn" value={reason} onValue={setReason} maxLength={300} />
      </Form>
    </Drawer>
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
  const missing = comment.trim().length < 3
  const send = () => {
    if (!missing && !act.busy) void act.run({ noteId: note.id, comment })
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title="Return this note"
      foot={
        <div className="row end">
          <Button onPress={onClose}>Go back</Button>
          <Button
            kind="primary"
            busy={act.busy}
            reason={missing ? 'Say what is to be changed.' : undefined}
            onPress={send}
          >
            Return it
          </Button>
        </div>
      }
    >
      <Form label="Return this note" onSend={send}>
        <p>It goes back to {note.signedAs}. What they add to it brings it before you again.</p>
        <Refused says={act.problem && act.problem.places.length === 0 ? act.problem.message : undefined} />
        <TextArea label="What is to be changed" value={comment} onValue={setComment} maxLength={2000} />
      </Form>
    </Drawer>
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
  const mayAmend = standing !== 'withdrawn' && may('notes.amend')
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
