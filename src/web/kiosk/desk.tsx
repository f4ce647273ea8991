import { useState } from 'react'
import type { TabletPerson } from '../doors.ts'
import { Code } from './code.tsx'
import type { Sign, Tile } from './day.ts'
import { Done, Leaving, type Said } from './done.tsx'
import { useWords } from './language.ts'
import { Scan } from './scan.tsx'
import { Staff } from './staff.tsx'
import { Start } from './start.tsx'
import type { Tablet } from './tablet.ts'
import type { TabletState } from './tablet-state.ts'

/** Where whoever stands before the open tablet is. */
type Step =
  | { kind: 'start' }
  | { kind: 'code'; tile: Tile }
  | { kind: 'scan' }
  | { kind: 'leaving'; person: TabletPerson; how: Sign['how'] }
  | { kind: 'done'; said: Said }
  | { kind: 'staff' }

type DeskProps = {
  tablet: Tablet
  state: TabletState
  onLanguage: () => void
  /** The next person reads the language that most here read. */
  onFirstLanguage: () => void
}

/** The open tablet: names, a code or a card, thanks. */
export function Desk({ tablet, state, onLanguage, onFirstLanguage }: DeskProps) {
  const words = useWords()
  const [step, setStep] = useState<Step>({ kind: 'start' })
  const site = state.known?.site
  const wall = { zone: state.known?.zone ?? 'UTC', clock: state.day?.clock ?? '12' } as const
  const restart = () => {
    setStep({ kind: 'start' })
    onFirstLanguage()
  }
  const nextOf = ({ sessionIds }: TabletPerson): Said['next'] => {
    const coming = state.day?.sessions.filter(
      session => sessionIds.includes(session.id) && Date.parse(session.endsAt) > tablet.now(),
    )
    const [next] = coming?.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt)) ?? []
    return next ? { time: words.time(next.startsAt, wall), room: next.room } : null
  }
  async function sign(person: TabletPerson, kind: Sign['kind'], how: Sign['how']) {
    try {
      const at = await tablet.sign(person, kind, how)
      const next = kind === 'in' ? nextOf(person) : null
      setStep({ kind: 'done', said: { kind, label: person.label, time: words.time(at, wall), next } })
    } catch {
      // Whatever kept it from the disk: they are not told that they are in, but whom to tell.
      setStep({ kind: 'done', said: { kind: 'failed', label: person.label, time: '', next: null } })
    }
  }
  async function known(asked: TabletPerson, how: Sign['how']) {
    // What the list says of them may have changed since the name was pressed.
    const person = state.day?.people.find(each => each.clientId === asked.clientId) ?? asked
    if (person.state === 'in') setStep({ kind: 'leaving', person, how })
    else await sign(person, 'in', how)
  }
  if (step.kind === 'code')
    return (
      <Code tablet={tablet} tile={step.tile} site={site} onRight={person => known(person, 'code')} onBack={restart} />
    )
  if (step.kind === 'scan')
    return (
      <Scan people={state.day?.people ?? []} site={site} onFound={person => known(person, 'card')} onBack={restart} />
    )
  if (step.kind === 'leaving') {
    const { person, how } = step
    const time = person.since ? words.time(person.since, wall) : ''
    const staying: Said = { kind: 'staying', label: person.label, time, next: null }
    return (
      <Leaving
        label={person.label}
        since={time}
        site={site}
        onLeave={() => sign(person, 'out', how)}
        onStay={() => setStep({ kind: 'done', said: staying })}
        onBack={restart}
      />
    )
  }
  if (step.kind === 'done') return <Done said={step.said} site={site} onBack={restart} />
  if (step.kind === 'staff') return <Staff tablet={tablet} state={state} onBack={restart} />
  return (
    <Start
      tablet={tablet}
      state={state}
      onTile={tile => setStep({ kind: 'code', tile })}
      onScan={() => setStep({ kind: 'scan' })}
      onStaff={() => setStep({ kind: 'staff' })}
      onLanguage={onLanguage}
      onIdle={onFirstLanguage}
    />
  )
}
