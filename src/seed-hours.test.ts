import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayIn } from '#kernel/time.ts'
import { makeUps } from '#rooms/attendance/make-ups.ts'
import { sheetOf } from '#rooms/attendance/queries.ts'
import { actorOf, closeWorld, rows, toldWorld, type World } from '#testing/cedar-house.ts'

// What the demo world tells of hours holds on whichever weekday it begins.

const zone = 'America/New_York'
const moments = {
  'a Monday at 10:00': '2026-11-23T15:00:00.000Z',
  'a Wednesday at 9:10': '2026-11-25T14:10:00.000Z',
  'a Friday at 16:00': '2026-12-04T21:00:00.000Z',
  'a Saturday at 10:00': '2026-12-05T15:00:00.000Z',
}
let worlds: World[] = []

beforeAll(async () => {
  worlds = await Promise.all(Object.entries(moments).map(([name, at]) => toldWorld(name, at)))
}, 240_000)
afterAll(() => Promise.all(worlds.map(closeWorld)))

const worldNamed = (name: string): World => {
  const world = worlds.find(each => each.name === name)
  if (!world) throw new Error('no such world')
  return world
}

describe.each(Object.keys(moments))('Cedar House on %s', name => {
  it('has one person on one open sheet of whom two statements do not agree', async () => {
    const world = worldNamed(name)
    const dana = await actorOf(world, 'dana.okafor@cedarhouse.example')
    const open = await rows<{ id: string }>(
      world,
      `select s.id from timetable.session s left join attendance.closing c on c.session_id = s.id
       where s.group_id is not null and c.session_id is null and s.ends_at <= '${world.now}'`,
    )
    const sheets = await Promise.all(open.map(({ id }) => world.house.see(dana, sheetOf, { sessionId: id })))
    const asked = sheets.flatMap(sheet => sheet.people.filter(person => person.question))
    expect(asked).toMatchObject([{ mark: { kind: 'absent' }, signedInAt: expect.any(String) }])
  })

  it('has an evening in court that was told in advance, and a make-up that saves its week', async () => {
    const world = worldNamed(name)
    const dana = await actorOf(world, 'dana.okafor@cedarhouse.example')
    const [told] = await rows<{ client_id: string; on_day: string; excused: boolean; ahead: boolean }>(
      world,
      `select b.client_id, s.on_day::text, b.excused, b.told_at < b.from_at as ahead from timetable.absence b
       join people.client c on c.id = b.client_id and c.legal_family = 'Goldberg'
       join timetable.session s on s.starts_at < b.until_at and s.ends_at > b.from_at
       join timetable."group" g on g.id = s.group_id and g.name = 'Relapse prevention, evening'
       where b.reason = 'court'`,
    )
    expect(told).toMatchObject({ excused: true, ahead: true })
    const { client_id: clientId = '', on_day: onDay = '' } = told ?? {}
    expect(onDay > dayIn(zone, world.now)).toBe(true)
    const { missing, week } = await world.house.see(dana, makeUps, { clientId, monday: onDay })
    expect(missing).toBe(0)
    expect(week?.scheduled).toBeGreaterThan((week?.credited ?? 0) + (week?.coming ?? 0))
    const booked = await rows(
      world,
      `select 1 from timetable.attendee where client_id = '${clientId}' and because = 'make-up' and ended_at is null`,
    )
    expect(booked).toHaveLength(2)
  })
})
