import { emptyLine, emptyShared, type LinePart, type SharedPart } from '#rooms/notes/notes.ts'
import { GroupBook, type LaidPart } from '#rooms/notes/pages/group-note-drafts.ts'

// A group note without a house, a network or a browser: as far as the drafts of a page can tell, all three.

/** A refusal as a page hears it. */
export class Refused extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, status: number) {
    super(code)
    this.code = code
    this.status = status
  }
}

/** No way to the house. */
export const offline = new Refused('offline', 0)

/** A server of one note: versions like the real one, and ways to be down or changed by someone else. */
export function serverOfNote(clientIds: readonly string[]) {
  let shared = { ...emptyShared, version: 0 }
  let lines = clientIds.map(clientId => ({ ...emptyLine, clientId, version: 0 }))
  const sent: string[] = []
  let down: Refused | null = null
  let answersLost = false
  let refusesLines = ''
  let signedAt: string | null = null
  const fail = (version: number, now: number) => {
    if (down) throw down
    if (signedAt) throw new Refused('signed', 409)
    if (version !== now) throw new Refused('changed-meanwhile', 412)
  }
  const answer = (version: number) => {
    if (answersLost) throw offline
    return { version }
  }
  return {
    sent,
    isDown: (problem: Refused | null) => {
      down = problem
    },
    losesAnswers: (loses: boolean) => {
      answersLost = loses
    },
    refuses: (clientId: string) => {
      refusesLines = clientId
    },
    someoneWrites: (text: Partial<SharedPart>) => {
      shared = { ...shared, ...text, version: shared.version + 1 }
    },
    isSigned: () => {
      signedAt = '2026-11-25T02:00:00.000Z'
    },
    now: () => ({ ...shared, signedAt, people: lines }),
    send: {
      shared: async (text: SharedPart, version: number) => {
        fail(version, shared.version)
        sent.push(text.shared)
        shared = { ...text, version: version + 1 }
        return answer(shared.version)
      },
      line: async (clientId: string, text: LinePart, version: number) => {
        if (clientId === refusesLines) throw new Refused('not-on-roster', 409)
        fail(version, lines.find(line => line.clientId === clientId)?.version ?? 0)
        sent.push(`${clientId}: ${text.own}`)
        // The first line of a note begins the note, as it does on the server.
        if (shared.version === 0) shared = { ...shared, version: 1 }
        const saved = { ...text, clientId, version: version + 1 }
        lines = lines.map(line => (line.clientId === clientId ? saved : line))
        return answer(saved.version)
      },
    },
  }
}

/** What lies on a device, by its ids, and which page laid it there. */
export type Device = Map<string, { page: object; draft: LaidPart }>

export type ServerOfNote = ReturnType<typeof serverOfNote>

/** A page with one note on a device; `kill` ends it without a word. */
export function pageOf(server: ServerOfNote, device: Device = new Map()) {
  const page = { open: true }
  const never = new Promise<never>(() => undefined)
  const live = <Answer>(does: () => Promise<Answer>) => (page.open ? does() : never)
  const full = { device: false }
  const shelf = {
    put: (drafts: readonly LaidPart[]) =>
      live(async () => {
        if (full.device) return false
        for (const draft of drafts) device.set(draft.id, { page, draft: structuredClone(draft) })
        return true
      }),
    take: (ids: readonly string[]) =>
      live(async () => {
        for (const id of ids) device.delete(id)
      }),
    left: () =>
      live(async () =>
        [...device.values()]
          .filter(row => row.page === page || !('open' in row.page && row.page.open))
          .map(row => structuredClone(row.draft)),
      ),
  }
  const send = {
    shared: (text: SharedPart, version: number) => live(() => server.send.shared(text, version)),
    line: (clientId: string, text: LinePart, version: number) => live(() => server.send.line(clientId, text, version)),
  }
  const book = new GroupBook(send, { noteId: 'tuesday', shelf })
  book.onNews = () => page.open && book.heard(server.now())
  return {
    book,
    device,
    full,
    kill: () => {
      page.open = false
    },
  }
}

/** What lies on a device, in words. */
export const lies = (device: Device) =>
  [...device.values()].map(({ draft }) => ('shared' in draft ? draft.shared.text.shared : draft.line.text.own))
