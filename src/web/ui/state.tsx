import { type ReactNode, useEffect, useState } from 'react'
import type { Problem } from '#kernel/client.ts'
import { Button } from './button.tsx'
import { Notice } from './chip.tsx'
import { Icon } from './icon.tsx'

/** True once `ms` have passed; so that what is quick never blinks. */
export function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return passed
}

/** The shape of what comes, after 200 ms. */
export function Skeleton({ rows = 5, label = 'Loading' }: { rows?: number; label?: string }) {
  const shown = useAfter(200)
  return (
    <div className={`skel${shown ? '' : ' hold'}`} role="status" aria-busy="true">
      <span className="vh">{label}</span>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div key={at} aria-hidden="true">
          <i />
          <i />
          <i />
        </div>
      ))}
    </div>
  )
}

type EmptyProps = { title: string; children?: ReactNode; action?: ReactNode }

/** Nothing here: what belongs here, and how to add it. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className="empty">
      <b>{title}</b>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  )
}

type ErrorStateProps = { what: string; problem?: Problem | null; onAgain?: (() => void) | undefined }

/** Something did not load: what happened, what is safe, what to do. `what` begins the sentence: `The week`. */
export function ErrorState({ what, problem, onAgain }: ErrorStateProps) {
  return (
    <Notice
      kind="risk"
      live
      actions={
        onAgain ? (
          <Button small onPress={onAgain}>
            Try again
          </Button>
        ) : null
      }
    >
      <b>{what} did not load.</b> {problem?.message ?? 'Nothing is lost; what you typed is still here.'}
      {problem?.requestId ? (
        <span className="sub">If it goes on, tell your administrator: {problem.requestId}</span>
      ) : null}
    </Notice>
  )
}

/** Where what was written stands. */
export type Saving = 'saved' | 'saving' | 'unsaved' | 'kept' | 'offline' | 'conflict' | 'failed'
const savings = {
  saved: { icon: 'saved', says: 'Saved' },
  saving: { icon: 'again', says: 'Saving' },
  unsaved: { icon: 'clock', says: 'Not saved yet' },
  kept: { icon: 'tablet', says: 'On this device' },
  offline: { icon: 'offline', says: 'Offline. Every word is still on this page' },
  conflict: { icon: 'warning', says: 'Someone else changed this too' },
  failed: { icon: 'warning', says: 'Not saved' },
} as const

/** The word beside what is being written; `at` is a time such as `5:44 pm`. */
export function SaveWord({ state, at }: { state: Saving; at?: string | undefined }) {
  const { icon, says } = savings[state]
  return (
    <span className={`save ${state}`} role="status">
      <Icon name={icon} />
      <span>
        {says}
        {at ? ` ${at}` : ''}
      </span>
    </span>
  )
}
