import { Button } from '#web/ui/button.tsx'
import type { Column } from '#web/ui/data-table.tsx'

/** The last column of a table, for who may change its rows. */
export const changeColumn = <Row,>(labelOf: (row: Row) => string, onChange: (row: Row) => void): Column<Row> => ({
  head: 'Action',
  headHidden: true,
  kind: 'act',
  width: 110,
  cell: row => (
    <Button small onPress={() => onChange(row)} label={labelOf(row)}>
      Change
    </Button>
  ),
})
