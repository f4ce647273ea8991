import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { SelectField } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Link, useGo, useWord } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { groupsOf } from '../group-queries.ts'
import { cohortText } from './group-about.tsx'
import { useMeetingWords } from './meeting-words.ts'
import { Seats } from './seats.tsx'
import './groups.css'

type Group = NonNullable<ReturnType<typeof useAsk<typeof groupsOf>>['data']>['groups'][number]

function Ended({ group }: { group: Group }) {
  const words = useWords(group.zone)
  return (
    <>
      {group.endsOn ? words.day(group.endsOn) : ''}
      <span className="sub">{group.endReason}</span>
    </>
  )
}

function Groups({ groups, ended }: { groups: Group[]; ended: boolean }) {
  const go = useGo()
  const may = useMay()
  const meetingWords = useMeetingWords()
  const mayOpen = may('timetable.group')
  return (
    <DataTable
      label="Groups"
      rows={groups}
      keyOf={group => group.id}
      {...(mayOpen ? { onOpen: (group: Group) => go(`/staff/groups/${group.id}`) } : {})}
      columns={[
        {
          head: 'Group',
          cell: group => (
            <>
              {mayOpen ? <Link to={`/staff/groups/${group.id}`}>{group.name}</Link> : <b>{group.name}</b>}
              <span className="sub">
                {group.serviceName}
                {group.open ? '' : ', closed'}
              </span>
            </>
          ),
        },
        {
          head: 'For',
          card: 'label',
          cell: group => (
            <>
              {group.cohort ? cohortText(group) : <span className="quiet">Everybody</span>}
              {group.track ? <span className="sub">{group.track}</span> : null}
            </>
          ),
        },
        {
          head: 'Meets',
          card: 'label',
          cell: group => (
            <>
              {meetingWords(group.meetings)}
              <span className="sub">{[group.room, group.site].filter(Boolean).join(', ')}</span>
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
              <span className={ended ? 'quiet' : 't-due'}>Nobody</span>
            ),
        },
        ended
          ? { head: 'Ended', card: 'label', cell: group => <Ended group={group} /> }
          : {
              head: 'Seats taken',
              kind: 'num',
              width: 190,
              card: 'label',
              cell: group => (
                <>
                  <Seats {...group} />
                  {group.waiting > 0 ? <Chip kind="due">{group.waiting} waiting</Chip> : null}
                </>
              ),
            },
      ]}
    />
  )
}

type Shown = { siteId: string; ended: boolean }

/** The address of a filtered list, so that it can be kept and sent. */
function pathOf({ siteId, ended }: Shown): string {
  const words = [siteId ? `site=${siteId}` : '', ended ? 'ended=yes' : ''].filter(Boolean).join('&')
  return words ? `/staff/groups?${words}` : '/staff/groups'
}

function Filters({ shown }: { shown: Shown }) {
  const { me } = useHere()
  const go = useGo()
  const to = (part: Partial<Shown>) => go(pathOf({ ...shown, ...part }), { replace: true })
  return (
    <div className="row group-filters">
      {me.sites.length > 1 ? (
        <SelectField
          label="Site"
          value={shown.siteId}
          onValue={siteId => to({ siteId })}
          options={[
            { value: 'all', label: 'All sites' },
            ...me.sites.map(each => ({ value: each.id, label: each.name })),
          ]}
        />
      ) : null}
      <Segmented
        label="Which groups"
        labelHidden
        small
        options={[
          { value: 'now', label: 'Meeting now' },
          { value: 'ended', label: 'Ended' },
        ]}
        value={shown.ended ? 'ended' : 'now'}
        onValue={value => to({ ended: value === 'ended' })}
      />
    </div>
  )
}

/** What the list says above itself. */
function subOf(groups: readonly Group[], { ended }: Shown): string {
  if (ended) return count(groups.length, 'group has ended', 'groups have ended')
  const free = groups.reduce((sum, group) => sum + Math.max(0, group.capacity - group.taken), 0)
  const waiting = groups.reduce((sum, group) => sum + group.waiting, 0)
  const waits = count(waiting, 'person waits', 'people wait')
  return `${count(groups.length, 'group')}, ${count(free, 'free seat')}, ${waits}.`
}

/** The groups of a site, or of all, that meet now or have ended. */
export default function GroupsPage() {
  const { site } = useHere()
  const may = useMay()
  const go = useGo()
  const asSite = useWord('site') ?? site.id
  const ended = useWord('ended') === 'yes'
  const mayStart = may('timetable.start-group')
  const asked = useAsk<typeof groupsOf>('timetable.groups', {
    ...(asSite && asSite !== 'all' ? { siteId: asSite } : {}),
    ended,
  })
  const shown = { siteId: asSite || 'all', ended }
  useKeys('Groups', mayStart ? [{ key: 's', says: 'Start a group', run: () => go('/staff/groups/new') }] : [])
  return (
    <Page
      title="Groups"
      sub={asked.data ? subOf(asked.data.groups, shown) : ' '}
      actions={
        mayStart ? (
          <ButtonLink to="/staff/groups/new" kind="primary" icon="plus">
            Start a group
          </ButtonLink>
        ) : null
      }
    >
      <Panel title={ended ? 'Groups that have ended' : 'Groups that meet now'} end={<Filters shown={shown} />}>
        <Asked asked={asked} what="The list">
          {data =>
            data.groups.length > 0 ? (
              <Groups groups={data.groups} ended={ended} />
            ) : (
              <Empty title={ended ? 'No group has ended here' : 'No group meets here yet'}>
                A group has a room, someone who leads it, seats, and the days on which it meets. A director starts it.
              </Empty>
            )
          }
        </Asked>
      </Panel>
      {mayStart ? <KeyHints hints={[{ key: 's', says: 'start a group' }]} /> : null}
    </Page>
  )
}
