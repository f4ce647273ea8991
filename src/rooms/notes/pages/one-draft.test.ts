import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OneDraft } from './one-draft.ts'

type Words = { data: string; plan: string }
const words = (data: string, plan = ''): Words => ({ data, plan })

/** A house that holds one text by its version, as the doors do. */
function aHouse(text: Words, version = 1) {
  const house = { text, version, away: false, asked: 0 }
  const send = async (sent: Words, of: number) => {
    if (house.away) throw Object.assign(new Error('No connection.'), { code: 'offline', status: 0 })
    if (of !== house.version) throw Object.assign(new Error('Changed.'), { code: 'changed-meanwhile', status: 412 })
    house.text = sent
    house.version++
    return { version: house.version }
  }
  return { house, send }
}

/** A page on it: it asks again whenever it is told that there is news. */
function aPage({ house, send }: ReturnType<typeof aHouse>) {
  const page = new OneDraft<Words>(send, { text: house.text, version: house.version })
  page.onNews = () => {
    house.asked++
    page.heard(house.text, house.version)
  }
  return page
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a text on a page', () => {
  it('is saved by itself within two seconds, all that was typed in one go', async () => {
    const at = aHouse(words(''))
    const page = aPage(at)
    page.write(words('To'))
    page.write(words('Told'))
    expect(page.unsaved).toBe(true)
    await vi.advanceTimersByTimeAsync(2000)
    expect(at.house).toMatchObject({ text: words('Told'), version: 2, asked: 1 })
    expect([page.unsaved, page.version]).toEqual([false, 2])
    expect(page.savedAt).not.toBeNull()
  })

  it('goes on from what was typed while it was being sent', async () => {
    const at = aHouse(words(''))
    let typed = false
    const page: OneDraft<Words> = new OneDraft<Words>(
      async (text, version) => {
        if (!typed) page.write(words('Told more'))
        typed = true
        return at.send(text, version)
      },
      { text: at.house.text, version: 1 },
    )
    page.write(words('Told'))
    await page.save()
    expect(at.house).toMatchObject({ text: words('Told more'), version: 3 })
  })

  it('stays when there is no connection, and is saved when there is one', async () => {
    const at = aHouse(words(''))
    const page = aPage(at)
    at.house.away = true
    page.write(words('Offline'))
    await page.save()
    expect([page.trouble?.status, page.text, page.unsaved]).toEqual([0, words('Offline'), true])
    at.house.away = false
    await page.save()
    expect([page.trouble, at.house.text]).toEqual([null, words('Offline')])
  })

  it('follows what was saved elsewhere while nothing was touched here', () => {
    const page = aPage(aHouse(words('One')))
    page.heard(words('Two'), 2)
    expect([page.text, page.version, page.unsaved, page.theirs]).toEqual([words('Two'), 2, false, null])
    page.heard(words('One'), 1)
    expect(page.text).toEqual(words('Two'))
  })

  it.each([
    ['keeps mine', words('Mine')],
    ['takes theirs', words('Theirs')],
  ])('shows both when both changed, sends neither, and %s', async (choice, stays) => {
    const at = aHouse(words('One'))
    const page = aPage(at)
    at.house.text = words('Theirs')
    at.house.version = 2
    page.write(words('Mine'))
    await page.save()
    expect([page.text, page.theirs]).toEqual([words('Mine'), { text: words('Theirs'), of: 'house' }])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(at.house.text).toEqual(words('Theirs'))
    if (choice === 'keeps mine') page.keepMine()
    else page.takeTheirs()
    await page.save()
    expect([page.text, page.theirs, at.house.text, page.unsaved]).toEqual([stays, null, stays, false])
  })

  it.each([
    ['keeps mine', words('Mine', 'Their plan')],
    ['takes theirs', words('Theirs', 'Their plan')],
  ])('asks only about what both changed, and %s', async (choice, stays) => {
    const at = aHouse(words('One', 'Two'))
    const page = aPage(at)
    at.house.text = words('Theirs', 'Their plan')
    at.house.version = 2
    page.write(words('Mine', 'Two'))
    await page.save()
    expect([page.text, page.theirs?.text]).toEqual([words('Mine', 'Their plan'), words('Theirs', 'Their plan')])
    if (choice === 'keeps mine') page.keepMine()
    else page.takeTheirs()
    await page.save()
    expect([page.text, at.house.text, page.unsaved]).toEqual([stays, stays, false])
  })

  it('what was written here alone stays, whichever of two texts is taken', async () => {
    const at = aHouse(words('One', 'Two'))
    const page = aPage(at)
    at.house.text = words('Theirs', 'Two')
    at.house.version = 2
    page.write(words('Mine', 'My plan'))
    await page.save()
    page.takeTheirs()
    await page.save()
    expect([at.house.text, page.unsaved]).toEqual([words('Theirs', 'My plan'), false])
  })

  it('knows its own words again when the house took them and the answer was lost', async () => {
    const at = aHouse(words('One'))
    let lost = true
    const page = new OneDraft<Words>(
      async (text, version) => {
        const answer = await at.send(text, version)
        if (lost) throw Object.assign(new Error('No connection.'), { code: 'offline', status: 0 })
        return answer
      },
      { text: at.house.text, version: 1 },
    )
    page.onNews = () => page.heard(at.house.text, at.house.version)
    page.write(words('Two'))
    await page.save()
    lost = false
    page.write(words('Two and three'))
    await page.save()
    await page.save()
    expect([page.theirs, at.house.text, page.unsaved]).toEqual([null, words('Two and three'), false])
  })

  it('is not asked about when both wrote the same', async () => {
    const at = aHouse(words('One'))
    const page = aPage(at)
    page.write(words('Same'))
    at.house.text = words('Same')
    at.house.version = 2
    await page.save()
    expect([page.theirs, page.version, page.unsaved]).toEqual([null, 2, false])
  })
})
