import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { credentialsOf } from '#rooms/people/facts.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count, minutesWords } from '#web/words.ts'
import type { hoursOf, roomsOf } from '../queries.ts'
import './program.css'
import { ClosedDays, Travel } from './program-closures.tsx'
import { Credentials } from './program-credentials.tsx'
import { AddProgram } from './program-forms.tsx'
import { OpeningHours } from './program-hours.tsx'
import { Rooms, Sites, Tracks } from './program-places.tsx'
import { Staff } from './program-staff.tsx'

type House = OutputOf<typeof houseOf>
type Program = House['programs'][number]
type Rule = Program['rules'][number]

const bounds: Record<string, string> = { least: 'at least', most: 'at most' }
const lengths: Record<string, string> = { 'weekly minutes': 'hours a week', 'block minutes': 'hours in a block' }

/** A rule's id as people read it: `weekly-minutes-least` is "Hours a week, at least". */
function ruleTitle(id: string): string {
  const words = id.split('-')
  const bound = bounds[words.at(-1) ?? '']
  const named = (bound ? words.slice(0, -1) : words).join(' ')
  const title = lengths[named] ?? named
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}${bound ? `, ${bound}` : ''}`
}

function Rules({ program }: { program: Program }) {
  const unverified = program.rules.filter(rule => !rule.verified).length
  return (
    <Panel
      title={program.name}
      sub={count(program.rules.length, 'rule')}
      end={
        unverified > 0 ? (
          <Chip kind="due">{count(unverified, 'rule')} not verified</Chip>
        ) : (
          <Chip kind="done">All verified</Chip>
        )
      }
    >
      <div className="rules">
        <DataTable<Rule>
          label={`Rules of ${program.name}`}
          tight
          rows={program.rules}
          keyOf={rule => rule.id}
          columns={[
            { head: 'Rule', width: 220, cell: rule => <b>{ruleTitle(rule.id)}</b> },
            {
              head: 'Value',
              kind: 'num',
              width: 110,
              cell: rule => (rule.unit === 'minutes' ? minutesWords(rule.value) : `${rule.value} ${rule.unit}`),
            },
            {
              head: 'Source',
              cell: rule => (
                <>
                  {rule.source}
                  {rule.verified ? null : (
                    <span className="sub t-due">Unverified: nobody has checked this against its source.</span>
                  )}
                </>
              ),
            },
          ]}
        />
      </div>
    </Panel>
  )
}

function Content({ house }: { house: House }) {
  const rooms = useAsk<typeof roomsOf>('calendar.rooms', {})
  const hours = useAsk<typeof hoursOf>('calendar.hours', {})
  const credentials = useAsk<typeof credentialsOf>('people.credentials', {})
  const [adding, setAdding] = useState(false)
  const may = useMay()
  return (
    <Columns
      asideLabel="Sites, tracks, rooms and closed days"
      aside={
        <>
          <Sites house={house} />
          <Tracks house={house} />
          <Asked asked={rooms} what="The rooms" rows={3}>
            {data => <Rooms house={house} rooms={data.rooms} />}
          </Asked>
          <Asked asked={hours} what="The closed days" rows={3}>
            {data => (
              <>
                <ClosedDays hours={data} />
                <Travel hours={data} />
              </>
            )}
          </Asked>
        </>
      }
    >
      {house.programs.length === 0 ? (
        <Panel title="Programs">
          <Empty title="No program yet">A program brings its rules from a preset, such as the hours of a week.</Empty>
        </Panel>
      ) : (
        house.programs.map(program => <Rules key={program.id} program={program} />)
      )}
      {may('people.add-program') ? (
        <div className="row">
          <Button icon="plus" onPress={() => setAdding(true)}>
            Add program
          </Button>
        </div>
      ) : null}
      <Asked asked={hours} what="The opening hours" rows={3}>
        {data => <OpeningHours hours={data} />}
      </Asked>
      <Asked asked={credentials} what="Staff and licenses" rows={6}>
        {data => (
          <>
            <Staff house={house} rules={data.rules} />
            <Credentials house={house} rules={data.rules} />
          </>
        )}
      </Asked>
      <AddProgram house={house} open={adding} onClose={() => setAdding(false)} />
    </Columns>
  )
}

/** What the house is made of: programs with the rules they run by, sites, tracks, rooms, and staff with licenses. */
export default function ProgramPage() {
  const asked = useAsk<typeof houseOf>('people.house', {})
  return (
    <Page
      title="Program"
      sub="What every page chooses from. A rule’s value comes with its source; one that nobody checked says so."
    >
      <Asked asked={asked} what="The program" rows={10}>
        {house => <Content house={house} />}
      </Asked>
    </Page>
  )
}
