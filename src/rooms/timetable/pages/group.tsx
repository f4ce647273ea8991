import { useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { useParams } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { groupOf } from '../group-queries.ts'
import { About, cohortText } from './group-about.tsx'
import type { Group } from './group-draft.ts'
import { PastSeats, Roster } from './group-roster.tsx'
import { EndSeat, GiveSeat } from './group-seat.tsx'
import { ComingSessions } from './group-sessions.tsx'
import { WaitlistPanel } from './group-waitlist.tsx'
import { useMeetingWords } from './meeting-words.ts'
import { Seats } from './seats.tsx'
import './groups.css'

/** What the director is to know of a group: it is smaller than it should be, or it is over. */
function Standing({ group }: { group: Group }) {
  const words = useWords(group.zone)
  if (group.endsOn)
    return (
      <Notice kind="quiet">
        <b>This group ended {words.day(group.endsOn)}.</b> {group.endReason}
      </Notice>
    )
  if (group.taken >= group.least) return null
  return (
    <Notice kind="due">
      <b>
        {count(group.taken, 'seat is', 'seats are')} taken; the group should have {group.least} or more.
      </b>{' '}
      Give seats, or move the people into another group.
    </Notice>
  )
}

function SeatsPanel({ group, onGive }: { group: Group; onGive: () => void }) {
  const may = useMay()
  const [ending, setEnding] = useState<Group['seats'][number]>()
  return (
    <>
      <Panel
        title="Who has a seat"
        sub={<Seats {...group} />}
        end={
          may('timetable.give-seat') && !group.endsOn ? (
            <Button kind="primary" icon="plus" onPress={onGive}>
              Give a seat
            </Button>
          ) : null
        }
        foot={group.unseen > 0 ? `${count(group.unseen, 'more person', 'more people')} outside your care teams.` : null}
      >
        {group.seats.length > 0 ? (
          <Roster group={group} onEnd={setEnding} />
        ) : (
          <Empty title={group.unseen > 0 ? 'Nobody here whom you may see' : 'Nobody has a seat yet'}>
            A seat books the client for every session of the group, so that nobody is booked twice.
          </Empty>
        )}
      </Panel>
      {ending ? <EndSeat seat={ending} group={group} onClose={() => setEnding(undefined)} /> : null}
    </>
  )
}

function Content({ group }: { group: Group }) {
  const may = useMay()
  const [giving, setGiving] = useState(false)
  const mayGive = may('timetable.give-seat') && !group.endsOn
  useKeys('This group', mayGive ? [{ key: 's', says: 'Give a seat', run: () => setGiving(true) }] : [])
  return (
    <>
      <Columns aside={<About group={group} />} asideLabel="This group">
        <Standing group={group} />
        <SeatsPanel group={group} onGive={() => setGiving(true)} />
        {may('timetable.waitlist') && !group.endsOn ? <WaitlistPanel group={group} /> : null}
        {may('timetable.week') ? <ComingSessions group={group} /> : null}
        <PastSeats group={group} />
      </Columns>
      {mayGive ? <KeyHints hints={[{ key: 's', says: 'give a seat' }]} /> : null}
      {giving ? <GiveSeat group={group} onClose={() => setGiving(false)} /> : null}
    </>
  )
}

/** One group: what it is, when it meets, who has a seat and who waits for one. */
export default function GroupPage() {
  const { id } = useParams()
  const group = useAsk<typeof groupOf>('timetable.group', { id: id ?? '' })
  const meetingWords = useMeetingWords()
  const { data } = group
  return (
    <Page
      title={data?.name ?? 'Group'}
      sub={
        data
          ? `${data.serviceName}${data.cohort ? `, ${cohortText(data).toLowerCase()}` : ''}. ` +
            `${meetingWords(data.meetings)}, ${data.room}, ${data.site}.`
          : ' '
      }
    >
      <Asked asked={group} what="The group">
        {found => <Content key={found.id} group={found} />}
      </Asked>
    </Page>
  )
}
