import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
import { dayIn, mondayOf, plusDays, plusMinutes } from '#kernel/time.ts'
import { chartsOf, namesOf } from '#rooms/people/queries.ts'
import { sessionsOfClients, weekOf } from '#rooms/timetable/queries.ts'
import { textIn } from './draft-findings.ts'
import { withKept } from './draft-keeping.ts'
import { chartOf, draftNow, openDraft, zoneOf } from './draft-now.ts'
import { templateOf } from './draft-template.ts'
import * as otherStore from './other-store.ts'
import { keyOf, offered, otherWriters, templates } from './templates.ts'

// What an author sees of their own notes that are not of a group, and may begin.

export const draftOf = query({
  name: 'notes.draft',
  says: 'One of your own drafts of a note that is not of a group, with what stands before signing.',
  who: otherWriters,
  input: z.strictObject({ draftId: z.uuid() }),
  discloses: ['name', 'note-draft'],
  run: async (work, { draftId }) => {
    const draft = await otherStore.draftOf(work, draftId)
    if (!draft || draft.dropped) throw notHere()
    const [{ clients }, now] = await Promise.all([work.ask(namesOf, { ids: [draft.clientId] }), draftNow(work, draft)])
    const { template, ledBy: _, replaced, ...rest } = now
    return {
      now: work.now,
      id: draft.id,
      clientId: draft.clientId,
      name: clients[0]?.name ?? '',
      kind: draft.kind,
      sessionId: draft.sessionId,
      noteId: draft.noteId,
      restricted: draft.restricted,
      /** The note that this one will stand instead of, and what was said to it. */
      replaces: replaced && { id: replaced.id, returned: replaced.returned },
      copied: draft.copied,
      version: draft.version,
      updatedAt: draft.updatedAt,
      template: template.name,
      parts: template.parts.map(part => ({ ...part, text: textIn(draft.parts, part.name) })),
      ...rest,
      findings: await withKept(work, draft, now.findings),
    }
  },
  shows: answer => [answer.clientId],
})

export const draftsOf = query({
  name: 'notes.drafts',
  says: 'Your own notes that are not of a group and not signed, the oldest service first.',
  who: otherWriters,
  input: z.strictObject({}),
  discloses: ['name', 'note-draft'],
  run: async work => {
    const drafts = await otherStore.openDrafts(work)
    const { clients } = await work.ask(namesOf, { ids: [...new Set(drafts.map(draft => draft.clientId))] })
    const named = new Map(clients.map(client => [client.id, client.name]))
    return {
      now: work.now,
      drafts: drafts.map(draft => ({ ...lineOf(draft), name: named.get(draft.clientId) ?? '' })),
    }
  },
  shows: answer => [...new Set(answer.drafts.map(draft => draft.clientId))],
})

/** A draft in a list, without what it says. */
const lineOf = (draft: otherStore.OtherDraft) => ({
  id: draft.id,
  clientId: draft.clientId,
  kind: draft.kind,
  title: templateOf(draft).name,
  /** It will stand instead of a note that came back. */
  again: draft.replaces !== null,
  startsAt: draft.startsAt,
  endsAt: plusMinutes(draft.startsAt, draft.minutes),
  updatedAt: draft.updatedAt,
})

/** How many weeks back hours without a note are offered, this one included. */
const weeksBack = 5

export const toWrite = query({
  name: 'notes.to-write',
  says: 'What you may write of a client: templates for your role, hours of yours without a note, drafts you began.',
  who: otherWriters,
  input: z.strictObject({ clientId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['name', 'roster', 'note-draft'],
  run: async (work, input) => {
    const chart = await chartOf(work, input.clientId)
    const today = dayIn('UTC', work.now)
    const monday = plusDays(mondayOf(today), -7 * (weeksBack - 1))
    const [{ clients }, drafts, { sessions }, mine, zone] = await Promise.all([
      work.ask(namesOf, { ids: [chart.clientId] }),
      otherStore.openDrafts(work, chart.chartIds),
      work.ask(sessionsOfClients, { clientIds: chart.chartIds, from: monday, until: plusDays(today, 1) }),
      work.ask(weekOf, { monday, weeks: weeksBack, mine: true }),
      zoneOf(work, chart.clientId, work.now),
    ])
    const led = new Set(mine.sessions.map(session => session.id))
    const held = sessions.filter(
      each => each.format !== 'group' && each.startsAt <= work.now && led.has(each.sessionId),
    )
    const written = await otherStore.writtenOf(
      work,
      chart.chartIds,
      held.map(each => each.sessionId),
    )
    const done = new Set([...written, ...drafts].map(each => each.sessionId))
    return {
      now: work.now,
      clientId: chart.clientId,
      name: clients[0]?.name ?? '',
      zone,
      templates: offered(templates, work.actor.roles).map(each => ({
        template: keyOf(each),
        kind: each.kind,
        name: each.name,
        parts: each.parts.map(part => part.name),
      })),
      drafts: drafts.map(lineOf),
      hours: held
        .filter(each => !done.has(each.sessionId))
        .map(({ sessionId, startsAt, endsAt, onDay, format, group, away }) => ({
          sessionId,
          startsAt,
          endsAt,
          onDay,
          format,
          title: group,
          away,
        }))
        .sort((a, b) => (a.startsAt < b.startsAt ? 1 : -1)),
    }
  },
  shows: answer => [answer.clientId],
})

/** How many earlier notes are offered to copy from. */
const lastOffered = 10

export const toCopy = query({
  name: 'notes.to-copy',
  says: 'Parts of a client’s earlier notes that may be taken over into a draft of yours, the newest note first.',
  who: otherWriters,
  input: z.strictObject({ clientId: z.uuid(), draftId: z.uuid() }),
  about: input => [input.clientId],
  discloses: ['name', 'note'],
  run: async (work, { clientId, draftId }) => {
    const { charts } = await work.ask(chartsOf, { ids: [clientId] })
    const draft = await openDraft(work, draftId)
    const chart = charts[0]
    if (!chart?.chartIds.includes(draft.clientId)) throw notHere()
    const names = new Set(draft.parts.map(part => part.name))
    const notes = await otherStore.earlierNotes(work, chart.chartIds, {
      ...{ before: work.now, most: lastOffered, besides: draft.replaces },
    })
    return {
      clientId: chart.clientId,
      notes: notes
        .map(note => ({ ...note, parts: note.parts.filter(part => names.has(part.name)) }))
        .filter(note => note.parts.length > 0),
    }
  },
  shows: answer => [answer.clientId],
})

export const otherQueries = [draftOf, draftsOf, toWrite, toCopy]
