import { type ReactNode, useId } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { Link } from './route.tsx'

type Looks = {
  children: ReactNode
  /** `primary` is the one filled button of a page; `danger` undoes; `danger-filled` only inside Confirm. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger' | 'danger-filled'
  small?: boolean
  full?: boolean
  icon?: IconName
  /** The key that does the same, shown inside. */
  hint?: string
}

type ButtonProps = Looks & {
  onPress?: () => void
  submit?: boolean
  busy?: boolean
  /** Why it cannot be pressed now; said beside it (or only to readers with `reasonHidden`). It stays focusable. */
  reason?: string | undefined
  reasonHidden?: boolean
  /** A name for readers when the words alone do not say which row. */
  label?: string
  /** For toggles. */
  pressed?: boolean
}

function classesOf({ kind = 'plain', small, full }: Looks): string {
  return ['btn', kind, small ? 'sm' : '', full ? 'full' : ''].filter(Boolean).join(' ')
}

function Inside({ icon, hint, children }: Looks) {
  return (
    <>
      {icon ? <Icon name={icon} /> : null}
      {children}
      {hint ? (
        <span className="cap" aria-hidden="true">
          {hint}
        </span>
      ) : null}
    </>
  )
}

/** A button that says the act. It is never `disabled`: with a `reason` it stays reachable and says why. */
export function Button(props: ButtonProps) {
  const { onPress, submit, busy, reason, reasonHidden, label, pressed } = props
  const id = useId()
  const off = Boolean(reason) || busy
  const button = (
    <button
      type={submit ? 'submit' : 'button'}
      className={`${classesOf(props)}${busy ? ' busy' : ''}`}
      aria-disabled={off || undefined}
      aria-describedby={reason ? id : undefined}
      aria-label={label}
      aria-pressed={pressed}
      onClick={event => {
        if (off) event.preventDefault()
        else onPress?.()
      }}
    >
      <Inside {...props} />
    </button>
  )
  if (!reason) return button
  return (
    <span className={`with-reason${props.full ? ' full' : ''}`}>
      {button}
      <span id={id} className={reasonHidden ? 'vh' : 'small quiet'}>
        {reason}
      </span>
    </span>
  )
}

/** Goes to a page and looks like a button. */
export function ButtonLink({ to, label, ...looks }: Looks & { to: string; label?: string }) {
  return (
    <Link to={to} className={classesOf(looks)} label={label}>
      <Inside {...looks} />
    </Link>
  )
}
