import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { breakingOff } from '#testing/broken-off.ts'
import { drafting } from '#testing/drafting.ts'
import { aClient, journalOf, type TestHouse, testHouse } from '#testing/house.ts'

// The signature of a note that is not of a group, broken off wherever it can be.

let test: TestHouse
let breaking: Awaited<ReturnType<typeof breakingOff>>
let count = 0
let clientId = ''
let draftId = ''
beforeAll(async () => {
  test = await testHouse()
  breaking = await breakingOff(test)
})
afterAll(async () => {
  await breaking.close()
  await test.close()
})

const { counselor, begin, save, sign, page } = drafting(
  () => test,
  () => ({ clientId, draftId }),
)
const newId = () => `0197e000-0000-7000-8000-${String(++count).padStart(12, '0')}`

beforeEach(async () => {
  test.at('2026-11-24T22:00:00Z')
  clientId = await aClient(test, test.here, { given: 'Orla', family: `Brandt ${++count}` })
  draftId = newId()
  await begin()
  await save(1)
  await sign(2)
  // The second one reads like the first: what is signed over is written down too.
  draftId = newId()
  await begin()
  await save(1)
  expect((await page()).findings).toHaveLength(3)
})

/** What a signature leaves behind, in every table that it touches. */
async function traces() {
  const { rows } = await test.owner.query<{ notes: number; ended: boolean; keepings: number }>(
    `select (select count(*)::int from notes.note where client_id = $1) as notes,
       (select note_id is not null from notes.draft where id = $2) as ended,
       (select count(*)::int from notes.keeping where about = $2) as keepings`,
    [clientId, draftId],
  )
  const lines = (await journalOf(test, test.here)).filter(
    line =>
      line.kind === 'did' &&
      line.clientIds.includes(clientId) &&
      ['notes.sign-draft', 'notes.put-in-charts'].includes(line.verb),
  )
  return { ...rows[0], lines: lines.length }
}
const nothing = { notes: 1, ended: false, keepings: 0, lines: 2 }
const everything = { notes: 2, ended: true, keepings: 3, lines: 4 }
const signed = { doing: () => sign(2, counselor()), traces, nothing, everything, atLeast: 15 }

it('by a fault in any of its statements leaves nothing, and done again all of it, once', async () => {
  await breaking.byFaults(signed)
}, 120_000)

it('by the end of its connection between any two statements leaves nothing, and done again all of it, once', async () => {
  await breaking.byCuts(signed)
}, 120_000)

it('while its commit is under way leaves all or nothing', async () => {
  await breaking.inCommit(signed)
})
