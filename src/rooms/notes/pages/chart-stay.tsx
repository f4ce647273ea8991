import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { endStay, openStay } from '#rooms/people/commands.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { FieldRow, Form, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Facts, Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { ChartSeats } from './chart-seats.tsx'
import { ChartTeam } from './chart-team.tsx'
import type { Front } from './chart-words.ts'

type House = OutputOf<typeof houseOf>

const choose = (words: string) => ({ value: '', label: words })

function OpenStay({ front, house }: { front: Front; house: House }) {
  const { site } = useHere()
  const [siteId, setSite] = useState(site.id || (house.sites[0]?.id ?? ''))
  const [programId, setProgram] = useState(house.programs.length === 1 ? (house.programs[0]?.id ?? '') : '')
  const [trackId, setTrack] = useState('')
  const [startsOn, setStart] = useState<string>(front.today)
  const [counselorId, setCounselor] = useState('')
  const [reason, setReason] = useState('')
  const open = useAct<typeof openStay>('people.open-stay')
  const tracks = house.tracks.filter(
    track => track.siteId === siteId && (programId === '' || track.programId === programId),
  )
  const track = tracks.find(each => each.id === trackId)
  const chooseTrack = (id: string) => {
    setTrack(id)
    const chosen = tracks.find(each => each.id === id)
    if (chosen) setProgram(chosen.programId)
  }
  return (
    <Panel title="Open a stay" sub="then give a seat in a group" padded>
      <Form
        label="Open a stay"
        onSend={() =>
          void open.run({
            clientId: front.id,
            siteId,
            programId,
            trackId: track?.id ?? null,
            startsOn,
            reason,
            counselorId: counselorId || null,
          })
        }
      >
        <FieldRow>
          <SelectField
            label="Site"
            value={siteId}
            onValue={setSite}
            options={house.sites.map(each => ({ value: each.id, label: each.name }))}
            error={open.saysOf('siteId') ? 'Choose a site.' : undefined}
          />
          <SelectField
            label="Program"
            value={programId}
            onValue={setProgram}
            options={[
              choose('Choose a program'),
              ...house.programs.map(each => ({ value: each.id, label: each.name })),
            ]}
            error={open.saysOf('programId') ? 'Choose a program, or a track of it.' : undefined}
          />
          <SelectField
            label="Track"
            optional
            value={track?.id ?? ''}
            onValue={chooseTrack}
            options={[choose('No track'), ...tracks.map(each => ({ value: each.id, label: each.name }))]}
          />
        </FieldRow>
        <FieldRow>
          <TextField
            label="First day"
            type="date"
            value={startsOn}
            onValue={setStart}
            error={open.saysOf('startsOn')}
          />
          <SelectField
            label="Counselor"
            optional
            value={counselorId}
            onValue={setCounselor}
            options={[
              choose('Nobody yet'),
              ...house.staff.map(each => ({
                value: each.id,
                label: [each.name, each.credential].filter(Boolean).join(', '),
              })),
            ]}
            help="Joins the care team, and so sees the chart"
          />
        </FieldRow>
        <TextField
          label="Reason"
          value={reason}
          onValue={setReason}
          help="Why the stay begins, such as placed at this level after assessment"
          error={open.saysOf('reason')}
          maxLength={300}
        />
        <div className="row end">
          <Button kind="primary" submit busy={open.busy}>
            Open stay
          </Button>
        </div>
      </Form>
    </Panel>
  )
}

type Stay = NonNullable<Front['stay']>

function EndStay({ front, stay, open, onClose }: { front: Front; stay: Stay; open: boolean; onClose: () => void }) {
  const [endsOn, setEnd] = useState<string>(front.today)
  const [reason, setReason] = useState('')
  const end = useAct<typeof endStay>('people.end-stay', {
    onDone: () => {
      toast('The stay is ended.')
      onClose()
    },
  })
  return (
    <Drawer open={open} onClose={onClose} title="End this stay">
      <Form
        label="End this stay"
        onSend={() => void end.run({ clientId: front.id, stayId: stay.id, version: stay.version, endsOn, reason })}
      >
        <Notice kind="info">Seats after that day end by themselves.</Notice>
        <TextField label="Last day" type="date" value={endsOn} onValue={setEnd} error={end.saysOf('endsOn')} />
        <TextArea
          label="Reason"
          value={reason}
          onValue={setReason}
          rows={2}
          maxLength={300}
          error={end.saysOf('reason')}
        />
        <Button kind="danger" submit busy={end.busy}>
          End stay
        </Button>
      </Form>
    </Drawer>
  )
}

function OpenOne({ front, stay }: { front: Front; stay: Stay }) {
  const [ending, setEnding] = useState(false)
  const words = useWords()
  const may = useMay()
  return (
    <Panel
      title="Open stay"
      end={
        may('people.end-stay') ? (
          <Button small onPress={() => setEnding(true)}>
            End stay
          </Button>
        ) : null
      }
    >
      <Facts
        facts={[
          { word: 'Site', value: stay.site },
          { word: 'Program', value: stay.program },
          { word: 'Track', value: stay.track ?? 'No track' },
          { word: 'First day', value: words.day(stay.startsOn) },
          { word: 'Reason', value: stay.reason },
        ]}
      />
      <EndStay front={front} stay={stay} open={ending} onClose={() => setEnding(false)} />
    </Panel>
  )
}

function History({ front, house }: { front: Front; house: House }) {
  const words = useWords()
  const programOf = new Map(house.programs.map(program => [program.id, program.name]))
  return (
    <Panel title="Every stay" sub="newest first">
      {front.history.length === 0 ? (
        <Empty title="No stay yet">A stay says where, in which program and from which day they are here.</Empty>
      ) : (
        <DataTable
          label="Every stay"
          tight
          rows={front.history}
          keyOf={stay => stay.id}
          columns={[
            { head: 'Program', cell: stay => <b>{programOf.get(stay.programId) ?? 'A program of before'}</b> },
            {
              head: 'Days',
              width: 220,
              cell: stay => `${words.day(stay.startsOn)} to ${stay.endsOn ? words.day(stay.endsOn) : 'now'}`,
            },
            {
              head: 'Reason',
              cell: stay => (
                <>
                  {stay.reason}
                  {stay.endReason ? <span className="sub">ended: {stay.endReason}</span> : null}
                </>
              ),
            },
          ]}
        />
      )}
    </Panel>
  )
}

/** Where they stay: open or end a stay, seats in groups, the care team, and every stay there was. */
export function ChartStay({ front }: { front: Front }) {
  const house = useAsk<typeof houseOf>('people.house', {})
  const may = useMay()
  const coming = front.history.some(stay => stay.startsOn > front.today)
  return (
    <Asked asked={house} what="The stay">
      {data => (
        <Columns
          asideLabel="Stay and care team"
          aside={
            <>
              {front.stay ? <OpenOne front={front} stay={front.stay} /> : null}
              <ChartTeam front={front} house={data} />
            </>
          }
        >
          {front.stay || coming ? null : may('people.open-stay') ? (
            <OpenStay front={front} house={data} />
          ) : (
            <Notice kind="quiet">No stay is open. Intake, a counselor or a director opens one.</Notice>
          )}
          {may('timetable.seats') && (front.stay || coming) ? <ChartSeats front={front} /> : null}
          <History front={front} house={data} />
        </Columns>
      )}
    </Asked>
  )
}
