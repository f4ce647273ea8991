import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { ask, Problem } from '#kernel/client.ts'
import type { InputOf, OutputOf } from '#kernel/door.ts'
import type { notesOf } from '../timeline.ts'

type Input = InputOf<typeof notesOf>
type Answer = OutputOf<typeof notesOf>
/** Which notes of a chart are wanted. */
export type Wanted = Pick<Input, 'kinds' | 'authors' | 'objectives' | 'text'>
const start: { before: Input['before'] } = { before: null }

const stumbled = () => new Problem('bug', 500, 'This page stumbled. Nothing was written; try again.')

/** The notes of a chart, page by page; what was shown stays while it is narrowed or asked again. */
export function useNotes(clientId: string, wanted: Wanted, { enabled = true } = {}) {
  const client = useQueryClient()
  const queryKey = ['notes.timeline', clientId, wanted]
  const result = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }): Promise<Answer> =>
      ask<typeof notesOf>(
        'notes.timeline',
        { clientId, ...wanted, before: pageParam, most: 50 },
        { signal, private: true, quiet: client.getQueryData(queryKey) !== undefined },
      ),
    initialPageParam: start.before,
    getNextPageParam: last => last.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  })
  const pages = result.data?.pages
  const trouble = result.error instanceof Problem ? result.error : stumbled()
  return {
    data: pages ? { notes: pages.flatMap(page => page.notes), counts: pages[0]?.counts ?? null } : undefined,
    problem: result.error ? trouble : null,
    loading: result.isPending && enabled,
    again: () => void result.refetch(),
    /** Whether there are earlier ones. */
    goesOn: result.hasNextPage,
    more: () => void (result.isFetchingNextPage || result.fetchNextPage()),
    busy: result.isFetchingNextPage,
  }
}
