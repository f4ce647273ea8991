import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Problem } from '#kernel/client.ts'
import type { DraftShelf } from './draft-shelf.ts'
import { FieldDraft } from './field-draft.ts'
import { FieldDrafts } from './field-drafts.ts'

// A device on which pages come and go, and a house of texts that may be away, or no longer open to them.

type Text = { words: string; more: string }
type Told = { fields: Text; version: number }

class House {
  texts = new Map<string, Told>()
  away = false
  closed = new Set<string>()
  told(id: string): Told {
    if (this.away) throw new Problem('offline', 0, 'away')
    const text = this.texts.get(id)
    if (!text || this.closed.has(id)) throw new Problem('not-here', 404, 'not here')
    return text
  }
}

let house: House
/** What lies on the device, as its disk has it. */
let rows: Map<string, string>
/** Which rows a page that is open wrote: nobody else is given them. */
let writing: Set<string>
beforeEach(() => {
  house = new House()
  rows = new Map()
  writing = new Set()
  house.texts.set('a', { fields: { words: '', more: '' }, version: 1 })
  house.texts.set('b', { fields: { words: '', more: '' }, version: 1 })
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

function shelf<Row extends { id: string }>(own: Set<string>): DraftShelf<Row> {
  return {
    put: async drafts => {
      for (const { id, ...row } of drafts) {
        rows.set(id, JSON.stringify({ id, ...row }))
        own.add(id)
        writing.add(id)
      }
      return true
    },
    take: async ids => {
      for (const id of ids) rows.delete(id)
    },
    left: async () =>
      [...rows].filter(([id]) => own.has(id) || !writing.has(id)).map(([, says]): Row => JSON.parse(says)),
  }
}

/** One open page: it knows its own drafts, until it is closed. */
function page() {
  const own = new Set<string>()
  const drafts = new FieldDrafts<Text, FieldDraft<Text>, Told>(
    {
      door: 'room.save',
      savedSays: 'Saved.',
      waitsSays: 'Waits.',
      ask: async id => house.told(id),
      make: (id, lay, told) =>
        new FieldDraft<Text>(
          id,
          {
            save: async (patch, version) => {
              const now = house.told(id)
              if (now.version !== version) throw new Problem('changed-meanwhile', 412, 'changed')
              house.texts.set(id, { fields: { ...now.fields, ...patch }, version: version + 1 })
              return { version: version + 1 }
            },
            ask: async () => house.told(id),
            lay,
          },
          told ?? { fields: { words: '', more: '' }, version: 0 },
        ),
    },
    () => shelf(own),
  )
  const open = async (id: string, who = 'me') => {
    const draft = drafts.of(id, who, house.texts.get(id))
    await vi.advanceTimersByTimeAsync(1)
    return draft
  }
  const close = () => {
    for (const id of own) writing.delete(id)
  }
  return { drafts, open, close }
}

const settled = () => vi.advanceTimersByTimeAsync(1_000)

it('two pages that write the same thing keep each their own words on the device', async () => {
  house.away = true
  const [one, two] = [page(), page()]
  const [first, second] = [await one.open('a'), await two.open('a')]
  first.write({ words: 'of the first' })
  second.write({ more: 'of the second' })
  await settled()
  expect(rows.size).toBe(2)
  // What one page has sent takes nothing of the other off the device.
  house.away = false
  await second.save()
  await settled()
  expect(rows.size).toBe(1)
  one.close()
  const third = page()
  expect(await third.drafts.send('me')).toEqual({ says: 'Saved.', kind: 'done' })
  expect([house.texts.get('a')?.fields, rows.size]).toEqual([{ words: 'of the first', more: 'of the second' }, 0])
})

it('what a closed page left comes back into the one that is opened, and lies there until it is sent', async () => {
  house.away = true
  const before = page()
  const draft = await before.open('a')
  draft.write({ words: 'an hour without a network' })
  await settled()
  before.close()
  const after = await page().open('a')
  await settled()
  expect([after.fields.words, after.lies, rows.size]).toEqual(['an hour without a network', true, 1])
  house.away = false
  await after.save()
  await settled()
  expect([house.texts.get('a')?.fields.words, rows.size]).toEqual(['an hour without a network', 0])
})

it('what is no longer theirs to see keeps nothing else from going; a house that is away keeps all', async () => {
  const before = page()
  house.away = true
  for (const id of ['a', 'b']) (await before.open(id)).write({ words: `of ${id}` })
  await settled()
  before.close()
  expect(await page().drafts.send('me')).toBeUndefined()
  expect(rows.size).toBe(2)
  house.away = false
  house.closed.add('a')
  expect(await page().drafts.send('me')).toEqual({ says: 'Saved.', kind: 'done' })
  expect([house.texts.get('a')?.fields.words, house.texts.get('b')?.fields.words]).toEqual(['', 'of b'])
})

it('what two wrote waits for whoever wrote it here, and says so', async () => {
  const before = page()
  house.away = true
  const draft = await before.open('a')
  draft.write({ words: 'mine' })
  await settled()
  before.close()
  house.texts.set('a', { fields: { words: 'theirs', more: '' }, version: 2 })
  house.away = false
  const now = page()
  expect(await now.drafts.send('me')).toEqual({ says: 'Waits.', kind: 'info' })
  const open = await now.open('a')
  expect([open.theirs, open.fields.words, rows.size]).toEqual([{ words: 'theirs' }, 'mine', 1])
})

it('somebody else at the same page gets none of it', async () => {
  const here = page()
  house.away = true
  const mine = await here.open('a')
  mine.write({ words: 'mine' })
  expect((await here.open('a', 'another')).fields.words).toBe('')
})
