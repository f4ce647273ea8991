import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { dayIn, plusMinutes } from '#kernel/time.ts'
import {
  addRoom,
  book,
  closeDays,
  endUnavailable,
  reopenDays,
  setHours,
  setUnavailable,
} from '#rooms/calendar/commands.ts'
import { bookings } from '#rooms/calendar/queries.ts'
import { addLicense, addStaff } from '#rooms/people/house.ts'
import { journalOf, licensedStaff, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { allAtOnce, codesOf } from '#testing/program.ts'
import { today as todayLines } from '../../today.ts'
import { appointmentsOf, bookAssessment, endAssessment, moveAssessment } from './appointments.ts'
import { contactOf, save } from './contacts.ts'
import { joinContacts, lose } from './endings.ts'
import { remind } from './reminders.ts'
import { slots } from './slot-search.ts'

let test: TestHouse
let counselor: Actor & { personId: string }
let roomId: string

beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  // A counselor and a room of their own, so that no test books another's hours.
  test.at('2026-11-24T22:00:00Z')
  counselor = await licensedStaff(test, test.here, 'counselor')
  const name = `canary room ${counselor.personId.slice(-8)}`
  roomId = (await test.house.act(test.here.program, addRoom, { siteId: test.here.siteId, name, seats: 3 })).roomId
})

const wednesday = '2026-11-25T15:00:00.000Z'
const slotAt = (startsAt: string, like: object = {}) => ({
  ...{ siteId: test.here.siteId, mode: 'in-person' as const, startsAt, staffId: counselor.personId, roomId, ...like },
})
const booked = async (contactId: string, startsAt: string, like: object = {}) => {
  const id = crypto.randomUUID()
  await test.house.act(test.here.staff.intake, bookAssessment, { id, contactId, ...slotAt(startsAt, like) })
  return id
}
const see = (id: string) => test.house.see(test.here.staff.intake, contactOf, { id })
const mine = (contactId: string) =>
  test.house.see(test.here.staff.intake, appointmentsOf, { contactId }).then(answer => answer.appointments)
const mails = async (recipient: string) => {
  const { rows } = await test.owner.query<{ subject: string; words: string; channel: string }>(
    'select subject, words, channel from desk.message where recipient = $1 order by id',
    [recipient],
  )
  return rows
}
/** A contact who agreed to mail, with an address of their own. */
async function mailed(like: object = {}) {
  const { house, here } = test
  const { id } = await aContact(test, here)
  const callerMail = `r${id.slice(0, 8)}@home.example`
  await house.act(here.staff.intake, save, { id, version: 1, callerMail, mayMail: true, ...like })
  return { id, callerMail }
}

describe('three real times', () => {
  const ask = (like: object = {}) =>
    test.house.see(test.here.staff.intake, slots, { siteId: test.here.siteId, staffId: counselor.personId, ...like })

  it('are on different days and parts of the day, with a room, and none of them is taken', async () => {
    const { house, here } = test
    const found = await ask()
    expect(found).toMatchObject({ zone: 'America/New_York', why: null })
    expect(found.slots).toHaveLength(3)
    expect(new Set(found.slots.map(each => dayIn(found.zone, each.startsAt))).size).toBeGreaterThan(1)
    for (const each of found.slots) {
      expect(each.staffId).toBe(counselor.personId)
      expect(each.room).toContain('canary')
      const { id } = await aContact(test, here)
      await house.act(here.staff.intake, bookAssessment, {
        id: crypto.randomUUID(),
        contactId: id,
        ...slotAt(each.startsAt),
        roomId: each.roomId,
      })
    }
    const [first] = found.slots
    const later = await ask({ after: found.slots.at(-1)?.startsAt ?? null })
    for (const each of later.slots) expect(each.startsAt > (first?.startsAt ?? '')).toBe(true)
    const again = await ask()
    for (const each of again.slots)
      for (const old of found.slots) expect(each.startsAt >= old.endsAt || each.endsAt <= old.startsAt).toBe(true)
  })

  it('leave out who is away, who is booked, closed days and hours, and rooms that are taken', async () => {
    const { house, here } = test
    const away = { startsAt: '2026-11-24T00:00:00Z', endsAt: '2026-11-27T05:00:00Z' }
    await house.act(here.staff.director, setUnavailable, {
      ...{ kind: 'staff', resourceId: counselor.personId, reason: 'away', once: away },
    })
    const { closureId } = await house.act(here.staff.director, closeDays, {
      ...{ siteId: here.siteId, fromOn: '2026-11-27', untilOn: '2026-11-27', name: 'The day after' },
    })
    const morning = { startsAt: '2026-11-28T14:00:00Z', endsAt: '2026-11-28T17:00:00Z' }
    await house.act(here.staff.intake, book, {
      spans: [{ kind: 'staff', resourceId: counselor.personId, ...morning }],
    })
    const [soonest] = (await ask({ mode: 'video' })).slots
    expect(soonest).toMatchObject({ startsAt: '2026-11-28T17:00:00.000Z', roomId: null })
    const evening = (await ask({ wish: 'after-5' })).slots
    for (const each of evening)
      expect(Number(each.startsAt.slice(11, 13)) >= 22 || each.startsAt[11] === '0').toBe(true)
    expect((await ask({ wish: 'morning' })).slots[0]?.startsAt).toBe('2026-11-29T14:00:00.000Z')
    await house.act(here.staff.director, reopenDays, { closureId })
  })

  it('are the hours of the site, and fewer with a word why when there are no more', async () => {
    const { house, here } = test
    const { siteId } = here
    await house.act(here.staff.director, setHours, { siteId, hours: [{ weekday: 1, opens: '09:00', closes: '11:00' }] })
    try {
      const found = await ask()
      expect(found.slots.map(each => each.startsAt)).toEqual(['2026-11-30T14:00:00.000Z', '2026-12-07T14:00:00.000Z'])
      expect(found.why).toBe('Only 2 times are free in the next 14 days.')
      const outside = { id: crypto.randomUUID(), contactId: (await aContact(test, here)).id, ...slotAt(wednesday) }
      expect(await refusalOf(house.act(here.staff.intake, bookAssessment, outside))).toMatchObject({ code: 'closed' })
    } finally {
      await house.act(here.staff.director, setHours, { siteId, hours: [] })
    }
  })

  it('are of counselors with a license alone, whatever else somebody is, and of no other organization', async () => {
    const { house, here, elsewhere, owner } = test
    const refusedFor = async (staffId: string | null) => (await refusalOf(ask({ staffId }))).code
    // Licensed, and of another role; of the role, and without a license.
    for (const role of ['facilitator', 'prescriber', 'director', 'case-manager'] as const)
      expect(await refusedFor((await licensedStaff(test, here, role)).personId)).toBe('no-one-qualified')
    const unlicensed = await staffMember(house, here, 'counselor')
    await owner.query('delete from people.license where staff_id = $1', [unlicensed.personId])
    expect(await refusedFor(unlicensed.personId)).toBe('no-one-qualified')
    const both = await licensedStaff(test, here, 'director')
    await owner.query("update sign_in.account set roles = '{director,counselor}' where person_id = $1", [both.personId])
    expect((await ask({ staffId: both.personId })).slots).toHaveLength(3)
    const license = { credential: 'LPC', number: 'x', state: 'NH', validFrom: '2024-01-01', expiresOn: '2027-12-31' }
    const noAccount = { given: 'Ida', family: 'Paper', credential: 'LPC', siteIds: [here.siteId] }
    const { staffId } = await house.act(here.program, addStaff, noAccount)
    await house.act(here.program, addLicense, { staffId, ...license })
    expect(await refusedFor(staffId)).toBe('no-one-qualified')
    const closed = await licensedStaff(test, here, 'counselor')
    await owner.query('update sign_in.account set active = false where person_id = $1', [closed.personId])
    expect(await refusedFor(closed.personId)).toBe('no-one-qualified')
    expect((await refusalOf(ask({ siteId: elsewhere.siteId }))).status).toBe(404)
    expect((await refusalOf(house.see(here.staff.biller, slots, { siteId: here.siteId }))).status).toBe(403)
    expect(JSON.stringify(await house.see(here.staff.counselor, slots, { siteId: here.siteId }))).not.toContain(
      elsewhere.canary,
    )
  })
})

describe('a time that is booked', () => {
  it('is one person’s alone when a hundred want it at once', async () => {
    const { house, here } = test
    const contacts = await Promise.all(Array.from({ length: 100 }, () => aContact(test, here)))
    const { done, refused } = await allAtOnce(100, at =>
      house.act(here.staff.intake, bookAssessment, {
        ...{ id: crypto.randomUUID(), contactId: contacts[at]?.id ?? '', ...slotAt(wednesday) },
      }),
    )
    expect(done).toEqual([{ version: 1, startsAt: wednesday, told: false }])
    expect(codesOf(refused)).toEqual({ 'double-booked': 99 })
    const span = { from: wednesday, until: plusMinutes(test.now(), 48 * 60) }
    const held = await house.see(here.staff.intake, bookings, { siteId: here.siteId, ...span })
    expect(
      held.bookings.filter(
        each => each.heldByKind === 'assessment' && each.room.includes(counselor.personId.slice(-8)),
      ),
    ).toHaveLength(1)
    const rows = await test.owner.query('select 1 from inquiry.appointment where staff_id = $1', [counselor.personId])
    expect(rows.rows).toHaveLength(1)
  })

  it('is the same one when it is sent twice, and the only one of its inquiry', async () => {
    const { house, here } = test
    const { id: contactId } = await aContact(test, here)
    const wanted = { id: crypto.randomUUID(), contactId, ...slotAt(wednesday) }
    const { done, refused } = await allAtOnce(4, () => house.act(here.staff.intake, bookAssessment, wanted))
    expect([done.length, refused.length]).toEqual([4, 0])
    expect(await mine(contactId)).toHaveLength(1)
    const other = { ...wanted, id: crypto.randomUUID(), startsAt: '2026-11-25T19:00:00Z' }
    expect(await refusalOf(house.act(here.staff.intake, bookAssessment, other))).toMatchObject({
      ...{ code: 'booked-already', facts: { appointmentId: wanted.id } },
    })
    expect(await see(contactId)).toMatchObject({ stage: 'booked', bookedAt: test.now(), callDueAt: null })
  })

  it('is refused with the way out when it cannot be', async () => {
    const { house, here, elsewhere } = test
    const { id: contactId } = await aContact(test, here)
    const code = async (like: object) => {
      const input = { id: crypto.randomUUID(), contactId, ...slotAt(wednesday), ...like }
      return (await refusalOf(house.act(here.staff.intake, bookAssessment, input))).code
    }
    const unlicensed = await staffMember(house, here, 'case-manager')
    expect(await code({ startsAt: '2026-11-24T21:00:00Z' })).toBe('over')
    expect(await code({ staffId: unlicensed.personId })).toBe('not-qualified')
    expect(await code({ staffId: here.staff.facilitator.personId })).toBe('not-qualified')
    expect(await code({ roomId: null })).toBe('room-needed')
    expect(await code({ roomId: elsewhere.roomId })).toBe('room-needed')
    expect(await code({ staffId: elsewhere.staff.counselor.personId })).toBe('not-here')
    expect(await code({ siteId: elsewhere.siteId })).toBe('not-here')
    expect(await code({ remind: 'mail' })).toBe('no-way')
    expect(await code({ contactId: (await aContact(test, elsewhere)).id })).toBe('not-here')
    await house.act(here.staff.intake, lose, { id: contactId, version: 1, reason: 'cost' })
    expect(await code({})).toBe('over')
    expect(await mine(contactId)).toEqual([])
  })

  it('says in plain words why somebody may not hold it', async () => {
    const { house, here, owner } = test
    const { id: contactId } = await aContact(test, here)
    const says = async () => {
      const input = { id: crypto.randomUUID(), contactId, ...slotAt(wednesday) }
      return (await refusalOf(house.act(here.staff.intake, bookAssessment, input))).message
    }
    const set = (change: string) => owner.query(`update ${change} where staff_id = $1`, [counselor.personId])
    await set("people.license set expires_on = '2026-11-24'")
    expect(await says()).toBe('Their license (LADC) ended on 2026-11-24. Choose somebody else.')
    await set("people.license set expires_on = '2027-12-31', valid_from = '2026-12-01'")
    expect(await says()).toBe('Their license is valid only from 2026-12-01 on. Choose somebody else.')
    await set("people.license set credential = 'RN'")
    expect(await says()).toBe('They hold no license for an assessment. Choose somebody else.')
    await owner.query("update sign_in.account set roles = '{nurse}' where person_id = $1", [counselor.personId])
    expect(await says()).toMatch(/^Whoever holds an assessment signs in here as a counselor, and they do not\. Choose/)
  })

  it('is moved as a whole: what was taken is free again, and a time that is taken leaves all as it was', async () => {
    const { house, here } = test
    const [one, other] = [await aContact(test, here), await aContact(test, here)]
    const first = await booked(one.id, wednesday)
    await booked(other.id, '2026-11-25T19:00:00.000Z')
    const move = (like: object) =>
      house.act(here.staff.intake, moveAssessment, {
        id: first,
        version: 1,
        newId: crypto.randomUUID(),
        ...slotAt(wednesday),
        ...like,
      })
    expect((await refusalOf(move({ startsAt: '2026-11-25T19:30:00Z' }))).code).toBe('double-booked')
    expect(await mine(one.id)).toMatchObject([{ id: first, ended: null }])
    // Half an hour later overlaps the old time, which is no longer in the way.
    await move({ startsAt: '2026-11-25T15:30:00Z' })
    expect(await mine(one.id)).toMatchObject([{ startsAt: '2026-11-25T15:30:00.000Z' }, { id: first, ended: 'moved' }])
    expect((await refusalOf(move({}))).code).toBe('ended-already')
    expect((await refusalOf(move({ version: undefined }))).status).toBe(428)
  })
})

describe('how an appointment ended', () => {
  const end = (id: string, ended: 'kept' | 'missed' | 'canceled', version = 1) =>
    test.house.act(test.here.staff.counselor, endAssessment, { id, version, ended })

  it('is that they came: assessed at that time, said once and not before', async () => {
    const { id: contactId } = await aContact(test, test.here)
    const id = await booked(contactId, wednesday)
    expect((await refusalOf(end(id, 'kept'))).code).toBe('not-yet')
    test.at('2026-11-25T16:00:00Z')
    const { done, refused } = await allAtOnce(3, () => end(id, 'kept'))
    expect(done).toEqual([{ version: 2 }])
    expect(codesOf(refused)).toEqual({ 'ended-already': 2 })
    expect(await see(contactId)).toMatchObject({ stage: 'assessed', assessedAt: wednesday, callDueAt: null })
  })

  it('is that they did not, or gave it up: then they are called, and what was to come is free', async () => {
    const [one, other] = [await aContact(test, test.here), await aContact(test, test.here)]
    const given = await booked(one.id, wednesday)
    await end(given, 'canceled')
    expect(await see(one.id)).toMatchObject({ stage: 'booked', callDueAt: test.now() })
    const missed = await booked(other.id, wednesday)
    test.at('2026-11-26T03:30:00Z')
    await end(missed, 'missed')
    // At night nobody is called: the site says no hours, so calls begin at nine.
    expect(await see(other.id)).toMatchObject({ assessedAt: null, callDueAt: '2026-11-26T14:00:00.000Z' })
  })

  it('is that the inquiry was lost: the time is free for somebody else', async () => {
    const { house, here } = test
    const { id: contactId } = await aContact(test, here)
    await booked(contactId, wednesday)
    await house.act(here.staff.intake, lose, { id: contactId, version: 1, reason: 'elsewhere' })
    expect(await mine(contactId)).toMatchObject([{ ended: 'canceled' }])
    await booked((await aContact(test, here)).id, wednesday)
  })

  it('goes along when two inquiries become one', async () => {
    const { house, here } = test
    const [one, other] = [await aContact(test, here), await aContact(test, here)]
    const id = await booked(one.id, wednesday)
    await house.act(here.staff.intake, joinContacts, { id: one.id, version: 1, into: other.id })
    expect(await mine(other.id)).toMatchObject([{ id, ended: null, version: 2 }])
    test.at('2026-11-25T17:00:00Z')
    await end(id, 'kept', 2)
    expect((await see(other.id)).stage).toBe('assessed')
  })
})

describe('what they are told', () => {
  it('is a neutral mail when they allowed it, and a reminder once, a day before', async () => {
    const { house, here } = test
    const { id, callerMail } = await mailed()
    const friday = '2026-11-27T15:00:00.000Z'
    await booked(id, friday, { remind: 'mail' })
    const [first] = await mails(callerMail)
    expect(first).toMatchObject({ subject: 'Your appointment', channel: 'mail' })
    expect(first?.words).toMatch(/^Your appointment is on Friday, November 27 at 10 am/)
    test.at('2026-11-26T14:59:00Z')
    await house.act(here.program, remind, {})
    expect(await mails(callerMail)).toHaveLength(1)
    test.at('2026-11-26T15:01:00Z')
    await allAtOnce(5, () => house.act(here.program, remind, {}))
    await house.act(test.elsewhere.program, remind, {})
    expect(await mails(callerMail)).toHaveLength(2)
    expect(JSON.stringify(await mails(callerMail))).not.toMatch(/canary|recovery|treatment|alcohol|assessment|IOP/i)
    expect(JSON.stringify(await journalOf(test, here))).not.toContain(callerMail)
  })

  it('is not told twice when it is near, nor when it is too late, nor to who is lost', async () => {
    const { house, here } = test
    const near = await mailed()
    await booked(near.id, wednesday, { remind: 'mail' })
    const lost = await mailed({ language: 'es', asker: 'family' })
    await booked(lost.id, '2026-11-27T19:00:00Z', { remind: 'mail' })
    expect((await mails(lost.callerMail))[0]).toMatchObject({ subject: 'La cita' })
    const late = await mailed()
    await booked(late.id, '2026-11-28T15:00:00Z', { remind: 'mail' })
    test.at('2026-11-25T14:00:00Z')
    await house.act(here.program, remind, {})
    await house.act(here.staff.intake, lose, { id: lost.id, version: 2, reason: 'way' })
    // The program was off until an hour before.
    test.at('2026-11-28T14:00:00Z')
    await house.act(here.program, remind, {})
    for (const each of [near, lost, late]) expect(await mails(each.callerMail)).toHaveLength(1)
  })
})

describe('Today', () => {
  const today = async (who: Actor) =>
    (await test.house.see(who, todayLines, {})).lines.filter(line => line.room === 'inquiry')

  it('shows an assessment of today, asks whether they came, and says when it cannot be held as booked', async () => {
    const { house, here } = test
    const { id, code } = await aContact(test, here)
    await booked(id, wednesday)
    const of = async (who: Actor) => (await today(who)).filter(line => line.what.endsWith(code))
    expect(await of(here.staff.intake)).toEqual([])
    const away = { startsAt: wednesday, endsAt: '2026-11-25T18:00:00Z' }
    const { ids } = await house.act(here.staff.director, setUnavailable, {
      ...{ kind: 'staff', resourceId: counselor.personId, reason: 'away', once: away },
    })
    expect(await of(here.staff.intake)).toMatchObject([{ what: `Move the time of ${code}`, verb: 'Move' }])
    await house.act(here.staff.director, endUnavailable, { kind: 'staff', resourceId: counselor.personId, ids })
    const { closureId } = await house.act(here.staff.director, closeDays, {
      ...{ siteId: here.siteId, fromOn: '2026-11-25', untilOn: '2026-11-25', name: 'Snow' },
    })
    expect(await of(here.staff.intake)).toMatchObject([{ because: 'Closed: Snow.' }])
    await house.act(here.staff.director, reopenDays, { closureId })
    const license = "update people.license set expires_on = '2026-11-24' where staff_id = $1"
    await test.owner.query(license, [counselor.personId])
    expect(await of(here.staff.director)).toMatchObject([
      { what: `Move the time of ${code}`, because: 'Their license (LADC) ended on 2026-11-24.', verb: 'Move' },
    ])
    await test.owner.query(license.replace('2026-11-24', '2027-12-31'), [counselor.personId])
    const role = (roles: string) =>
      test.owner.query('update sign_in.account set roles = $2 where person_id = $1', [counselor.personId, roles])
    await role('{facilitator}')
    expect(await of(here.staff.intake)).toMatchObject([
      { what: `Move the time of ${code}`, because: expect.stringContaining('as a counselor, and they do not') },
    ])
    await role('{counselor}')
    test.at('2026-11-25T13:00:00Z')
    for (const who of [here.staff.intake, here.staff.director, counselor])
      expect(await of(who)).toMatchObject([{ what: `Assessment of ${code}`, because: 'Today at 10 am.' }])
    expect(await of(here.staff.facilitator)).toEqual([])
    test.at('2026-11-25T17:00:00Z')
    expect(await of(here.staff.intake)).toMatchObject([{ what: `Did they come? ${code}`, verb: 'Say it' }])
  })
})
