import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command } from '#kernel/door.ts'
import { momentSchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import type { Work } from '#kernel/work.ts'
import { chartsOf } from '#rooms/people/queries.ts'
import { sameWords, textIn } from './draft-findings.ts'
import { keepingOf } from './draft-keeping.ts'
import { chartOf, draftNow, hourOf, openDraft } from './draft-now.ts'
import * as draftStore from './drafts-store.ts'
import { type NotePart, ownPart } from './notes.ts'
import * as otherStore from './other-store.ts'
import { replaceable } from './replacing.ts'
import { putIn, signatureOf } from './signing.ts'
import * as store from './store.ts'
import { keyOf, offered, otherKinds, otherWriters, templates } from './templates.ts'

// Notes that are not of a group: one client, one author, one template.

const minutesSchema = z.int().min(0).max(1440)
const partSchema = z.strictObject({ name: z.string().max(60), text: concealedText(z.string().max(8000)) })

export const beginDraft = command({
  name: 'notes.begin-draft',
  says: 'Begin a note that is not of a group, by a template: of an hour that was booked, or of a contact at a time.',
  who: otherWriters,
  input: z.strictObject({
    /** Made by whoever begins it, so that a second press begins nothing. */
    draftId: z.uuid(),
    clientId: z.uuid(),
    kind: z.enum(otherKinds),
    template: z.string().max(60),
    sessionId: z.uuid().nullable().default(null),
    /** Of a session both are known, and what is said here does not count. */
    startsAt: momentSchema,
    minutes: minutesSchema,
  }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const template = offered(templates, work.actor.roles).find(each => keyOf(each) === input.template)
    if (!template || template.kind !== input.kind)
      return work.refuse('no-template', 'There is no such kind of note for your role. Choose one that is offered.')
    const chart = await chartOf(work, input.clientId)
    const hour = input.sessionId ? await ownHour(work, input.sessionId, chart.chartIds) : null
    const startsAt = hour?.session.startsAt ?? input.startsAt
    if (startsAt > work.now) work.refuse('too-early', 'A note is of what was, so it begins in the past.', { startsAt })
    const draft = await otherStore.begin(work, {
      id: input.draftId,
      clientId: chart.clientId,
      kind: template.kind,
      template: input.template,
      sessionId: input.sessionId,
      startsAt,
      minutes: hour?.minutes ?? input.minutes,
      parts: template.parts.map(({ name }) => ({ name, text: '' })),
    })
    if (!draft) throw notHere()
    return { clientId: draft.clientId, draftId: draft.id, version: draft.version }
  },
  touches: answer => [answer.clientId],
})

/** The same of an hour that whoever works held, which has a note of this kind. */
async function ownHour(work: Work, sessionId: string, chartIds: readonly string[]) {
  const hour = await hourOf(work, sessionId, chartIds)
  if (!hour.session.mine) work.refuse('not-yours', 'Whoever leads a session writes its note.', {}, 403)
  if (hour.session.format === 'group')
    work.refuse('is-a-group', 'A group has a note of its own. Open it under Notes.', {}, 422)
  if (hour.session.canceledAt) work.refuse('canceled', 'This session was canceled, so there is nothing to document.')
  if (!hour.expected) work.refuse('not-on-roster', 'This client was not expected in this session.')
  return hour
}

export const saveDraft = command({
  name: 'notes.save-draft',
  says: 'Keep what is written of a note that is not of a group.',
  who: otherWriters,
  input: z.strictObject({
    draftId: z.uuid(),
    version: versionSchema,
    startsAt: momentSchema,
    minutes: minutesSchema,
    restricted: z.boolean(),
    parts: z.array(partSchema).max(12),
  }),
  version: input => input.version,
  run: async (work, { draftId, version = 0, ...written }) => {
    const draft = await openDraft(work, draftId)
    if (draft.version !== version) work.changed({ now: draft })
    const names = draft.parts.map(part => part.name)
    if (written.parts.length !== names.length || written.parts.some((part, at) => part.name !== names[at]))
      work.refuse('not-this-template', 'These are not the parts of this note. Look at the newer state.', {}, 422)
    if (!draft.sessionId && written.startsAt > work.now)
      work.refuse('too-early', 'A note is of what was, so it begins in the past.', { startsAt: written.startsAt })
    const copied = draft.copied.filter(name => sameWords(textIn(draft.parts, name), textIn(written.parts, name)))
    const time = draft.sessionId ? { startsAt: draft.startsAt, minutes: draft.minutes } : {}
    // Whoever reads a note reads whether another stands instead of it.
    const restricted = draft.replaces ? draft.restricted : written.restricted
    const kept = await otherStore.save(work, draftId, { ...written, ...time, restricted, copied, version })
    if (!kept) work.changed({ now: await otherStore.draftOf(work, draftId) })
    return { clientId: draft.clientId, version: version + 1, copied }
  },
  touches: answer => [answer.clientId],
})

export const copyForward = command({
  name: 'notes.copy-forward',
  says: 'Take a part of an earlier signed note of the same client over into a draft; it stays marked until it is edited.',
  who: otherWriters,
  input: z.strictObject({
    draftId: z.uuid(),
    version: versionSchema,
    noteId: z.uuid(),
    partName: z.string().max(60),
  }),
  version: input => input.version,
  run: async (work, { draftId, version = 0, noteId, partName }) => {
    const draft = await openDraft(work, draftId)
    if (draft.version !== version) work.changed({ now: draft })
    const [{ charts }, note] = await Promise.all([
      work.ask(chartsOf, { ids: [draft.clientId] }),
      store.noteOf(work, noteId),
    ])
    const text = textIn(note?.parts ?? [], partName).trim()
    if (!note || note.withdrawn || !charts[0]?.chartIds.includes(note.clientId) || text === '') throw notHere()
    if (!draft.parts.some(part => part.name === partName))
      work.refuse('not-this-template', 'This note has no part of that name.', {}, 422)
    if (textIn(draft.parts, partName).trim() !== '')
      work.refuse('not-empty', 'There are words in this part already. Nothing was copied over them.')
    if (draft.replaces && note.restricted && !draft.restricted)
      work.refuse('few-read', 'More people read this note than the earlier one, so nothing is copied from that.')
    const kept = await otherStore.save(work, draftId, {
      ...draft,
      parts: draft.parts.map(part => (part.name === partName ? { ...part, text } : part)),
      copied: [...draft.copied.filter(name => name !== partName), partName],
      // What few people read does not come to be read by more of them by being copied.
      restricted: draft.restricted || note.restricted,
      version,
    })
    if (!kept) work.changed({ now: await otherStore.draftOf(work, draftId) })
    return { clientId: draft.clientId, version: version + 1 }
  },
  touches: answer => [answer.clientId],
})

export const dropDraft = command({
  name: 'notes.drop-draft',
  says: 'Throw away a draft of one’s own that is not signed.',
  who: otherWriters,
  input: z.strictObject({ draftId: z.uuid(), version: versionSchema }),
  version: input => input.version,
  run: async (work, { draftId, version = 0 }) => {
    const draft = await openDraft(work, draftId)
    if (!(await otherStore.end(work, { id: draftId, version }, null)))
      work.changed({ now: await otherStore.draftOf(work, draftId) })
    return { clientId: draft.clientId }
  },
  touches: answer => [answer.clientId],
})

export const signDraft = command({
  name: 'notes.sign-draft',
  says: 'Sign a note that is not of a group: it lands in the client’s chart and never changes.',
  who: otherWriters,
  confirm: true,
  input: z.strictObject({ draftId: z.uuid(), version: versionSchema }),
  version: input => input.version,
  run: async (work, { draftId, version = 0 }) => {
    await work.hold('notes.draft', draftId)
    const draft = await openDraft(work, draftId)
    if (draft.version !== version) work.changed({ now: draft })
    if (draft.replaces) await replaceable(work, draft.replaces)
    const [now, signature] = await Promise.all([draftNow(work, draft), signatureOf(work)])
    if (now.endsAt > work.now)
      work.refuse('not-over', 'A note is signed when what it is of is over.', { endsAt: now.endsAt })
    const stops = now.findings.filter(finding => finding.severity === 'stops')
    if (stops.length > 0)
      work.refuse(
        'not-ready',
        `${stops.length === 1 ? 'One thing stands' : `${stops.length} things stand`} in the way of signing.`,
        { stops: stops.map(({ guard, says, part }) => ({ guard, says, part })) },
        422,
      )
    const noteId = work.id()
    // Signed over is kept too: who signs has seen what stands beside the button.
    const kept = now.findings.map(finding => keepingOf(finding, draft))
    await Promise.all([draftStore.keep(work, kept), putIn(work, [noteFrom(draft, { ...now, noteId, signature })])])
    if (!(await otherStore.end(work, { id: draftId, version }, noteId))) work.changed({ version })
    return { clientId: draft.clientId, noteId, awaits: signature.awaits }
  },
  touches: answer => [answer.clientId],
})

type Signing = Awaited<ReturnType<typeof draftNow>> & { noteId: string; signature: { as: string; awaits: boolean } }

/** What was chosen in the note that another stands instead of, as far as its words still say so. */
function factsLeft(was: store.SignedNote, parts: readonly NotePart[]): store.NewNote['facts'] {
  const same = (name: string) => sameWords(textIn(was.parts, name), textIn(parts, name))
  const { risk, followUp, objective: _, standing, ...chosen } = was.facts
  const objective = textIn(parts, 'Objective').trim()
  const noted = same('Risk') ? { risk, followUp } : { risk: textIn(parts, 'Risk').trim() !== '' || undefined }
  const left = { ...(same('How they took part') ? chosen : {}), ...noted, standing }
  const facts: store.NewNote['facts'] = objective && objective.length <= 300 ? { objective } : {}
  for (const [name, value] of Object.entries(left)) if (value !== undefined) facts[name] = value
  return facts
}

/** The note that a draft becomes. */
function noteFrom(draft: otherStore.OtherDraft, now: Signing): Omit<store.NewNote, 'hash'> {
  const parts = draft.parts.map(part => ({ name: part.name, text: part.text.trim() })).filter(part => part.text !== '')
  const ledBy = now.ledBy.map(({ name, credential }) => (credential ? `${name}, ${credential}` : name))
  const { replaced } = now
  return {
    id: now.noteId,
    clientId: draft.clientId,
    kind: draft.kind,
    template: draft.template,
    sessionId: draft.sessionId,
    onDay: now.onDay,
    startsAt: now.startsAt,
    endsAt: now.endsAt,
    zone: now.zone,
    minutes: now.minutes,
    title: now.title,
    topic: replaced?.topic ?? '',
    parts,
    own: draft.kind === 'group' ? textIn(parts, ownPart) : parts.map(part => part.text).join('\n'),
    facts: replaced ? factsLeft(replaced, parts) : {},
    ledBy: ledBy.length > 0 ? ledBy : [now.signature.as],
    signedAs: now.signature.as,
    awaits: now.signature.awaits,
    restricted: draft.restricted,
    replaces: draft.replaces,
  }
}

export const otherCommands = [beginDraft, saveDraft, copyForward, dropDraft, signDraft]
