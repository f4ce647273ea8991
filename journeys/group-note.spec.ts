import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { handOf } from './budgets.ts'
import { callsAs, type StaffCalls } from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// Monday evening: five have a seat in this group, and seven more came along.

const group = 'Relapse prevention, evening'
const visitors = [
  'Dominic Reyes',
  'Elena Petrova',
  'Grace Nakamura',
  'Hank Sorensen',
  'Miguel Santos',
  'Rosa Delgado',
  'Will Prentice',
]
const shared =
  'The group checked in with a word and a craving score, then worked on the first ten minutes of an urge: how it ' +
  'rises, peaks and falls. Members practiced urge surfing twice and compared what they noticed.'
const sentences = [
  'Told how waiting out the urge on Sunday worked with a walk of the dog.',
  'First evening here. Gave the craving as 6 and agreed to try the log at home.',
  'Tied the tiredness to a skipped lunch; packs a snack for the ride from work.',
  'Led the second round and noticed the peak earlier than expected.',
  'Practiced two answers for when a relative offers wine at the holiday table.',
  'Said little; named the drive home past the store as the hardest stretch.',
  'Disagreed with waiting at first, then timed an urge and was surprised.',
  'Offered a bus route that does not pass the bar.',
  'Rated the urge before and after; wants the recording for Saturday.',
  'Fears a loud house this Thursday and thought of not being safe there.',
  'Spoke of a missed call with a sister and wrote back during the break.',
  'Repaired trust at home by keeping one small promise every day.',
]

type NoteNow = {
  version: number
  signedAt: string | null
  people: { clientId: string; name: string; here: boolean; marked: boolean; version: number; noteId: string | null }[]
}

let world: JourneyWorld
let marcus: StaffCalls
let sessionId = ''

beforeAll(async () => {
  world = await journeyWorld({ at: '2026-11-24T01:45:00.000Z' })
  marcus = await callsAs(world, 'Marcus Bell')
  const open = await marcus<{ sessions: { id: string; group: string; startsAt: string }[] }>('notes.open?', {})
  const session = open.sessions.find(each => each.group === group)
  sessionId = session?.id ?? ''
  const arrivedAt = session?.startsAt ?? ''
  const dana = await callsAs(world, 'Dana Okafor')
  const { clients } = await dana<{ clients: { id: string; name: string }[] }>('people.clients?', {})
  for (const name of visitors) {
    const clientId = clients.find(client => client.name === name)?.id
    await dana('attendance.add-walk-in', { sessionId, clientId, arrivedAt })
  }
  await marcus('attendance.mark-all-present', { sessionId })
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picturesOfAll()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

const noteNow = () => marcus<NoteNow>('notes.group-note?', { sessionId })
const nothing = { participation: null, response: null, mood: null, risk: false, followUp: null, objective: '', own: '' }
const sentenceOf = (page: Page, name: string) => page.getByLabel(`One sentence of their own, ${name}`)
const stopsOf = (page: Page) => page.getByRole('region', { name: 'Before signing' })

async function openNote(page: Page): Promise<void> {
  await page.goto(`/staff/notes/${sessionId}`)
  await page.getByRole('heading', { name: `Group note: ${group}` }).waitFor()
}

async function write(page: Page, name: string, sentence: string): Promise<void> {
  const closed = page.getByRole('button', { name: `Open ${name}`, exact: true })
  if (await closed.isVisible()) await closed.click()
  await sentenceOf(page, name).fill(sentence)
}

describe('what stands between a group note and its signature', () => {
  it('a member’s name in a sentence stops it, with a jump; a word that is also a name warns and is kept by one key', async () => {
    const { page, faults } = await world.page()
    await stepInAs(page, 'Marcus Bell')
    await openNote(page)
    await write(page, 'Leah Goldberg', 'Offered Jerome a bus route that does not pass the bar.')
    const named = 'Leah Goldberg: the sentence names a member of this group: “Jerome”.'
    await page.getByRole('button', { name: 'Open Hank Sorensen', exact: true }).click()
    await stopsOf(page).getByText(named).waitFor()
    await page.getByRole('button', { name: `Show: ${named}` }).click()
    expect(await sentenceOf(page, 'Leah Goldberg').evaluate(field => field === document.activeElement)).toBe(true)
    await picture(page, 'group-note-named')
    await sentenceOf(page, 'Leah Goldberg').fill(sentences[7] ?? '')
    await stopsOf(page).getByText(named).waitFor({ state: 'hidden' })

    await write(page, 'Mani Clarke', 'Chose the card Will for this month.')
    const warned = 'Mani Clarke: the sentence has a word that is also a name here: “Will”.'
    await stopsOf(page).getByText(warned).waitFor()
    for (let turn = 0; turn < 16; turn++) {
      await page.keyboard.press('F8')
      const at = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
      if (at === `Keep these words: ${warned}`) break
    }
    await picture(page, 'group-note-warned')
    await page.keyboard.press('x')
    await stopsOf(page).getByText('One warning looked at and kept, on record.').waitFor()
    await stopsOf(page).getByText(warned).waitFor({ state: 'hidden' })
    await sentenceOf(page, 'Mani Clarke').fill('Chose the card Will for the next month.')
    await stopsOf(page).getByText(warned).waitFor()
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
  })

  it('the session is told in its order, each part a line that opens to a field', async () => {
    const { page, faults } = await world.page()
    await stepInAs(page, 'Marcus Bell')
    await openNote(page)
    await page.getByRole('button', { name: 'Check-in round: write' }).waitFor()
    await page.keyboard.press('p')
    for (const words of ['A word and a craving', 'Urges', 'Urge surfing', 'Two urges on paper', 'One thing to carry']) {
      await page.keyboard.type(words)
      await page.keyboard.press('Enter')
    }
    await page.keyboard.type(shared)
    for (const line of ['Check-in round: A word and a craving', 'Topic: Urges', 'Close: One thing to carry'])
      await page.getByRole('button', { name: line }).waitFor()
    expect(await page.getByLabel('Shared text, in every note').inputValue()).toBe(shared)
    await page.getByText(/^Saved/).waitFor()
    await page.getByRole('button', { name: 'Homework: Two urges on paper' }).click()
    await page.getByLabel('Homework', { exact: true }).fill('Call Miguel about two urges')
    await page.keyboard.press('Escape')
    const named = 'The shared text, which goes into every chart, names a member of this group: “Miguel”.'
    await page.getByRole('button', { name: `Show: ${named}` }).click()
    expect(await page.getByLabel('Homework', { exact: true }).evaluate(each => each === document.activeElement)).toBe(
      true,
    )
    expect(await axeFaults(page)).toEqual([])
    await picture(page, 'group-note-steps')
    expect(faults).toEqual([])
  })

  it('what somebody else wrote meanwhile stands beside one’s own, and one chooses', async () => {
    const { page, faults } = await world.page()
    await stepInAs(page, 'Marcus Bell')
    await openNote(page)
    const field = page.getByLabel('Shared text, in every note')
    await field.waitFor()
    const { version } = await noteNow()
    await marcus('notes.save-shared', { sessionId, version, skill: 'Urge surfing', shared: 'Theirs: the group met.' })
    await field.fill('Mine: the group worked on the first ten minutes of an urge.')
    await page.getByText('The shared text was changed by someone else while you wrote.').waitFor()
    await page.getByRole('region', { name: 'Theirs, saved' }).getByText('Theirs: the group met.').waitFor()
    await page.getByRole('button', { name: /^Sign \d+ notes$/ }).waitFor()
    await page.getByText('Choose between the two texts first.').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await picture(page, 'group-note-both')
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByText(/^Saved/).waitFor()
    expect(await field.inputValue()).toMatch(/^Mine/)
    expect(faults).toEqual([])
  })

  it('is read and written on a phone and in the dark', async () => {
    for (const [name, options] of [
      ['phone', { width: 390, height: 844 }],
      ['dark', { dark: true }],
    ] as const) {
      const { page, faults } = await world.page(options)
      await stepInAs(page, 'Marcus Bell')
      await openNote(page)
      await write(page, 'Hank Sorensen', sentences[6] ?? '')
      await page.getByRole('radio', { name: 'Some' }).check({ force: true })
      await page.getByRole('radio', { name: 'Irritable' }).check({ force: true })
      await page.getByRole('checkbox', { name: 'Risk noted' }).check()
      await stopsOf(page).getByText('Hank Sorensen: risk is noted, no follow-up chosen.').waitFor()
      await picture(page, `group-note-${name}`)
      // Looked at whole, so that nothing lies half under the bars of the page.
      await page.setViewportSize({ width: name === 'phone' ? 390 : 1440, height: 2400 })
      expect(await axeFaults(page)).toEqual([])
      await picture(page, `group-note-${name}-full`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wide).toBeLessThanOrEqual(0)
      expect(faults).toEqual([])
    }
  })
})

describe('twelve people in an evening', () => {
  it('are documented and signed by keyboard in at most sixty keys besides the words', async () => {
    await begunAnew()
    const { page, faults } = await world.page()
    await stepInAs(page, 'Marcus Bell')
    const hand = await handOf(page)
    const press = async (...pressed: string[]) => {
      for (const key of pressed) await page.keyboard.press(key)
    }
    hand.begins()
    await page
      .getByRole('row', { name: new RegExp(`Write and sign: ${group}`) })
      .first()
      .getByRole('link')
      .click()
    await page.getByRole('heading', { name: `Group note: ${group}` }).waitFor()
    await page.getByText('12 people are not written yet.').waitFor()
    await picture(page, 'group-note-begin')

    await press('t')
    const { people } = await noteNow()
    for (const [at, person] of people.entries()) {
      // What is remarkable is noted where it is: a mood, what somebody did with it, a risk and what was done.
      if (at === 6) await press('m', 'm', 'm')
      if (at === 3 || at === 8) await press('r')
      if (at === 9) await press('!', '!')
      await press(at % 3 === 0 ? '1' : '2')
      await page.waitForFunction(
        name => document.activeElement?.getAttribute('aria-label') === `One sentence of their own, ${name}`,
        person.name,
      )
      await page.keyboard.type(sentences[at] ?? '')
      if (at === 5) await picture(page, 'group-note-middle')
      await press('Enter')
    }
    await page.keyboard.type(shared)
    await stopsOf(page).getByText('nothing to settle').waitFor()
    await picture(page, 'group-note-ready')
    expect(await axeFaults(page)).toEqual([])
    await press('Control+Enter')
    await page.getByText('12 notes signed, each in its own chart.').waitFor()
    await hand.ends('group of twelve documented and signed')

    await page.getByRole('link', { name: 'The note in the chart of Will Prentice' }).waitFor()
    expect(await page.getByRole('link', { name: /^The note in the chart of / }).count()).toBe(12)
    expect(await axeFaults(page)).toEqual([])
    await picture(page, 'group-note-signed')
    const signed = await noteNow()
    expect(signed.signedAt).not.toBeNull()
    expect(signed.people.filter(person => person.noteId !== null)).toHaveLength(12)
    expect(faults).toEqual([])
  })
})

type Sheet = { people: { clientId: string; mark: { id: string; kind: string } | null }[] }

/** Takes back what the journeys before have written; and who was marked away was here after all. */
async function begunAnew(): Promise<void> {
  const { session, people: expected } = await marcus<Sheet & { session: { startsAt: string } }>('attendance.sheet?', {
    sessionId,
  })
  const here = { sessionId, kind: 'here', arrivedAt: session.startsAt }
  for (const { clientId, mark } of expected)
    if (mark?.kind !== 'here') await marcus('attendance.mark-seat', { ...here, clientId, seen: mark?.id ?? null })
  const { version, people } = await noteNow()
  const empty = { checkIn: '', topic: '', skill: '', homework: '', closing: '', shared: '' }
  await marcus('notes.save-shared', { sessionId, version, ...empty })
  for (const { clientId, version: line } of people)
    if (line > 0) await marcus('notes.save-line', { sessionId, clientId, version: line, ...nothing })
}
