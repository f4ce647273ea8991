import type { ReactNode } from 'react'
import type { Asked as AskedOf } from './data.ts'
import { Empty, ErrorState, Skeleton } from './state.tsx'

type AskedProps<Output> = {
  asked: AskedOf<Output>
  /** Begins the sentence when it did not load: `The week`. */
  what: string
  rows?: number
  children: (data: Output) => ReactNode
}

/** What was asked: its skeleton, its trouble, or itself. Data that was there stays while trouble is told above it. */
export function Asked<Output>({ asked, what, rows, children }: AskedProps<Output>) {
  const { data, problem, again } = asked
  if (problem?.status === 404) {
    return (
      <Empty title="There is nothing here that you may see">
        The address may be mistyped, or it may belong to a client outside your care team.
      </Empty>
    )
  }
  return (
    <>
      {problem ? <ErrorState what={what} problem={problem} onAgain={again} /> : null}
      {data !== undefined ? children(data) : null}
      {data === undefined && !problem ? <Skeleton rows={rows ?? 5} label={`${what}: loading`} /> : null}
    </>
  )
}
