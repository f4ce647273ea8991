import { z } from 'zod'
import { journalOf, type TestHouse, type TestOrganization } from './house.ts'

/** Whatever is asked of the doors that the ledger follows from. */
const text = z.string().nullish()
const asked = z.looseObject({
  ...{ id: text, sessionId: text, clientId: text, groupId: text, seatId: text, absenceId: text, aliasId: text },
  ...{ name: text, service: text, startsOn: text, endsOn: text, fromOn: text, untilOn: text, startsAt: text },
  ...{ fromAt: text, untilAt: text, reason: text, kind: text, arrivedAt: text, leftAt: text, seenAt: text },
  excused: z.boolean().optional(),
  sessionIds: z.array(z.string()).optional(),
  leave: z.array(z.string()).optional(),
  take: z.array(z.string()).optional(),
  meetings: z
    .array(
      z.looseObject({
        weekday: z.number(),
        starts: z.string(),
        lengthMinutes: z.number(),
        breaks: z.array(z.looseObject({ afterMinutes: z.number(), minutes: z.number() })).default([]),
      }),
    )
    .optional(),
  marks: z
    .array(
      z.looseObject({
        ...{ id: z.string(), sessionId: z.string(), clientId: z.string(), kind: z.string() },
        ...{ arrivedAt: text, leftAt: text, deviceAt: z.string(), offsetMs: z.number(), seenAt: z.string() },
      }),
    )
    .optional(),
  signs: z
    .array(
      z.looseObject({
        ...{ id: z.string(), clientId: z.string(), kind: z.string(), deviceAt: z.string(), offsetMs: z.number() },
      }),
    )
    .optional(),
})
/** Something that was done: when, about whom, and what was asked, in the open. */
export type Deed = { verb: string; at: string; clientIds: string[]; input: z.output<typeof asked> }

/** Everything that was done in an organization, in its order, with what was locked away opened by the house's keys. */
export async function deedsOf(test: TestHouse, in_: TestOrganization): Promise<Deed[]> {
  const { keys } = test.house.parts
  const { rows } = await test.owner.query<{ client_id: string; wrapped: Buffer }>(
    'select client_id, wrapped from kernel.client_key where organization_id = $1',
    [in_.id],
  )
  const keyOf = new Map(rows.map(row => [row.client_id, keys.unwrap(row.wrapped)]))
  const lines = await journalOf(test, in_)
  return lines
    .filter(line => line.kind === 'did')
    .map(({ verb, clientIds, body }) => {
      const key = keyOf.get(clientIds[0] ?? '')
      const locked = typeof body.sealedInput === 'string' ? body.sealedInput : null
      // What an inner act was asked about somebody else than its outer one stands there as a fingerprint alone.
      const open = locked && key && !locked.includes(':') ? keys.unlock(key, Buffer.from(locked, 'base64')) : null
      const input = asked.parse(locked === null ? (body.input ?? {}) : open ? JSON.parse(open.toString()) : {})
      return { verb, clientIds, at: String(body.at), input }
    })
}

/** What only the house can know: the ids that it made. */
export type Ids = {
  groups: ReadonlyMap<string, string>
  sessions: readonly { id: string; groupId: string | null; plannedOn: string | null }[]
  seats: ReadonlyMap<string, { clientId: string; groupId: string }>
  absences: readonly string[]
}

/** The earlier of two moments. */
export const earlier = (one: string, other: string) => (Date.parse(one) < Date.parse(other) ? one : other)
/** When something was noted, by the house’s clock and never after now. */
export const trueAt = (deviceAt: string, offsetMs: number, now: string) =>
  earlier(new Date(Date.parse(deviceAt) + offsetMs).toISOString(), now)

/** From where to where the longest run of minutes goes, the first of as long ones; nowhere when there is none. */
export function longestRun(there: readonly boolean[]): [from: number, until: number] {
  let best: [number, number] = [0, 0]
  for (let from = 0; from < there.length; from++) {
    let until = from
    while (there[until]) until++
    if (until - from > best[1] - best[0]) best = [from, until]
    from = Math.max(from, until)
  }
  return best
}
