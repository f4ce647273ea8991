import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { act, ask, Problem } from '#kernel/client.ts'
import type { MeDoor, UnlockDoor } from '../doors.ts'
import { EnterSteps } from '../sign-in/enter-steps.tsx'
import { Button } from '../ui/button.tsx'
import { ModalBox } from '../ui/drawer.tsx'
import { Form, PasswordField } from '../ui/field.tsx'
import { useHere } from '../ui/me.tsx'
import { passwordSays } from '../ui/password-says.ts'
import { idleMinutes, setVeil, useVeil } from './idle.ts'
import { leave } from './top-bar.tsx'

function Unlock() {
  const { me } = useHere()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  async function unlock() {
    setBusy(true)
    try {
      await act<UnlockDoor>('sign-in.unlock', { password })
      setVeil('none')
    } catch (problem) {
      if (problem instanceof Problem) setError(passwordSays(problem))
    }
    setBusy(false)
  }
  return (
    <>
      <p className="quiet">After {idleMinutes} minutes without use. What you were writing is still on this page.</p>
      <Form onSend={unlock} label="Unlock">
        <PasswordField label="Password" value={password} onValue={setPassword} error={error} autoFocus />
        <Button kind="primary" submit full busy={busy}>
          Unlock and go on
        </Button>
      </Form>
      <Button kind="quiet" onPress={() => void leave(me.accountId)}>
        Not {me.name}? Sign out
      </Button>
    </>
  )
}

/** Signed out while the page was open: the same person goes on where they were, another begins anew. */
function SignInAgain() {
  const { me } = useHere()
  async function entered() {
    const now = await ask<MeDoor>('people.me', {}).catch(() => null)
    if (now?.accountId === me.accountId) setVeil('none')
    else location.assign('/staff')
  }
  return (
    <>
      <p className="quiet">You were signed out. What you were writing is still on this page.</p>
      <EnterSteps onEntered={entered} />
    </>
  )
}

/** Covers the page beyond reading while it is locked; the page stays beneath, with its drafts. */
export function VeilOver() {
  const veil = useVeil()
  const { me } = useHere()
  const client = useQueryClient()
  const locked = veil === 'locked'
  useEffect(() => {
    if (veil === 'none') void client.invalidateQueries({ predicate: query => query.queryKey[0] !== 'me' })
  }, [client, veil])
  return (
    <ModalBox
      open={veil !== 'none'}
      onClose={() => undefined}
      closable={false}
      shape="veil"
      title={locked ? `Locked for ${me.name}` : 'Sign in to go on'}
    >
      <div className="form">{locked ? <Unlock /> : <SignInAgain />}</div>
    </ModalBox>
  )
}
