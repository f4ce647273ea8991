import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InputOf } from '#kernel/door.ts'
import { anEveningWritten, copiesOf, notesIn, signedNow } from '#testing/documented.ts'
import type { Evening } from '#testing/evenings.ts'
import { journalOf, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { linesOf } from '#testing/program.ts'
import { withdrawNote } from './after-signing.ts'
import { notesOf, oneNote, ownNote } from './timeline.ts'

let test: TestHouse
let evening: Evening
let ada = ''
let noteId = ''
let objectives: string[] = []

/** How many notes there are beside the signed one: thirty evenings, each with a group, some with an hour alone. */
const [groups, alone, missed] = [30, 10, 5]

// One chart with a note that was signed by its door, and many that are laid beside it as they would have been.
beforeAll(async () => {
  test = await testHouse()
  test.at('2026-11-24T22:00:00Z')
  const own = (at: number) =>
    at === 0
      ? 'Walked along the river to a café, and slept. A check-in on the footbridge.'
      : 'Painted a map of the week.'
  evening = await anEveningWritten(test, test.here, { name: 'Kestrel', given: ['Adaline', 'Borislav'], own })
  await signedNow(test, evening)
  ada = evening.people[0] ?? ''
  noteId = (await notesIn(test, evening.sessionId)).get(ada) ?? ''
  objectives = ['Sleep seven hours', 'Call two people a week']
  const before = (days: number) => {
    const startsAt = new Date(Date.parse('2026-11-24T22:30:00Z') - days * 86_400_000).toISOString()
    return { starts_at: startsAt, on_day: startsAt.slice(0, 10) }
  }
  const lay = (times: number, but: (at: number) => Record<string, unknown>) =>
    Promise.all(Array.from({ length: times }, (_, at) => copiesOf(test, noteId, { but: but(at) })))
  await lay(groups, at => ({ ...before(at + 1), facts: { objective: objectives[at % 2] } }))
  const counselor = { signed_by: test.here.staff.counselor.personId, kind: 'individual', session_id: null }
  const parts = [{ name: 'Data', text: 'Spoke of and/or questions, of her mother-in-law’s Straße.' }]
  await lay(alone, at => ({ ...before(at * 3 + 2), ...counselor, facts: {}, parts, title: 'Individual session' }))
  // Two at one moment: their ids say which is first.
  await lay(missed, () => ({ ...before(7), kind: 'missed', facts: {}, parts: [] }))
})
afterAll(() => test.close())

const ask = (input: Partial<InputOf<typeof notesOf>> = {}, who = test.here.staff.counselor) =>
  test.house.see(who, notesOf, { clientId: ada, ...input })
const everything = 1 + groups + alone + missed

describe('the notes of a chart', () => {
  it('come the newest first, page by page, each once', async () => {
    const seen: { id: string; startsAt: string }[] = []
    let before: InputOf<typeof notesOf>['before'] = null
    do {
      const page: Awaited<ReturnType<typeof ask>> = await ask({ before, most: 7 })
      seen.push(...page.notes)
      before = page.next
      expect(page.notes.length).toBeLessThanOrEqual(7)
    } while (before)
    expect(seen).toHaveLength(everything)
    expect(new Set(seen.map(note => note.id)).size).toBe(everything)
    const moments = seen.map(note => note.startsAt)
    expect(moments).toEqual([...moments].sort().reverse())
    expect((await ask()).notes.map(note => note.id)).toEqual(seen.map(note => note.id))
  })

  it('are counted by kind, author and objective, of the whole chart and of what is wanted', async () => {
    const { counts } = await ask({ kinds: ['individual'] })
    expect(counts).toMatchObject({ notes: everything, fitting: alone })
    expect(counts?.kinds.map(each => [each.value, each.notes, each.fitting])).toEqual([
      ['group', 1 + groups, 0],
      ['individual', alone, alone],
      ['missed', missed, 0],
    ])
    expect(counts?.authors.map(each => [each.value, each.notes])).toEqual([
      [evening.leader.personId, 1 + groups + missed],
      [test.here.staff.counselor.personId, alone],
    ])
    expect(counts?.authors[1]?.name).toBe(`${test.here.canary} counselor Staff`)
    expect(counts?.objectives).toMatchObject(
      [...objectives].sort().map(value => ({ value, notes: groups / 2, fitting: 0 })),
    )
    expect((await ask({ before: { startsAt: '2026-11-20T00:00:00Z', id: noteId } })).counts).toBeNull()
  })

  it('are narrowed by all that is chosen at once', async () => {
    const [sleep = ''] = objectives
    const counselorId = test.here.staff.counselor.personId ?? ''
    const count = async (input: Parameters<typeof ask>[0]) => (await ask(input)).notes.length
    expect(await count({ kinds: ['group', 'missed'] })).toBe(1 + groups + missed)
    expect(await count({ authors: [counselorId] })).toBe(alone)
    expect(await count({ objectives: [sleep] })).toBe(groups / 2)
    expect(await count({ objectives })).toBe(groups)
    expect(await count({ objectives: [sleep, 'No such objective'], kinds: ['group', 'missed'] })).toBe(groups / 2)
    expect(await count({ authors: [counselorId, evening.leader.personId ?? ''] })).toBe(everything)
    expect(await count({ objectives: [sleep], authors: [counselorId] })).toBe(0)
    expect(await count({ text: 'river', kinds: ['individual'] })).toBe(0)
  })

  it('say which of them is a late entry, by the rule', async () => {
    const { notes } = await ask({ kinds: ['group'], most: 6 })
    const hours = (note: (typeof notes)[number]) => (Date.parse(note.signedAt) - Date.parse(note.endsAt)) / 3_600_000
    expect(notes.map(note => note.late)).toEqual(notes.map(note => hours(note) > 72))
    const [late] = await copiesOf(test, noteId, { but: { ends_at: '2026-11-21T22:00:00Z' } })
    expect((await ask()).notes.find(note => note.id === late)?.late).toBe(true)
    await test.house.act({ ...evening.leader, confirmedAt: test.now() }, withdrawNote, {
      noteId: late ?? '',
      reason: 'It was laid here twice.',
    })
  })
})

describe('what is looked for in a chart', () => {
  it.each([
    ['a word', 'river', 1 + groups],
    ['its beginning, while it is typed', 'riv', 1 + groups],
    ['several words, all of them', 'river slept', 1 + groups],
    ['several words, of which one is not there', 'river mother', 0],
    ['without accents', 'CAFE', 1 + groups],
    ['with accents that were not written', 'rivér', 1 + groups],
    ['a word of two letters that are one', 'strasse', alone],
    ['an earlier word that is no whole word', 'riv slept', 0],
    ['the topic', 'urges', everything],
    ['the title', 'individual', alone],
    ['a word with an apostrophe in it', "mother-in-law's", alone],
    ['a word with hyphens by its parts', 'mother law', alone],
    ['a word with hyphens as one word', 'motherinlaws', alone],
    ['a word with hyphens that do not break', 'mother\u2011in\u2010law', alone],
    ['words apart, written with a hyphen', 'check in', groups + 1],
    ['words apart, written as one', 'foot bridge', groups + 1],
    ['words with a hyphen, written as one', 'foot-bridge', groups + 1],
    ['words with a hyphen, written apart', 'and-slept', groups + 1],
    ['either word at a slash', 'or questions', alone],
    ['both words at a slash', 'and/or', alone],
    ['a path', 'a/b/c', 0],
    ['no word', ' ', everything],
    ['signs alone', "?! & | :* '' \\ <->", everything],
  ])('%s', async (_, text, notes) => {
    expect((await ask({ text })).counts?.fitting).toBe(notes)
  })

  it('is shown where it stands', async () => {
    const [note] = (await ask({ text: 'café riv' })).notes
    expect(note?.found).toEqual([
      { text: 'Walked along the ', hit: false },
      { text: 'river', hit: true },
      { text: ' to a ', hit: false },
      { text: 'café', hit: true },
      { text: ', and slept. A check-in on the footbridge.', hit: false },
    ])
    expect((await ask()).notes[0]?.found).toBeNull()
  })

  it('may be any text at all, and stands in no line of the journal', async () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom("'", "''''", '\\', ':*', 'a:*b', '!(', ')&', '<2>', '\u0000', 'https://a.example/b?c=d', '-1e9'),
    )
    await fc.assert(
      fc.asyncProperty(odd, async text => {
        expect((await ask({ text: text.slice(0, 200), most: 1 })).counts?.notes).toBe(everything)
      }),
      { numRuns: 60 },
    )
    await refusalOf(ask({ text: 'sentinelword', most: 0 }))
    expect(JSON.stringify(await journalOf(test, test.here))).not.toContain('sentinelword')
  })
})

describe('one note', () => {
  it('is read by who reads the chart; its author reads their own', async () => {
    const { house, here, elsewhere } = test
    const { note, name } = await house.see(here.staff.counselor, oneNote, { id: noteId })
    expect(note).toMatchObject({ id: noteId, clientId: ada, late: false })
    expect(name).toContain('Adaline')
    expect((await house.see(evening.leader, ownNote, { id: noteId })).note).toEqual(note)
    expect((await refusalOf(house.see(here.staff.counselor, ownNote, { id: noteId }))).status).toBe(404)
    expect((await refusalOf(house.see(evening.leader, oneNote, { id: noteId }))).status).toBe(403)
    for (const role of ['director', 'auditor'] as const)
      expect((await refusalOf(house.see(elsewhere.staff[role], oneNote, { id: noteId }))).status).toBe(404)
    expect((await linesOf(test, here, 'notes.note')).at(0)).toMatchObject({ kind: 'looked', clientIds: [ada] })
  })
})
