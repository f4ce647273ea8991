import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { DataTable } from '#web/ui/data-table.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { roomsOf } from '../queries.ts'
import { AddRoom, AddSite, AddTrack } from './program-forms.tsx'

type House = OutputOf<typeof houseOf>
type Room = OutputOf<typeof roomsOf>['rooms'][number]

function AddButton({ says, onPress }: { says: string; onPress: () => void }) {
  return (
    <Button small kind="quiet" icon="plus" onPress={onPress}>
      {says}
    </Button>
  )
}

/** Where the house is. */
export function Sites({ house }: { house: House }) {
  const [adding, setAdding] = useState(false)
  const may = useMay()
  return (
    <Panel
      title="Sites"
      end={may('people.add-site') ? <AddButton says="Add site" onPress={() => setAdding(true)} /> : null}
    >
      <DataTable
        label="Sites"
        headless
        tight
        rows={house.sites}
        keyOf={site => site.id}
        columns={[
          {
            head: 'Site',
            cell: site => (
              <>
                <b>{site.name}</b>
                <span className="sub">{[site.phone, site.address].filter(Boolean).join(', ') || 'No phone yet'}</span>
                <span className="sub">{site.zone}</span>
              </>
            ),
          },
        ]}
      />
      <AddSite house={house} open={adding} onClose={() => setAdding(false)} />
    </Panel>
  )
}

/** Who comes when: a part of a program at a site. */
export function Tracks({ house }: { house: House }) {
  const [adding, setAdding] = useState(false)
  const may = useMay()
  const siteOf = new Map(house.sites.map(site => [site.id, site.name]))
  const programOf = new Map(house.programs.map(program => [program.id, program.name]))
  return (
    <Panel
      title="Tracks"
      end={may('people.add-track') ? <AddButton says="Add track" onPress={() => setAdding(true)} /> : null}
    >
      {house.tracks.length === 0 ? (
        <Empty title="No track yet">A track is a program at a site at a part of the day.</Empty>
      ) : (
        <DataTable
          label="Tracks"
          headless
          tight
          rows={house.tracks}
          keyOf={track => track.id}
          columns={[
            {
              head: 'Track',
              cell: track => (
                <>
                  <b>{track.name}</b>
                  <span className="sub">
                    {[siteOf.get(track.siteId), programOf.get(track.programId)].filter(Boolean).join(', ')}
                  </span>
                </>
              ),
            },
            { head: 'Part of day', kind: 'act', cell: track => <span className="quiet">{track.partOfDay}</span> },
          ]}
        />
      )}
      <AddTrack house={house} open={adding} onClose={() => setAdding(false)} />
    </Panel>
  )
}

/** Rooms and how many they seat. */
export function Rooms({ house, rooms }: { house: House; rooms: Room[] }) {
  const [adding, setAdding] = useState(false)
  const may = useMay()
  const siteOf = new Map(house.sites.map(site => [site.id, site.name]))
  return (
    <Panel
      title="Rooms"
      end={may('calendar.add-room') ? <AddButton says="Add room" onPress={() => setAdding(true)} /> : null}
    >
      {rooms.length === 0 ? (
        <Empty title="No room yet">A group needs a room; nobody is ever booked twice into one.</Empty>
      ) : (
        <DataTable
          label="Rooms"
          headless
          tight
          rows={rooms}
          keyOf={room => room.id}
          columns={[
            {
              head: 'Room',
              cell: room => (
                <>
                  <b>{room.name}</b>
                  <span className="sub">{siteOf.get(room.siteId)}</span>
                </>
              ),
            },
            {
              head: 'Seats',
              kind: 'act',
              cell: room => <span className="quiet tnum">{count(room.seats, 'seat')}</span>,
            },
          ]}
        />
      )}
      <AddRoom house={house} open={adding} onClose={() => setAdding(false)} />
    </Panel>
  )
}
