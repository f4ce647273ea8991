import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { act, ask, Problem, take } from '#kernel/client.ts'
import type { InputOf, NameOf, OutputOf } from '#kernel/door.ts'
import { askPassword } from './confirm-again.tsx'
import { toast } from './toast.tsx'

/** Asks again only when it may help: no connection or a resting server, twice. */
export function openQueryClient(): QueryClient {
  const again = (failures: number, problem: Error) =>
    problem instanceof Problem && (problem.status === 0 || problem.status === 503) && failures < 2
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: again, refetchOnWindowFocus: true, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}

type AskOptions = {
  /** Not yet, because something it needs is missing. */
  enabled?: boolean
  /** The input is personal and travels in the body. */
  private?: boolean
  /** Asks again by itself every so many seconds. */
  everySeconds?: number
  /** How long the answer stays at hand after its page was left, for who comes back without a network; 5 else. */
  keepMinutes?: number
}

/** What a page sees of a query. `data` stays while it is asked again. */
export type Asked<Output> = { data: Output | undefined; problem: Problem | null; loading: boolean; again: () => void }

/** Sees something: `const week = useAsk<typeof weekOf>('timetable.week-of', { on })`. */
export function useAsk<D>(name: NameOf<D>, input: InputOf<D>, options: AskOptions = {}): Asked<OutputOf<D>> {
  const client = useQueryClient()
  const key = [name, input]
  const result = useQuery<OutputOf<D>, Error>({
    queryKey: key,
    queryFn: ({ signal }) =>
      ask<D>(name, input, { signal, quiet: client.getQueryData(key) !== undefined, private: options.private ?? false }),
    enabled: options.enabled ?? true,
    ...(options.everySeconds ? { refetchInterval: options.everySeconds * 1000 } : {}),
    ...(options.keepMinutes ? { gcTime: options.keepMinutes * 60_000 } : {}),
  })
  return {
    data: result.data,
    problem: problemFrom(result.error),
    loading: result.isPending && (options.enabled ?? true),
    again: () => void result.refetch(),
  }
}

function problemFrom(error: Error | null): Problem | null {
  if (!error) return null
  return error instanceof Problem
    ? error
    : new Problem('bug', 500, 'This page stumbled. Nothing was written; try again.')
}

type ActOptions<D> = {
  /** After it was done; everything on the page has been asked again. */
  onDone?: (output: OutputOf<D>) => void
  /** `toast` (usual) says refusals without a place in a toast; `quiet` leaves them to the page. */
  refusals?: 'toast' | 'quiet'
}

/** What a page sees of a command. */
export type Acting<D> = {
  /** Does it; undefined when it was refused, and then `problem` says why. */
  run: (input: InputOf<D>) => Promise<OutputOf<D> | undefined>
  busy: boolean
  problem: Problem | null
  /** What is wrong at a place of the input, for a field's `error`: `saysOf('contacts[0].value')`. */
  saysOf: (place: string) => string | undefined
  clear: () => void
}

/**
 * Does something: `const sign = useAct<typeof signNote>('notes.sign-note')`, then `sign.run({ noteId })`.
 * The same input after a lost answer goes out with the same request key; a door that wants the password again gets it.
 */
export function useAct<D>(name: NameOf<D>, options: ActOptions<D> = {}): Acting<D> {
  const client = useQueryClient()
  const sent = useRef({ body: '', key: '' })
  const mutation = useMutation<OutputOf<D>, Error, InputOf<D>>({
    mutationFn: async input => {
      const body = JSON.stringify(input)
      if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() }
      const output = await withPassword(() => act<D>(name, input, { key: sent.current.key }))
      sent.current = { body: '', key: '' }
      return output
    },
    retry: false,
  })
  const problem = problemFrom(mutation.error)
  return {
    busy: mutation.isPending,
    problem,
    saysOf: place => problem?.places.find(each => each.place === place)?.says,
    clear: mutation.reset,
    run: async input => {
      try {
        const output = await mutation.mutateAsync(input)
        await client.invalidateQueries({ predicate: query => query.queryKey[0] !== 'me' })
        options.onDone?.(output)
        return output
      } catch (error) {
        const refused = problemFrom(error instanceof Error ? error : new Error('unknown'))
        sent.current = refused?.status === 0 ? sent.current : { body: '', key: '' }
        if (refused && tells(refused, options.refusals)) toast(refused.message, { kind: 'risk' })
        return undefined
      }
    },
  }
}

type FileOptions = {
  /** The input is personal and travels in the body. */
  private?: boolean
  /** When the browser has it, with its name. */
  onDone?: (name: string) => void
  /** `quiet` (usual) leaves refusals to the page; `toast` says them in a toast. */
  refusals?: 'toast' | 'quiet'
}

/** What a page sees of a file that it may take. */
export type Taking<D> = {
  run: (input: InputOf<D>) => Promise<void>
  busy: boolean
  problem: Problem | null
  clear: () => void
}

/** Takes a file: `const pdf = useFile<typeof notePdf>('notes.note-pdf')`, then `pdf.run({ id })`. */
export function useFile<D>(name: NameOf<D>, options: FileOptions = {}): Taking<D> {
  const { onDone, refusals = 'quiet', ...sending } = options
  const mutation = useMutation<string, Error, InputOf<D>>({
    mutationFn: async input => {
      const file = await withPassword(() => take<D>(name, input, sending))
      giveToKeep(file.name, file.content)
      return file.name
    },
    retry: false,
  })
  return {
    busy: mutation.isPending,
    problem: problemFrom(mutation.error),
    clear: mutation.reset,
    run: async input => {
      try {
        onDone?.(await mutation.mutateAsync(input))
      } catch (error) {
        const refused = problemFrom(error instanceof Error ? error : new Error('unknown'))
        if (refused && tells(refused, refusals)) toast(refused.message, { kind: 'risk' })
      }
    },
  }
}

/** How long the browser has to copy a file before it is let go. */
const keepingMs = 60_000

/** Gives the browser a file, to lay where it lays what people load. */
function giveToKeep(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), keepingMs)
}

const saidByTheShell = new Set(['signed-out', 'locked', 'not-confirmed'])

function tells(problem: Problem, refusals: 'toast' | 'quiet' = 'toast'): boolean {
  return refusals === 'toast' && problem.places.length === 0 && !saidByTheShell.has(problem.code)
}

/** Runs an act; when its door wants the password once more, asks for it and runs the act again. */
async function withPassword<Output>(run: () => Promise<Output>): Promise<Output> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'confirm-again') throw error
    if (!(await askPassword())) throw new Problem('not-confirmed', 403, 'Not done, because the password was not given.')
    return await run()
  }
}
