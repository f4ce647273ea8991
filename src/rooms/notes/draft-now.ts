import { notHere } from '#kernel/refusal.ts'
import { dayIn, type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { presenceOf } from '#rooms/attendance/queries.ts'
import { chartsOf, houseOf, staysOf } from '#rooms/people/queries.ts'
import { rosterOf } from '#rooms/timetable/queries.ts'
import { draftFindings } from './draft-findings.ts'
import { templateOf } from './draft-template.ts'
import * as draftStore from './drafts-store.ts'
import { namedOf } from './group-note.ts'
import { type guards, isLate, ownPart, type Severity } from './notes.ts'
import * as otherStore from './other-store.ts'
import { type Company, namesFound, unchanged } from './replacing-findings.ts'
import { guardPresets, notesRule } from './rules.ts'
import * as store from './store.ts'

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
  const { session, expected, marks } = await work.ask(presenceOf, { sessionId })
  const mark = marks.find(each => chartIds.includes(each.clientId))
  const here = mark?.kind === 'here'
  return {
    session,
    people: expected,
    expected: mark !== undefined || expected.some(client => chartIds.includes(client.id)),
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

/** The note that a draft will stand instead of. */
async function replacedBy(work: Work, draft: otherStore.OtherDraft) {
  if (!draft.replaces) return null
  const note = await store.noteOf(work, draft.replaces)
  if (!note) throw notHere()
  return note
}

/** What was written of this client before: part by part, of a group what was theirs alone. */
async function writtenBefore(work: Work, draft: otherStore.OtherDraft, chartIds: readonly string[]) {
  if (draft.kind !== 'group')
    return otherStore.earlierNotes(work, chartIds, { before: work.now, most: lastCompared, besides: draft.replaces })
  const last = await store.lastOwn(work, [draft.clientId], { before: draft.startsAt, most: lastCompared })
  return last.map(({ onDay, own }) => ({ onDay, parts: [{ name: ownPart, text: own }] }))
}

/** Whether what a guard finds stops the signature here, or is worth a look. */
async function weighing(work: Work) {
  const set = await draftStore.guardsSet(work)
  return (guard: (typeof guards)[number]): Severity => {
    const own = set.find(each => each.guard === guard)?.severity
    if (own === 'stops' || own === 'warns') return own
    return guardPresets.find(each => each.guard === guard)?.severity ?? 'stops'
  }
}

type Hour = Awaited<ReturnType<typeof hourOf>>

/** Everybody of the group that a note is of; of an hour that was booked there is nobody else. */
async function companyOf(work: Work, hour: Hour | null, chartIds: readonly string[]): Promise<Company | null> {
  if (hour?.session.format !== 'group') return null
  const { unseen } = await work.ask(rosterOf, { sessionId: hour.session.id })
  const own = hour.people.find(client => chartIds.includes(client.id))
  const others = hour.people.filter(client => !chartIds.includes(client.id))
  const staff = hour.session.facilitators.flatMap(each => each.name.split(' '))
  return { own: own && namedOf(own), others: others.map(namedOf), staff, unseen }
}

/** A draft as it stands, with its hour as attendance says it now, and what its guards find. */
export async function draftNow(work: Work, draft: otherStore.OtherDraft) {
  const { charts } = await work.ask(chartsOf, { ids: [draft.clientId] })
  const chartIds = charts[0]?.chartIds ?? [draft.clientId]
  const [hour, zone, last, weighs, replaced] = await Promise.all([
    draft.sessionId ? hourOf(work, draft.sessionId, chartIds) : null,
    zoneOf(work, draft.clientId, draft.startsAt),
    writtenBefore(work, draft, chartIds),
    weighing(work),
    replacedBy(work, draft),
  ])
  const startsAt = hour?.session.startsAt ?? draft.startsAt
  const minutes = draft.kind === 'missed' ? 0 : (hour?.minutes ?? draft.minutes)
  const endsAt = hour?.session.endsAt ?? plusMinutes(startsAt, draft.minutes)
  const onDay = hour?.session.onDay ?? dayIn(zone, startsAt)
  const template = templateOf(draft)
  const company = await companyOf(work, hour, chartIds)
  const { parts } = draft
  // What was copied to be written anew may stay where it is right.
  const copied = replaced ? [] : draft.copied
  const rules = { alikeLast: weighs('like-last'), alikeLastMost: notesRule('alike-last-most', onDay) }
  const findings = [
    ...(replaced ? unchanged({ parts, startsAt, minutes, was: replaced }) : []),
    ...draftFindings({ template, parts, copied, standing: hour?.standing ?? null, last }, rules),
    ...(company ? namesFound({ template, parts }, company, weighs) : []),
  ]
  return {
    template,
    startsAt,
    endsAt,
    onDay,
    zone: hour?.session.zone ?? zone,
    minutes,
    ledBy: hour?.session.facilitators ?? [],
    title: hour?.session.group ?? replaced?.title ?? template.name,
    late: isLate({ endsAt, signedAt: work.now }, notesRule('late-after', onDay)),
    replaced,
    findings,
  }
}
