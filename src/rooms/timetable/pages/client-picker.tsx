import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import type { findClients } from '#rooms/people/queries.ts'
import { useAsk } from '#web/ui/data.ts'
import { Icon } from '#web/ui/icon.tsx'
import type { Client } from './booking-draft.ts'
import './plan.css'

type Found = NonNullable<ReturnType<typeof useAsk<typeof findClients>>['data']>['clients'][number]

/** What is asked once typing pauses. */
export function usePaused<Value>(value: Value, ms: number): Value {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return paused
}

function Chosen({ clients, onTake }: { clients: readonly Client[]; onTake: (id: string) => void }) {
  if (clients.length === 0) return null
  return (
    <ul className="client-chosen" aria-label="Chosen clients">
      {clients.map(client => (
        <li key={client.id}>
          {client.name}
          <button type="button" className="x" aria-label={`Take ${client.name} off`} onClick={() => onTake(client.id)}>
            <Icon name="cross" size={14} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Options({
  id,
  found,
  at,
  onChoose,
}: {
  id: string
  found: Found[]
  at: number
  onChoose: (of: Found) => void
}) {
  return (
    <div id={id} className="client-list" role="listbox" aria-label="Clients found">
      {found.map((client, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus, by aria-activedescendant
        // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the box chooses it
        <div
          key={client.id}
          id={`${id}${index}`}
          role="option"
          aria-selected={index === at}
          onClick={() => onChoose(client)}
          onPointerDown={event => event.preventDefault()}
        >
          <b>{client.name}</b>
          <span className="sub">
            Record {client.recordNumber}, {client.track ?? 'in no track'}
          </span>
        </div>
      ))}
    </div>
  )
}

type ClientPickerProps = {
  clients: readonly Client[]
  onClients: (clients: Client[]) => void
  /** How many may be chosen; with one, another choice replaces it. */
  most: number
}

/** Chooses clients while typing: arrows, Enter, Esc; the chosen stand above with a way to take them off. */
export function ClientPicker({ clients, onClients, most }: ClientPickerProps) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const asked = usePaused(text.trim(), 120)
  const ready = asked.length >= 2 && text.trim().length >= 2
  const found = useAsk<typeof findClients>('people.find', { text: asked }, { private: true, enabled: ready })
  const list = ready ? (found.data?.clients ?? []).filter(each => !clients.some(({ id }) => id === each.id)) : []

  function choose(client: Found | undefined) {
    if (!client) return
    const kept = most === 1 ? [] : clients
    onClients([...kept, { id: client.id, name: client.name }].slice(0, most))
    setText('')
    setAt(0)
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && list.length > 0) {
      event.preventDefault()
      setAt((at + step + list.length) % list.length)
    } else if (event.key === 'Enter' && text) {
      // Enter chooses; it sends the form only from an empty box.
      event.preventDefault()
      choose(list[at])
    } else if (event.key === 'Escape' && text) {
      event.preventDefault()
      setText('')
    }
  }

  const missed = ready && !found.loading && list.length === 0
  return (
    <div className="client-pick">
      <label className="mantine-InputWrapper-label" htmlFor={`${id}box`}>
        {most === 1 ? 'Client' : 'Clients'}
      </label>
      <Chosen clients={clients} onTake={gone => onClients(clients.filter(each => each.id !== gone))} />
      <div className="client-box">
        <input
          id={`${id}box`}
          type="search"
          role="combobox"
          aria-expanded={list.length > 0}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={list[at] ? `${id}list${at}` : undefined}
          aria-describedby={`${id}help`}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={event => {
            setText(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        {list.length > 0 ? <Options id={`${id}list`} found={list} at={at} onChoose={choose} /> : null}
      </div>
      <p id={`${id}help`} className="mantine-InputWrapper-description" role="status">
        {missed
          ? (found.problem?.message ?? 'Nobody by these words whom you may see. Take a shorter part of the name.')
          : 'Part of any name, a phone number or a record number.'}
      </p>
    </div>
  )
}
