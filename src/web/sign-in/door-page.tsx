import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { act, ask, Problem } from '#kernel/client.ts'
import type { Front, FrontDoor, Persona, StepInDoor } from '../doors.ts'
import { Resting } from '../shell/aside-pages.tsx'
import { onBack } from '../shell/connection.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Notice } from '../ui/chip.tsx'
import { Bridge, Icon } from '../ui/icon.tsx'
import { listWords } from '../words.ts'
import { EnterSteps } from './enter-steps.tsx'
import { FirstRun } from './first-run.tsx'
import '../look/door.css'

/** Where someone who stepped in goes: clients and supporters have pages of their own. */
function goIn(side: Persona['side'] = 'staff'): void {
  location.assign(side === 'staff' ? location.pathname : '/me')
}

/** Before anyone is in: sign-in, or the first run of a new house. */
export function DoorPage() {
  document.title = 'Sign in · Footbridge'
  const front = useQuery({ queryKey: ['sign-in.door'], queryFn: () => ask<FrontDoor>('sign-in.door', {}) })
  useState(() => onBack(() => void front.refetch()))
  if (front.error) return <Resting />
  if (!front.data) return null
  if (front.data.firstRun) return <FirstRun onDone={() => void front.refetch()} />
  return (
    <main className={`door${front.data.world === 'demo' ? '' : ' alone'}`}>
      <EnterSide front={front.data} />
      {front.data.world === 'demo' ? <DemoSide personas={front.data.personas} /> : null}
    </main>
  )
}

function EnterSide({ front }: { front: Front }) {
  return (
    <section className="door-l" aria-labelledby="door-enter">
      <p className="brand">
        <Bridge size={30} />
        <span>Footbridge</span>
      </p>
      <div className="door-f">
        <div>
          <h1 id="door-enter">Sign in to {front.organization ?? 'Footbridge'}</h1>
          {front.sites.length > 0 ? <p className="quiet">{listWords(front.sites)}</p> : null}
        </div>
        <EnterSteps onEntered={goIn} />
        <p className="small quiet">
          Locks after 15 minutes without use. What you were writing stays on the page and is there when you come back.
        </p>
      </div>
      <p className="small quiet">
        Lost your phone? Ask your administrator to set up a new second step. In a crisis call or text 988.
      </p>
    </section>
  )
}

function DemoSide({ personas }: { personas: Persona[] }) {
  const [busy, setBusy] = useState<string>()
  const [says, setSays] = useState<string>()
  async function stepIn(persona: Persona) {
    setBusy(persona.id)
    try {
      await act<StepInDoor>('sign-in.step-in', { persona: persona.id })
      goIn(persona.side)
    } catch (problem) {
      setBusy(undefined)
      setSays(problem instanceof Problem ? problem.message : 'That did not work. Try again.')
    }
  }
  return (
    <section className="door-r" aria-labelledby="door-demo">
      <div>
        <div>
          <h2 id="door-demo">Or step in as someone, in the demo world</h2>
          <p className="quiet">Invented clients and one running week. Nothing here is a real person.</p>
        </div>
        {says ? (
          <Notice kind="risk" live>
            {says}
          </Notice>
        ) : null}
        <ul className="people-l">
          {personas.map(persona => (
            <li key={persona.id}>
              <button
                type="button"
                aria-disabled={busy !== undefined || undefined}
                onClick={() => void stepIn(persona)}
              >
                <Avatar name={persona.name} />
                <span>
                  <b>{persona.credential ? `${persona.name}, ${persona.credential}` : persona.name}</b>
                  <span className="role">{busy === persona.id ? 'Stepping in' : persona.says}</span>
                </span>
                <Icon name="forward" />
              </button>
            </li>
          ))}
        </ul>
        <p className="small quiet">These sign-ins exist only in demo mode. Set FOOTBRIDGE_DEMO=0 and they are gone.</p>
      </div>
    </section>
  )
}
