import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'

/** One column. The first column is the row's name. */
export type Column<Row> = {
  head: string
  cell: (row: Row) => ReactNode
  /** `num` right-aligned figures; `act` the column of the one action, last. */
  kind?: 'num' | 'act'
  /** The head is for readers only. */
  headHidden?: boolean
  /** Below 700 px: `label` writes the head before the value, `wide` takes a line of its own, `hide` leaves it out. */
  card?: 'label' | 'wide' | 'hide'
  width?: number
}

type DataTableProps<Row> = {
  /** Names the table for readers. */
  label: string
  rows: readonly Row[]
  columns: Column<Row>[]
  keyOf: (row: Row) => string
  /** Enter or a press on a row does this. */
  onOpen?: (row: Row) => void
  /** The row that is open beside the table. */
  currentKey?: string | undefined
  /** A row under all others. */
  foot?: ReactNode
  /** 36 px rows. */
  tight?: boolean
  /** The whole head is for readers only. */
  headless?: boolean
}

const interactive = 'a, button, input, select, textarea, label'

/** A table of many of a kind: sticky head, arrow keys over rows, Enter opens; below 700 px each row is a card. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, columns, keyOf, onOpen, currentKey, foot, tight, headless } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const [at, setAt] = useState(0)
  const reached = Math.min(at, Math.max(0, rows.length - 1))

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, index: number, row: Row) {
    const onRow = event.target === event.currentTarget
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const typing = event.target instanceof HTMLElement && event.target.matches('input, select, textarea')
    if (step && !typing) {
      event.preventDefault()
      const next = Math.max(0, Math.min(rows.length - 1, index + step))
      setAt(next)
      body.current?.querySelectorAll<HTMLTableRowElement>(':scope > tr')[next]?.focus()
    } else if (event.key === 'Enter' && onRow) {
      // Or the same press would go on to what has the focus then: the close button of the drawer that just opened.
      event.preventDefault()
      if (onOpen) onOpen(row)
      else event.currentTarget.querySelector<HTMLElement>('.act a, .act button, a')?.click()
    }
  }

  return (
    <table className={`list cards${tight ? ' tight' : ''}`} aria-label={label}>
      <thead className={headless ? 'vh' : ''}>
        <tr>
          {columns.map(column => (
            <th
              key={column.head}
              scope="col"
              className={column.kind ?? ''}
              style={column.width ? { width: column.width } : {}}
            >
              {column.headHidden ? <span className="vh">{column.head}</span> : column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, index) => (
          <tr
            key={keyOf(row)}
            tabIndex={index === reached ? 0 : -1}
            className={`${currentKey === keyOf(row) ? 'on' : ''}${onOpen ? ' opens' : ''}`}
            aria-current={currentKey === keyOf(row) || undefined}
            onFocus={event => event.target === event.currentTarget && setAt(index)}
            onKeyDown={event => onKeyDown(event, index, row)}
            onClick={event => {
              if (event.target instanceof Element && !event.target.closest(interactive)) onOpen?.(row)
            }}
          >
            <Cells row={row} columns={columns} />
          </tr>
        ))}
      </tbody>
      {foot ? <tfoot>{foot}</tfoot> : null}
    </table>
  )
}

function Cells<Row>({ row, columns }: { row: Row; columns: Column<Row>[] }) {
  return columns.map((column, index) => {
    const classes = [column.kind ?? '', column.card ? `card-${column.card}` : ''].filter(Boolean).join(' ')
    if (index === 0) {
      return (
        <th key={column.head} scope="row" className={classes}>
          {column.cell(row)}
        </th>
      )
    }
    return (
      <td key={column.head} className={classes} data-head={column.card === 'label' ? column.head : undefined}>
        {column.cell(row)}
      </td>
    )
  })
}
