import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { afterEvening, aLine, allHere, sharedText, signedNow } from '#testing/documented.ts'
import type { Evening } from '#testing/evenings.ts'
import { aClient, licensedStaff, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, seated, sessionOn } from '#testing/program.ts'
import { markSeat } from '../attendance/commands.ts'
import { addRoom } from '../calendar/commands.ts'
import { groupNote, saveLine, saveShared } from './group-note.ts'

// Who else is in a group is protected like what is said there: nobody learns it from somebody else’s chart.

let test: TestHouse
let count = 0
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

// Names that are no words, each unlike every other: three people with a given and a family name.
const syllable = fc.constantFrom('zo', 'ku', 'vre', 'ply', 'xam', 'dro', 'sny', 'gha', 'thwo', 'jix', 'baf', 'mup')
const aName = fc
  .array(syllable, { minLength: 3, maxLength: 4 })
  .map(parts => parts.join(''))
  .map(word => word.charAt(0).toUpperCase() + word.slice(1))
const roster = fc.uniqueArray(aName, { minLength: 6, maxLength: 6, selector: name => name.slice(0, 4) })
const forms = {
  plain: name => `${name} said so.`,
  possessive: name => `That was what ${name}’s way was.`,
  typed: name => `It was ${name}'s.`,
  quoted: name => `“${name}”, it was.`,
  aside: name => `Together with (${name}).`,
  hasty: name => `went with ${name.toLowerCase()} after`,
  loud: name => `It was ${name.toUpperCase()}!`,
  accented: name => `Walked with ${name.replace('u', 'ú').replace('a', 'à').replace('o', 'ö')} then.`,
  joined: name => `A talk with ${name}-and-friends.`,
} satisfies Record<string, (name: string) => string>
const ofEveryone = ['shared', 'topic', 'checkIn', 'skill', 'homework', 'closing'] as const
/** One of six names in a text: of everyone, of the first or second, who were here, or of the third, who was not. */
const intrusion = fc.record({
  place: fc.constantFrom(...ofEveryone, 'own', 'objective', 'reason'),
  of: fc.nat(1),
  name: fc.nat(5),
  form: fc.constantFrom('plain', 'possessive', 'typed', 'quoted', 'aside', 'hasty', 'loud', 'accented', 'joined'),
})
type Intrusion = typeof intrusion extends fc.Arbitrary<infer Value> ? Value : never

/** Whose chart a text goes into, by their place; null for all of them. */
const goesTo = ({ place, of }: Intrusion) =>
  place === 'own' || place === 'objective' ? of : place === 'reason' ? 2 : null
const namesAnother = (each: Intrusion) => goesTo(each) !== Math.floor(each.name / 2)

/** An evening of these three, over and with nothing written. */
async function eveningOf(names: readonly string[]): Promise<Evening> {
  const { house, here } = test
  count++
  test.at('2026-11-24T22:00:00Z')
  const room = { siteId: here.siteId, name: `Room ${count}`, seats: 20 }
  const { roomId } = await house.act(here.staff.director, addRoom, room)
  const leader = await licensedStaff(test, here, 'facilitator')
  const groupId = await aGroup(test, here, { name: `Evening ${count}`, roomId, facilitatorIds: [leader.personId] })
  const people: string[] = []
  for (const at of [0, 2, 4])
    people.push(await aClient(test, here, { given: names[at] ?? '', family: names[at + 1] ?? '' }))
  await seated(test, here, { groupId, clientIds: people })
  const { id: sessionId, startsAt } = await sessionOn(test, here, groupId)
  test.at(afterEvening)
  const of = { groupId, sessionId, startsAt, leader, people }
  await allHere(test, of, people.slice(0, 2))
  return of
}

/** Writes everything anew, with these names in it. */
async function writeWith(of: Evening, names: readonly string[], intrusions: readonly Intrusion[]): Promise<void> {
  const { sessionId, leader, people } = of
  const { house, owner } = test
  const text = (place: Intrusion['place'], to: number | null, plain: string) =>
    [plain, ...intrusions.filter(each => each.place === place && goesTo(each) === to)]
      .map(each => (typeof each === 'string' ? each : forms[each.form](names[each.name] ?? '')))
      .join(' ')
  const page = await house.see(leader, groupNote, { sessionId })
  const plain: Record<(typeof ofEveryone)[number], string> = {
    ...{ shared: sharedText, topic: 'Urges', checkIn: 'One word each.', skill: 'Slow breathing.' },
    ...{ homework: 'The card.', closing: 'A round of thanks.' },
  }
  const shared = Object.fromEntries(ofEveryone.map(place => [place, text(place, null, plain[place])]))
  await house.act(leader, saveShared, { shared: '', ...shared, sessionId, version: page.version })
  for (const [at, clientId] of people.slice(0, 2).entries()) {
    const version = page.people.find(person => person.clientId === clientId)?.version ?? 0
    const own = text(
      'own',
      at,
      at === 0 ? 'Wrote down what the week was like.' : 'Was silent, then asked for the card.',
    )
    const objective = text('objective', at, 'Two meetings a week.')
    await house.act(leader, saveLine, { ...aLine(own), objective, sessionId, clientId, version })
  }
  const [, , clientId = ''] = people
  const { rows } = await owner.query<{ id: string }>(
    'select id from attendance.mark where session_id = $1 and client_id = $2 and corrected_at is null',
    [sessionId, clientId],
  )
  const reason = text('reason', 2, 'Nobody answered.')
  await house.act(leader, markSeat, { sessionId, clientId, kind: 'absent', reason, seen: rows[0]?.id ?? null })
}

describe('whatever is written', () => {
  it('no signed note holds the name of another member, in any column', async () => {
    const runs = { refused: 0, signed: 0 }
    const run = async (names: readonly string[], intrusions: readonly Intrusion[]) => {
      const of = await eveningOf(names)
      await writeWith(of, names, intrusions)
      if (intrusions.some(namesAnother)) {
        runs.refused++
        await expect(signedNow(test, of)).rejects.toMatchObject({ code: 'not-ready' })
        await writeWith(of, names, [])
      } else runs.signed++
      await signedNow(test, of)
      const { rows } = await test.owner.query<{ client_id: string; row: string }>(
        'select client_id, to_jsonb(n)::text as row from notes.note n where session_id = $1',
        [of.sessionId],
      )
      expect(rows).toHaveLength(3)
      for (const row of rows) {
        const text = row.row.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
        const own = of.people.indexOf(row.client_id)
        for (const name of names.filter((_, at) => Math.floor(at / 2) !== own))
          expect(text).not.toContain(name.toLowerCase())
      }
    }
    await fc.assert(fc.asyncProperty(roster, fc.array(intrusion, { maxLength: 2 }), run), { numRuns: 24, seed: 12 })
    expect(Math.min(runs.refused, runs.signed)).toBeGreaterThan(1)
  }, 180_000)
})
