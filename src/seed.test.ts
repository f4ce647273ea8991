import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '#kernel/actor.ts'
import { dayIn, instant, plusMinutes, wallClock } from '#kernel/time.ts'
import { missed } from '#rooms/attendance/follow-up.ts'
import { hereNow } from '#rooms/attendance/here.ts'
import { weekHoursOf } from '#rooms/attendance/hours.ts'
import { coSignatures } from '#rooms/notes/after-signing.ts'
import { mySessions } from '#rooms/timetable/queries.ts'
import { enter } from '#sign-in/commands.ts'
import { actorOf, closeWorld, emptyWorld, rows, seed, told, toldWorld, type World } from '#testing/cedar-house.ts'
import { demoSignIns } from '../programs/cedar-house/seed.ts'
import { today } from './today.ts'

const zone = 'America/New_York'
const moments = {
  'a Tuesday at 16:42': '2026-11-24T21:42:00.000Z',
  'the night the clocks go back, a Sunday': '2026-11-01T05:30:00.000Z',
  'the Sunday morning after they went forward': '2027-03-14T13:10:00.000Z',
}
const tuesday = instant(moments['a Tuesday at 16:42'])

let worlds: World[] = []
/** The Tuesday again, broken off in the middle and begun again an hour later. */
let broken: World

beforeAll(async () => {
  broken = await emptyWorld('broken off', tuesday)
  let told = 0
  const powerCut = () => {
    told++
    if (told === 3) throw new Error('the power is gone')
  }
  const [all] = await Promise.all([
    Promise.all(Object.entries(moments).map(([name, at]) => toldWorld(name, at))),
    expect(seed(broken, tuesday, powerCut))
      .rejects.toThrow('the power is gone')
      .then(() => seed(broken, plusMinutes(tuesday, 60))),
  ])
  worlds = all
}, 240_000)
afterAll(() => Promise.all([...worlds, broken].map(closeWorld)))

async function digestsOf(world: World): Promise<string[]> {
  const digests: string[] = []
  for (const statement of told) {
    const text = JSON.stringify(await rows(world, statement))
    digests.push(createHash('sha256').update(text).digest('hex'))
  }
  return digests
}

const eachWorld = Object.keys(moments)
const worldNamed = (name: string): World => {
  const world = worlds.find(each => each.name === name)
  if (!world) throw new Error('no such world')
  return world
}

describe.each(eachWorld)('Cedar House on %s', name => {
  it('has 48 clients in four tracks at two sites, a third of them with accents or two surnames', async () => {
    const world = worldNamed(name)
    const clients = await rows<{ legal_given: string; legal_family: string }>(world, 'select * from people.client')
    expect(clients, '48, and one who waits for a place').toHaveLength(48 + 1)
    const own = clients.filter(each => /[^\x20-\x7e]| \p{L}/u.test(`${each.legal_given}${each.legal_family}`))
    expect(own.length).toBeGreaterThanOrEqual(48 * 0.3)
    const tracks = await rows(
      world,
      'select t.name, count(*)::int from people.stay s join people.track t on t.id = s.track_id group by 1 order by 1',
    )
    expect(tracks).toEqual(['Day A', 'Day B', 'Evening A', 'Evening B'].map(track => ({ name: track, count: 12 })))
    expect(await rows(world, 'select name from people.site order by 1')).toEqual([
      { name: 'Elm Street' },
      { name: 'North Quay' },
    ])
  })

  it('holds each track three hours on three days, and a long evening that has free seats today', async () => {
    const world = worldNamed(name)
    const weekly = await rows<{ track: string; minutes: number; meetings: number }>(
      world,
      `select case when g.name = 'Relapse prevention, evening' then 'long' else t.name end as track,
         sum(m.length_minutes)::int as minutes, count(*)::int as meetings
       from timetable."group" g join timetable.meeting m on m.group_id = g.id join people.track t on t.id = g.track_id
       group by 1 order by 1`,
    )
    const track = (of: string) => ({ track: of, minutes: 540, meetings: 9 })
    expect(weekly).toEqual([
      track('Day A'),
      track('Day B'),
      track('Evening A'),
      track('Evening B'),
      { track: 'long', minutes: 540, meetings: 3 },
    ])
    const [evening] = await rows<{ starts_at: Date; minutes: number; free: number; leads: string }>(
      world,
      `select s.starts_at, extract(epoch from s.ends_at - s.starts_at)::int / 60 as minutes, f.family as leads,
         g.capacity - (select count(*)::int from timetable.seat a where a.group_id = g.id) as free
       from timetable."group" g join timetable.session s on s.group_id = g.id
       join timetable.facilitator l on l.group_id = g.id join people.staff f on f.id = l.staff_id
       where g.name = 'Relapse prevention, evening' and s.on_day = '${dayIn(zone, world.now)}'`,
    )
    expect(evening).toMatchObject({ minutes: 180, leads: 'Bell' })
    expect(evening?.free).toBeGreaterThanOrEqual(4)
    expect(wallClock(zone, instant(evening?.starts_at ?? '')).slice(11)).toBe('17:30')
  })

  it('books no room, facilitator or client twice', async () => {
    const world = worldNamed(name)
    const used = `with used as (
        select 'room' as kind, room_id as who, id, starts_at, ends_at from timetable.session where room_id is not null
        union all select 'staff', l.staff_id, s.id, s.starts_at, s.ends_at from timetable.session s
          join timetable.leader l on l.session_id = s.id
        union all select 'client', a.client_id, s.id, s.starts_at, s.ends_at from timetable.session s
          join timetable.seat a on a.group_id = s.group_id and a.from_on <= s.on_day
        union all select 'client', a.client_id, s.id, s.starts_at, s.ends_at from timetable.session s
          join timetable.attendee a on a.session_id = s.id)`
    const overlaps = `${used} select a.kind from used a join used b on a.who = b.who and a.id <> b.id
      and a.starts_at < b.ends_at and b.starts_at < a.ends_at`
    expect(await rows(world, overlaps)).toEqual([])
    const unbooked = `${used} select used.* from used where not exists (select from calendar.booking b
      where b.held_by = used.id and b.resource_id = used.who and b.starts_at = used.starts_at
        and b.released_at is null)`
    expect(await rows(world, unbooked)).toEqual([])
  })

  it('has documented what is over, leaves the newest open, and knows nothing of the future', async () => {
    const world = worldNamed(name)
    const [sessions] = await rows<{ over: number; closed: number; groups: number; signed: number; begun: number }>(
      world,
      `select count(*)::int as over, count(c.session_id)::int as closed, count(n.signed_at)::int as signed,
         count(s.group_id)::int as groups, count(n.session_id)::int as begun
       from timetable.session s left join attendance.closing c on c.session_id = s.id
       left join notes.group_note n on n.session_id = s.id where s.ends_at <= '${world.now}'`,
    )
    if (!sessions) throw new Error('no sessions')
    expect(sessions.over).toBeGreaterThan(60)
    expect(sessions.over - sessions.closed).toBeGreaterThanOrEqual(1)
    expect(sessions.over - sessions.closed).toBeLessThanOrEqual(4)
    expect(sessions.signed).toBeGreaterThan(sessions.groups * 0.9)
    expect(sessions.begun).toBeGreaterThan(sessions.signed)
    const [marks] = await rows<{ share: number; excused: number; late: number }>(
      world,
      `select avg((kind = 'here')::int)::float as share, count(*) filter (where kind = 'excused')::int as excused,
         count(*) filter (where m.arrived_at > s.starts_at)::int as late
       from attendance.mark m join timetable.session s on s.id = m.session_id`,
    )
    expect(marks?.share).toBeGreaterThan(0.72)
    expect(marks?.share).toBeLessThan(0.9)
    expect(marks?.excused).toBeGreaterThan(0)
    expect(marks?.late).toBeGreaterThan(0)
    const later = await rows(
      world,
      `select 1 from attendance.mark where greatest(recorded_at, arrived_at, left_at) > '${world.now}'
       union all select 1 from notes.line where updated_at > '${world.now}'
       union all select 1 from notes.note where signed_at > '${world.now}'
       union all select 1 from kernel.journal where at > '${world.now}'
       union all select 1 from people.stay where starts_on > '${dayIn(zone, world.now)}'`,
    )
    expect(later).toEqual([])
  })

  it('has 26 people who asked for help in sixty days, in the stages of the front door', async () => {
    const world = worldNamed(name)
    const [asked] = await rows(
      world,
      `select count(*)::int as all, count(*) filter (where lost_at is not null)::int as lost,
         count(*) filter (where call_due_at is not null)::int as "toCall",
         count(*) filter (where assessed_at is not null and lost_at is null)::int as assessed,
         count(*) filter (where booked_at is not null and assessed_at is null)::int as booked,
         max(received_at) <= '${world.now}' as past
       from inquiry.contact where caller_phone ~ '555-01[0-9]{2}$'`,
    )
    expect(asked).toMatchObject({ all: 26, lost: 6, past: true })
    for (const part of ['toCall', 'assessed', 'booked']) expect(asked?.[part], part).toBeGreaterThanOrEqual(3)
  })

  it('shows a whole week: hours of their own, cohorts, curricula, a waitlist, somebody who stands in', async () => {
    const world = worldNamed(name)
    const [own] = await rows<{ clients: number; staff: number; visits: number; family: number }>(
      world,
      `select count(distinct a.client_id) filter (where s.service = 'individual')::int as clients,
         count(distinct l.staff_id) filter (where s.service = 'individual')::int as staff,
         count(distinct s.id) filter (where s.service = 'medication-visit')::int as visits,
         count(distinct s.id) filter (where s.service = 'family' and s.mode = 'video')::int as family
       from timetable.session s join timetable.attendee a on a.session_id = s.id
       join timetable.leader l on l.session_id = s.id`,
    )
    expect(own).toMatchObject({ staff: 5, visits: 2, family: 1 })
    expect(own?.clients).toBeGreaterThanOrEqual(42)
    expect(await rows(world, 'select mode, agreed from timetable.remote')).toEqual([{ mode: 'video', agreed: true }])
    const [women] = await rows(
      world,
      `select g.capacity - (select count(*) from timetable.seat a where a.group_id = g.id)
           - (select count(*) from timetable.offer o where o.group_id = g.id and o.answered_at is null)::int as free,
         (select count(*)::int from timetable.waiting w where w.group_id = g.id and w.left_at is null) as waiting
       from timetable."group" g where g.cohort = 'women'`,
    )
    expect(women).toEqual({ free: '0', waiting: 3 })
    expect(
      await rows(
        world,
        `select 1 from timetable.seat a join timetable."group" g on g.id = a.group_id
         join people.client c on c.id = a.client_id where g.cohort = 'women' and not 'woman' = any (c.tags)`,
      ),
    ).toEqual([])
    const untold = await rows(
      world,
      `select s.id from timetable.session s join timetable."group" g on g.id = s.group_id
       where g.curriculum_id is not null and s.topic_id is null`,
    )
    expect(untold).toEqual([])
    const asPlanned = await rows(
      world,
      `select n.topic from notes.group_note n join timetable.session s on s.id = n.session_id
       join timetable.topic o on o.id = s.topic_id where n.topic <> o.title`,
    )
    expect(asPlanned).toEqual([])
    const standsIn = await rows(world, 'select distinct staff_id from timetable.leader where for_staff is not null')
    expect(standsIn).toHaveLength(1)
    expect(await rows(world, "select 1 from desk.task where title like 'Something is in the way%'")).toEqual([])
  })

  it('has somebody in training: notes co-signed, one returned with a comment, and some that wait', async () => {
    const world = worldNamed(name)
    const told = await rows<{ outcome: string; number: number; said: number }>(
      world,
      `select coalesce(c.outcome, 'waits') as outcome, count(*)::int as number,
         count(*) filter (where length(c.comment) > 20)::int as said
       from notes.note n left join notes.co_signing c on c.note_id = n.id
       where n.awaits and n.kind = 'individual' and n.minutes > 0 group by 1 order by 1`,
    )
    expect(told.map(each => each.outcome)).toEqual(['returned', 'signed', 'waits'])
    expect(told[0]).toEqual({ outcome: 'returned', number: 1, said: 1 })
    const ruth = await actorOf(world, 'ruth.lindqvist@cedarhouse.example')
    const anneke = await actorOf(world, 'anneke.vos@cedarhouse.example')
    const queue = await world.house.see(ruth, coSignatures, {})
    expect(queue.toSign).toHaveLength(told[2]?.number ?? 0)
    const { own } = await world.house.see(anneke, coSignatures, {})
    expect(own.filter(note => note.isReturned)).toHaveLength(1)
  })

  it('names an objective in earlier notes of everybody whose group note is still to be written', async () => {
    const [open] = await rows<{ people: number; aimed: number }>(
      worldNamed(name),
      `select count(*)::int as people, count(*) filter (where exists (select from notes.note n
           where n.client_id = a.client_id and n.facts ->> 'objective' <> ''))::int as aimed
       from timetable.session s join timetable.seat a on a.group_id = s.group_id and a.from_on < s.on_day - 2
       where s.ends_at <= '${worldNamed(name).now}' and exists (select from attendance.mark m
           where m.session_id = s.id and m.client_id = a.client_id and m.kind = 'here')
         and not exists (select from notes.group_note n where n.session_id = s.id and n.signed_at is not null)`,
    )
    expect(open?.people).toBeGreaterThan(0)
    expect((open?.aimed ?? 0) / (open?.people ?? 1)).toBeGreaterThan(0.8)
  })

  it('is closed on its holidays, but for a day on which a demo begins, and opens for what meets', async () => {
    const world = worldNamed(name)
    const closed = await rows<{ name: string; on: string }>(
      world,
      'select name, from_on::text as on from calendar.closure order by from_on',
    )
    for (const holiday of ['Thanksgiving', 'Christmas']) expect(closed.map(each => each.name)).toContain(holiday)
    const met = await rows(
      world,
      `select 1 from timetable.session s join calendar.closure c on s.on_day between c.from_on and c.until_on
       where s.canceled_at is null`,
    )
    expect(met).toEqual([])
    const outside = await rows(
      world,
      `select s.id from timetable.session s join people.site h on h.id = s.site_id where not exists (
         select from calendar.opening o where o.site_id = s.site_id and o.weekday = extract(isodow from s.on_day)
           and o.opens <= (s.starts_at at time zone h.zone)::time
           and o.closes >= (s.ends_at at time zone h.zone)::time)`,
    )
    expect(outside).toEqual([])
  })

  it('gives every person of one session another sentence', async () => {
    const twice = await rows(
      worldNamed(name),
      "select session_id from notes.line where own <> '' group by session_id, own having count(*) > 1",
    )
    expect(twice).toEqual([])
  })

  it('speaks of people first, and reaches nobody who exists', async () => {
    const world = worldNamed(name)
    const texts = (
      await rows<{ text: string }>(
        world,
        `select own as text from notes.line union select shared || ' ' || topic from notes.group_note
         union select notes.said(parts) from notes.note
         union select title || ' ' || because from desk.task union select words || ' ' || trouble from desk.message
         union select reason from attendance.mark where reason is not null union select reason from people.stay
         union select name from timetable."group" union select says from sign_in.persona
         union select title || ' ' || coalesce(homework, '') from timetable.topic
         union select reason from timetable.override
         union select reason from timetable.keep_apart union select location from timetable.remote`,
      )
    ).map(row => row.text)
    expect(texts.length).toBeGreaterThan(300)
    const words = 'addict(s|ed)?|alcoholics?|junkies?|clean|dirty|abus\\w*|users?|drunks?|relapsed|failed|denial'
    const wrong = new RegExp(`\\b(${words}|non-?complian\\w*|frequent flyer|manipulative)\\b`, 'i')
    expect(texts.filter(text => wrong.test(text))).toEqual([])
    expect(texts.filter(text => /[{}]/.test(text))).toEqual([])
    const phones = await rows<{ phone: string }>(
      world,
      `select value as phone from people.contact where kind = 'phone' union all select phone from people.supporter
       union all select phone from people.staff union all select phone from people.site
       union all select recipient from desk.message where channel = 'text'`,
    )
    expect(phones.filter(row => !/^\(\d{3}\) 555-01\d\d$/.test(row.phone))).toEqual([])
    expect(new Set(phones.map(row => row.phone)).size).toBe(phones.length)
    const mails = await rows<{ mail: string }>(
      world,
      "select value as mail from people.contact where kind = 'email' union all select email from sign_in.account",
    )
    expect(mails.filter(row => !/^[a-z.]+@[a-z]+\.example$/.test(row.mail))).toEqual([])
  })

  it('gives everyone who steps in a day of their own', async () => {
    const world = worldNamed(name)
    const lines = new Map<string, string[]>()
    for (const { who, email } of demoSignIns().filter(each => !each.who.endsWith(', client'))) {
      const answer = await world.house.see(await actorOf(world, email), today, {})
      lines.set(
        who.replace(/, .*/, ''),
        answer.lines.map(line => line.what),
      )
    }
    for (const person of ['Dana Okafor', 'Ruth Lindqvist', 'Joan Whitfield', 'Keisha Monroe', 'Noor Haddad'])
      expect(lines.get(person)?.length, person).toBeGreaterThan(0)
    expect(lines.get('Dana Okafor')).toContain('One message could not be sent')
    expect(lines.get('Dana Okafor')).toContain('Renew a license: Tomás Herrera')
    const led = /^Tomás Herrera leads \d+ coming sessions after a license ends$/
    expect(lines.get('Dana Okafor')?.filter(line => led.test(line))).toHaveLength(1)
    expect(lines.get('Ruth Lindqvist')).toContain('No individual session this week for Rosa Delgado')
    expect(lines.get('Ben Ashworth')?.filter(line => line === 'Read a referral')).toHaveLength(2)
    const marcus = await world.house.see(await actorOf(world, 'marcus.bell@cedarhouse.example'), today, {})
    expect(marcus.day.map(session => session.group)).toContain('Relapse prevention, evening')
    const mani = await world.house.see(await actorOf(world, 'mani.clarke@mail.example'), mySessions, {})
    expect(mani.sessions[0]?.title).toBe('Relapse prevention, evening')
  })
})

describe('Cedar House', () => {
  it('lets everyone in with the words printed at start', async () => {
    const world = worldNamed('a Tuesday at 16:42')
    for (const { email, password } of demoSignIns().slice(-2)) {
      const entered = await world.house.act(nobody, enter, { email, password })
      expect(entered.kind).toBe('entered')
    }
    const accounts = await rows<{ email: string }>(world, 'select email from sign_in.account')
    expect(accounts.map(row => row.email).sort()).toEqual(
      demoSignIns()
        .map(each => each.email)
        .sort(),
    )
    expect(await rows(world, 'select position from sign_in.persona order by 1')).toHaveLength(8)
  })

  it('counts the hours of the running week', async () => {
    const world = worldNamed('a Tuesday at 16:42')
    const ruth = await actorOf(world, 'ruth.lindqvist@cedarhouse.example')
    const [grown] = await rows<{ id: string }>(world, "select id from people.client where legal_family = 'Osei'")
    const { weeks } = await world.house.see(ruth, weekHoursOf, { clientIds: [grown?.id ?? ''] })
    expect(weeks[0]).toMatchObject({ prescribed: 540, coming: 360 })
  })

  it('knows who missed days, what was tried, who is in the house, and what saves a week', async () => {
    const world = worldNamed('a Tuesday at 16:42')
    const dana = await actorOf(world, 'dana.okafor@cedarhouse.example')
    const away = (await world.house.see(dana, missed, {})).clients.find(client => client.name === 'Rosa Delgado')
    expect(away?.attempts.map(each => [each.step, each.outcome])).toEqual([
      ['call', 'no-answer'],
      ['outreach', 'message-left'],
    ])
    expect(away?.steps.filter(each => each.done).map(each => each.step)).toEqual(['call', 'outreach'])
    const board = await world.house.see(dana, hereNow, {})
    expect(board.clients).toBeGreaterThanOrEqual(3)
    const visits = "select count(*)::int from timetable.attendee where because = 'make-up' and ended_at is null"
    expect(await rows(world, visits)).not.toEqual([{ count: 0 }])
    expect(await rows(world, 'select name from attendance.tablet order by 1')).toHaveLength(2)
  })

  it('is the same for the same now, and a seed that was broken off goes on to the same end', async () => {
    expect(await digestsOf(broken)).toEqual(await digestsOf(worldNamed('a Tuesday at 16:42')))
  })

  it('takes nothing more from a second run', async () => {
    const world = worldNamed('a Tuesday at 16:42')
    const counts = 'select count(*)::int from kernel.journal'
    const [before, digests] = [await rows(world, counts), await digestsOf(world)]
    await seed(world, plusMinutes(world.now, 5))
    expect(await rows(world, counts)).toEqual(before)
    expect(await digestsOf(world)).toEqual(digests)
  })
})
