import { useState } from 'react'
import type { houseOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { languageWords } from '#web/ui/client-fields.tsx'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Confirm, Drawer } from '#web/ui/drawer.tsx'
import { Form, TextField } from '#web/ui/field.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Facts, Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, listWords, minutesWords } from '#web/words.ts'
import type { changeGroup, endGroup } from '../commands.ts'
import type { curricula } from '../curricula.ts'
import type { catalog } from '../group-queries.ts'
import { countedIn, countedSentence, countingIn } from './counted-words.ts'
import { type Catalog, draftOf, type Group, type GroupDraft, groupMissing, wordsOf } from './group-draft.ts'
import { type GroupChoices, ModeFields, SeatFields, WhatFields } from './group-form.tsx'
import { useMeetingWords } from './meeting-words.ts'

/** What its times count as they are planned, by the service that is chosen. */
function Counted({ group, service, catalog: known }: { group: Group; service: string; catalog: Catalog }) {
  const { me } = useHere()
  const counting = countingIn(known, service)
  const lines = group.meetings.map(meeting => countedSentence(meeting, counting, me.organization.clock))
  return (
    <div className="small" aria-live="polite">
      {[...new Set(lines)].map(line => (
        <p key={line}>{line}</p>
      ))}
    </div>
  )
}

function ChangeForm({ group, choices, onClose }: { group: Group; choices: GroupChoices; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(group))
  const change = useAct<typeof changeGroup>('timetable.change-group', {
    refusals: 'quiet',
    onDone: () => {
      toast('The group is changed, and its coming sessions with it.')
      onClose()
    },
  })
  const set = (part: Partial<GroupDraft>) => setDraft(before => ({ ...before, ...part }))
  const missing = groupMissing(draft, choices.catalog.services)
  const { version } = group
  return (
    <Form label="Change the group" onSend={() => void change.run({ groupId: group.id, version, ...wordsOf(draft) })}>
      <WhatFields draft={draft} change={set} choices={choices} />
      <SeatFields draft={draft} change={set} choices={choices} />
      <ModeFields draft={draft} change={set} />
      <Counted group={group} service={draft.service} catalog={choices.catalog} />
      <p className="quiet">
        When, where and with whom it meets is changed at its sessions in the <Link to="/staff/week">week</Link>, for one
        or from there on.
      </p>
      <ConflictsNotice problem={change.problem} busy={change.busy} title="Nothing was changed." />
      <div>
        <Button
          kind="primary"
          submit
          busy={change.busy}
          reason={missing.length > 0 ? `Still missing: ${listWords(missing)}.` : undefined}
        >
          Change the group
        </Button>
      </div>
    </Form>
  )
}

function ChangeGroup({ group, onClose }: { group: Group; onClose: () => void }) {
  const house = useAsk<typeof houseOf>('people.house', {})
  const services = useAsk<typeof catalog>('timetable.services', {})
  const lists = useAsk<typeof curricula>('timetable.curricula', {})
  return (
    <Drawer open wide onClose={onClose} title={`Change ${group.name}`}>
      <Asked asked={house} what="The form">
        {({ tracks }) => (
          <Asked asked={services} what="The services">
            {catalogOf => (
              <Asked asked={lists} what="The curricula">
                {list => (
                  <ChangeForm
                    group={group}
                    onClose={onClose}
                    choices={{
                      catalog: catalogOf,
                      curricula: list.curricula,
                      tracks: tracks.filter(each => each.siteId === group.siteId),
                    }}
                  />
                )}
              </Asked>
            )}
          </Asked>
        )}
      </Asked>
    </Drawer>
  )
}

function EndGroup({ group, onClose }: { group: Group; onClose: () => void }) {
  const words = useWords(group.zone)
  const [lastOn, setLastOn] = useState<string>(group.today)
  const [reason, setReason] = useState('')
  const [sure, setSure] = useState(false)
  const end = useAct<typeof endGroup>('timetable.end-group', {
    onDone: ({ sessions, seats }) => {
      toast(`The group ends. ${count(sessions, 'session')} canceled, ${count(seats, 'seat')} ended.`)
      onClose()
    },
  })
  const ask = () => {
    if (reason.trim().length >= 2) setSure(true)
  }
  return (
    <Drawer open onClose={onClose} title={`End ${group.name}`}>
      <Form label="End the group" onSend={ask}>
        <p className="quiet">
          Seats end with the group, and later sessions are canceled. Everything that took place stays.
        </p>
        <TextField label="Last day" type="date" value={lastOn} onValue={setLastOn} error={end.saysOf('lastOn')} />
        <TextField
          label="Reason"
          value={reason}
          onValue={setReason}
          maxLength={200}
          error={end.saysOf('reason')}
          required
        />
        <div>
          <Button kind="danger" submit reason={reason.trim().length < 2 ? 'Write why first.' : undefined}>
            End the group
          </Button>
        </div>
      </Form>
      <Confirm
        open={sure}
        onClose={() => setSure(false)}
        title={`End ${group.name}?`}
        act="End the group"
        busy={end.busy}
        onAct={() => {
          setSure(false)
          void end.run({ groupId: group.id, lastOn, reason })
        }}
      >
        After {words.day(lastOn)} it meets no more and cannot be taken up again.{' '}
        {count(group.taken, 'person', 'people')} will have no seat in it.
      </Confirm>
    </Drawer>
  )
}

/** For whom a group is, in words. */
export function cohortText(group: Pick<Group, 'cohortName' | 'cohort' | 'cohortValue'>): string {
  if (group.cohort === 'language' && group.cohortValue) return `People who speak ${languageWords(group.cohortValue)}`
  return group.cohortName ?? 'Everybody'
}

const modeWords = { video: 'Video', phone: 'Phone', 'in-person': 'In person' } as const

/** Breaks of a group's meetings, each kind once. */
function pauseWords(group: Group): string {
  const all = group.meetings.flatMap(each =>
    each.breaks.map(pause => `${pause.minutes} min ${pause.kind} after ${pause.afterMinutes} min`),
  )
  return [...new Set(all)].join('; ') || 'none'
}

/** What each time of a group counts; undefined while the catalog is not there. */
function useCounts(group: Group): string | undefined {
  const may = useMay()
  const asked = useAsk<typeof catalog>('timetable.services', {}, { enabled: may('timetable.services') })
  if (!asked.data || group.meetings.length === 0) return undefined
  const counting = countingIn(asked.data, group.service)
  if (!counting.counts) return 'not towards the weekly hours'
  const times = [...new Set(group.meetings.map(meeting => minutesWords(countedIn(meeting, counting))))]
  return `${listWords(times)} each time`
}

/** What a group is, with the ways to change and to end it. */
export function About({ group }: { group: Group }) {
  const meetingWords = useMeetingWords()
  const words = useWords(group.zone)
  const may = useMay()
  const [doing, setDoing] = useState<'change' | 'end'>()
  const counts = useCounts(group)
  const led = group.facilitators.map(each => (each.credential ? `${each.name}, ${each.credential}` : each.name))
  return (
    <Panel
      title="This group"
      end={
        may('timetable.change-group') && !group.endsOn ? (
          <Button small onPress={() => setDoing('change')}>
            Change
          </Button>
        ) : null
      }
      foot={
        may('timetable.end-group') && !group.endsOn ? (
          <Button small kind="quiet" onPress={() => setDoing('end')}>
            End this group
          </Button>
        ) : null
      }
    >
      <Facts
        facts={[
          { word: 'Service', value: group.serviceName },
          { word: 'For', value: cohortText(group) },
          { word: 'Track', value: group.track ?? 'No track' },
          {
            word: 'Joining',
            value: group.open ? <Chip kind="done">Open</Chip> : <Chip kind="quiet">Closed, all begin together</Chip>,
          },
          { word: 'Meets', value: meetingWords(group.meetings) },
          { word: 'Breaks', value: pauseWords(group) },
          ...(counts ? [{ word: 'Counts', value: counts }] : []),
          { word: 'Where', value: `${group.room || modeWords[group.mode]}, ${group.site}` },
          ...(group.link ? [{ word: 'Link', value: <a href={group.link}>Join by video</a> }] : []),
          { word: 'Led by', value: led.length > 0 ? led.join('; ') : 'nobody yet' },
          {
            word: 'Curriculum',
            value: group.curriculum ? <Link to="/staff/curricula">{group.curriculum}</Link> : 'none',
          },
          { word: 'At least', value: group.least > 0 ? count(group.least, 'client') : 'not set' },
          { word: 'Since', value: words.day(group.startsOn) },
          ...(group.endsOn ? [{ word: 'Ended', value: `${words.day(group.endsOn)}: ${group.endReason ?? ''}` }] : []),
        ]}
      />
      {doing === 'change' ? <ChangeGroup group={group} onClose={() => setDoing(undefined)} /> : null}
      {doing === 'end' ? <EndGroup group={group} onClose={() => setDoing(undefined)} /> : null}
    </Panel>
  )
}
