import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { joinCareTeam, leaveCareTeam } from '#rooms/people/commands.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { useAct } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, SelectField } from '#web/ui/field.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { roleWords } from '#web/words.ts'
import type { Front } from './chart-words.ts'

type House = OutputOf<typeof houseOf>

const duties = ['counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'other'] as const

function dutyWords(duty: string): string {
  const words = duty === 'other' ? 'another duty' : roleWords(duty)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function Join({ front, house, open, onClose }: { front: Front; house: House; open: boolean; onClose: () => void }) {
  const [staffId, setStaff] = useState('')
  const [duty, setDuty] = useState<(typeof duties)[number]>('counselor')
  const join = useAct<typeof joinCareTeam>('people.join-care-team', {
    onDone: () => {
      toast('They are on the care team now, and see the chart.')
      setStaff('')
      onClose()
    },
  })
  return (
    <Drawer open={open} onClose={onClose} title="Add to the care team">
      <Form label="Add to the care team" onSend={() => void join.run({ clientId: front.id, staffId, duty })}>
        <SelectField
          label="Who"
          value={staffId}
          onValue={setStaff}
          options={[
            { value: '', label: 'Choose somebody' },
            ...house.staff.map(each => ({
              value: each.id,
              label: [each.name, each.credential].filter(Boolean).join(', '),
            })),
          ]}
          error={join.saysOf('staffId') ? 'Choose who joins.' : undefined}
        />
        <SelectField
          label="Duty"
          value={duty}
          onValue={chosen => setDuty(duties.find(each => each === chosen) ?? 'other')}
          options={duties.map(each => ({ value: each, label: dutyWords(each) }))}
        />
        <Button kind="primary" submit busy={join.busy}>
          Add to care team
        </Button>
      </Form>
    </Drawer>
  )
}

/** Who cares for them, and so sees the chart. */
export function ChartTeam({ front, house }: { front: Front; house: House }) {
  const [joining, setJoining] = useState(false)
  const may = useMay()
  const leave = useAct<typeof leaveCareTeam>('people.leave-care-team', {
    onDone: () => toast('They are off the care team.'),
  })
  const mayLeave = may('people.leave-care-team')
  return (
    <Panel
      title="Care team"
      end={
        may('people.join-care-team') ? (
          <Button small kind="quiet" icon="plus" onPress={() => setJoining(true)}>
            Add
            <span className="vh"> to the care team</span>
          </Button>
        ) : null
      }
    >
      {front.careTeam.length === 0 ? (
        <Empty title="Nobody yet">Who is on the care team sees the chart.</Empty>
      ) : (
        <DataTable
          label="Care team"
          headless
          tight
          rows={front.careTeam}
          keyOf={member => member.id}
          columns={[
            {
              head: 'Name',
              cell: member => (
                <>
                  <b>{[member.name, member.credential].filter(Boolean).join(', ')}</b>
                  <span className="sub">{dutyWords(member.duty)}</span>
                </>
              ),
            },
            {
              head: 'Action',
              kind: 'act',
              cell: member =>
                mayLeave ? (
                  <Button
                    small
                    kind="quiet"
                    label={`Take off ${member.name}`}
                    onPress={() => void leave.run({ clientId: front.id, id: member.id })}
                  >
                    Take off
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      <Join front={front} house={house} open={joining} onClose={() => setJoining(false)} />
    </Panel>
  )
}
