import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useKeys } from '#web/ui/keys.tsx'
import { wholeMinutes } from '../attendance.ts'
import { arrives, away, type EntryFrom, type Marking, type Person, type Sheet, told } from './marking.ts'
import { SheetRow } from './sheet-row.tsx'

/** How many stand how, in words; what nobody is, is left out. */
export function Tally({ people }: { people: readonly Person[] }) {
  const of = (standing: Person['standing']) => people.filter(person => person.standing === standing).length
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

type SheetTableProps = { sheet: Sheet; marking: Marking; fixed: boolean; onHistory: (person: Person) => void }

/** The keys of the sheet: a number, then a letter for that row; letters alone for the open row. */
function useSheetKeys({ sheet, marking, fixed, onHistory }: SheetTableProps) {
  const [openId, setOpenId] = useState<string>()
  const [lateId, setLateId] = useState<string>()
  const [typed, setTyped] = useState('')
  const { people } = sheet

  function openRow(clientId: string | undefined) {
    setOpenId(clientId)
    setLateId(undefined)
    setTyped('')
  }
  function target(): Person | undefined {
    const person = typed ? people[Number(typed) - 1] : people.find(each => each.clientId === openId)
    if (person) openRow(person.clientId)
    else setTyped('')
    return person
  }
  function write(from: (person: Person) => EntryFrom) {
    const person = target()
    if (person) marking.mark(person, from(person))
  }
  function step(by: number) {
    const at = people.findIndex(person => person.clientId === openId)
    const next = at < 0 ? (by > 0 ? 0 : people.length - 1) : Math.max(0, Math.min(people.length - 1, at + by))
    openRow(people[next]?.clientId)
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
          { key: 'p', says: 'Present', run: () => write(() => arrives(sheet.session.startsAt)) },
          {
            key: 'l',
            says: 'Late, then the minutes',
            run: () => {
              const person = target()
              if (person) setLateId(person.clientId)
            },
          },
          { key: 'x', says: 'Absent', run: () => write(person => away('absent', told(person))) },
          { key: 'e', says: 'Excused', run: () => write(person => away('excused', told(person))) },
          {
            key: 'h',
            says: 'History of the row',
            run: () => {
              const person = target()
              if (person) onHistory(person)
            },
          },
          { key: 'z', says: 'Take back the last', run: marking.undo },
          { key: 'ArrowDown', says: 'Next row', run: () => step(1) },
          { key: 'ArrowUp', says: 'Row before', run: () => step(-1) },
          ...digits,
        ],
  )
  return { openId, lateId, typed, openRow, setLateId }
}

/** The sheet: present is the rule, so that only exceptions have weight. */
export function SheetTable(props: SheetTableProps) {
  const { sheet, marking, fixed, onHistory } = props
  const { people, session } = sheet
  const { openId, lateId, typed, openRow, setLateId } = useSheetKeys(props)
  const open = people.filter(person => person.standing === 'not-marked').length
  const here = people.filter(person => person.mark?.kind === 'here').length
  const credited = people.reduce((sum, person) => sum + person.minutes, 0)
  const most = people.length * wholeMinutes(session)
  return (
    <section className="panel" aria-labelledby="sheet-head">
      <header className="att-h">
        <h2 id="sheet-head">{people.length} expected</h2>
        <Tally people={people} />
        {fixed ? null : (
          <span className="end row">
            {typed ? <kbd>{typed}</kbd> : null}
            {marking.undoes ? (
              <Button small kind="quiet" hint="Z" onPress={marking.undo}>
                Take back {marking.undoes}
              </Button>
            ) : null}
            <Button
              small
              hint="A"
              reason={open === 0 ? 'Everyone is marked.' : undefined}
              reasonHidden
              onPress={marking.markAll}
            >
              {people.length === 1 ? 'Mark present' : 'Mark all present'}
            </Button>
          </span>
        )}
      </header>
      <table className="list tight att" aria-label="Attendance">
        <thead>
          <tr>
            <th scope="col" className="num">
              <span className="vh">Number</span>
            </th>
            <th scope="col">Client</th>
            <th scope="col">Attendance</th>
            <th scope="col" className="num">
              Arrived
            </th>
            <th scope="col" className="num">
              Until
            </th>
            <th scope="col" className="num">
              Minutes
            </th>
            <th scope="col">Hours this week</th>
            <th scope="col">Recorded by, to know</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person, at) => (
            <SheetRow
              key={person.clientId}
              sheet={sheet}
              person={person}
              number={at + 1}
              open={openId === person.clientId}
              asksLate={lateId === person.clientId}
              fixed={fixed}
              onOpen={() => openRow(openId === person.clientId ? undefined : person.clientId)}
              onLate={asks => setLateId(asks ? person.clientId : undefined)}
              onEntry={from => marking.mark(person, from)}
              onHistory={() => onHistory(person)}
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
              of {most} minutes, if all stay
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
