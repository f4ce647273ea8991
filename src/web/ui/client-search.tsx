import { useState } from 'react'
import type { findClients } from '#rooms/people/queries.ts'
import { useAsk } from './data.ts'
import { TextField } from './field.tsx'

/** Somebody who was found by a search. */
export type Found = { id: string; name: string }

/** Finds a client by part of a name, a number or a record. */
export function ClientSearch({ onFound, label = 'Client' }: { onFound: (client: Found) => void; label?: string }) {
  const [text, setText] = useState('')
  const words = text.trim()
  const found = useAsk<typeof findClients>(
    'people.find',
    { text: words },
    { private: true, enabled: words.length >= 2 },
  )
  return (
    <>
      <TextField
        label={label}
        help="Part of any name, a phone number or a record number."
        type="search"
        value={text}
        onValue={setText}
        autoFocus
      />
      {found.data ? (
        <ul className="found" aria-label="Clients found">
          {found.data.clients.map(client => (
            <li key={client.id}>
              <button type="button" onClick={() => onFound({ id: client.id, name: client.name })}>
                <b>{client.name}</b>
                <span className="sub">
                  Record {client.recordNumber}, {client.track ?? 'in no track'}
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {found.data?.clients.length === 0 ? (
        <p className="quiet">Nobody by these words whom you may see. Take a shorter part of the name.</p>
      ) : null}
    </>
  )
}
