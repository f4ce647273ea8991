import { expect, it, vi } from 'vitest'
import { DraftBook, type LineText, type SharedText } from './group-note-drafts.ts'

class Refused extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, status: number) {
    super(code)
    this.code = code
    this.status = status
  }
}

const nothing: LineText = { participation: null, response: null, own: '' }
const ana = 'ana'

/** A server of one note: versions like the real one, and ways to be down or changed by someone else. */
function aServer() {
  let shared = { shared: '', topic: '', version: 0 }
  let line = { ...nothing, clientId: ana, version: 0 }
  const sent: string[] = []
  let down: Refused | null = null
  const fail = (version: number, now: number) => {
    if (down) throw down
    if (version !== now) throw new Refused('changed-meanwhile', 412)
  }
  return {
    sent,
    isDown: (problem: Refused | null) => {
      down = problem
    },
    someoneWrites: (text: SharedText) => {
      shared = { ...text, version: shared.version + 1 }
    },
    now: () => ({ ...shared, people: [line] }),
    send: {
      shared: async (text: SharedText, version: number) => {
        fail(version, shared.version)
        sent.push(text.shared)
        shared = { ...text, version: version + 1 }
        return { version: shared.version }
      },
      line: async (clientId: string, text: LineText, version: number) => {
        fail(version, line.version)
        sent.push(`${clientId}: ${text.own}`)
        // The first line of a note begins the note, as it does on the server.
        if (shared.version === 0) shared = { ...shared, version: 1 }
        line = { ...line, ...text, version: version + 1 }
        return { version: line.version }
      },
    },
  }
}

function aBook() {
  const server = aServer()
  const book = new DraftBook(server.send)
  book.onNews = () => book.heard(server.now())
  book.heard(server.now())
  return { server, book }
}

it('saves by itself within two seconds, however long somebody goes on typing', async () => {
  vi.useFakeTimers()
  const { server, book } = aBook()
  for (const text of ['T', 'Th', 'The', 'The ', 'The group']) {
    book.writeShared({ shared: text })
    await vi.advanceTimersByTimeAsync(400)
  }
  expect(server.sent).toEqual(['The '])
  await vi.advanceTimersByTimeAsync(2000)
  expect(server.sent).toEqual(['The ', 'The group'])
  expect(book.unsaved).toBe(false)
  vi.useRealTimers()
})

it('saves the shared part after a first line began the note, without calling it a conflict', async () => {
  const { server, book } = aBook()
  book.writeLine(ana, { own: 'Told how she waited.' })
  await book.save()
  book.writeShared({ shared: 'The group met.' })
  await book.save()
  expect(server.now()).toMatchObject({ shared: 'The group met.', version: 2 })
  expect(book.conflict).toBe(false)
})

it('also when both were written at once and the shared part had not been heard of since', async () => {
  const { server, book } = aBook()
  book.onNews = () => undefined
  book.writeLine(ana, { own: 'Told how she waited.' })
  await book.save()
  book.writeShared({ shared: 'The group met.' })
  await book.save()
  expect(book.unsaved).toBe(true)
  book.heard(server.now())
  expect(book.conflict).toBe(false)
  await book.save()
  expect(server.now().shared).toBe('The group met.')
})

it('keeps every word when there is no connection, and sends it when there is one again', async () => {
  const { server, book } = aBook()
  server.isDown(new Refused('offline', 0))
  book.writeShared({ shared: 'Written in a tunnel.' })
  await book.save()
  expect(book.trouble?.code).toBe('offline')
  expect(book.shared.text.shared).toBe('Written in a tunnel.')
  server.isDown(null)
  await book.save()
  expect(server.now().shared).toBe('Written in a tunnel.')
  expect(book.trouble).toBeNull()
})

it('shows both texts when someone else wrote meanwhile; mine can be kept', async () => {
  const { server, book } = aBook()
  book.writeShared({ shared: 'Mine, the first words.' })
  await book.save()
  server.someoneWrites({ shared: 'Theirs.', topic: '' })
  book.writeShared({ shared: 'Mine, more words.' })
  await book.save()
  expect(book.shared.theirs?.text.shared).toBe('Theirs.')
  expect(book.shared.text.shared).toBe('Mine, more words.')
  book.keepMine('shared')
  await book.save()
  expect(server.now().shared).toBe('Mine, more words.')
})

it('or theirs can be taken', async () => {
  const { server, book } = aBook()
  server.someoneWrites({ shared: 'Theirs.', topic: 'Urges' })
  book.writeShared({ shared: 'Mine.' })
  await book.save()
  book.takeTheirs('shared')
  expect(book.shared.text).toEqual({ shared: 'Theirs.', topic: 'Urges' })
  expect(book.unsaved).toBe(false)
})

it('follows the server where nothing was written here', () => {
  const { server, book } = aBook()
  server.someoneWrites({ shared: 'Written by the other leader.', topic: '' })
  book.heard(server.now())
  expect(book.shared.text.shared).toBe('Written by the other leader.')
  expect(book.conflict).toBe(false)
})

it('takes its own save, heard before it was answered, for its own', async () => {
  const { server, book } = aBook()
  const answered = Promise.withResolvers<void>()
  const send = server.send.shared
  server.send.shared = async (text, version) => {
    const saved = await send(text, version)
    await answered.promise
    return saved
  }
  book.writeShared({ shared: 'One' })
  const saving = book.save()
  await Promise.resolve()
  book.writeShared({ shared: 'One two' })
  book.heard(server.now())
  expect(book.conflict).toBe(false)
  answered.resolve()
  await saving
  expect(server.now().shared).toBe('One two')
})
