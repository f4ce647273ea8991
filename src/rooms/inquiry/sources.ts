import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { textSchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, plusMinutes } from '#kernel/time.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { atTheDoor, maybeSaid } from './contacts.ts'
import { lostReasons, sourceKinds } from './rules.ts'
import * as store from './sources-store.ts'
import { stageOf } from './steps.ts'

const desk = ['intake', 'director'] as const
const kinds: readonly string[] = sourceKinds.map(each => each.kind)
const latelyMinutes = 90 * 24 * 60
const mostShown = 50

const words = {
  kind: z.enum(kinds),
  // A source may be a person who was here once, so its name is concealed like one.
  name: concealedText(textSchema(120, 'Write who sends people.').min(2, 'Write at least two letters.')),
  phone: maybeSaid(40).default(null),
  person: maybeSaid(120).default(null),
  note: maybeSaid(1000).default(null),
}

export const addSource = command({
  name: 'inquiry.add-source',
  says: 'Add somebody who sends people here: a doctor, a court, a program.',
  who: desk,
  input: z.strictObject(words),
  run: async (work, input) => {
    const id = work.id()
    await store.addSource(work, id, input)
    return { id, version: 1 }
  },
})

export const changeSource = command({
  name: 'inquiry.change-source',
  says: 'Change what is known of a source, or end it: it is no longer offered, and its history stays.',
  who: desk,
  input: z.strictObject({ id: z.uuid(), version: versionSchema, ...words, isEnded: z.boolean().default(false) }),
  version: input => input.version,
  run: async (work, { id, version = 0, isEnded, ...input }) => {
    const source = await store.sourceOf(work, id)
    if (!source) throw notHere()
    const endedOn = isEnded ? (source.endedOn ?? dayIn('UTC', work.now)) : null
    if (!(await store.changeSource(work, { id, version }, { ...input, endedOn })))
      work.changed({ version: source.version })
    return { version: version + 1 }
  },
})

export const sources = query({
  name: 'inquiry.sources',
  says: 'Who sends people here, and how many in the last 90 days.',
  who: atTheDoor,
  input: z.strictObject({}),
  discloses: ['source'],
  run: async work => ({
    kinds: sourceKinds,
    sources: await store.sourcesOf(work, plusMinutes(work.now, -latelyMinutes)),
  }),
  shows: () => [],
})

export const sourceHistory = query({
  name: 'inquiry.source-history',
  says: 'What became of those whom a source sent, by quarter, and why the lost ones were lost.',
  who: desk,
  input: z.strictObject({ id: z.uuid() }),
  discloses: ['source', 'inquiry'],
  run: async (work, { id }) => {
    const { sites } = await work.ask(sitesOf, {})
    const zone = sites[0]?.zone ?? 'UTC'
    const [source, quarters, reasons, last] = await Promise.all([
      store.sourceOf(work, id),
      store.quartersOf(work, id, zone),
      store.reasonsOf(work, id),
      store.lastOf(work, id, mostShown),
    ])
    if (!source) throw notHere()
    return {
      source,
      quarters,
      losses: reasons.map(({ reason, count }) => ({
        reason,
        count,
        name: lostReasons.find(each => each.reason === reason)?.name ?? reason,
      })),
      last: last.map(row => ({
        ...{ id: row.id, code: row.code, stage: stageOf(row) },
        receivedOn: dayIn(zone, row.receivedAt),
      })),
    }
  },
  shows: () => [],
})

export const sourceCommands = [addSource, changeSource]
export const sourceQueries = [sources, sourceHistory]
