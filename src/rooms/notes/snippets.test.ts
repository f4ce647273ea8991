import { afterAll, beforeAll, expect, it } from 'vitest'
import { deedsOf } from '#testing/deeds.ts'
import { refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, signedInAs } from '#testing/program.ts'
import { addSnippet, changeSnippet, deleteSnippet, snippetsOf } from './snippets.ts'

let test: TestHouse
let count = 0
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

const counselor = () => test.here.staff.counselor
const newId = () => `0197a000-0000-7000-8000-${String(++count).padStart(12, '0')}`
const add = async (name: string, text = 'Went over the card for urges together.', by = counselor()) => {
  const snippetId = newId()
  await test.house.act(by, addSnippet, { snippetId, name, text })
  return snippetId
}
const own = async (by = counselor()) => (await test.house.see(by, snippetsOf, {})).snippets
const named = async (name: string) => (await own()).find(each => each.name === name)

it('is added once, changed by version, and thrown away', async () => {
  const snippetId = newId()
  const said = { snippetId, name: ' Urge-Card ', text: 'Went over the card.' }
  await test.house.act(counselor(), addSnippet, said)
  await test.house.act(counselor(), addSnippet, said)
  expect((await own()).filter(each => each.name === 'urge-card')).toHaveLength(1)
  const change = { snippetId, name: 'urge-card', text: 'Read the card aloud.', version: 1 }
  expect(await test.house.act(counselor(), changeSnippet, change)).toEqual({ version: 2 })
  expect((await refusalOf(test.house.act(counselor(), changeSnippet, change))).status).toBe(412)
  expect(await named('urge-card')).toMatchObject({ text: 'Read the card aloud.', version: 2 })
  expect((await refusalOf(test.house.act(counselor(), deleteSnippet, { snippetId, version: 1 }))).status).toBe(412)
  await test.house.act(counselor(), deleteSnippet, { snippetId, version: 2 })
  expect(await named('urge-card')).toBeUndefined()
})

it('has a short name that one person has once, in letters of either size', async () => {
  await add('grounding')
  expect((await refusalOf(add('GROUNDING'))).code).toBe('name-taken')
  const other = await add('breathing')
  const renamed = { snippetId: other, version: 1, name: 'grounding', text: 'Breathed.' }
  expect((await refusalOf(test.house.act(counselor(), changeSnippet, renamed))).code).toBe('name-taken')
  for (const name of ['', 'two words', ';semicolon', '-dash', 'x'.repeat(41)])
    expect((await refusalOf(add(name))).status).toBe(422)
  const { done, refused } = await allAtOnce(8, () => add('at-once'))
  expect([done.length, refused.length]).toEqual([1, 7])
})

it('is one person’s alone, and is in no journal', async () => {
  const snippetId = await add('mine-alone', 'Heather said that the heron came back.')
  const { facilitator, director, nurse } = test.here.staff
  for (const other of [facilitator, director, nurse, test.elsewhere.staff.counselor]) {
    expect(await own(other)).toEqual([])
    const change = { snippetId, version: 1, name: 'mine-alone', text: 'Other words.' }
    expect((await refusalOf(test.house.act(other, changeSnippet, change))).status).toBe(412)
    expect((await refusalOf(test.house.act(other, deleteSnippet, { snippetId, version: 1 }))).status).toBe(412)
  }
  await add('mine-alone', 'The nurse’s own words.', nurse)
  expect(await named('mine-alone')).toMatchObject({ text: 'Heather said that the heron came back.', version: 1 })
  for (const role of ['auditor', 'biller', 'intake', 'administrator'] as const)
    expect((await refusalOf(own(test.here.staff[role]))).status).toBe(403)
  expect((await refusalOf(own(signedInAs(test.here, newId())))).status).toBe(403)
  expect(JSON.stringify(await deedsOf(test, test.here))).not.toContain('heron')
})
