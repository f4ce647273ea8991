import { PinInput } from '@mantine/core'
import { useId, useState } from 'react'
import { act, Problem } from '#kernel/client.ts'
import type { ConfirmCodeDoor, EnterDoor, Entered } from '../doors.ts'
import { Button } from '../ui/button.tsx'
import { Form, PasswordField, TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { passwordSays } from '../ui/password-says.ts'

type Step = Exclude<Entered, { kind: 'entered' }>

/** Email and password, then in the same place the six digits. */
export function EnterSteps({ onEntered, label = 'Work email' }: { onEntered: () => void; label?: string }) {
  const [step, setStep] = useState<Step | null>(null)
  const [over, setOver] = useState<string>()
  function next(entered: Entered) {
    setOver(undefined)
    if (entered.kind === 'entered') onEntered()
    else setStep(entered)
  }
  function back(says?: string) {
    setOver(says)
    setStep(null)
  }
  if (!step) return <PasswordStep label={label} over={over} onNext={next} />
  return <CodeStep step={step} onNext={next} onBack={back} />
}

type PasswordStepProps = { label: string; over: string | undefined; onNext: (entered: Entered) => void }

function PasswordStep({ label, over, onNext }: PasswordStepProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [errors, setErrors] = useState<{ email?: string; password?: string }>(over ? { password: over } : {})
  const [busy, setBusy] = useState(false)
  async function send() {
    const missing = {
      ...(email.trim() ? {} : { email: 'Write your email address' }),
      ...(password ? {} : { password: 'Write your password' }),
    }
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    setBusy(true)
    try {
      onNext(await act<EnterDoor>('sign-in.enter', { email: email.trim(), password }))
    } catch (problem) {
      if (problem instanceof Problem) setErrors(errorsOf(problem))
    }
    setBusy(false)
  }
  return (
    <Form onSend={send} label="Sign in">
      <TextField
        label={label}
        type="email"
        inputMode="email"
        autoComplete="username"
        value={email}
        onValue={setEmail}
        error={errors.email}
        required
      />
      <PasswordField label="Password" value={password} onValue={setPassword} error={errors.password} />
      <Button kind="primary" submit full busy={busy}>
        Continue
      </Button>
    </Form>
  )
}

function errorsOf(problem: Problem): { email?: string; password?: string } {
  const atEmail = problem.places.find(place => place.place === 'email')
  return atEmail ? { email: atEmail.says } : { password: passwordSays(problem) }
}

type CodeStepProps = { step: Step; onNext: (entered: Entered) => void; onBack: (says?: string) => void }

function CodeStep({ step, onNext, onBack }: CodeStepProps) {
  const [code, setCode] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [round, setRound] = useState(0)
  const id = useId()
  async function send(digits: string) {
    if (digits.length !== 6) return setError('A code has six digits')
    setBusy(true)
    try {
      onNext(await act<ConfirmCodeDoor>('sign-in.confirm-code', { ticket: step.ticket, code: digits }))
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      if (problem.code === 'ticket-over' || problem.code === 'paused') return onBack(codeSays(problem))
      setError(codeSays(problem))
      setCode('')
      setRound(round + 1)
    }
    setBusy(false)
  }
  return (
    <Form onSend={() => void send(code)} label="Six-digit code">
      {step.kind === 'code-to-enroll' ? <Enrolling secret={step.secret} otpauth={step.otpauth} /> : null}
      <div>
        <p className="mantine-InputWrapper-label" id={id}>
          Six-digit code
        </p>
        <PinInput
          key={round}
          length={6}
          type="number"
          oneTimeCode
          autoFocus
          value={code}
          error={Boolean(error)}
          gap={8}
          placeholder=""
          rootRef={element => element?.setAttribute('aria-labelledby', id)}
          getInputProps={index => ({
            'aria-label': `Digit ${index + 1} of 6`,
            'aria-describedby': error ? `${id}e` : undefined,
          })}
          onChange={setCode}
          onComplete={digits => void send(digits)}
        />
        <p className="mantine-InputWrapper-error" id={`${id}e`} role="status">
          {error ? (
            <>
              <Icon name="warning" size={13} /> {error}
            </>
          ) : null}
        </p>
      </div>
      <Button kind="primary" submit full busy={busy}>
        {step.kind === 'code-to-enroll' ? 'Confirm and sign in' : 'Sign in'}
      </Button>
      <Button kind="quiet" onPress={() => onBack()}>
        Back to email and password
      </Button>
    </Form>
  )
}

function codeSays(problem: Problem): string {
  if (problem.code === 'ticket-over') return 'That took too long. Write your password again.'
  const { triesLeft } = problem.facts
  if (problem.code === 'code-wrong' && typeof triesLeft === 'number') {
    return `Not the code of this moment. ${triesLeft} tries left. The next one comes within 30 seconds.`
  }
  return passwordSays(problem)
}

/** The first time: the secret for an authenticator, by hand or by its address. */
function Enrolling({ secret, otpauth }: { secret: string; otpauth: string }) {
  const [copied, setCopied] = useState(false)
  const spaced = secret.match(/.{1,4}/g)?.join(' ') ?? secret
  return (
    <div className="enroll">
      <h2>Set up your second step</h2>
      <p>
        Add an account in an authenticator app on your phone with this key. Then write the six digits that it shows.
      </p>
      <p className="secret">
        <span className="vh">Key: </span>
        <code>{spaced}</code>
      </p>
      <div className="row">
        <Button
          small
          onPress={() => {
            void navigator.clipboard?.writeText(secret).then(() => setCopied(true))
          }}
        >
          {copied ? 'Copied' : 'Copy the key'}
        </Button>
        <a className="btn sm" href={otpauth}>
          Open in an app on this device
        </a>
      </div>
    </div>
  )
}
