import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { demoPassword } from '#sign-in/commands.ts'
import { type ReadPdf, readPdf, tagsIn } from '#testing/pdf-read.ts'
import { callsAs, type StaffCalls } from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

let world: JourneyWorld
let dana: StaffCalls
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
type Notes = { notes: { id: string; title: string; signedAs: string; onDay: string; parts: { text: string }[] }[] }

const clientId = async (name: string) =>
  (await dana<Clients>('people.clients?', {})).clients.find(client => client.name === name)?.id ?? ''
const notesOf = async (id: string) => (await dana<Notes>('notes.timeline', { clientId: id })).notes

/** What somebody gets who presses these keys, once the browser has it. */
async function taken(page: Page, doing: () => Promise<unknown>, name: string): Promise<ReadPdf> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), doing()])
  expect(download.suggestedFilename()).toBe(name)
  return readPdf(readFileSync(await download.path()))
}

const bare = (text: string) => text.replace(/\s/g, '')
const said = (read: ReadPdf) =>
  bare(
    tagsIn(read.tags)
      .map(tag => tag.text)
      .join(' '),
  )
const notesIn = (read: ReadPdf) => tagsIn(read.tags).filter(tag => tag.role === 'H2').length - 1

async function looked(page: Page, name: string): Promise<void> {
  expect(await axeFaults(page)).toEqual([])
  await picture(page, name)
}

it('a counselor takes a note on paper, then the last days, then the whole chart, by keys alone', async () => {
  const id = await clientId('Mani Clarke')
  const notes = await notesOf(id)
  const [note] = notes
  expect(notes.length).toBeGreaterThan(2)
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ruth Lindqvist')
  await page.goto(`/staff/notes/signed/${note?.id}`)
  await page.getByText(/^Signed by /).waitFor()
  await looked(page, 'note-pdf')
  const one = await taken(page, () => page.keyboard.press('p'), 'note.pdf')
  expect(one).toMatchObject({ title: 'Signed note', loose: [], lost: [] })
  expect(one.pages).toBeLessThanOrEqual(2)
  expect(one.artifacts.join()).toContain('Mani Clarke')
  for (const { text } of note?.parts ?? []) expect(said(one)).toContain(bare(text))

  await page.goto(`/staff/clients/${id}/notes`)
  await page.getByText(`${notes.length} notes`).waitFor()
  await page.keyboard.press('p')
  await page.getByRole('heading', { name: 'Notes as a PDF' }).waitFor()
  await looked(page, 'notes-pdf')
  // The keyboard stands in the spans.
  await page.keyboard.press('ArrowRight')
  expect(await page.getByLabel('From').inputValue()).toBe('2026-10-26')
  // The password that was said at the door holds for ten minutes.
  world.pass(11)
  const month = await taken(
    page,
    async () => {
      await page.keyboard.press('Enter')
      await page.getByLabel('Password', { exact: true }).waitFor()
      await looked(page, 'notes-pdf-password')
      await page.keyboard.type(demoPassword)
      await page.keyboard.press('Enter')
    },
    'notes.pdf',
  )
  expect(notesIn(month)).toBe(notes.filter(each => each.onDay >= '2026-10-26').length)
  await page.getByText('notes.pdf lies where').waitFor()

  await page.keyboard.press('p')
  await page.getByRole('heading', { name: 'Notes as a PDF' }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await page.getByLabel('From').inputValue()).toBe('')
  const whole = await taken(page, () => page.keyboard.press('Enter'), 'notes.pdf')
  expect(whole).toMatchObject({ title: 'Signed notes', language: 'en-US', loose: [], lost: [] })
  expect(notesIn(whole)).toBe(notes.length)
  expect(whole.pages).toBeGreaterThan(1)
  expect(whole.artifacts.at(-1)).toContain(`Page ${whole.pages} of ${whole.pages}`)
  expect(said(whole)).toContain(bare('Client Mani Clarke'))
  for (const each of notes) for (const { text } of each.parts) expect(said(whole)).toContain(bare(text))
  expect(faults).toEqual([])
})

it('on a phone, in the dark, what the page was narrowed to, and a span in which nothing is', async () => {
  const id = await clientId('Mani Clarke')
  const { page, faults } = await world.page({ width: 390, dark: true })
  await stepInAs(page, 'Ruth Lindqvist')
  await page.goto(`/staff/clients/${id}/notes`)
  await page.getByLabel('Search these notes').fill('urge')
  await page.locator('mark').first().waitFor()
  const fitting = Number(/^(\d+) of/.exec((await page.getByText(/^\d+ of \d+ notes/).textContent()) ?? '')?.[1])
  await page.getByRole('button', { name: 'PDF of these notes' }).click()
  await page.getByLabel('From').fill('2020-01-01')
  await page.getByLabel('Until').fill('2020-01-02')
  await page.getByRole('button', { name: 'Make the PDF' }).click()
  const password = page.getByLabel('Password', { exact: true })
  const none = page.getByText(/^No signed note is in this span/)
  await password.or(none).first().waitFor()
  if (await password.isVisible()) {
    await password.fill(demoPassword)
    await page.getByRole('form', { name: 'Your password once more' }).getByRole('button').last().click()
  }
  await none.waitFor()
  await looked(page, 'notes-pdf-phone')
  await page.getByText('Everything', { exact: true }).click()
  const narrowed = await taken(page, () => page.getByRole('button', { name: 'Make the PDF' }).click(), 'notes.pdf')
  expect(notesIn(narrowed)).toBe(fitting)
  expect(said(narrowed)).toContain(bare('with the words “urge”'))
  expect(faults).toEqual([])
})

it('who signed a note and reads no chart takes their own, with the name alone', async () => {
  const id = await clientId('Mani Clarke')
  const note = (await notesOf(id)).find(each => each.signedAs.startsWith('Marcus Bell'))
  const { page, faults } = await world.page({ dark: true })
  await stepInAs(page, 'Marcus Bell')
  await page.goto(`/staff/notes/signed/${note?.id}`)
  const button = page.getByRole('button', { name: 'PDF of this note' })
  await button.waitFor()
  await looked(page, 'note-pdf-dark')
  const own = await taken(page, () => button.click(), 'note.pdf')
  expect(said(own)).toContain('ManiClarke')
  expect(own.text).not.toContain('Born')
  expect(faults).toEqual([])
})
