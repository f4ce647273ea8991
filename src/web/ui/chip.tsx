import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** What a color means here; each comes with a shape and a word. */
export type Kind = 'due' | 'risk' | 'done' | 'info' | 'quiet'

/** The shape that goes with a kind. */
export const shapes: Record<Kind, IconName> = {
  due: 'clock',
  risk: 'warning',
  done: 'check',
  info: 'info',
  quiet: 'note',
}

type ChipProps = { kind: Kind; children: ReactNode; icon?: IconName | 'none'; bare?: boolean }

/** A state in a word with its shape; `bare` has no ground. */
export function Chip({ kind, children, icon, bare }: ChipProps) {
  const shape = icon ?? (kind === 'quiet' ? 'none' : shapes[kind])
  return (
    <span className={`chip ${kind}${bare ? ' bare' : ''}`}>
      {shape === 'none' ? null : <Icon name={shape} />}
      {children}
    </span>
  )
}

type NoticeProps = { kind: Kind; children: ReactNode; actions?: ReactNode; live?: boolean }

/** A sentence in the flow: what happened, what is safe, what to do. `live` says it aloud when it appears. */
export function Notice({ kind, children, actions, live }: NoticeProps) {
  return (
    <div className={`notice ${kind}`} role={live ? 'status' : undefined}>
      <Icon name={kind === 'quiet' ? 'info' : shapes[kind]} />
      <div className="grow">{children}</div>
      {actions ? <span className="acts">{actions}</span> : null}
    </div>
  )
}
