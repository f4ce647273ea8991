import { expect, it } from 'vitest'
import { instant } from '#kernel/time.ts'
import { type BoardSession, inRoom, roomsOf, totalWords, unseenWords } from './here-words.ts'

const since = instant('2026-11-24T22:30:00Z')
const person = (name: string) => ({ clientId: name, name, since })
const aSession = (room: string, like: Partial<BoardSession>): BoardSession => ({
  id: `${room} ${like.staff?.[0] ?? ''}`,
  title: 'Evening group',
  room,
  startsAt: since,
  endsAt: instant('2026-11-25T01:30:00Z'),
  staff: [],
  here: [],
  unseen: 0,
  ...like,
})

it('sessions that share a room are counted together, by rooms in order, and last who is in none', () => {
  const rooms = roomsOf({
    sessions: [
      aSession('Willow', { staff: ['Marcus Bell'], here: [person('Will'), person('Ada')] }),
      aSession('Maple', { staff: ['Lena Fischer'], unseen: 2 }),
      aSession('Willow', { staff: ['Marcus Bell', 'Ruth Lindqvist'], here: [person('Bo')], unseen: 1 }),
    ],
    elsewhere: [person('Cleo')],
    unseenElsewhere: 0,
  })
  expect(rooms.map(room => [room.room, room.here.map(each => each.name), room.unseen, inRoom(room)])).toEqual([
    ['Maple', [], 2, 3],
    ['Willow', ['Ada', 'Bo', 'Will'], 1, 6],
    ['Signed in, in no session', ['Cleo'], 0, 1],
  ])
  expect(rooms[1]?.staff).toEqual(['Marcus Bell', 'Ruth Lindqvist'])
})

it('an empty house has no room', () => {
  expect(roomsOf({ sessions: [], elsewhere: [], unseenElsewhere: 0 })).toEqual([])
})

it('people are counted in words', () => {
  expect(totalWords({ clients: 27, staff: 4 })).toBe('31 people: 27 clients, 4 staff')
  expect(totalWords({ clients: 1, staff: 0 })).toBe('1 person: 1 client, 0 staff')
  expect([1, 3].map(unseenWords)).toEqual(['One more, not yours to see by name', '3 more, not yours to see by name'])
})
