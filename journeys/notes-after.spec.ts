import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { programOf } from '#kernel/actor.ts'
import { addLicense, addStaff } from '#rooms/people/house.ts'
import { addPersona, demoPassword } from '#sign-in/commands.ts'
import { callsAs, type StaffCalls } from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

let world: JourneyWorld
let dana: StaffCalls
const group = 'Distress tolerance skills, Evening B'
beforeAll(async () => {
  // Tuesday, 7:10 pm: the second hour of the evening runs.
  world = await journeyWorld({ at: '2026-11-25T00:10:00.000Z' })
  dana = await callsAs(world, 'Dana Okafor')
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picturesOfAll()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

type Clients = { clients: { id: string; name: string }[] }
type Notes = {
  notes: { id: string; title: string; signedAs: string }[]
  counts: { notes: number; replaced: number }
}

const clientId = async (name: string) =>
  (await dana<Clients>('people.clients?', {})).clients.find(client => client.name === name)?.id ?? ''

/** What the house itself does and looks up: the doors of the program, and one account by its person's name. */
async function program() {
  const client = await world.house.parts.pool.connect()
  try {
    const { rows } = await client.query<{ id: string }>('select organization_id as id from sign_in.personas() limit 1')
    const id = rows[0]?.id ?? ''
    await client.query('begin')
    await client.query('select kernel.work_as($1, null, null, null)', [id])
    const accounts = await client.query<{ id: string; family: string }>(
      'select a.id, s.family from sign_in.account a join people.staff s on s.id = a.person_id',
    )
    await client.query('commit')
    const accountOf = (family: string) => accounts.rows.find(each => each.family === family)?.id ?? ''
    return { actor: programOf(id), accountOf }
  } finally {
    client.release()
  }
}

/** Says the password once more if the page asks for it. */
async function sure(page: Page, done: string | RegExp): Promise<void> {
  const password = page.getByLabel('Password', { exact: true })
  const said = page.getByText(done)
  await password.or(said).first().waitFor()
  if (!(await password.isVisible())) return
  await password.fill(demoPassword)
  await page.getByRole('form', { name: 'Your password once more' }).getByRole('button').last().click()
  await said.first().waitFor()
}

async function looked(page: Page, name: string): Promise<void> {
  expect(await axeFaults(page)).toEqual([])
  await picture(page, name)
}

it('a note that is in the wrong chart is withdrawn, gone for the counselor, there for the auditor', async () => {
  const { actor, accountOf } = await program()
  const auditor = { accountId: accountOf('Pillai'), position: 20, name: 'Sunita Pillai', says: 'Auditor' }
  await world.house.act(actor, addPersona, auditor)
  const id = await clientId('Mani Clarke')
  const { notes } = await dana<Notes>('notes.timeline', { clientId: id })
  const note = notes.find(each => each.signedAs.startsWith('Marcus Bell'))
  expect(note).toBeDefined()

  const marcus = await world.page()
  await stepInAs(marcus.page, 'Marcus Bell')
  await marcus.page.goto(`/staff/notes/signed/${note?.id}`)
  await marcus.page.getByText('Signed by Marcus Bell').waitFor()
  await looked(marcus.page, 'note-own')
  await marcus.page.getByRole('button', { name: 'Withdraw' }).click()
  await marcus.page.getByLabel('Why it is withdrawn').fill('It was written for somebody else.')
  await looked(marcus.page, 'note-withdraw')
  await marcus.page.getByRole('button', { name: 'Withdraw note' }).click()
  await sure(marcus.page, /^Withdrawn\. Its author/)
  await marcus.page.getByText('It was written for somebody else.').waitFor()

  const ruth = await world.page()
  await stepInAs(ruth.page, 'Ruth Lindqvist')
  await ruth.page.goto(`/staff/clients/${id}/notes`)
  await ruth.page.getByText(`${notes.length - 1} notes`).waitFor()
  await looked(ruth.page, 'chart-notes')
  await ruth.page.goto(`/staff/notes/signed/${note?.id}`)
  await ruth.page.getByText('There is nothing here that you may see').waitFor()

  const sunita = await world.page({ dark: true })
  await stepInAs(sunita.page, 'Sunita Pillai')
  await sunita.page.goto(`/staff/clients/${id}/notes`)
  await sunita.page.getByText(`${notes.length} notes`).waitFor()
  await sunita.page.getByRole('listitem').filter({ hasText: 'Withdrawn' }).getByRole('button').last().click()
  await sunita.page.getByText(/by Marcus Bell: It was written for somebody else\./).waitFor()
  await looked(sunita.page, 'chart-notes-dark')
  for (const { faults } of [marcus, ruth, sunita]) expect(faults).toEqual([])
})

it('a chart is read by keys: searched, narrowed, an entry opened in its place', async () => {
  const id = await clientId('Mani Clarke')
  for (const size of [{ width: 1440 }, { width: 390 }]) {
    const { page, faults } = await world.page(size)
    await stepInAs(page, 'Ruth Lindqvist')
    await page.goto(`/staff/clients/${id}/notes`)
    const status = page.getByRole('region', { name: 'Signed notes' }).getByRole('status')
    await page.getByText(/^\d+ notes$/).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('urge')
    await page.locator('mark').first().waitFor()
    expect(await status.textContent()).toMatch(/^[1-9]\d* of \d+ notes$/)
    await looked(page, `chart-notes-search-${size.width}`)
    await page.keyboard.type('nosuchword')
    await page.getByText('No note fits').waitFor()
    expect(await status.textContent()).toMatch(/^0 of/)
    await page.getByRole('button', { name: 'Show all notes' }).click()
    await page.getByText(/^Missed session:/).waitFor()
    await page.getByRole('button', { name: 'Kind: All kinds' }).click()
    await page.getByRole('menuitemcheckbox', { name: /^Group/ }).press('Enter')
    await page.getByText(/^Missed session:/).waitFor({ state: 'hidden' })
    await looked(page, `chart-notes-kinds-${size.width}`)
    await page.getByRole('menuitemcheckbox', { name: /^Missed/ }).press('Enter')
    await page.getByText(/^Missed session:/).waitFor()
    await page.getByRole('menuitemcheckbox', { name: /^Missed/ }).press('Enter')
    await page.keyboard.press('Escape')
    await page.getByText(/^Missed session:/).waitFor({ state: 'hidden' })
    await page.getByRole('heading', { name: 'Signed notes' }).click()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page
      .getByText(/^Signed by /)
      .first()
      .waitFor()
    await looked(page, `chart-notes-open-${size.width}`)
    expect(faults).toEqual([])
    await page.close()
  }
})

it('a trainee signs late, a supervisor returns the note, the trainee adds to it, the supervisor signs beside', async () => {
  const [note] = await signedLate()
  const supervisor = await world.page()
  await stepInAs(supervisor.page, 'Dana Okafor')
  await supervisor.page
    .getByRole('row', { name: /Co-sign: \d+ notes/ })
    .getByRole('link')
    .click()
  await supervisor.page.getByRole('heading', { name: 'Co-signatures', level: 1 }).waitFor()
  await looked(supervisor.page, 'co-sign')
  await supervisor.page.goto(`/staff/notes/signed/${note.id}`)
  await supervisor.page.getByText('Late entry').first().waitFor()
  await supervisor.page.getByText('A supervisor’s signature is still asked for.').waitFor()
  await looked(supervisor.page, 'note-to-co-sign')
  await supervisor.page.getByRole('button', { name: 'Return with a comment' }).click()
  await supervisor.page.getByLabel('What is to be changed').fill('Say what the plan for Friday is.')
  await supervisor.page.getByRole('button', { name: 'Return it' }).click()
  await supervisor.page.getByText('Returned to its author with your comment.').waitFor()

  const trainee = await world.page({ width: 390 })
  await stepInAs(trainee.page, 'Tara Vance')
  await trainee.page.goto('/staff/notes/co-sign')
  await trainee.page.getByText(/Say what the plan for Friday is\./).waitFor()
  await looked(trainee.page, 'co-sign-returned-390')
  await trainee.page.goto(`/staff/notes/signed/${note.id}`)
  await trainee.page.getByRole('button', { name: 'Add to this note' }).click()
  await trainee.page.getByLabel('What is added').fill('The plan for Friday is a call at noon.')
  await trainee.page.getByLabel('Why it is added now').fill('Asked for by the supervisor.')
  await trainee.page.getByRole('button', { name: 'Sign what is added' }).click()
  await sure(trainee.page, /^Added, and signed by you/)
  await trainee.page.getByText('The plan for Friday is a call at noon.').waitFor()
  await looked(trainee.page, 'note-added-390')

  await supervisor.page.goto(`/staff/notes/signed/${note.id}`)
  await supervisor.page.getByRole('button', { name: 'Co-sign', exact: true }).click()
  await sure(supervisor.page, 'Co-signed by you.')
  // The next one that awaits them is there at once.
  await supervisor.page.getByRole('button', { name: 'Co-sign', exact: true }).waitFor()
  expect(supervisor.page.url()).not.toContain(note.id)
  await supervisor.page.goto(`/staff/clients/${note.clientId}/notes`)
  const entry = supervisor.page.getByRole('listitem').filter({ hasText: 'Co-signed' })
  await entry.getByText('Late entry').first().waitFor()
  await entry.getByText('Added to').first().waitFor()
  await looked(supervisor.page, 'chart-notes-co-signed')
  for (const { faults } of [supervisor, trainee]) expect(faults).toEqual([])
})

it('a trainee writes a returned note again, the supervisor signs beside it, the chart shows both and counts one', async () => {
  const [, note] = await signedLate()
  await dana('notes.return', { noteId: note.id, comment: 'Say what was said about the weekend.' })
  const before = (await dana<Notes>('notes.timeline', { clientId: note.clientId })).counts.notes

  const trainee = await world.page()
  await stepInAs(trainee.page, 'Tara Vance')
  await trainee.page.goto('/staff/notes/co-sign')
  const row = trainee.page.getByRole('row', { name: /Say what was said about the weekend/ })
  await row.getByRole('link', { name: /^Read/ }).click()
  await trainee.page.getByText(/returned it/).waitFor()
  await looked(trainee.page, 'note-returned')
  await trainee.page.getByRole('button', { name: 'Write it again' }).click()
  await trainee.page.getByText('Nothing is changed yet: it says what the returned note says.').waitFor()
  await trainee.page.getByText('1 thing stands in the way.').waitFor()
  await looked(trainee.page, 'note-again')
  await inOtherWays(trainee.page, 'note-again')
  const own = trainee.page.getByLabel('Their own part', { exact: true })
  await own.fill('A slow walk was what helped; the weekend was quiet, and Monday is planned by the hour.')
  await trainee.page.getByText('Everything that is asked for is written.').waitFor()
  await own.press('Control+Enter')
  await sure(trainee.page, /^Signed, and in the chart\. A co-signature is asked for/)
  await trainee.page.getByText(/^It stands instead of/).waitFor()
  await looked(trainee.page, 'note-signed-again')
  await trainee.page.goto(`/staff/notes/signed/${note.id}`)
  await trainee.page.getByText('Another note stands instead of this one.').waitFor()
  await trainee.page.goto('/staff/notes')
  await trainee.page.getByRole('heading', { name: 'Notes', level: 1 }).waitFor()

  const supervisor = await world.page({ dark: true })
  await stepInAs(supervisor.page, 'Dana Okafor')
  await supervisor.page.goto('/staff/notes/co-sign')
  const again = supervisor.page.getByRole('row', { name: /Written again after it was returned/ })
  await again.waitFor()
  await looked(supervisor.page, 'co-sign-again-dark')
  await again.getByRole('link', { name: /^Read and sign/ }).click()
  await supervisor.page.getByText('the weekend was quiet').waitFor()
  await supervisor.page.getByRole('button', { name: 'Co-sign', exact: true }).click()
  await sure(supervisor.page, 'Co-signed by you.')
  const { counts } = await dana<Notes>('notes.timeline', { clientId: note.clientId })
  expect([counts.notes, counts.replaced]).toEqual([before, 1])
  await supervisor.page.goto(`/staff/clients/${note.clientId}/notes`)
  const entry = supervisor.page.getByRole('listitem').filter({ hasText: 'Written again' }).last()
  await entry.getByRole('button').first().click()
  await entry.getByText(/^What Tara Vance, ADC-T signed before/).click()
  await entry.getByText('Another note stands instead of this one.').waitFor()
  await looked(supervisor.page, 'chart-notes-again-dark')
  for (const { faults } of [supervisor, trainee]) expect(faults).toEqual([])
})

/** The same page on a phone, and in the dark. */
async function inOtherWays(page: Page, name: string): Promise<void> {
  const path = new URL(page.url()).pathname
  for (const like of [{ width: 390 }, { dark: true }]) {
    const other = await world.page(like)
    await stepInAs(other.page, 'Tara Vance')
    await other.page.goto(path)
    await other.page.getByText('Nothing is changed yet').waitFor()
    await looked(other.page, `${name}-${like.dark ? 'dark' : like.width}`)
    await other.page.close()
  }
}

type Signed = { id: string; clientId: string }
let late: Promise<[Signed, Signed]> | undefined
const signedLate = () => {
  late ??= signsLate()
  return late
}

type Sheet = { people: { clientId: string }[] }
type Week = { sessions: { id: string; group: string; onDay: string; version: number; siteId: string }[] }

/** A trainee leads an hour in place of somebody, and signs its notes four days later. */
async function signsLate(): Promise<[Signed, Signed]> {
  const { actor } = await program()
  const { sessions } = await dana<Week>('timetable.week?', { on: '2026-11-24' })
  const session = sessions.find(each => each.group === group)
  if (!session) throw new Error('the group does not meet')
  const { id: sessionId, version, siteId } = session
  const signIn = { email: 'tara.vance@footbridge.example', password: demoPassword, roles: ['facilitator' as const] }
  const person = { given: 'Tara', family: 'Vance', credential: 'ADC-T', siteIds: [siteId], signIn }
  const { staffId, accountId } = await world.house.act(actor, addStaff, person)
  const license = { credential: 'ADC-T', number: 'T-1', state: 'NH', validFrom: '2026-01-01', expiresOn: '2027-12-31' }
  await world.house.act(actor, addLicense, { staffId, ...license })
  const persona = { accountId: accountId ?? '', position: 21, name: 'Tara Vance', says: 'In training' }
  await world.house.act(actor, addPersona, persona)
  await dana('timetable.change-session', { sessionId, version, staffIds: [staffId], reason: 'the leader is unwell' })

  world.pass(4 * 24 * 60)
  dana = await callsAs(world, 'Dana Okafor')
  const tara = await callsAs(world, 'Tara Vance')
  await tara('attendance.mark-all-present', { sessionId })
  const shared = 'The group practiced two ways to sit through a strong feeling, and named when each of them helps.'
  await tara('notes.save-shared', { sessionId, version: 0, shared, topic: 'Sitting through it' })
  const { people } = await tara<Sheet>('notes.group-note?', { sessionId })
  const own = ['Cold water', 'A slow walk', 'Music', 'Counting', 'A call home', 'Drawing', 'Breathing', 'Tea', 'Rain']
  for (const [at, person] of people.entries())
    await tara('notes.save-line', {
      ...{ sessionId, clientId: person.clientId, version: 0, participation: 'active', response: 'used-skill' },
      own: `${own[at % own.length]} was what helped this week, and more than once.`,
    })
  await tara('notes.sign', { sessionId, version: 1 })
  const noteOf = async (clientId: string) => {
    const { notes } = await dana<Notes>('notes.timeline', { clientId })
    return { id: notes.find(each => each.signedAs.startsWith('Tara Vance'))?.id ?? '', clientId }
  }
  return [await noteOf(people[0]?.clientId ?? ''), await noteOf(people[1]?.clientId ?? '')]
}
