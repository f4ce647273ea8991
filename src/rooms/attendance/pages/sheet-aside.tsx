import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { count, hoursWords } from '#web/words.ts'
import type { Marking, Person, Sheet } from './marking.ts'

function InTheRoom({ sheet }: { sheet: Sheet }) {
  const { session, people } = sheet
  const clients = people.filter(
    person => person.mark?.kind === 'here' && (!person.mark.leftAt || person.mark.leftAt > session.now),
  ).length
  const staff = session.facilitators.length
  if (session.state !== 'running' || session.format !== 'group') return null
  return (
    <Panel title="In the room now" end={<span className="quiet">{session.room}</span>} padded>
      <p>
        <span className="bigger">{clients + staff}</span> people: {count(clients, 'client')}, {staff} staff.
      </p>
    </Panel>
  )
}

/** What a person's week asks for, in a sentence; undefined when it is on course. */
function followOf(person: Person): string | undefined {
  const { week, standing } = person
  const missed = standing === 'absent' ? 'was not here' : undefined
  if (!week || week.prescribed === null) return missed
  const least = hoursWords(week.prescribed)
  if (week.standing === 'cannot-be-met') return `cannot reach ${least} this week: ${hoursWords(week.likely)} likely`
  if (week.standing === 'likely-short' || week.standing === 'nothing-booked')
    return `is likely short this week: ${hoursWords(week.likely)} of ${least}`
  return missed
}

function Follows({ people }: { people: readonly Person[] }) {
  const follows = people.flatMap(person => {
    const says = followOf(person)
    return says ? [{ person, says }] : []
  })
  if (follows.length === 0) return null
  return (
    <Panel title="What follows">
      <ul className="follow">
        {follows.map(({ person, says }) => (
          <li key={person.clientId}>
            <Icon name={person.standing === 'absent' ? 'phone' : 'clock'} />
            <p>
              <b>{person.name}</b> {says}.
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Where a video meeting is, while it is not over. */
function Joining({ session }: { session: Sheet['session'] }) {
  if (!session.link || session.state === 'over' || session.state === 'canceled') return null
  return (
    <a className="btn plain full" href={session.link} target="_blank" rel="noreferrer">
      Open the video meeting
    </a>
  )
}

type AsideProps = { sheet: Sheet; marking: Marking; fixed: boolean }

/** Beside the sheet: who is in the room, what follows, and the way on. */
export function SheetAside({ sheet, marking, fixed }: AsideProps) {
  const words = useWords(sheet.session.zone)
  const may = useMay()
  const open = sheet.people.filter(person => person.standing === 'not-marked').length
  const mayNote =
    sheet.session.mine &&
    sheet.session.format === 'group' &&
    may('notes.group-note') &&
    sheet.session.state !== 'planned'
  return (
    <>
      <InTheRoom sheet={sheet} />
      <Joining session={sheet.session} />
      <Follows people={sheet.people} />
      {sheet.closedAt ? (
        <p className="closed-line">
          <Chip kind="done">Closed {words.when(sheet.closedAt, sheet.session.now)}</Chip>
          <span className="small quiet">A correction is still possible and keeps the earlier mark.</span>
        </p>
      ) : null}
      {fixed || sheet.closedAt ? null : (
        <Button
          kind="primary"
          full
          busy={marking.closing}
          reason={open > 0 ? `${count(open, 'person is', 'people are')} not marked yet.` : undefined}
          onPress={marking.close}
        >
          Close attendance
        </Button>
      )}
      {mayNote ? (
        <ButtonLink
          to={`/staff/notes/${sheet.session.id}`}
          kind={sheet.closedAt ? 'primary' : 'plain'}
          full
          icon="note"
        >
          Go on to the group note
        </ButtonLink>
      ) : null}
    </>
  )
}
