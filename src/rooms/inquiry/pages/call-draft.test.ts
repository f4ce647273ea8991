import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CallDraft, type CallFields, type CallPatch, type CallWays, emptyCall, type LaidCall } from './call-draft.ts'

// A house of one call: it answers slowly, is out of reach, or was changed by somebody else.

class House {
  fields: CallFields = emptyCall
  version = 0
  away = false
  saved: CallPatch[] = []
  laid: LaidCall | null = null
  ways: CallWays = {
    begin: async () => {
      this.#there()
      this.version = Math.max(this.version, 1)
      return { code: 'RIVER 417', version: this.version }
    },
    save: async (patch, version) => {
      this.#there()
      if (version !== this.version)
        throw Object.assign(new Error('changed'), { code: 'changed-meanwhile', status: 412 })
      this.change(patch)
      this.saved.push(patch)
      return { version: this.version }
    },
    ask: async () => {
      this.#there()
      return { fields: this.fields, version: this.version }
    },
    lay: async call => {
      this.laid = call
      return true
    },
  }
  change(patch: CallPatch): void {
    const trimmed = Object.entries(patch).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.trim() : value,
    ])
    this.fields = { ...this.fields, ...Object.fromEntries(trimmed) }
    this.version += 1
  }
  #there(): void {
    if (this.away) throw Object.assign(new Error('away'), { code: 'offline', status: 0 })
  }
}

let house: House
const draftOf = (begun = { fields: house.fields, version: house.version }) => new CallDraft('1', house.ways, begun)
beforeEach(() => {
  house = new House()
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

it('is begun at the first key and saved soon after, each field once', async () => {
  const draft = draftOf()
  draft.write({ caller: 'M' })
  draft.write({ caller: 'Maria ' })
  draft.write({ need: 'Drinks.' })
  expect(house.version).toBe(0)
  await vi.advanceTimersByTimeAsync(900)
  expect(house.saved).toEqual([{ caller: 'Maria ', need: 'Drinks.' }])
  expect([draft.code, draft.version, draft.unsaved]).toEqual(['RIVER 417', 2, false])
  draft.heard(house.fields, house.version)
  expect(draft.fields.caller).toBe('Maria ')
  expect(house.laid).toBeNull()
})

it('lies on the device at every key, and comes back from there after the page is gone', async () => {
  house.away = true
  const draft = draftOf()
  draft.write({ caller: 'Maria' })
  await vi.advanceTimersByTimeAsync(50)
  expect(draft.lies).toBe(true)
  const laid = house.laid
  if (!laid) throw new Error('nothing lies there')
  house.away = false
  const again = draftOf()
  again.putBack(laid)
  expect(again.fields.caller).toBe('Maria')
  await again.save()
  expect(house.fields.caller).toBe('Maria')
  expect([again.version, again.lies]).toEqual([2, false])
})

it('comes back over what the house changed meanwhile: other fields join, the same field waits for a choice', async () => {
  house.fields = { ...emptyCall, caller: 'Maria', need: 'first' }
  house.version = 3
  house.away = true
  const draft = draftOf()
  draft.write({ need: 'mine', relation: 'mother' })
  await vi.advanceTimersByTimeAsync(50)
  const laid = house.laid
  if (!laid) throw new Error('nothing lies there')
  house.away = false
  house.change({ need: 'theirs', caller: 'Maria Bell' })
  const again = draftOf()
  again.putBack(laid)
  expect(again.fields).toMatchObject({ need: 'mine', relation: 'mother', caller: 'Maria Bell' })
  expect(again.theirs).toEqual({ need: 'theirs' })
  await again.save()
  expect(house.fields).toMatchObject({ need: 'theirs', relation: 'mother', caller: 'Maria Bell' })
  again.keepMine('need')
  await vi.advanceTimersByTimeAsync(900)
  expect(house.fields.need).toBe('mine')
  expect([again.unsaved, again.theirs]).toEqual([false, {}])
})

it('of a field that two wrote keeps both until one is chosen, and saves the others', async () => {
  house.fields = { ...emptyCall, need: 'first' }
  house.version = 1
  const draft = draftOf()
  house.change({ need: 'theirs' })
  draft.write({ need: 'mine', given: 'Luca' })
  await vi.advanceTimersByTimeAsync(900)
  expect(draft.theirs).toEqual({ need: 'theirs' })
  expect(house.fields).toMatchObject({ need: 'theirs', given: 'Luca' })
  draft.heard(house.fields, house.version)
  expect([draft.theirs, draft.fields.need]).toEqual([{ need: 'theirs' }, 'mine'])
  draft.takeTheirs('need')
  expect([draft.fields.need, draft.unsaved, draft.theirs]).toEqual(['theirs', false, {}])
})

it('keeps every word through an outage and sends it when the house is back', async () => {
  const draft = draftOf()
  house.away = true
  draft.write({ caller: 'Maria' })
  await vi.advanceTimersByTimeAsync(900)
  expect([draft.trouble?.status, draft.unsaved]).toEqual([0, true])
  house.away = false
  await draft.save()
  expect([draft.trouble, draft.unsaved, house.fields.caller]).toEqual([null, false, 'Maria'])
})

it('does not send half a day, and sends what was typed while a save was on its way', async () => {
  const draft = draftOf()
  draft.write({ bornOn: '0200-01-01', given: 'Luca' })
  const saving = draft.save()
  draft.write({ given: 'Luca B' })
  await saving
  await vi.advanceTimersByTimeAsync(900)
  expect(house.fields).toMatchObject({ bornOn: '', given: 'Luca B' })
  draft.write({ bornOn: '2004-02-29' })
  await vi.advanceTimersByTimeAsync(900)
  expect(house.fields.bornOn).toBe('2004-02-29')
  expect(draft.unsaved).toBe(false)
})

it('begins with nothing typed, when something else needs it to be there', async () => {
  const draft = draftOf()
  expect(await draft.begun()).toBe(true)
  expect([house.version, house.saved]).toEqual([1, []])
  house.away = true
  expect(await draftOf({ fields: emptyCall, version: 0 }).begun()).toBe(false)
})
