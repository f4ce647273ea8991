import { createHash } from 'node:crypto'
import { z } from 'zod'
import { command, type OutputOf } from '#kernel/door.ts'
import { versionSchema } from '#kernel/fields.ts'
import { canonical } from '#kernel/journal.ts'
import type { Work } from '#kernel/work.ts'
import { signerOf } from '#rooms/people/facts.ts'
import * as drafts from './drafts-store.ts'
import { documented, groupNoteNow, type NoteSession, wordsHash, writers } from './group-note.ts'
import { missedParts, type NotePart, partsOf } from './notes.ts'
import * as store from './store.ts'

/** How somebody signs today: name and credential as they stand below, and whether a supervisor signs beside them. */
export type Signature = { as: string; awaits: boolean }

/** The signature of who works, by a license that is valid today. Who may not sign at all is told what to do. */
export async function signatureOf(work: Work): Promise<Signature> {
  return signatureFrom(work, await work.ask(signerOf, {}))
}

function signatureFrom(work: Work, { name, credential, standing }: OutputOf<typeof signerOf>): Signature {
  if (standing.kind === 'no-license')
    return work.refuse(
      'no-valid-license',
      'Signing needs a license that is valid today. Ask your director to record or renew it.',
    )
  if (standing.kind === 'no' || standing.kind === 'unknown')
    return work.refuse(
      'signs-not',
      `${signWords[standing.kind](standing.credential)} Your words are kept: a facilitator of this group whose ` +
        'license signs can sign them. If there is none, ask your director for one.',
      { credential: standing.credential },
    )
  return { as: `${name}, ${signedBy(credential, standing.credential)}`, awaits: standing.kind === 'with-co-signature' }
}

/** What stands behind a name: the letters as they are written there, if the license that signs is among them. */
function signedBy(written: string | null, licensed: string): string {
  const letters = (written ?? '').toLowerCase().split(/[\s,]+/)
  return written && letters.includes(licensed.trim().toLowerCase()) ? written : licensed
}

const signWords = {
  no: (credential: string) => `${credential} does not sign clinical notes.`,
  unknown: (credential: string) => `What ${credential} may sign is not in this program’s rules yet.`,
}

/** The fingerprint of a note: everything that it says and who signed it when, in one canonical text. */
export function fingerprintOf(note: Omit<store.NewNote, 'hash'>, signed: { at: string; by: string | null }): string {
  return createHash('sha256')
    .update(canonical({ ...note, signedAt: signed.at, signedBy: signed.by }))
    .digest('hex')
}

export const putInCharts = command({
  name: 'notes.put-in-charts',
  says: 'Signed notes are in their charts: their fingerprints stand in the journal.',
  who: ['room'],
  input: z.strictObject({
    notes: z.array(z.strictObject({ noteId: z.uuid(), clientId: z.uuid(), hash: z.string().length(64) })).max(100),
  }),
  about: input => input.notes.map(note => note.clientId),
  run: async () => ({}),
})

/** Puts notes into their charts: one statement, and one line in the journal with the fingerprint of each. */
export async function putIn(work: Work, notes: readonly Omit<store.NewNote, 'hash'>[]): Promise<void> {
  const by = { at: work.now, by: work.actor.personId }
  const sealed = notes.map(note => ({ ...note, hash: fingerprintOf(note, by) }))
  if (sealed.length === 0) return
  const told = sealed.map(({ id, clientId, hash }) => ({ noteId: id, clientId, hash }))
  await Promise.all([store.addNotes(work, sealed), work.also(putInCharts, { notes: told })])
}

export const signNotes = command({
  name: 'notes.sign',
  says: 'Sign a group’s notes in one act: one individual note lands in the chart of everyone who was expected.',
  who: writers,
  confirm: true,
  input: z.strictObject({ sessionId: z.uuid(), version: versionSchema }),
  version: input => input.version,
  run: async (work, input) => {
    // Refused is only when all of it is read: nothing must go on in a transaction that has ended.
    const [now, signer] = await Promise.all([groupNoteNow(work, input.sessionId), work.ask(signerOf, {})])
    const { session } = now
    documented(work, session)
    if (session.endsAt > work.now)
      work.refuse('not-over', 'A group is signed when it is over.', { endsAt: session.endsAt })
    const signature = signatureFrom(work, signer)
    if (now.signedAt) work.refuse('signed', 'These notes are signed already.')
    if (now.version === 0 || now.version !== input.version) return work.changed({ version: now.version })
    const stops = now.findings.filter(finding => finding.severity === 'stops')
    if (stops.length > 0)
      work.refuse(
        'not-ready',
        `${stops.length === 1 ? 'One thing stands' : `${stops.length} things stand`} in the way of signing.`,
        { stops: stops.map(({ clientId, guard, says }) => ({ clientId, guard, says })) },
        422,
      )
    // Signed over is kept too: who signs has seen what stands beside the button.
    const over = now.findings.filter(finding => !now.kept.includes(finding))
    const lines = now.people.filter(person => person.version > 0)
    const notes = now.people.map(person => noteFor(work, session, { ...now, person, signature }))
    const [ended] = await Promise.all([
      drafts.endWriting(work, { sessionId: session.id, version: now.version, lines }),
      drafts.keep(
        work,
        over.map(each => ({
          about: session.id,
          clientId: each.clientId,
          guard: each.guard,
          wordsHash: wordsHash(each, now),
        })),
      ),
      putIn(work, notes),
    ])
    if (!ended) work.changed({ version: now.version })
    return { signed: notes.map(note => note.clientId), awaits: signature.awaits }
  },
  touches: answer => answer.signed,
})

type Now = Awaited<ReturnType<typeof groupNoteNow>>
type For = Pick<Now, 'part'> & { person: Now['people'][number]; signature: Signature }

/** The note of one person of a group. Nothing in it is of anybody else: not how many were there, not who. */
function noteFor(work: Work, session: NoteSession, { part, person, signature }: For): Omit<store.NewNote, 'hash'> {
  const { here, standing } = person
  const parts: NotePart[] = here
    ? partsOf(part, person)
    : missedParts(standing === 'excused' ? 'excused' : 'absent', person.reason)
  return {
    id: work.id(),
    clientId: person.clientId,
    kind: here ? 'group' : 'missed',
    template: here ? 'group@1' : 'missed@1',
    sessionId: session.id,
    onDay: session.onDay,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    zone: session.zone,
    minutes: here ? person.minutes : 0,
    title: session.group,
    topic: here ? part.topic.trim() : '',
    parts,
    own: here ? person.own.trim() : '',
    facts: here ? factsOf(person) : { standing },
    ledBy: session.facilitators.map(({ name, credential }) => (credential ? `${name}, ${credential}` : name)),
    signedAs: signature.as,
    awaits: signature.awaits,
    restricted: false,
    replaces: null,
  }
}

function factsOf(person: For['person']): Record<string, string | boolean> {
  const { participation, response, mood, risk, followUp, objective, standing } = person
  const chosen = { participation, response, mood, followUp, standing, objective: objective.trim() || null }
  const facts: Record<string, string | boolean> = risk ? { risk } : {}
  for (const [name, value] of Object.entries(chosen)) if (value !== null) facts[name] = value
  return facts
}
