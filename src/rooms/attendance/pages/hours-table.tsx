import { Button } from '#web/ui/button.tsx'
import { useAsk } from '#web/ui/data.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { hoursOf, Pulse } from '#web/ui/pulse.tsx'
import { Link, useGo } from '#web/ui/route.tsx'
import { shortWords } from '#web/ui/week-words.ts'
import { count, hoursWords } from '#web/words.ts'
import type { cures } from '../offers.ts'
import { type Cure, cureWords, type HoursRow, type Ledger, sumsOf } from './hours-rows.ts'

/** As many weeks as a cure is looked for at once. */
const curedAtOnce = 50

/** What would save the week of who is short; asked once the list stands. */
function useCures(rows: readonly HoursRow[], { monday, past }: { monday: string; past: boolean }) {
  const may = useMay()
  const clientIds = rows.filter(row => row.short).map(row => row.clientId)
  const asked = useAsk<typeof cures>(
    'attendance.cures',
    { clientIds: clientIds.slice(0, curedAtOnce), monday },
    { enabled: may('attendance.cures') && !past && clientIds.length > 0, private: true },
  )
  return new Map((asked.data?.cures ?? []).map(cure => [cure.clientId, cure]))
}

function Who({ row, cure, past }: { row: HoursRow; cure: Cure | undefined; past: boolean }) {
  const words = useWords(cure?.sessions[0]?.zone)
  const says = shortWords(row.week)
  return (
    <>
      <Link to={`/staff/clients/${row.clientId}/attendance`}>{row.name}</Link>
      {row.track ? <span className="quiet small"> {row.track}</span> : null}
      {row.short && says ? <span className="sub why">{says}</span> : null}
      {row.short && !past && cure ? (
        <span className={`sub ${cure.sessions.length > 0 ? 'cure' : ''}`}>{cureWords(cure, words)}</span>
      ) : null}
    </>
  )
}

function Likely({ row }: { row: HoursRow }) {
  const { week } = row
  const risk = week.standing === 'cannot-be-met' || week.standing === 'nothing-booked'
  return <span className={`nowrap ${row.short ? (risk ? 't-risk' : 't-due') : ''}`}>{hoursWords(week.likely)}</span>
}

function LastService({ row, data }: { row: HoursRow; data: Ledger }) {
  const words = useWords(data.zone)
  const { daysWithout, lastServiceOn } = row.week
  if (lastServiceOn === null || daysWithout === null) return <span className="t-due">not here yet</span>
  const long = daysWithout > data.daysWithoutMost
  return (
    <>
      <span className={long ? 't-due' : ''}>{daysWithout === 0 ? '0 days' : count(daysWithout, 'day')}</span>{' '}
      <span className="sub nowrap">last {words.day(lastServiceOn)}</span>
    </>
  )
}

function columnsOf(data: Ledger, past: boolean, cureOf: ReadonlyMap<string, Cure>): Column<HoursRow>[] {
  const minutes = (head: string, of: (row: HoursRow) => number): Column<HoursRow> => ({
    head,
    kind: 'num',
    width: 96,
    card: 'label',
    cell: row => <span className={`nowrap${of(row) === 0 ? ' quiet' : ''}`}>{hoursWords(of(row))}</span>,
  })
  const ahead: Column<HoursRow>[] = [
    minutes('Still to come', row => row.week.coming),
    { head: 'Likely', kind: 'num', width: 96, card: 'label', cell: row => <Likely row={row} /> },
  ]
  return [
    { head: 'Client', cell: row => <Who row={row} cure={cureOf.get(row.clientId)} past={past} /> },
    {
      head: 'Credited of prescribed',
      width: 196,
      cell: row => {
        const hours = hoursOf(row.week)
        if (!hours) return <span className="quiet">{hoursWords(row.week.credited)}, no rule</span>
        return <Pulse {...hours} who={row.name} figure />
      },
    },
    ...(past ? [] : ahead),
    minutes('Excused', row => row.week.excused),
    {
      head: 'Days',
      kind: 'num',
      width: 64,
      card: 'label',
      cell: row => (
        <>
          {row.week.serviceDays}{' '}
          {row.week.fullDays > 0 ? <span className="sub nowrap">{row.week.fullDays} full</span> : null}
        </>
      ),
    },
    {
      head: 'Without a service',
      kind: 'num',
      width: 116,
      card: 'label',
      cell: row => <LastService row={row} data={data} />,
    },
  ]
}

/** Sums are told in whole hours: a minute of a hundred hours says nothing. */
function inHours({ prescribed, credited, coming, likely, excused }: ReturnType<typeof sumsOf>) {
  const whole = (minutes: number) => Math.round(minutes / 60) * 60
  return {
    prescribed: whole(prescribed),
    credited: whole(credited),
    coming: whole(coming),
    likely: whole(likely),
    excused: whole(excused),
  }
}

type TableProps = {
  data: Ledger
  rows: readonly HoursRow[]
  past: boolean
  /** Opens what would save the week; absent for who may not look, and for weeks that are over. */
  onCure: ((row: HoursRow) => void) | undefined
}

/** The weeks of some clients, one a row, with their sum. */
export function HoursTable({ data, rows, past, onCure }: TableProps) {
  const go = useGo()
  const cureOf = useCures(rows, { monday: data.monday, past })
  const sums = inHours(sumsOf(rows))
  const columns = columnsOf(data, past, cureOf)
  const act: Column<HoursRow> = {
    head: 'Action',
    headHidden: true,
    kind: 'act',
    width: 132,
    cell: row =>
      row.short && onCure ? (
        <Button small label={`Find make-ups for ${row.name}`} onPress={() => onCure(row)}>
          Find make-ups
        </Button>
      ) : null,
  }
  return (
    <DataTable
      label="Hours of the week by client"
      rows={rows}
      keyOf={row => row.clientId}
      onOpen={row => (row.short && onCure ? onCure(row) : go(`/staff/clients/${row.clientId}/attendance`))}
      columns={onCure ? [...columns, act] : columns}
      foot={
        <tr className="hours-sum">
          <th scope="row">Together</th>
          <td>
            <Pulse
              prescribedMinutes={sums.prescribed}
              attendedMinutes={sums.credited}
              scheduledMinutes={sums.coming}
              forecastMinutes={sums.likely}
              who="Together"
              figure
            />
          </td>
          {past ? null : (
            <>
              <td className="num nowrap">{hoursWords(sums.coming)}</td>
              <td className="num nowrap">{hoursWords(sums.likely)}</td>
            </>
          )}
          <td className="num nowrap">{hoursWords(sums.excused)}</td>
          <td colSpan={onCure ? 3 : 2} />
        </tr>
      }
    />
  )
}
