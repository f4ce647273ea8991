import { useState } from 'react'
import type { Permission, PermissionsDoor } from '../doors.ts'
import { Asked } from '../ui/asked.tsx'
import { Chip } from '../ui/chip.tsx'
import { useAsk } from '../ui/data.ts'
import { DataTable } from '../ui/data-table.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { Empty } from '../ui/state.tsx'
import { count, listWords, roleWords } from '../words.ts'

const everyone: Record<string, string> = {
  'signed-in': 'everyone signed in',
  anyone: 'anyone, before sign-in',
  program: 'the program itself',
  room: 'other rooms, as part of what they do',
}

function whoWords(who: readonly string[]): string {
  const words = listWords(who.map(role => everyone[role] ?? roleWords(role)))
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function fits(door: Permission, role: string, text: string): boolean {
  const may = role === '' || door.who.includes(role) || (role !== 'program' && door.who.includes('signed-in'))
  return may && `${door.name} ${door.says}`.toLowerCase().includes(text.trim().toLowerCase())
}

function Doors({ doors }: { doors: Permission[] }) {
  const rooms = [...new Set(doors.map(door => door.name.split('.')[0] ?? ''))]
  return rooms.map(room => {
    const own = doors.filter(door => door.name.startsWith(`${room}.`))
    const title = room.charAt(0).toUpperCase() + room.slice(1).replaceAll('-', ' ')
    return (
      <Panel key={room} title={title} sub={count(own.length, 'act or view', 'acts and views')}>
        <DataTable
          label={`Who can do what in ${title}`}
          tight
          rows={own}
          keyOf={door => door.name}
          columns={[
            {
              head: 'What',
              cell: door => (
                <>
                  {door.says}
                  <span className="sub">{door.name}</span>
                </>
              ),
            },
            {
              head: 'Kind',
              width: 90,
              cell: door => (
                <Chip kind={door.kind === 'command' ? 'info' : 'quiet'} icon="none">
                  {door.kind === 'command' ? 'does' : 'sees'}
                </Chip>
              ),
            },
            { head: 'Who may', width: 380, cell: door => whoWords(door.who) },
          ]}
        />
      </Panel>
    )
  })
}

/** Every act and view of the program with the roles that may, derived from what the server enforces. */
export default function PermissionsPage() {
  const permissions = useAsk<PermissionsDoor>('house.permissions', {})
  const [role, setRole] = useState('')
  const [text, setText] = useState('')
  return (
    <Page
      title="Who can do what"
      sub="Derived from what the server enforces, so it cannot be out of date. Care teams narrow it further."
    >
      <Asked asked={permissions} what="The list" rows={10}>
        {data => {
          const doors = data.doors.filter(door => fits(door, role, text))
          return (
            <div className="stack">
              <div className="filters">
                <SelectField
                  label="Role"
                  value={role}
                  onValue={setRole}
                  options={[
                    { value: '', label: 'Every role' },
                    ...data.roles.map(each => ({ value: each, label: roleWords(each) })),
                  ]}
                />
                <TextField label="Words" type="search" value={text} onValue={setText} />
                <p className="quiet" role="status">
                  {count(doors.length, 'act or view', 'acts and views')}
                </p>
              </div>
              {doors.length > 0 ? (
                <Doors doors={doors} />
              ) : (
                <Empty title="Nothing by these words">Take a shorter word, or another role.</Empty>
              )}
            </div>
          )
        }}
      </Asked>
    </Page>
  )
}
