import { dayIn, instant, mondayOf } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { overrides } from '../group-queries.ts'
import { actWords, ruleWords } from './override-words.ts'
import './plan.css'

type Override = NonNullable<ReturnType<typeof useAsk<typeof overrides>>['data']>['overrides'][number]

/** What it was done to: the group, or the session in its week. */
function About({ override }: { override: Override }) {
  const { site } = useHere()
  const { group, groupId, startsAt, client } = override
  const zone = override.zone ?? site.zone
  const words = useWords(zone)
  const when = startsAt ? `${words.day(startsAt)}, ${words.time(startsAt)}` : ''
  const week = startsAt ? `/staff/week?monday=${mondayOf(dayIn(zone, instant(startsAt)))}` : ''
  return (
    <span className="sub">
      {group && groupId ? <Link to={`/staff/groups/${groupId}`}>{group}</Link> : null}
      {group && when ? ', ' : ''}
      {when ? <Link to={week}>{when}</Link> : null}
      {client ? (
        <>
          {group || when ? ', ' : ''}
          <Link to={`/staff/clients/${client.id}`}>{client.name}</Link>{' '}
          <ClientHours id={client.id} name={client.name} />
        </>
      ) : null}
    </span>
  )
}

function Overrides({ list }: { list: Override[] }) {
  const words = useWords()
  return (
    <DataTable
      label="What was done against a rule, the latest first"
      rows={list}
      keyOf={each => each.id}
      columns={[
        {
          head: 'What',
          width: 300,
          cell: each => (
            <>
              <b>{actWords(each.doing)}</b>
              <About override={each} />
            </>
          ),
        },
        {
          head: 'Against',
          cell: each => (
            <span className="row">
              {each.conflicts.map(kind => (
                <Chip key={kind} kind="quiet">
                  {ruleWords(kind)}
                </Chip>
              ))}
            </span>
          ),
        },
        { head: 'Why', card: 'label', cell: each => each.reason },
        { head: 'By', card: 'label', width: 150, cell: each => each.by ?? 'the program' },
        {
          head: 'When',
          card: 'label',
          width: 150,
          cell: each => (
            <time dateTime={each.at}>
              {words.day(each.at)}, {words.time(each.at)}
            </time>
          ),
        },
      ]}
    />
  )
}

/** What was done against a rule of the week, for who answers for it. */
export default function OverridesPage() {
  const asked = useAsk<typeof overrides>('timetable.overrides', {})
  const found = asked.data?.overrides.length ?? 0
  return (
    <Page
      title="Overrides"
      sub={found > 0 ? `${count(found, 'time')} that somebody went on against a rule of the week.` : ' '}
    >
      <Panel title="The last 60 days" sub={found > 0 ? 'the latest first' : undefined}>
        <Asked asked={asked} what="The list">
          {data =>
            data.overrides.length > 0 ? (
              <div className="line-by-line">
                <Overrides list={data.overrides} />
              </div>
            ) : (
              <Empty title="Nobody went on against a rule">
                When somebody gives a seat in a full group, books outside opening hours or the like, it stands here with
                the rule, the name and the reason.
              </Empty>
            )
          }
        </Asked>
      </Panel>
    </Page>
  )
}
