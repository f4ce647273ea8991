import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { FindDoor, FoundClient } from '../doors.ts'
import { Avatar } from '../ui/avatar.tsx'
import { ClientHours } from '../ui/client-hours.tsx'
import { useAsk } from '../ui/data.ts'
import { Icon } from '../ui/icon.tsx'
import { useKeys } from '../ui/keys.tsx'
import { useGo } from '../ui/route.tsx'
import { bornWords } from '../words.ts'

/** Waits until typing pauses. */
function usePaused(text: string, ms: number): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), ms)
    return () => clearTimeout(timer)
  }, [text, ms])
  return paused
}

function factsOf(client: FoundClient): string {
  const legal = client.legalName && client.legalName !== client.name ? `legal name ${client.legalName}` : ''
  const born = client.bornOn ? `born ${bornWords(client.bornOn)}` : ''
  return [legal, born, `no. ${client.recordNumber}`].filter(Boolean).join(', ')
}

function Option({ client, id, on, onChoose }: { client: FoundClient; id: string; on: boolean; onChoose: () => void }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus, by aria-activedescendant
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the box chooses it
    <div id={id} role="option" aria-selected={on} onClick={onChoose} onPointerDown={event => event.preventDefault()}>
      <Avatar name={client.name} />
      <span>
        <b>{client.name}</b> {client.pronouns ? <span className="quiet">{client.pronouns}</span> : null}
        <span className="sub">{factsOf(client)}</span>
      </span>
      <span className="small quiet">{client.track}</span>
      <ClientHours id={client.id} name={client.name} />
    </div>
  )
}

/** Finds a client while typing, by any part of a name, a phone or a record number. Ctrl K comes here. */
export function FindClient() {
  const box = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const id = useId()
  const go = useGo()
  const asked = usePaused(text.trim(), 120)
  const ready = asked.length >= 2
  const found = useAsk<FindDoor>('people.find', { text: asked }, { private: true, enabled: ready })
  const clients = ready ? (found.data?.clients ?? []) : []
  useKeys('Everywhere', [{ key: 'ctrl+k', says: 'Find a client', anywhere: true, run: () => box.current?.select() }])

  function choose(client: FoundClient | undefined) {
    if (!client) return
    setText('')
    setOpen(false)
    box.current?.blur()
    go(`/staff/clients/${client.id}`)
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && clients.length > 0) {
      event.preventDefault()
      setAt((at + step + clients.length) % clients.length)
    } else if (event.key === 'Enter') choose(clients[at])
    else if (event.key === 'Escape') {
      setOpen(false)
      setText('')
    }
  }

  const shown = open && ready
  return (
    <search className="find">
      <div className="find-box">
        <Icon name="search" />
        <input
          ref={box}
          type="search"
          role="combobox"
          aria-label="Find a client by name, phone or number"
          aria-expanded={shown}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={shown && clients[at] ? `${id}${at}` : undefined}
          placeholder="Find a client by name, phone or number"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={event => {
            setText(event.currentTarget.value)
            setAt(0)
            setOpen(true)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <span className="cap" aria-hidden="true">
          Ctrl K
        </span>
      </div>
      <div
        className="find-list"
        id={`${id}list`}
        role="listbox"
        aria-label="Clients found"
        hidden={!shown || clients.length === 0}
      >
        {clients.map((client, index) => (
          <Option
            key={client.id}
            client={client}
            id={`${id}${index}`}
            on={index === at}
            onChoose={() => choose(client)}
          />
        ))}
      </div>
      {shown && clients.length === 0 ? (
        <div className="find-list" role="status">
          <p>
            {found.loading
              ? 'Looking'
              : (found.problem?.message ??
                'Nobody you may see is found by that. Try part of a name, or the record number.')}
          </p>
        </div>
      ) : null}
    </search>
  )
}
