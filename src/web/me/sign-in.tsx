import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { act, ask, Problem } from '#kernel/client.ts'
import type { EnterDoor, FrontDoor, Persona, StepInDoor, UnlockDoor } from '../doors.ts'
import { Bridge } from '../ui/icon.tsx'
import { passwordSays } from '../ui/password-says.ts'

type BoxProps = {
  label: string
  type: 'email' | 'password'
  value: string
  onValue: (value: string) => void
  error?: string | undefined
}

function Box({ label, type, value, onValue, error }: BoxProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        autoComplete={type === 'email' ? 'username' : 'current-password'}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}e` : undefined}
        onChange={event => onValue(event.currentTarget.value)}
      />
      {error ? (
        <p className="wrong" id={`${id}e`} role="alert">
          {error}
        </p>
      ) : null}
    </div>
  )
}

function Frame({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Footbridge`
  }, [title])
  return (
    <main className="sheet">
      <p className="brand">
        <Bridge size={30} />
        Footbridge
      </p>
      <Help />
      {children}
    </main>
  )
}

/** Always on the page, before and after sign-in: first, so that it is in sight without a scroll and never moves. */
export function Help() {
  return (
    <aside className="help" aria-label="Help now">
      <b>Need help now?</b>
      <p>
        Call or text <a href="tel:988">988</a> at any hour. In danger call <a href="tel:911">911</a>.
      </p>
    </aside>
  )
}

/** Email and password, and in a demo world the invented people. */
export function SignIn({ onDone }: { onDone: () => void }) {
  const front = useQuery({ queryKey: ['door'], queryFn: () => ask<FrontDoor>('sign-in.door', {}) })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  async function go(enter: () => Promise<unknown>) {
    setBusy(true)
    try {
      await enter()
      onDone()
    } catch (problem) {
      setWrong(problem instanceof Problem ? passwordSays(problem) : 'That did not work. Try again.')
    }
    setBusy(false)
  }
  const personas = front.data?.personas.filter(each => each.side === 'client') ?? []
  return (
    <Frame title="Sign in">
      <h1>Sign in{front.data?.organization ? ` to ${front.data.organization}` : ''}</h1>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (!busy) void go(() => act<EnterDoor>('sign-in.enter', { email: email.trim(), password }))
        }}
      >
        <Box label="Email" type="email" value={email} onValue={setEmail} />
        <Box label="Password" type="password" value={password} onValue={setPassword} error={wrong} />
        <button type="submit" className="go" aria-disabled={busy || undefined}>
          {busy ? 'Signing in' : 'Sign in'}
        </button>
      </form>
      <p className="quiet">Forgot your password? Ask at the front desk, or tell any of us.</p>
      {personas.length > 0 ? (
        <Demo personas={personas} onStep={id => void go(() => act<StepInDoor>('sign-in.step-in', { persona: id }))} />
      ) : null}
    </Frame>
  )
}

function Demo({ personas, onStep }: { personas: Persona[]; onStep: (id: string) => void }) {
  return (
    <section aria-labelledby="demo">
      <h2 id="demo">Or step in as someone, in the demo world</h2>
      <p className="quiet">Nobody here is a real person.</p>
      <ul className="rows">
        {personas.map(each => (
          <li key={each.id}>
            <button type="button" onClick={() => onStep(each.id)}>
              <b>{each.name}</b>
              <span className="quiet">{each.says}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** After a quarter of an hour without use. */
export function Unlock({ onDone }: { onDone: () => void }) {
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<string>()
  async function unlock() {
    try {
      await act<UnlockDoor>('sign-in.unlock', { password })
      onDone()
    } catch (problem) {
      setWrong(problem instanceof Problem ? passwordSays(problem) : 'That did not work. Try again.')
    }
  }
  return (
    <Frame title="Locked">
      <h1>Locked, so that nobody reads along</h1>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          void unlock()
        }}
      >
        <Box label="Password" type="password" value={password} onValue={setPassword} error={wrong} />
        <button type="submit" className="go">
          Go on
        </button>
      </form>
    </Frame>
  )
}
