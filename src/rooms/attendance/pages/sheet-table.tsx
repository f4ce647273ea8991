import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useKeys } from '#web/ui/keys.tsx'
import { useMay } from '#web/ui/me.tsx'
import { count } from '#web/words.ts'
import { wholeMinutes } from '../attendance.ts'
import { goToNextChoice } from './choose.tsx'
import { away, type EntryFrom, present, told } from './entries.ts'
import type { Marking } from './marking.ts'
import { SheetRow } from './sheet-row.tsx'
import type { Row, Sheet } from './sheet-rows.ts'
import { comingTo, useVisitorsOff } from './walk-in.tsx'

/** How many stand how, in words; what nobody is, is left out. */
function Tally({ rows }: { rows: readonly Row[] }) {
  const of = (standing: Row['standing']) => rows.filter(row => row.standing === standing).length
  const parts = [
    { word: 'present', number: of('present') + of('left-early'), color: '' },
    { word: 'late', number: of('late'), color: 't-due' },
    { word: 'absent', number: of('absent'), color: 't-risk' },
    { word: 'excused', number: of('excused'), color: 't-info' },
    { word: 'not marked', number: of('not-marked'), color: 'quiet' },
  ]
  return (
    <p className="tally" role="status">
      {parts
        .filter(part => part.number > 0)
        .map(part => (
          <span key={part.word} className={part.color}>
            <b>{part.number}</b> {part.word}
          </span>
        ))}
    </p>
  )
}

type SheetTableProps = {
  sheet: Sheet
  marking: Marking
  fixed: boolean
  onHistory: (row: Row) => void
  onCode: ((row: Row) => void) | undefined
  onWalkIn: (() => void) | undefined
}

/** The keys of the sheet: a number, then a letter for that row; letters alone for the open row. */
function useSheetKeys({ sheet, marking, fixed, onHistory, onWalkIn }: SheetTableProps) {
  const [openId, setOpenId] = useState<string>()
  const [lateId, setLateId] = useState<string>()
  const [typed, setTyped] = useState('')
  const { rows } = marking

  function openRow(clientId: string | undefined) {
    setOpenId(clientId)
    setLateId(undefined)
    setTyped('')
  }
  function target(): Row | undefined {
    const row = typed ? rows[Number(typed) - 1] : rows.find(each => each.clientId === openId)
    if (row) openRow(row.clientId)
    else setTyped('')
    return row
  }
  function write(from: (row: Row) => EntryFrom) {
    const row = target()
    if (row) marking.mark(row, from(row))
  }
  function step(by: number) {
    const at = rows.findIndex(row => row.clientId === openId)
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))
    openRow(rows[next]?.clientId)
  }
  const nextChoice = () => {
    const next = goToNextChoice(rows, openId)
    if (next) openRow(next)
  }
  const digits = Array.from({ length: 10 }, (_, digit) => ({
    key: String(digit),
    says: `Row ${digit}…`,
    run: () => setTyped(before => `${before}${digit}`.slice(-2)),
  }))
  useKeys(
    'Attendance',
    fixed
      ? []
      : [
          { key: 'a', says: 'Everyone not marked is present, but for who told us', run: marking.markAll },
          { key: 'p', says: 'Present', run: () => write(() => present(sheet)) },
          {
            key: 'l',
            says: 'Late, then the minutes',
            run: () => {
              const row = target()
              if (row) setLateId(row.clientId)
            },
          },
          { key: 'x', says: 'Absent', run: () => write(row => away('absent', told(row))) },
          { key: 'e', says: 'Excused', run: () => write(row => away('excused', told(row))) },
          {
            key: 'h',
            says: 'History of the row',
            run: () => {
              const row = target()
              if (row) onHistory(row)
            },
          },
          { key: 'z', says: 'Take back the last', run: marking.undo },
          ...(onWalkIn ? [{ key: 'w', says: 'Somebody walked in', run: onWalkIn }] : []),
          { key: 'F8', says: 'Next row to choose', run: nextChoice, anywhere: true },
          { key: 'ArrowDown', says: 'Next row', run: () => step(1) },
          { key: 'ArrowUp', says: 'Row before', run: () => step(-1) },
          ...digits,
        ],
  )
  return { openId, lateId, typed, openRow, setLateId, nextChoice }
}

/** How many places this session has left, where people come by groups. */
function Places({ sheet, rows }: { sheet: Sheet; rows: readonly Row[] }) {
  const { capacity } = sheet.session
  if (capacity === null) return null
  return (
    <span className="quiet nowrap">
      {comingTo(sheet, rows)} of {capacity} places
    </span>
  )
}

/** What is above the rows: how they stand, and the acts for all of them. */
function Head({ sheet, marking, fixed, typed, onWalkIn }: SheetTableProps & { typed: string }) {
  const { rows } = marking
  const open = rows.filter(row => row.standing === 'not-marked').length
  return (
    <header className="att-h">
      <h2 id="sheet-head">{rows.length} expected</h2>
      <Tally rows={rows} />
      <Places sheet={sheet} rows={rows} />
      {fixed ? null : (
        <span className="end row">
          {typed ? <kbd>{typed}</kbd> : null}
          {marking.undoes ? (
            <Button small kind="quiet" hint="Z" label={`Take back ${marking.undoes}`} onPress={marking.undo}>
              Take back
            </Button>
          ) : null}
          {onWalkIn ? (
            <Button small hint="W" onPress={onWalkIn}>
              Walk-in
            </Button>
          ) : null}
          <Button
            small
            hint="A"
            reason={open === 0 ? 'Everyone is marked.' : undefined}
            reasonHidden
            onPress={marking.markAll}
          >
            {rows.length === 1 ? 'Mark present' : 'Mark all present'}
          </Button>
        </span>
      )}
    </header>
  )
}

/** How many rows wait for somebody to choose, and the way to them. */
function ToChoose({ rows, onNext }: { rows: readonly Row[]; onNext: () => void }) {
  const asks = rows.filter(row => row.question)
  if (asks.length === 0) return null
  return (
    <Notice
      kind="due"
      live
      actions={
        <Button small hint="F8" onPress={onNext}>
          {asks.length === 1 ? 'Go to it' : 'Next'}
        </Button>
      }
    >
      <b>{count(asks.length, 'row waits', 'rows wait')} for you to choose.</b> What was said of them does not agree.
    </Notice>
  )
}

const heads = [
  { word: 'Client', kind: '' },
  { word: 'Attendance', kind: '' },
  { word: 'Arrived', kind: 'num' },
  { word: 'Until', kind: 'num' },
  { word: 'Minutes', kind: 'num' },
  { word: 'Hours this week', kind: '' },
  { word: 'Recorded, to know', kind: '' },
]

/** The sheet: present is the rule, so that only exceptions have weight. */
export function SheetTable(props: SheetTableProps) {
  const { sheet, marking, fixed, onHistory, onCode } = props
  const { rows } = marking
  const { openId, lateId, typed, openRow, setLateId, nextChoice } = useSheetKeys(props)
  const visitors = useVisitorsOff(sheet)
  const may = useMay()
  const here = rows.filter(row => row.presence?.kind === 'here').length
  const credited = rows.reduce((sum, row) => sum + row.minutes, 0)
  const mayTakeOff = (row: Row) => !fixed && row.visit !== null && !row.mark && may('attendance.cancel-visit')
  return (
    <>
      <ToChoose rows={rows} onNext={nextChoice} />
      <section className="panel" aria-labelledby="sheet-head">
        <Head {...props} typed={typed} />
        <table className="list tight att" aria-label="Attendance">
          <thead>
            <tr>
              <th scope="col" className="num">
                <span className="vh">Number</span>
              </th>
              {heads.map(({ word, kind }) => (
                <th key={word} scope="col" className={kind}>
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <SheetRow
                key={row.clientId}
                sheet={sheet}
                row={row}
                number={at + 1}
                open={openId === row.clientId}
                asksLate={lateId === row.clientId}
                fixed={fixed}
                onOpen={() => openRow(openId === row.clientId ? undefined : row.clientId)}
                onLate={asks => setLateId(asks ? row.clientId : undefined)}
                onEntry={from => marking.mark(row, from)}
                onHistory={() => onHistory(row)}
                onCode={onCode ? () => onCode(row) : undefined}
                onTakeOff={mayTakeOff(row) ? () => visitors.off(row) : undefined}
              />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <th scope="row">In all</th>
              <td colSpan={3} className="quiet">
                {here} here
              </td>
              <td className="num">
                <b>{credited}</b>
              </td>
              <td colSpan={2} className="quiet small">
                of {rows.length * wholeMinutes(sheet.session)} minutes, if all stay
              </td>
            </tr>
          </tfoot>
        </table>
      </section>
      {visitors.asking}
    </>
  )
}
