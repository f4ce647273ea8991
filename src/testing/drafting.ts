import type { Actor } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/door.ts'
import { draftOf } from '#rooms/notes/other-drafts.ts'
import { beginDraft, saveDraft, signDraft } from '#rooms/notes/other-notes.ts'
import type { TestHouse } from './house.ts'

/** What a note of an individual hour says, part by part. */
export const said = {
  Data: 'Came on time and told of a hard weekend with a heron on the lake and of two calls.',
  Assessment: 'Sees the pattern for herself now; the evenings alone are the hour of most risk.',
  Plan: 'Calls her sister on Friday evening; we look at it together on Tuesday.',
}
/** The same as doors take it. */
export const partsOf = (like: Partial<typeof said> = {}) =>
  Object.entries({ ...said, ...like }).map(([name, text]) => ({ name, text }))

/** What a test says of a beginning beside the usual. */
export type Beginning = Partial<InputOf<typeof beginDraft>>
type Saving = Partial<InputOf<typeof saveDraft>>

/** What a counselor does with notes of individual hours, of the client and the draft that a test has at hand. */
export function drafting(house: () => TestHouse, at: () => { clientId: string; draftId: string }) {
  const counselor = () => house().here.staff.counselor
  const hour = { startsAt: '2026-11-24T20:00:00Z', minutes: 50 }
  const begin = (like: Beginning = {}, by: Actor = counselor()) => {
    const dap = { kind: 'individual' as const, template: 'individual-dap@1' }
    return house().house.act(by, beginDraft, { ...at(), ...dap, ...hour, ...like })
  }
  const save = (version: number, like: Saving = {}, by: Actor = counselor()) => {
    const { draftId } = at()
    const written = { draftId, version, ...hour, restricted: false, parts: partsOf() }
    return house().house.act(by, saveDraft, { ...written, ...like })
  }
  const confirmed = (by: Actor) => ({ ...by, confirmedAt: house().now() })
  const sign = (version: number, by: Actor = counselor(), draftId = at().draftId) =>
    house().house.act(confirmed(by), signDraft, { draftId, version })
  const page = (by: Actor = counselor(), draftId = at().draftId) => house().house.see(by, draftOf, { draftId })
  const stops = async () => (await page()).findings.map(({ guard, part }) => `${guard} ${part}`)
  const row = async (noteId: string) =>
    (await house().owner.query('select * from notes.note where id = $1', [noteId])).rows[0]
  return { counselor, begin, save, confirmed, sign, page, stops, row }
}
