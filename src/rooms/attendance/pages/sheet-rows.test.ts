import { expect, it } from 'vitest'
import { day, type Instant, instant, plusMinutes } from '#kernel/time.ts'
import { type Kept, type KeptMark, type Person, rowsOf } from './sheet-rows.ts'

const at = (time: string): Instant => instant(`2026-11-24T${time}:00Z`)
const me = 'Marcus Bell'

const nobodySaid: Person = {
  clientId: 'rosa',
  name: 'Rosa Delgado',
  pronouns: null,
  isNew: false,
  visit: null,
  absence: null,
  mark: null,
  presence: null,
  signedInAt: null,
  picture: null,
  question: null,
  standing: 'not-marked',
  minutes: 0,
  week: null,
}

const mark = (said: Partial<NonNullable<Person['mark']>>): NonNullable<Person['mark']> => ({
  id: 'theirs',
  sessionId: 'evening',
  clientId: 'rosa',
  onDay: day('2026-11-24'),
  kind: 'absent',
  arrivedAt: null,
  leftAt: null,
  mode: null,
  reason: null,
  saidAt: at('22:40'),
  seenAt: at('22:40'),
  recordedAt: at('22:40'),
  recordedBy: 'Lena Fischer',
  corrects: null,
  how: 'sheet',
  deviceId: null,
  ...said,
})

/** A sheet of one person, as far as its rows ask for it. */
function sheetOf(person: Partial<Person>, now = at('22:45')) {
  const session = {
    id: 'evening',
    now,
    startsAt: at('22:30'),
    endsAt: at('23:30'),
    breaks: [],
    counting: { counts: true, breakUncountedFrom: 16 },
  }
  return { session, people: [{ ...nobodySaid, ...person }] }
}

let made = 0
const kept = (said: Partial<KeptMark>, more: Partial<Kept> = {}): Kept => ({
  mark: {
    id: `own-${++made}`,
    sessionId: 'evening',
    clientId: 'rosa',
    kind: 'here',
    arrivedAt: at('22:30'),
    leftAt: null,
    mode: 'in-person',
    reason: null,
    deviceAt: at('22:46'),
    offsetMs: 0,
    seenAt: at('22:45'),
    ...said,
  },
  deviceId: 'tablet-of-marcus',
  everyone: false,
  state: 'waits',
  onDevice: true,
  sentAt: null,
  ...more,
})

it('shows what the house knows while nothing was marked here', () => {
  const [row] = rowsOf(sheetOf({ mark: mark({}) }), [], me)
  expect(row).toMatchObject({ waits: false, mark: { id: 'theirs', recordedBy: 'Lena Fischer' } })
})

it('shows a mark that waits at once, with its minutes, and says that it is on this device', () => {
  const [row] = rowsOf(sheetOf({}), [kept({ arrivedAt: at('22:42') })], me)
  expect(row).toMatchObject({ waits: true, standing: 'late', minutes: 48, mark: { how: 'sheet', recordedBy: me } })
})

it('of several it shows the one that was made last, by the house’s clock and in whichever order they came', () => {
  const first = kept({ kind: 'absent', arrivedAt: null, deviceAt: at('22:47') })
  // The device's clock was ten minutes behind when this one was made.
  const last = kept({ kind: 'excused', arrivedAt: null, deviceAt: at('22:38'), offsetMs: 600_000 })
  for (const order of [
    [first, last],
    [last, first],
  ])
    expect(rowsOf(sheetOf({}), order, me)[0]).toMatchObject({ standing: 'excused' })
})

it('lets stand what somebody else said later', () => {
  const theirs = mark({ saidAt: at('22:50'), recordedAt: at('22:50') })
  expect(rowsOf(sheetOf({ mark: theirs }), [kept({})], me)[0]).toMatchObject({ waits: false, mark: { id: 'theirs' } })
})

it('shows one’s own next mark though the one before reached the house only after it was made', () => {
  const before = mark({ saidAt: at('22:50'), recordedAt: at('22:50'), recordedBy: me, kind: 'excused' })
  const next = kept({}, { state: 'new' })
  expect(rowsOf(sheetOf({ mark: before }), [next], me)[0]).toMatchObject({ mark: { id: next.mark.id }, waits: false })
})

it('goes on showing what was sent until a sheet is read after it, so that no row jumps back', () => {
  const own = kept({}, { state: 'sent', sentAt: at('22:46') })
  expect(rowsOf(sheetOf({}), [own], me)[0]).toMatchObject({ standing: 'present', waits: false })
  const later = plusMinutes(at('22:46'), 1)
  expect(rowsOf(sheetOf({}, later), [own], me)[0]).toMatchObject({ standing: 'not-marked' })
})

it('says still that a mark waits when the house has it already and its answer was lost', () => {
  const own = kept({})
  const theirs = mark({ id: own.mark.id, kind: 'here', arrivedAt: at('22:30'), saidAt: at('22:46') })
  const presence = { kind: 'here' as const, arrivedAt: at('22:30'), leftAt: null }
  expect(rowsOf(sheetOf({ mark: theirs, presence }), [own], me)[0]).toMatchObject({ waits: true })
})

it('takes a slip back: nobody said anything then, and what the tablet says stands again', () => {
  const slip = kept({ kind: 'none', arrivedAt: null, deviceAt: at('22:47') })
  const signed = { kind: 'here' as const, arrivedAt: at('22:31'), leftAt: null }
  expect(rowsOf(sheetOf({ mark: mark({}) }), [slip], me)[0]).toMatchObject({ mark: null, standing: 'not-marked' })
  const own = kept({ kind: 'absent', arrivedAt: null })
  const row = rowsOf(sheetOf({ presence: signed, standing: 'late', minutes: 59 }), [own, slip], me)[0]
  expect(row).toMatchObject({ mark: null, standing: 'late', minutes: 59 })
})

it('asks no more between two statements once one of them was chosen here', () => {
  const question = { why: 'differ' as const, statements: [] }
  expect(rowsOf(sheetOf({ mark: mark({}), question }), [kept({})], me)[0]).toMatchObject({ question: null })
})
