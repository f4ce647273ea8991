import { useEffect, useState } from 'react'
import { act, ask, Problem } from '#kernel/client.ts'
import type { MeDoor, UnlockDoor } from '../doors.ts'
import { EnterSteps } from '../sign-in/enter-steps.tsx'
import { Button } from '../ui/button.tsx'
import { Form, PasswordField } from '../ui/field.tsx'
import { Bridge } from '../ui/icon.tsx'
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
      <h1 id="veil-title">Locked for {me.name}</h1>
      <p className="quiet">After {idleMinutes} minutes without use. What you were writing is still on this page.</p>
      <Form onSend={unlock} label="Unlock">
        <PasswordField label="Password" value={password} onValue={setPassword} error={error} autoFocus />
        <Button kind="primary" submit full busy={busy}>
          Unlock and go on
        </Button>
      </Form>
      <Button kind="quiet" onPress={() => void leave()}>
        Not {me.name}? Sign out
      </Button>
    </>
  )
}

/** Signed out while the page was open: the same person goes on where they were, another begins anew. */
function SignInAgain() {
  const { me } = useHere()
  async function entered() {
    const now = await ask<MeDoor>('sign-in.me', {}).catch(() => null)
    if (now?.accountId === me.accountId) setVeil('none')
    else location.assign('/staff')
  }
  return (
    <>
      <h1 id="veil-title">Sign in to go on</h1>
      <p className="quiet">You were signed out. What you were writing is still on this page.</p>
      <EnterSteps onEntered={entered} />
    </>
  )
}

/** Covers the page beyond reading while it is locked; the page stays beneath, with its drafts. */
export function VeilOver() {
  const veil = useVeil()
  useEffect(() => {
    if (veil === 'none') return
    const before = document.activeElement
    const hold = (event: KeyboardEvent) => {
      if (event.key === 'Escape') event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', hold, { capture: true })
    return () => {
      window.removeEventListener('keydown', hold, { capture: true })
      if (before instanceof HTMLElement) requestAnimationFrame(() => before.focus())
    }
  }, [veil])
  if (veil === 'none') return null
  return (
    <div className="veil" role="dialog" aria-modal="true" aria-labelledby="veil-title">
      <div>
        <Bridge size={30} />
        {veil === 'locked' ? <Unlock /> : <SignInAgain />}
      </div>
    </div>
  )
}
