import type { OutputOf } from '#kernel/door.ts'
import { count } from '#web/words.ts'
import type { hereNow } from '../here.ts'

// The live board in words, and by room for the paper. Pure.

export type Board = OutputOf<typeof hereNow>
export type BoardSession = Board['sessions'][number]
export type PersonHere = Board['elsewhere'][number]

/** Who is in one room, as the paper for a head-count has it. */
export type RoomCount = { room: string; staff: string[]; here: PersonHere[]; unseen: number }

/** How long the board may be without an answer before it says so. */
export const staleMs = 60_000

/** How many people: `31 people: 27 clients, 4 staff`. */
export function totalWords({ clients, staff }: Pick<Board, 'clients' | 'staff'>): string {
  return `${count(clients + staff, 'person', 'people')}: ${count(clients, 'client')}, ${staff} staff`
}

/** Of whom nobody reads the name here. */
export const unseenWords = (unseen: number) =>
  `${unseen === 1 ? 'One more' : `${unseen} more`}, not yours to see by name`

/** Who is in which room: sessions that share one stand together, and last who signed in and is in none. */
export function roomsOf(board: Pick<Board, 'sessions' | 'elsewhere' | 'unseenElsewhere'>): RoomCount[] {
  const byRoom = [...Map.groupBy(board.sessions, session => session.room)].sort(([a], [b]) => a.localeCompare(b))
  const rooms = byRoom.map(([room, sessions]) => ({
    room,
    staff: [...new Set(sessions.flatMap(session => session.staff))],
    here: sessions.flatMap(session => session.here).sort((a, b) => a.name.localeCompare(b.name)),
    unseen: sessions.reduce((sum, session) => sum + session.unseen, 0),
  }))
  const { elsewhere, unseenElsewhere } = board
  if (elsewhere.length + unseenElsewhere === 0) return rooms
  return [...rooms, { room: 'Signed in, in no session', staff: [], here: elsewhere, unseen: unseenElsewhere }]
}

/** How many are in a room, staff with them. */
export const inRoom = ({ staff, here, unseen }: RoomCount): number => staff.length + here.length + unseen
