import { z } from 'zod'
import { command } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
import type { Work } from '#kernel/work.ts'
import { partsToWrite } from './draft-template.ts'
import * as otherStore from './other-store.ts'
import * as store from './store.ts'
import { otherWriters } from './templates.ts'

// A note that came back from a supervisor, written once more: the new one stands instead of it, the old one stays.

/** The note that whoever works may write anew: their own, returned, and still without a co-signature. */
export async function replaceable(work: Work, noteId: string) {
  // Whoever signs beside it takes turns with whoever writes it anew.
  await store.takeTurns(work, noteId)
  const [note, replaced] = await Promise.all([store.noteOf(work, noteId), store.wasReplaced(work, noteId)])
  if (!note) throw notHere()
  if (note.signedBy !== work.actor.personId)
    work.refuse('not-yours', 'Who signed a note writes the one that stands instead of it.', {}, 403)
  if (note.withdrawn) work.refuse('withdrawn', 'This note was withdrawn. Write a new one where it belongs.')
  if (replaced)
    work.refuse('replaced', 'Another note was signed instead of this one already. Go on with that one, or add to this.')
  if (note.coSigned) work.refuse('co-signed', 'This note is co-signed, so it stands. Add to it instead.')
  if (!note.returned)
    work.refuse('not-returned', 'Only a note that a supervisor returned is written anew. Add to this one instead.')
  return note
}

export const beginReplacing = command({
  name: 'notes.begin-replacing',
  says: 'Begin a note that stands instead of one of yours that a supervisor returned: it says what that one says until you change it.',
  who: otherWriters,
  input: z.strictObject({
    /** Made by whoever begins it, so that a second press begins nothing. */
    draftId: z.uuid(),
    noteId: z.uuid(),
  }),
  run: async (work, { draftId, noteId }) => {
    const note = await replaceable(work, noteId)
    if (!(await otherStore.mayWrite(work, note.clientId))) throw notHere()
    const { template = '' } = (await store.writtenBy(work, noteId)) ?? {}
    const parts = partsToWrite({ ...note, template })
    const draft = await otherStore.begin(work, {
      ...{ id: draftId, clientId: note.clientId, kind: note.kind, template, sessionId: note.sessionId },
      ...{ startsAt: note.startsAt, minutes: note.minutes, parts, restricted: note.restricted, replaces: noteId },
      copied: parts.filter(part => part.text !== '').map(part => part.name),
    })
    if (!draft) throw notHere()
    if (draft.replaces !== noteId)
      work.refuse('draft-there', 'You have begun another note of this hour. Sign it or throw it away first.')
    return { clientId: draft.clientId, draftId: draft.id, version: draft.version }
  },
  touches: answer => [answer.clientId],
})

export const replacingCommands = [beginReplacing]
