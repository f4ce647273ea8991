import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Device, lies, offline, pageOf, serverOfNote } from '#testing/group-note.ts'

const ana = 'ana'
const ben = 'ben'

async function aBook() {
  const server = serverOfNote([ana, ben])
  const { book, device, kill, full } = pageOf(server)
  book.heard(server.now())
  return { server, book, device, kill, full }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('saving', () => {
  it('happens by itself within two seconds, however long somebody goes on typing', async () => {
    const { server, book } = await aBook()
    for (const text of ['T', 'Th', 'The', 'The ', 'The group']) {
      book.writeShared({ shared: text })
      await vi.advanceTimersByTimeAsync(400)
    }
    expect(server.sent).toEqual(['The '])
    await vi.advanceTimersByTimeAsync(2000)
    expect(server.sent).toEqual(['The ', 'The group'])
    expect(book.unsaved).toBe(false)
  })

  it('takes every field of both parts', async () => {
    const { server, book } = await aBook()
    const part = { checkIn: 'a', topic: 'b', skill: 'c', homework: 'd', closing: 'e', shared: 'f' }
    const line = {
      participation: 'active',
      response: 'listened',
      mood: 'hopeful',
      risk: true,
      followUp: 'told-counselor',
      objective: 'g',
      own: 'h',
    } as const
    book.writeShared(part)
    book.writeLine(ana, line)
    await book.save()
    expect(server.now()).toMatchObject({ ...part, people: [{ ...line, clientId: ana }, { clientId: ben }] })
  })

  it('takes the shared part after a first line began the note, without calling it a conflict', async () => {
    const { server, book } = await aBook()
    book.onNews = () => undefined
    book.writeLine(ana, { own: 'Told how she waited.' })
    await book.save()
    book.writeShared({ shared: 'The group met.' })
    await book.save()
    expect(book.unsaved).toBe(true)
    book.heard(server.now())
    expect(book.conflict).toBe(false)
    await book.save()
    expect(server.now()).toMatchObject({ shared: 'The group met.', version: 2 })
  })

  it('follows the server where nothing was written here', async () => {
    const { server, book } = await aBook()
    server.someoneWrites({ shared: 'Written by the other leader.' })
    book.heard(server.now())
    expect(book.shared.text.shared).toBe('Written by the other leader.')
    expect(book.conflict).toBe(false)
  })

  it('shows both texts when someone else wrote meanwhile; mine can be kept', async () => {
    const { server, book, device } = await aBook()
    book.writeShared({ shared: 'Mine, the first words.' })
    await book.save()
    server.someoneWrites({ shared: 'Theirs.' })
    book.writeShared({ shared: 'Mine, more words.' })
    await book.save()
    expect(book.shared).toMatchObject({
      text: { shared: 'Mine, more words.' },
      theirs: { text: { shared: 'Theirs.' }, of: 'house' },
    })
    expect(lies(device)).toEqual(['Mine, more words.'])
    book.keepMine('shared')
    await book.save()
    expect(server.now().shared).toBe('Mine, more words.')
  })

  it('of different fields goes together, and nobody is asked', async () => {
    const { server, book } = await aBook()
    book.writeShared({ shared: 'Mine.' })
    server.someoneWrites({ closing: 'Theirs.', skill: 'Urge surfing' })
    await book.save()
    expect(book.conflict).toBe(false)
    await book.save()
    expect(server.now()).toMatchObject({ shared: 'Mine.', closing: 'Theirs.', skill: 'Urge surfing', version: 2 })
  })

  it('or theirs can be taken, and mine is gone from the device', async () => {
    const { server, book, device } = await aBook()
    server.someoneWrites({ shared: 'Theirs.', topic: 'Urges' })
    book.writeShared({ shared: 'Mine.' })
    await book.save()
    book.takeTheirs('shared')
    expect(book.shared.text).toMatchObject({ shared: 'Theirs.', topic: 'Urges' })
    expect(book.unsaved).toBe(false)
    await book.lay()
    expect(lies(device)).toEqual([])
  })

  it('of one part that is refused says why, keeps it, and saves the others', async () => {
    const { server, book, device } = await aBook()
    server.refuses(ana)
    book.writeLine(ana, { own: 'She said' })
    book.writeLine(ben, { own: 'He said' })
    await book.save()
    expect(server.sent).toEqual(['ben: He said'])
    expect(book.stuck).toMatchObject([{ key: ana, says: 'not-on-roster', text: { own: 'She said' } }])
    await book.lay()
    expect(lies(device)).toEqual(['She said'])
    book.letGo(ana)
    await book.lay()
    expect([book.unsaved, lies(device)]).toEqual([false, []])
  })
})

describe('a note that was signed meanwhile', () => {
  it('takes nothing more: what was written here stands with the reason until it is let go', async () => {
    const { server, book, device } = await aBook()
    book.writeShared({ shared: 'Mine.' })
    book.writeLine(ana, { own: 'Hers.' })
    server.someoneWrites({ shared: 'Theirs.' })
    book.heard(server.now())
    expect(book.conflict).toBe(true)
    server.isSigned()
    book.heard(server.now())
    expect([book.conflict, book.stuck.map(each => each.key)]).toEqual([false, ['shared', ana]])
    await book.lay()
    await book.save()
    expect([server.sent, lies(device)]).toEqual([[], ['Mine.', 'Hers.']])
    for (const { key } of book.stuck) book.letGo(key)
    await book.lay()
    expect([book.shared.text.shared, book.unsaved, lies(device)]).toEqual(['Theirs.', false, []])
  })
})

describe('its own words in the house', () => {
  it('are known again when they are heard before the answer comes', async () => {
    const { server, book } = await aBook()
    const answered = Promise.withResolvers<void>()
    const send = server.send.shared
    server.send.shared = async (text, version) => {
      const saved = await send(text, version)
      await answered.promise
      return saved
    }
    book.writeShared({ shared: 'One' })
    const saving = book.save()
    await vi.advanceTimersByTimeAsync(0)
    book.writeShared({ shared: 'One two' })
    book.heard(server.now())
    expect(book.conflict).toBe(false)
    answered.resolve()
    await saving
    expect(server.now().shared).toBe('One two')
  })

  it('and when the answer was lost and more was written, also by a page that was killed in between', async () => {
    const { server, book, device, kill } = await aBook()
    server.losesAnswers(true)
    book.writeShared({ shared: 'One' })
    await book.save()
    expect(book.trouble?.code).toBe('offline')
    book.writeShared({ shared: 'One two' })
    await book.lay()
    kill()
    server.losesAnswers(false)
    const again = pageOf(server, device)
    await again.book.putBack()
    again.book.heard(server.now())
    expect(again.book.shared).toMatchObject({ text: { shared: 'One two' }, theirs: null })
    await again.book.save()
    await again.book.lay()
    expect([server.now().shared, lies(device)]).toEqual(['One two', []])
  })
})

describe('on the device', () => {
  it('words lie before they are sent, and are gone from it when the house has them', async () => {
    const { server, book, device } = await aBook()
    const seen: string[][] = []
    const send = server.send.shared
    server.send.shared = (text, version) => {
      seen.push(lies(device))
      return send(text, version)
    }
    book.writeShared({ shared: 'The group met.' })
    expect(book.onPageOnly).toBe(true)
    await vi.advanceTimersByTimeAsync(500)
    expect([lies(device), book.onPageOnly, server.sent]).toEqual([['The group met.'], false, []])
    await vi.advanceTimersByTimeAsync(2000)
    expect([seen, lies(device)]).toEqual([[['The group met.']], []])
  })

  it('they wait while there is no connection, and go when there is one again', async () => {
    const { server, book, device } = await aBook()
    server.isDown(offline)
    book.writeShared({ shared: 'Written in a tunnel.' })
    await book.save()
    expect([book.trouble?.code, lies(device)]).toEqual(['offline', ['Written in a tunnel.']])
    server.isDown(null)
    await book.save()
    expect([server.now().shared, book.trouble]).toEqual(['Written in a tunnel.', null])
  })

  it('a device that keeps nothing stops nothing: the words are on the page, and go to the house', async () => {
    const { server, book, full } = await aBook()
    full.device = true
    server.isDown(offline)
    book.writeShared({ shared: 'On the page alone.' })
    await book.save()
    expect(book.onPageOnly).toBe(true)
    server.isDown(null)
    await book.save()
    expect(server.now().shared).toBe('On the page alone.')
  })

  it('a page that comes after one that was killed goes on with its words', async () => {
    const { server, book, device, kill } = await aBook()
    server.isDown(offline)
    book.writeLine(ana, { own: 'Told how she wai' })
    await vi.advanceTimersByTimeAsync(500)
    kill()
    server.isDown(null)
    const again = pageOf(server, device)
    again.book.heard(server.now())
    await again.book.putBack()
    expect(again.book.line(ana)).toMatchObject({ text: { own: 'Told how she wai' }, theirs: null })
    await vi.advanceTimersByTimeAsync(2500)
    expect([server.sent, lies(device)]).toEqual([['ana: Told how she wai'], []])
  })

  it('where the house changed meanwhile, both stand side by side', async () => {
    const { server, book, device, kill } = await aBook()
    server.isDown(offline)
    book.writeShared({ shared: 'Mine, from before.' })
    await book.lay()
    kill()
    server.isDown(null)
    server.someoneWrites({ shared: 'Theirs.' })
    const again = pageOf(server, device)
    await again.book.putBack()
    again.book.heard(server.now())
    expect(again.book.shared).toMatchObject({
      text: { shared: 'Mine, from before.' },
      theirs: { text: { shared: 'Theirs.' } },
    })
    await again.book.save()
    expect(server.now().shared).toBe('Theirs.')
  })

  it('words of two pages that are gone stand side by side, too; either may stay', async () => {
    for (const stays of ['keepMine', 'takeTheirs'] as const) {
      const server = serverOfNote([ana, ben])
      const device: Device = new Map()
      server.isDown(offline)
      for (const text of ['The first page.', 'The second page.']) {
        const page = pageOf(server, device)
        page.book.writeShared({ shared: text })
        await page.book.lay()
        page.kill()
        await vi.advanceTimersByTimeAsync(10)
      }
      server.isDown(null)
      const { book } = pageOf(server, device)
      book.heard(server.now())
      await book.putBack()
      expect(book.shared).toMatchObject({
        text: { shared: 'The second page.' },
        theirs: { text: { shared: 'The first page.' }, of: 'device' },
      })
      book[stays]('shared')
      await book.save()
      await book.lay()
      const stayed = stays === 'keepMine' ? 'The second page.' : 'The first page.'
      expect([server.now().shared, lies(device), book.conflict]).toEqual([stayed, [], false])
    }
  })

  it('what another open page is writing is left to it', async () => {
    const { server, book, device } = await aBook()
    server.isDown(offline)
    book.writeShared({ shared: 'Still typing' })
    await book.lay()
    const other = pageOf(server, device)
    await other.book.putBack()
    expect(other.book.unsaved).toBe(false)
  })
})
