import type { Insertable } from 'kysely'
import type { DB } from '#kernel/tables.ts'

/** A row of a table without its organization, which is the same for all rows of a load. */
export type Row<Table extends keyof DB> = Omit<Insertable<DB[Table]>, 'organization_id'>

/** Rows of one table, every one with the same columns. */
export type Load = { table: keyof DB; rows: readonly object[] }

/** Rows for a table, checked against it. */
export const into = <Table extends keyof DB>(table: Table, rows: readonly Row<Table>[]): Load => ({ table, rows })
