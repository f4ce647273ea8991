import { useState } from 'react'
import { dayIn, instant, isDay } from '#kernel/time.ts'
import type { roomsFree, roomsOf } from '#rooms/calendar/queries.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import type { OverrideAsked } from '#web/ui/conflicts.ts'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { CheckField, FieldRow, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useHere } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { useGo } from '#web/ui/route.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, listWords } from '#web/words.ts'
import type { startGroup } from '../commands.ts'
import type { curricula } from '../curricula.ts'
import type { catalog } from '../group-queries.ts'
import { countingIn } from './counted-words.ts'
import {
  type Catalog,
  emptyGroup,
  firstSession,
  type GroupDraft,
  groupMissing,
  meetingsOf,
  type TimeDraft,
  timesMissing,
  wordsOf,
} from './group-draft.ts'
import { type GroupChoices, type House, ModeFields, SeatFields, WhatFields } from './group-form.tsx'
import { emptyTime, TimeFields, toggled } from './group-times.tsx'
import './groups.css'

type Rooms = NonNullable<ReturnType<typeof useAsk<typeof roomsOf>>['data']>['rooms']
/** Where and with whom, beside what the group is and when it meets. */
type PlaceDraft = { siteId: string; roomId: string; startsOn: string; facilitatorIds: string[] }

/** Staff with a credential, who may lead groups, before the others. */
function leadersFirst(house: House): House['staff'] {
  return [...house.staff.filter(each => each.credential), ...house.staff.filter(each => !each.credential)]
}

type PlaceProps = {
  draft: GroupDraft
  place: PlaceDraft
  times: readonly TimeDraft[]
  house: House
  rooms: Rooms
  zone: string
  change: (part: Partial<PlaceDraft>) => void
}

function Where({ draft, place, times, house, rooms, zone, change }: PlaceProps) {
  const first = times.map(each => firstSession(each, place.startsOn, zone)).find(each => each !== undefined)
  const free = useAsk<typeof roomsFree>(
    'calendar.rooms-free',
    { siteId: place.siteId, startsAt: first?.startsAt ?? '', endsAt: first?.endsAt ?? '' },
    { enabled: first !== undefined && place.siteId !== '' },
  )
  const own = rooms.filter(room => room.siteId === place.siteId)
  const chosen = own.find(each => each.id === place.roomId)
  const freeIds = first && free.data ? new Set(free.data.rooms.map(room => room.id)) : undefined
  const words = (room: Rooms[number]) =>
    `${room.name}, ${count(room.seats, 'seat')}${freeIds && !freeIds.has(room.id) ? ', taken the first time' : ''}`
  const small = chosen && Number(draft.capacity) > chosen.seats
  return (
    <>
      <FieldRow>
        <SelectField
          label="Site"
          value={place.siteId}
          onValue={siteId => change({ siteId, roomId: '' })}
          options={house.sites.map(site => ({ value: site.id, label: site.name }))}
        />
        {draft.mode === 'in-person' ? (
          <SelectField
            label="Room of the group"
            value={place.roomId}
            onValue={roomId => change({ roomId })}
            help={small ? `${chosen.name} has ${chosen.seats} seats.` : undefined}
            options={[
              { value: '', label: 'Choose a room' },
              ...own.map(room => ({ value: room.id, label: words(room) })),
            ]}
          />
        ) : null}
        <TextField
          label="First day"
          type="date"
          value={place.startsOn}
          onValue={startsOn => change({ startsOn })}
          required
        />
      </FieldRow>
      <fieldset className="one">
        <legend>Who leads; the first chosen is the lead</legend>
        <div className="checks">
          {leadersFirst(house).map(each => (
            <CheckField
              key={each.id}
              label={each.credential ? `${each.name}, ${each.credential}` : each.name}
              checked={place.facilitatorIds.includes(each.id)}
              onChecked={on => change({ facilitatorIds: toggled(place.facilitatorIds, each.id, on) })}
            />
          ))}
        </div>
      </fieldset>
    </>
  )
}

type TimesProps = {
  draft: GroupDraft
  times: readonly TimeDraft[]
  catalog: Catalog
  rooms: { value: string; label: string }[] | null
  onTimes: (times: TimeDraft[]) => void
}

function Times({ draft, times, catalog, rooms, onTimes }: TimesProps) {
  return (
    <Panel
      title="When"
      padded
      end={
        <Button small kind="quiet" icon="plus" onPress={() => onTimes([...times, emptyTime()])}>
          Add another time
        </Button>
      }
    >
      {times.map(time => (
        <TimeFields
          key={time.key}
          time={time}
          rooms={rooms}
          counting={countingIn(catalog, draft.service)}
          change={part => onTimes(times.map(each => (each.key === time.key ? { ...each, ...part } : each)))}
          drop={times.length > 1 ? () => onTimes(times.filter(each => each.key !== time.key)) : null}
        />
      ))}
    </Panel>
  )
}

/** What is still missing, in the order of the page. */
function missingOf(draft: GroupDraft, place: PlaceDraft, { times, catalog }: { times: TimeDraft[]; catalog: Catalog }) {
  const roomless = draft.mode === 'in-person' && !place.roomId && times.some(each => each.roomId === '')
  return [
    ...groupMissing(draft, catalog.services),
    ...timesMissing(times),
    isDay(place.startsOn) ? '' : 'the first day',
    roomless ? 'a room' : '',
    place.facilitatorIds.length === 0 ? 'someone who leads' : '',
  ].filter(Boolean)
}

function useStart() {
  const go = useGo()
  return useAct<typeof startGroup>('timetable.start-group', {
    refusals: 'quiet',
    onDone: ({ groupId, sessions }) => {
      toast(`The group stands: ${count(sessions, 'session')} booked.`)
      go(`/staff/groups/${groupId}`)
    },
  })
}

type FillingProps = { house: House; rooms: Rooms; choices: Omit<GroupChoices, 'tracks'> }

function Filling({ house, rooms, choices }: FillingProps) {
  const { site } = useHere()
  const start = useStart()
  const [draft, setDraft] = useState(emptyGroup)
  const [times, setTimes] = useState([emptyTime()])
  const [place, setPlace] = useState<PlaceDraft>({
    siteId: site.id || (house.sites[0]?.id ?? ''),
    roomId: '',
    startsOn: dayIn(site.zone, instant(new Date())),
    facilitatorIds: [],
  })
  const change = (part: Partial<GroupDraft>) => setDraft(before => ({ ...before, ...part }))
  const missing = missingOf(draft, place, { times, catalog: choices.catalog })
  const zone = house.sites.find(each => each.id === place.siteId)?.zone ?? site.zone
  const mine = { ...choices, tracks: house.tracks.filter(track => track.siteId === place.siteId) }
  const meetsHere = draft.mode === 'in-person'
  const nameOf = ({ kind, id }: { kind: string; id: string }) =>
    (kind === 'room' ? rooms : house.staff).find(each => each.id === id)?.name
  function send(override: OverrideAsked | null) {
    if (missing.length > 0) return
    const meetings = meetingsOf(times).map(each => (meetsHere ? each : { ...each, roomId: null }))
    const roomId = meetsHere ? place.roomId || null : null
    void start.run({ ...wordsOf(draft), ...place, roomId, meetings, override })
  }
  return (
    <Form label="Start a group" onSend={() => send(null)}>
      <Panel title="What and for whom" padded>
        <div className="form">
          <WhatFields draft={draft} change={change} choices={mine} />
          <SeatFields draft={draft} change={change} choices={mine} />
          <ModeFields draft={draft} change={change} />
        </div>
      </Panel>
      <Times
        draft={draft}
        times={times}
        catalog={choices.catalog}
        rooms={
          meetsHere
            ? rooms.filter(each => each.siteId === place.siteId).map(each => ({ value: each.id, label: each.name }))
            : null
        }
        onTimes={setTimes}
      />
      <Panel title="Where and with whom" padded>
        <div className="form">
          <Where
            draft={draft}
            place={place}
            times={times}
            house={house}
            rooms={rooms}
            zone={zone}
            change={part => {
              if (part.siteId) {
                change({ trackId: '' })
                setTimes(before => before.map(each => ({ ...each, roomId: '' })))
              }
              setPlace(before => ({ ...before, ...part }))
            }}
          />
        </div>
      </Panel>
      <ConflictsNotice
        problem={start.problem}
        title="The group was not started, and nothing was booked."
        nameOf={nameOf}
        zone={zone}
        busy={start.busy}
        onOverride={send}
      />
      <div>
        <Button
          kind="primary"
          submit
          busy={start.busy}
          reason={missing.length > 0 ? `Still missing: ${listWords(missing)}.` : undefined}
        >
          Start the group
        </Button>
      </div>
    </Form>
  )
}

/** A new group: what, when, where and with whom; its sessions are booked eight weeks ahead at once. */
export default function StartGroupPage() {
  const house = useAsk<typeof houseOf>('people.house', {})
  const rooms = useAsk<typeof roomsOf>('calendar.rooms', {})
  const services = useAsk<typeof catalog>('timetable.services', {})
  const lists = useAsk<typeof curricula>('timetable.curricula', {})
  return (
    <Page title="Start a group" sub="Its sessions are booked eight weeks ahead at once: all of them, or none.">
      <div className="narrow-form">
        <Asked asked={house} what="The form" rows={8}>
          {data => (
            <Asked asked={rooms} what="The rooms">
              {found => (
                <Asked asked={services} what="The services">
                  {catalogOf => (
                    <Asked asked={lists} what="The curricula">
                      {list => (
                        <Filling
                          house={data}
                          rooms={found.rooms}
                          choices={{ catalog: catalogOf, curricula: list.curricula }}
                        />
                      )}
                    </Asked>
                  )}
                </Asked>
              )}
            </Asked>
          )}
        </Asked>
      </div>
    </Page>
  )
}
