import { notHere } from '#kernel/refusal.ts'
import { dayIn, type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { presenceOf } from '#rooms/attendance/queries.ts'
import { chartsOf, houseOf, staysOf } from '#rooms/people/queries.ts'
import { rosterOf, sessionOf } from '#rooms/timetable/queries.ts'
import { draftFindings } from './draft-findings.ts'
import * as draftStore from './drafts-store.ts'
import { isLate } from './notes.ts'
import * as otherStore from './other-store.ts'
import { guardPresets, notesRule } from './rules.ts'
import * as store from './store.ts'
import { templateIn, templates } from './templates.ts'

// A note that is not of a group as it stands: what is written, and what the rest of the house says of its hour.

/** A person's charts, the kept one first, if whoever works may write of them. */
export async function chartOf(work: Work, asked: string) {
  const [{ charts }, may] = await Promise.all([work.ask(chartsOf, { ids: [asked] }), otherStore.mayWrite(work, asked)])
  const chart = charts[0]
  if (!chart || !may) throw notHere()
  return chart
}

/** The hour of a session as the note of one who was expected in it needs it, with what attendance says of them. */
export async function hourOf(work: Work, sessionId: string, chartIds: readonly string[]) {
  const [session, { seats }, { marks }] = await Promise.all([
    work.ask(sessionOf, { id: sessionId }),
    work.ask(rosterOf, { sessionId }),
    work.ask(presenceOf, { sessionId }),
  ])
  const mark = marks.find(each => chartIds.includes(each.clientId))
  const here = mark?.kind === 'here'
  return {
    session,
    expected: mark !== undefined || seats.some(seat => chartIds.includes(seat.clientId)),
    minutes: here ? mark.minutes : 0,
    standing: { marked: mark !== undefined, asked: mark?.asked ?? false, here },
  }
}

/** The zone that a client is at home in: of their site, else of the house. */
export async function zoneOf(work: Work, clientId: string, at: Instant): Promise<string> {
  const [{ stays }, { sites }] = await Promise.all([
    work.ask(staysOf, { on: dayIn('UTC', at), clientIds: [clientId] }),
    work.ask(houseOf, {}),
  ])
  return stays[0]?.zone ?? sites[0]?.zone ?? 'UTC'
}

/** A draft that is still being written. */
export async function openDraft(work: Work, id: string) {
  const draft = await otherStore.draftOf(work, id)
  if (!draft || draft.dropped) throw notHere()
  if (draft.noteId) work.refuse('signed', store.constraints.note_stays_signed.says)
  return draft
}

/** How many notes back one is compared with. */
const lastCompared = 3

/** A draft as it stands, with its hour as attendance says it now, and what its guards find. */
export async function draftNow(work: Work, draft: otherStore.OtherDraft) {
  const { charts } = await work.ask(chartsOf, { ids: [draft.clientId] })
  const chartIds = charts[0]?.chartIds ?? [draft.clientId]
  const [hour, zone, last, set] = await Promise.all([
    draft.sessionId ? hourOf(work, draft.sessionId, chartIds) : null,
    zoneOf(work, draft.clientId, draft.startsAt),
    otherStore.earlierNotes(work, chartIds, { before: work.now, most: lastCompared }),
    draftStore.guardsSet(work),
  ])
  const startsAt = hour?.session.startsAt ?? draft.startsAt
  const minutes = draft.kind === 'missed' ? 0 : (hour?.minutes ?? draft.minutes)
  const endsAt = hour?.session.endsAt ?? plusMinutes(startsAt, draft.minutes)
  const onDay = hour?.session.onDay ?? dayIn(zone, startsAt)
  const template = templateIn(templates, draft.template)
  const own = set.find(each => each.guard === 'like-last')?.severity
  const preset = guardPresets.find(each => each.guard === 'like-last')?.severity ?? 'warns'
  const findings = draftFindings(
    { template, parts: draft.parts, copied: draft.copied, standing: hour?.standing ?? null, last },
    {
      alikeLast: own === 'stops' || own === 'warns' ? own : preset,
      alikeLastMost: notesRule('alike-last-most', onDay),
    },
  )
  return {
    template,
    startsAt,
    endsAt,
    onDay,
    zone: hour?.session.zone ?? zone,
    minutes,
    ledBy: hour?.session.facilitators ?? [],
    title: hour ? hour.session.group : template.name,
    late: isLate({ endsAt, signedAt: work.now }, notesRule('late-after', onDay)),
    findings,
  }
}
