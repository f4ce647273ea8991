import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useHere, useMay } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Link, useGo } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { groupsOf } from '../queries.ts'
import { kindWords, useMeetingWords } from './meeting-words.ts'
import { Seats } from './seats.tsx'

type Group = NonNullable<ReturnType<typeof useAsk<typeof groupsOf>>['data']>['groups'][number]

function Groups({ groups }: { groups: Group[] }) {
  const go = useGo()
  const meetingWords = useMeetingWords()
  return (
    <DataTable
      label="Groups"
      rows={groups}
      keyOf={group => group.id}
      onOpen={group => go(`/staff/groups/${group.id}`)}
      columns={[
        {
          head: 'Group',
          cell: group => (
            <>
              <Link to={`/staff/groups/${group.id}`}>{group.name}</Link>
              {group.kind === 'group' ? null : <span className="sub">{kindWords[group.kind] ?? group.kind}</span>}
            </>
          ),
        },
        {
          head: 'Meets',
          card: 'label',
          cell: group => (
            <>
              {meetingWords(group.meetings)}
              <span className="sub">
                {group.room}, {group.site}
              </span>
            </>
          ),
        },
        {
          head: 'Led by',
          card: 'label',
          cell: group =>
            group.facilitators.length > 0 ? (
              group.facilitators.map(each => each.name).join(', ')
            ) : (
              <span className="t-risk">Nobody yet</span>
            ),
        },
        { head: 'Seats taken', kind: 'num', width: 170, card: 'label', cell: group => <Seats {...group} /> },
      ]}
    />
  )
}

/** The groups that meet at this site. */
export default function GroupsPage() {
  const { site } = useHere()
  const may = useMay()
  const asked = useAsk<typeof groupsOf>('timetable.groups', site.id ? { siteId: site.id } : {})
  const groups = asked.data?.groups ?? []
  const free = groups.reduce((sum, group) => sum + Math.max(0, group.capacity - group.taken), 0)
  return (
    <Page
      title="Groups"
      sub={asked.data ? `${count(groups.length, 'group')} at ${site.name}, ${count(free, 'free seat')}.` : ' '}
      actions={
        may('timetable.start-group') ? (
          <ButtonLink to="/staff/groups/new" kind="primary" icon="plus">
            Start a group
          </ButtonLink>
        ) : null
      }
    >
      <Panel title="Groups that meet now">
        <Asked asked={asked} what="The list">
          {data =>
            data.groups.length > 0 ? (
              <Groups groups={data.groups} />
            ) : (
              <Empty title="No group meets here yet">
                A group has a room, someone who leads it, seats, and the days on which it meets. A director starts it.
              </Empty>
            )
          }
        </Asked>
      </Panel>
    </Page>
  )
}
