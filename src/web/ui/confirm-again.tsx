import { useState, useSyncExternalStore } from 'react'
import { act, Problem } from '#kernel/client.ts'
import type { ConfirmAgainDoor } from '../doors.ts'
import { Button } from './button.tsx'
import { ModalBox } from './drawer.tsx'
import { Form, PasswordField } from './field.tsx'
import { passwordSays } from './password-says.ts'

let waiting: ((given: boolean) => void) | null = null
const listeners = new Set<() => void>()

function change(next: typeof waiting): void {
  waiting = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Asks for the password once more; true when it was right. */
export function askPassword(): Promise<boolean> {
  waiting?.(false)
  return new Promise(resolve => change(resolve))
}

function answer(given: boolean): void {
  waiting?.(given)
  change(null)
}

/** The question itself; once, in the shell. */
export function ConfirmAgain() {
  const open = useSyncExternalStore(subscribe, () => waiting !== null)
  return (
    <ModalBox open={open} onClose={() => answer(false)} title="Your password once more" shape="box">
      <Asking />
    </ModalBox>
  )
}

function Asking() {
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  async function send() {
    setBusy(true)
    try {
      await act<ConfirmAgainDoor>('sign-in.confirm-again', { password })
      answer(true)
    } catch (problem) {
      if (problem instanceof Problem) setError(passwordSays(problem))
      setBusy(false)
    }
  }
  return (
    <Form onSend={send} label="Your password once more">
      <p className="quiet">Signing and exporting ask for it again. It then holds for ten minutes.</p>
      <PasswordField label="Password" value={password} onValue={setPassword} error={error} autoFocus />
      <Button kind="primary" submit busy={busy} full>
        Go on
      </Button>
    </Form>
  )
}
