import { createHash } from 'node:crypto'
import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { canonical } from '#kernel/journal.ts'
import { notHere } from '#kernel/refusal.ts'
import type { Work } from '#kernel/work.ts'
import { namesOf } from '#rooms/people/queries.ts'
import { putInCharts, signatureOf } from './signing.ts'
import * as store from './store.ts'

/** Who signs clinical notes. */
const signers = ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director'] as const

/** A note that may be read: one’s own, or of a chart whose notes one reads. */
async function readable(work: Work, noteId: string) {
  const note = await store.noteOf(work, noteId)
  if (!note) throw notHere()
  return note
}

/** The most notes that await a signature in one answer. */
const mostAwaiting = 200

export const amend = command({
  name: 'notes.amend',
  says: 'Add to a signed note, beside it: what was signed stays as it was.',
  who: signers,
  confirm: true,
  input: z.strictObject({
    noteId: z.uuid(),
    text: concealedText(z.string().trim().min(3, 'Write what is to be added.').max(8000)),
    reason: concealedText(z.string().trim().min(3, 'Say why it is added now.').max(300)),
  }),
  run: async (work, { noteId, text, reason }) => {
    const note = await readable(work, noteId)
    if (note.withdrawn) work.refuse('withdrawn', 'This note was withdrawn. Nothing is added to it any more.')
    if (note.replacedBy) work.refuse('replaced', 'Another note stands instead of this one. Add to that one.')
    const { as } = await signatureOf(work)
    const id = work.id()
    const said = { id, noteId, text, reason, signedAs: as, signedAt: work.now, signedBy: work.actor.personId }
    const hash = createHash('sha256').update(canonical(said)).digest('hex')
    await store.addAmendment(work, { id, noteId, text, reason, signedAs: as, hash })
    await work.also(putInCharts, { notes: [{ noteId: id, clientId: note.clientId, hash }] })
    return { clientId: note.clientId, amendmentId: id }
  },
  touches: answer => [answer.clientId],
})

export const withdrawNote = command({
  name: 'notes.withdraw',
  says: 'Withdraw a note that is in the wrong chart: it is out of sight for all but its author and auditors, with the reason.',
  who: signers,
  confirm: true,
  input: z.strictObject({
    noteId: z.uuid(),
    reason: concealedText(z.string().trim().min(3, 'Say why it is withdrawn.').max(300)),
  }),
  run: async (work, { noteId, reason }) => {
    const note = await readable(work, noteId)
    if (note.signedBy !== work.actor.personId && !work.actor.roles.includes('director'))
      work.refuse('not-yours', 'Who signed a note withdraws it, or the director.', {}, 403)
    if (note.withdrawn) work.refuse('withdrawn', 'This note was withdrawn already.')
    await store.withdraw(work, noteId, reason)
    return { clientId: note.clientId }
  },
  touches: answer => [answer.clientId],
})

/** The note that a supervisor looks at: it awaits a signature of somebody else. */
async function awaited(work: Work, noteId: string) {
  await store.takeTurns(work, noteId)
  const note = await readable(work, noteId)
  const signature = await signatureOf(work)
  if (!note.awaits) work.refuse('needs-none', 'This note needs no co-signature.')
  if (note.withdrawn || note.replacedBy) work.refuse('withdrawn', 'This note does not stand any more.')
  if (note.coSigned) work.refuse('co-signed', 'This note is co-signed already.')
  if (note.signedBy === work.actor.personId)
    work.refuse('own-note', 'Nobody co-signs what they signed themselves.', {}, 403)
  if (signature.awaits) work.refuse('signs-not-alone', 'Your license asks for a co-signature itself.', {}, 403)
  return { note, as: signature.as }
}

export const coSign = command({
  name: 'notes.co-sign',
  says: 'Sign beside somebody whose license asks for it.',
  who: signers,
  confirm: true,
  input: z.strictObject({ noteId: z.uuid() }),
  run: async (work, { noteId }) => {
    const { note, as } = await awaited(work, noteId)
    await store.addCoSigning(work, { noteId, outcome: 'signed', comment: null, signedAs: as })
    return { clientId: note.clientId }
  },
  touches: answer => [answer.clientId],
})

export const returnNote = command({
  name: 'notes.return',
  says: 'Return a note to its author with a comment, instead of signing beside it.',
  who: signers,
  input: z.strictObject({
    noteId: z.uuid(),
    comment: concealedText(z.string().trim().min(3, 'Say what is to be changed.').max(2000)),
  }),
  run: async (work, { noteId, comment }) => {
    const { note, as } = await awaited(work, noteId)
    await store.addCoSigning(work, { noteId, outcome: 'returned', comment, signedAs: as })
    return { clientId: note.clientId }
  },
  touches: answer => [answer.clientId],
})

export const coSignatures = query({
  name: 'notes.to-co-sign',
  says: 'Notes that await a co-signature, the oldest first: whose you sign beside, and your own with what was returned.',
  who: signers,
  input: z.strictObject({}),
  discloses: ['name', 'note-draft'],
  run: async work => {
    const notes = await store.awaiting(work, mostAwaiting)
    const { clients } = await work.ask(namesOf, { ids: [...new Set(notes.map(note => note.clientId))] })
    const named = new Map(clients.map(client => [client.id, client.name]))
    const all = notes.map(({ amendedAt, ...note }) => ({
      ...note,
      name: named.get(note.clientId) ?? '',
      // What was added since it came back answers the return: it awaits its supervisor again.
      isReturned: note.returned !== null && !(amendedAt !== null && amendedAt > note.returned.at),
    }))
    const own = (note: { signedBy: string }) => note.signedBy === work.actor.personId
    return {
      now: work.now,
      toSign: all.filter(note => !own(note) && !note.isReturned),
      own: all.filter(own),
    }
  },
  shows: answer => [...new Set([...answer.toSign, ...answer.own].map(note => note.clientId))],
})

export const signedCommands = [amend, withdrawNote, coSign, returnNote]
export const signedQueries = [coSignatures]
