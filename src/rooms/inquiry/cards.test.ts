import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { command } from '#kernel/door.ts'
import { forgetFiles } from '#rooms/desk/commands.ts'
import { breakingOff } from '#testing/broken-off.ts'
import { refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { allAtOnce, codesOf, linesOf } from '#testing/program.ts'
import { withDoors } from '#testing/things.ts'
import { cardOf, keepCard } from './cards.ts'
import { contactOf } from './contacts.ts'
import { forget, joinContacts, lose } from './endings.ts'

// The photo of a card is kept for as long as it is needed: replaced or forgotten, its bytes are gone.

let test: TestHouse
let count = 0
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(() => test.at('2026-11-24T22:00:00Z'))

/** A picture like no other, of two chunks. */
function aPhoto(): string {
  const name = `photo ${++count} `
  const body = Buffer.from(name.repeat(Math.ceil(300_000 / name.length)))
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), body]).toString('base64')
}
const keep = (id: string, version: number, picture: string, side: 'front' | 'back' = 'front') =>
  test.house.act(test.here.staff.intake, keepCard, { id, version, side, picture })
const shown = (id: string, side: 'front' | 'back' = 'front') =>
  test.house.see(test.here.staff.intake, cardOf, { id, side }).then(answer => answer.base64)
const see = (id: string) => test.house.see(test.here.staff.intake, contactOf, { id })
/** How many files and chunks the whole database holds. */
async function kept(): Promise<{ files: number; chunks: number }> {
  const { rows } = await test.owner.query<{ files: number; chunks: number }>(
    `select (select count(*)::int from desk.file) as files, (select count(*)::int from desk.file_chunk) as chunks`,
  )
  return rows[0] ?? { files: -1, chunks: -1 }
}

it('a photo that is replaced is deleted with its bytes; the journal says so without its name', async () => {
  const { here } = test
  const { id } = await aContact(test, here)
  const before = await kept()
  const [first, second, back] = [aPhoto(), aPhoto(), aPhoto()]
  await keep(id, 1, first)
  await keep(id, 2, back, 'back')
  const { cardFront } = await see(id)
  await keep(id, 3, second)
  expect(await shown(id)).toBe(second)
  expect(await shown(id, 'back')).toBe(back)
  expect(await kept()).toEqual({ files: before.files + 2, chunks: before.chunks + 4 })
  const [line] = (await linesOf(test, here, 'desk.forget-files')).slice(-1)
  expect(line).toMatchObject({ kind: 'did', clientIds: [], body: { input: { fileIds: [cardFront] } } })
  expect(JSON.stringify(line)).not.toMatch(/card-front|jpeg/)
})

it('a photo that could not be kept leaves the one before it', async () => {
  const { id } = await aContact(test, test.here)
  const first = aPhoto()
  await keep(id, 1, first)
  const before = await kept()
  expect((await refusalOf(keep(id, 1, aPhoto()))).code).toBe('changed-meanwhile')
  const { done, refused } = await allAtOnce(4, () => keep(id, 2, aPhoto()))
  expect([done.length, codesOf(refused)]).toEqual([1, { 'changed-meanwhile': 3 }])
  expect(await kept()).toEqual(before)
  expect(await shown(id)).not.toBe(first)
})

it('broken off anywhere, either photo is whole and the other is gone', async () => {
  const breaking = await breakingOff(test)
  try {
    for (const broken of [breaking.byFaults, breaking.byCuts]) {
      const { id } = await aContact(test, test.here)
      const [first, second] = [aPhoto(), aPhoto()]
      await keep(id, 1, first)
      const { files, chunks } = await kept()
      const traces = async () => ({ photo: (await shown(id)) === second ? 'second' : 'first', ...(await kept()) })
      await broken({
        doing: () => keep(id, 2, second),
        traces,
        nothing: { photo: 'first', files, chunks },
        everything: { photo: 'second', files, chunks },
        atLeast: 5,
      })
    }
  } finally {
    await breaking.close()
  }
})

it('a photo goes along when two inquiries become one, and replaced there it is gone', async () => {
  const { house, here } = test
  const [one, other] = [await aContact(test, here), await aContact(test, here)]
  const before = await kept()
  const photo = aPhoto()
  await keep(one.id, 1, photo)
  await house.act(here.staff.intake, joinContacts, { id: one.id, version: 2, into: other.id })
  expect(await shown(other.id)).toBe(photo)
  expect(await see(one.id)).toMatchObject({ joinedInto: other.id, cardFront: null })
  await keep(other.id, (await see(other.id)).version, aPhoto())
  expect(await kept()).toEqual({ files: before.files + 1, chunks: before.chunks + 2 })
})

it('a photo that another inquiry still links stays until that one lets go of it too', async () => {
  const { here, owner } = test
  const [one, other] = [await aContact(test, here), await aContact(test, here)]
  const before = await kept()
  const photo = aPhoto()
  await keep(one.id, 1, photo)
  // As inquiries were joined before the photo went along alone.
  const both =
    'update inquiry.contact set card_back = (select card_front from inquiry.contact where id = $1) where id = $2'
  await owner.query(both, [one.id, other.id])
  await keep(one.id, 2, aPhoto())
  expect(await shown(other.id, 'back')).toBe(photo)
  await keep(other.id, 1, aPhoto(), 'back')
  expect(await kept()).toEqual({ files: before.files + 2, chunks: before.chunks + 4 })
})

it('a lost inquiry is forgotten with its photos, and with those of what was joined into it', async () => {
  const { house, here, elsewhere } = test
  const before = await kept()
  const [lost, joined, open] = [await aContact(test, here), await aContact(test, here), await aContact(test, here)]
  const foreign = await aContact(test, elsewhere)
  for (const { id } of [lost, joined, open]) await keep(id, 1, aPhoto())
  await house.act(elsewhere.staff.intake, keepCard, { id: foreign.id, version: 1, side: 'front', picture: aPhoto() })
  await house.act(here.staff.intake, joinContacts, { id: joined.id, version: 2, into: lost.id })
  await house.act(here.staff.intake, lose, { id: lost.id, version: 3, reason: 'wait' })
  test.at('2027-01-24T22:00:00Z')
  expect(await kept()).toEqual({ files: before.files + 4, chunks: before.chunks + 8 })
  await house.act(here.program, forget, {})
  expect(await kept()).toEqual({ files: before.files + 2, chunks: before.chunks + 4 })
  expect(await shown(open.id)).toBeTruthy()
  await house.act(here.program, forget, {})
  expect(await kept()).toEqual({ files: before.files + 2, chunks: before.chunks + 4 })
})

it('no organization deletes a file of another, and nobody a file that is linked', async () => {
  const { here, elsewhere } = test
  const outer = command({
    name: 'testing.forget-files',
    says: 'Pass an inner door.',
    who: ['program'],
    input: forgetFiles.input,
    run: (work, input) => work.also(forgetFiles, input),
  })
  const house = withDoors(test, [outer])
  const { id } = await aContact(test, here)
  const photo = aPhoto()
  await keep(id, 1, photo)
  const { cardFront } = await see(id)
  const fileIds = [cardFront ?? '']
  expect(await house.act(elsewhere.program, outer, { fileIds })).toEqual({ forgotten: 0 })
  await expect(house.act(here.program, outer, { fileIds })).rejects.toThrow(/foreign key/)
  expect(await shown(id)).toBe(photo)
  expect((await refusalOf(test.house.act(here.staff.director, forgetFiles, { fileIds }))).status).toBe(403)
})
