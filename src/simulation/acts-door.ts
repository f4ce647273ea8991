import { plusDays } from '#kernel/time.ts'
import { bookAssessment, endAssessment } from '#rooms/inquiry/appointments.ts'
import { logCall } from '#rooms/inquiry/calls.ts'
import { begin, contactOf, openContactChart, save } from '#rooms/inquiry/contacts.ts'
import { lose } from '#rooms/inquiry/endings.ts'
import { slots } from '#rooms/inquiry/slot-search.ts'
import { answerPlace, offerPlace, takeBackPlace } from '#rooms/welcome/places.ts'
import { leaveWait, wait, waitlist } from '#rooms/welcome/waiting.ts'
import type { Act } from './acts-seats.ts'
import { Broken, oneOf, passed, rowsOf, today, tried } from './doing.ts'
import type { Step } from './steps.ts'
import type { World } from './world.ts'

// From the first word to a place: inquiries, calls, assessments, the waitlist, and offers.

const uuidOf = (world: World, step: Step) => {
  const bytes = Buffer.from(world.test.house.parts.random(16)).toString('hex')
  const last = String(step.at).padStart(12, '0')
  return [bytes.slice(0, 8), bytes.slice(8, 12), `7${bytes.slice(13, 16)}`, `8${bytes.slice(17, 20)}`, last].join('-')
}
const intake = (world: World) => ({ ...world.cast.here.staff.intake, confirmedAt: world.test.now() })

/** An inquiry as its page shows it. */
async function contact(world: World, number: number) {
  const id = oneOf(await rowsOf(world, 'inquiry.contact', 'id'), number)?.id
  return id ? passed(world, contactOf, { actor: intake(world), input: { id } }) : undefined
}

const inquire: Act = async (world, step) => {
  const id = uuidOf(world, step)
  const { siteId, canary } = world.cast.here
  const came = step.a % 3 === 0 ? ('walk-in' as const) : ('phone' as const)
  const begun = await passed(world, begin, { actor: intake(world), input: { id, came, siteId } })
  if (!begun) throw new Broken('an inquiry could not be begun')
  const mail = step.b % 2 === 0 ? { callerMail: `caller${step.at}@home.example`, mayMail: true } : {}
  const words = { caller: `${canary} Rosa`, callerPhone: '205-555-0176', ...mail }
  await passed(world, save, { actor: intake(world), input: { id, version: begun.version, ...words } })
}

const call: Act = async (world, step) => {
  const contactId = oneOf(await rowsOf(world, 'inquiry.contact', 'id'), step.a)?.id
  if (!contactId) return
  const ended = step.b % 2 ? ('talked' as const) : ('no-answer' as const)
  await tried(world, step, { door: logCall, input: { id: uuidOf(world, step), contactId, way: 'out', ended } })
}

/** Books an assessment, or says how the last one ended. */
const assess: Act = async (world, step) => {
  const rows = await rowsOf(world, 'inquiry.appointment', 'id, version::text, ended_at::text, starts_at::text')
  const due = rows.filter(
    each => each.ended_at === null && Date.parse(each.starts_at ?? '') < Date.parse(world.test.now()),
  )
  const over = oneOf(due, step.b)
  if (over?.id && step.c % 2 === 0) {
    const ended = step.c % 5 === 0 ? ('missed' as const) : ('kept' as const)
    await tried(world, step, { door: endAssessment, input: { id: over.id, version: Number(over.version), ended } })
    return
  }
  const found = await contact(world, step.a)
  const { siteId } = world.cast.here
  const free = await passed(world, slots, { actor: intake(world), input: { siteId } })
  const slot = oneOf(free?.slots ?? [], step.b)
  if (!found || !slot) return
  const { startsAt, staffId, roomId } = slot
  const time = { siteId, mode: 'in-person' as const, startsAt, staffId, roomId }
  const book = () =>
    tried(world, step, { door: bookAssessment, input: { id: uuidOf(world, step), contactId: found.id, ...time } })
  // Two at the same moment, now and then: one of them has it.
  const ends = await Promise.all(step.c % 3 === 0 ? [book(), book()] : [book()])
  if (ends.filter(Boolean).length > 1) throw new Broken('two assessments of one inquiry at one time')
}

const chart: Act = async (world, step) => {
  const found = await contact(world, step.a)
  if (!found) return
  const bornOn = plusDays(today(world), -(9_000 + (step.b % 9_000)))
  const input = {
    contactId: found.id,
    version: found.version,
    legalGiven: 'Ash',
    legalFamily: `Birch${step.b}`,
    bornOn,
  }
  const done = await tried(world, step, { door: openContactChart, input })
  if (done) world.cast.people.push(done.clientId)
}

const waits: Act = async (world, step) => {
  const found = await contact(world, step.a)
  if (found && !found.clientId && step.b % 4 !== 0) await chart(world, { ...step, who: 10 })
  if (found)
    await tried(world, step, { door: wait, input: { contactId: found.id, programId: world.cast.here.programId } })
}

/** Who waits, as the page of the waitlist shows them in their order. */
async function line(world: World) {
  const page = await passed(world, waitlist, { actor: intake(world), input: {} })
  return page?.programs.flatMap(program => program.entries) ?? []
}

const offer: Act = async (world, step) => {
  const entries = await line(world)
  const entry = step.c % 4 === 0 ? oneOf(entries, step.a) : entries.find(each => !each.offered && each.hasChart)
  const first = oneOf(world.cast.groups, step.b)
  const second = oneOf(world.cast.groups, step.c)
  if (!entry || !first || !second) return
  const fromOn = plusDays(today(world), step.c % 9)
  const groupIds = [...new Set([first.id, second.id])]
  const because = step.c % 2 ? 'The first is away.' : null
  const place = { trackId: first.trackId, groupIds, fromOn, outOfOrderBecause: because }
  const input = { waitingId: entry.id, version: entry.version, ...place }
  const done = await tried(world, step, { door: offerPlace, input })
  if (!done) return
  if (entry.offered) throw new Broken('a place was offered to somebody who has an open offer')
  world.model.offers.set(done.placeId, 'open')
  if (done.told) world.model.told++
}

const answer: Act = async (world, step) => {
  const open = (await line(world)).flatMap(each => (each.offered ? [each.offered] : []))
  const place = oneOf(open, step.a)
  if (!place) return
  const said = step.b % 3 === 0 ? ('declined' as const) : ('accepted' as const)
  const input = { placeId: place.id, answer: said, waitsOn: step.c % 2 === 0 }
  const answers = await Promise.all(
    (step.c % 3 === 0 ? [0, 1] : [0]).map(() => tried(world, step, { door: answerPlace, input })),
  )
  const done = answers.filter(each => each !== undefined)
  if (done.length > 1) throw new Broken('one offer was answered twice')
  if (!done[0]) return
  world.model.offers.set(place.id, said)
  if (said === 'accepted') taken(world, done[0].clientId, place)
}

/** A place taken is a stay, where there was none, and a seat in each of its groups. */
function taken(world: World, clientId: string, place: { fromOn: string; groupIds: readonly string[] }): void {
  const fromOn = [place.fromOn, today(world)].sort().at(-1) ?? place.fromOn
  const { model } = world
  if (!model.stayOn(clientId, fromOn)) model.openStay({ clientId: model.kept(clientId), startsOn: fromOn })
  for (const groupId of place.groupIds) model.giveSeat({ id: null, groupId, clientId, fromOn })
}

const takeBack: Act = async (world, step) => {
  const place = oneOf(
    (await line(world)).flatMap(each => each.offered ?? []),
    step.a,
  )
  if (!place) return
  if (await tried(world, step, { door: takeBackPlace, input: { placeId: place.id } }))
    world.model.offers.set(place.id, 'withdrawn')
}

const leave: Act = async (world, step) => {
  const entry = oneOf(await line(world), step.a)
  if (entry) await tried(world, step, { door: leaveWait, input: { waitingId: entry.id } })
}

const lost: Act = async (world, step) => {
  const found = await contact(world, step.a)
  if (!found) return
  await tried(world, step, { door: lose, input: { id: found.id, version: found.version, reason: 'not-reached' } })
}

export const doorActs = {
  inquire,
  call,
  assess,
  'open-chart': chart,
  wait: waits,
  'offer-place': offer,
  'answer-place': answer,
  'take-back-place': takeBack,
  'leave-wait': leave,
  lose: lost,
}
