import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enter, goOffline, noNetwork, onDisk, onlyThis, pagesKept, signIn } from './device.ts'
import { callsAs } from './tablet.ts'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, picturesOfAll, stepInAs } from './world.ts'

// The call to a payer before an assessment: from the line on Today to figures that an estimate stands on.

const noorMail = 'noor.haddad@cedarhouse.example'
const soon = { timeout: 15_000 }

let world: JourneyWorld
/** Where the insurance of the inquiry stands that the first of these calls is about. */
let benefits = ''
beforeAll(async () => {
  world = await journeyWorld({ at: '2026-11-24T21:00:00.000Z' })
})
afterAll(async () => {
  await picturesOfAll()
  await world.close()
  await closeBrowser()
})

/** Answers a question of a few choices by the number of the answer, without the mouse. */
async function press(page: Page, question: RegExp, digit: string): Promise<void> {
  await page.getByRole('group', { name: question }).getByRole('radio').first().focus()
  await page.keyboard.press(digit)
}
const next = (page: Page, section: string) => page.getByRole('button', { name: `Next: ${section}` }).click()
const saved = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^Saved/ })
    .waitFor()

it('a payer is called before an assessment, and the estimate stands on what it said', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Noor Haddad')
  const line = page.getByRole('row').filter({ hasText: 'Check benefits for' }).first()
  const code = /[A-Z]+ \d{3}/.exec((await line.textContent()) ?? '')?.[0] ?? 'no code'
  await line
    .getByRole('link', { name: 'Check' })
    .or(line.getByRole('button', { name: 'Check' }))
    .first()
    .click()
  await page.getByText(code).waitFor()
  benefits = new URL(page.url()).pathname

  await page.keyboard.press('n')
  const drawer = page.getByRole('dialog', { name: 'Who pays' })
  await drawer.getByLabel('Payer').selectOption({ label: 'Granite Mutual' })
  await drawer.getByLabel('Member id').fill('GM-7781')
  await drawer.getByLabel('Birth date of the member').fill('1988-02-11')
  await drawer.getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('button', { name: 'Call the payer' }).click()

  await page.getByRole('heading', { name: 'Call to the payer' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Payer as they say its name' }).inputValue()).toBe('Granite Mutual')
  await page.getByRole('textbox', { name: 'Who answered' }).fill('Lou, provider line')
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.getByText('This has to be asked. “Not said” is an answer.').first().waitFor()
  await page.getByRole('textbox', { name: 'Reference number of the call' }).fill('C-90117')
  await page.getByRole('button', { name: 'Now' }).click()
  await saved(page)
  // What was typed is there after the page was closed in the middle.
  await page.reload()
  expect(await page.getByRole('textbox', { name: 'Reference number of the call' }).inputValue()).toBe('C-90117')
  await next(page, 'The member')
  expect(await page.getByRole('textbox', { name: 'Member id' }).inputValue()).toBe('GM-7781')
  await next(page, 'The plan')
  await press(page, /Active today/, '1')
  await press(page, /Kind of plan/, '2')
  await page.keyboard.press('Control+ArrowDown')
  await next(page, 'Us')
  await press(page, /our program in network/, '1')
  await next(page, 'Intensive outpatient')
  await press(page, /Covered for substance use/, '1')
  await press(page, /Authorization before the first day/, '2')
  await page.getByRole('button', { name: /^What the person pays/ }).click()
  await page.getByRole('textbox', { name: 'Deductible, one person' }).fill('a lot')
  await page.getByText('Write an amount such as').waitFor()
  await page.getByRole('textbox', { name: 'Deductible, one person' }).fill('1.500')
  await page.getByRole('textbox', { name: 'Left of it (needed)' }).first().fill('$0')
  for (const field of await page.getByRole('textbox', { name: 'Left of it (needed)' }).all()) {
    if ((await field.inputValue()) === '') await field.fill('not said')
  }
  await page.getByRole('textbox', { name: 'Copay for an IOP day' }).fill('25')
  await page.getByText('15 of 15 needed answers are there.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await saved(page)
  await page.getByRole('button', { name: 'Finish' }).click()

  await page.getByText('Lou, provider line').waitFor()
  await page.getByText('Granite Mutual asks $25 for a group day').waitFor()
  // 24 to 36 days at $25; of the rest nothing to a fifth, as the contract says; nothing is left of the deductible.
  await page.getByText('$600 to $1,194').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'Everything they said' }).click()
  await page.getByRole('heading', { name: 'What the payer said' }).waitFor()
  await page.getByText('$1,500').waitFor()

  await page.goto('/staff/today')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.getByText('Ask for more days').first().waitFor()
  expect(await page.getByText(`Check benefits for ${code}`).count()).toBe(0)
  expect(faults).toEqual([])
})

type Told = { answers: { ask: string; answer: string }[]; finishedAt: string | null }

it('answers of an hour without a network outlive the page and the sign-in, and are all in the house', async () => {
  const { page, context, faults } = await world.page()
  await signIn(world, page, noorMail)
  await page.goto(benefits)
  const key = page.waitForResponse(/device-key/)
  await page.getByRole('button', { name: 'Call the payer again' }).click()
  await page.getByRole('heading', { name: 'Call to the payer' }).waitFor()
  await key
  await pagesKept(page)
  const id = new URL(page.url()).searchParams.get('check') ?? ''
  await goOffline(context, page)
  await page.getByRole('textbox', { name: 'Who answered' }).fill('Marisol, member line')
  await page.getByRole('textbox', { name: 'Reference number of the call' }).fill('C-90233')
  await next(page, 'The member')
  await press(page, /Is the address theirs/, '1')
  await next(page, 'The plan')
  await press(page, /Active today/, '1')
  await press(page, /Kind of plan/, '3')
  await onlyThis(page)
  await expect.poll(async () => (await onDisk(page)).length, soon).toBe(1)
  const disk = JSON.stringify(await onDisk(page))
  for (const word of ['Marisol', 'C-90233', 'EPO', id]) expect(disk).not.toContain(word)
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'check-offline')

  await page.reload()
  await page.getByRole('heading', { name: 'Footbridge cannot be reached' }).waitFor()
  world.pass(60)
  await context.clearCookies()
  await context.setOffline(false)
  await enter(page, noorMail)
  await expect.poll(() => onDisk(page), soon).toEqual([])
  await page.goto(`${benefits}?check=${id}`)
  await page.getByRole('heading', { name: 'Call to the payer' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Who answered' }).inputValue()).toBe('Marisol, member line')
  const noor = await callsAs(world, 'Noor Haddad')
  const { answers } = await noor<Told>('coverage.verification?', { id })
  const said = new Map(answers.map(each => [each.ask, each.answer]))
  expect(
    ['call.name', 'call.reference', 'member.address', 'plan.active', 'plan.kind'].map(each => said.get(each)),
  ).toEqual(['Marisol, member line', 'C-90233', 'yes', 'yes', 'EPO'])
  expect(faults.filter(fault => !noNetwork.test(fault))).toEqual([])
})

it('where two write the same answer both stand until one is chosen, and a finished call keeps late words', async () => {
  const { page, context, faults } = await world.page()
  await signIn(world, page, noorMail)
  await page.goto(benefits)
  await page.getByRole('link', { name: 'Go on with the call' }).click()
  await page.getByRole('heading', { name: 'Call to the payer' }).waitFor()
  const id = new URL(page.url()).searchParams.get('check') ?? ''
  const ben = await callsAs(world, 'Ben Ashworth')
  const version = async () => (await ben<{ version: number }>('coverage.verification?', { id })).version
  const save = async (answers: { ask: string; answer: string }[]) =>
    ben('coverage.save-verification', { id, version: await version(), answers })
  await save([
    { ask: 'call.name', answer: 'Marisol V.' },
    { ask: 'plan.state', answer: 'NH' },
  ])
  await page.getByRole('textbox', { name: 'Who answered' }).fill('Marisol Vega')
  await page.getByText('Who answered: you wrote').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'check-both')
  await page.getByRole('button', { name: 'Take theirs: Who answered' }).click()
  await saved(page)
  expect(await page.getByRole('textbox', { name: 'Who answered' }).inputValue()).toBe('Marisol V.')

  await goOffline(context, page)
  await page.getByRole('textbox', { name: 'Way through their menu' }).fill('2, then 4')
  await onlyThis(page)
  const said = {
    ...{ 'call.at': world.now(), 'us.network': 'yes', 'iop.covered': 'yes', 'iop.auth': 'no' },
    ...{ 'share.deductible': 'not said', 'share.deductible-left': 'not said', 'share.oop-left': 'not said' },
    ...{ 'share.day': '30' },
  }
  await save(Object.entries(said).map(([ask, answer]) => ({ ask, answer })))
  await ben('coverage.finish-verification', { id, version: await version() })
  await context.setOffline(false)
  await page.getByText('This call was finished before these words of yours came.').waitFor()
  await page.getByText('Way through their menu: 2, then 4').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Let it go' }).click()
  await expect.poll(() => onDisk(page), soon).toEqual([])
  expect(faults.filter(fault => !noNetwork.test(fault))).toEqual([])
})

it('whoever is on the phone says what it would cost without leaving the call, and prints it', async () => {
  const { page, faults } = await world.page()
  await stepInAs(page, 'Ben Ashworth')
  await page.goto(benefits.replace('/benefits/', '/inquiries/call/'))
  await page.getByRole('button', { name: 'Log the call' }).waitFor()
  await page.keyboard.press('e')
  const cost = page.getByRole('dialog', { name: 'What it may cost' })
  await cost.getByText('Granite Mutual', { exact: true }).waitFor()
  // $30 a day as the payer said last, and up to a fifth of the rest, as its contract says.
  await cost.getByText('$720 to $1,374').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'call-cost')
  await cost.getByRole('checkbox', { name: 'With their insurance, as its payer said' }).uncheck()
  await cost.getByLabel('People at home, with them').fill('3')
  await cost.getByLabel('Money that comes in each year, before tax').fill('38,000')
  await cost.getByRole('button', { name: 'Work it out' }).click()
  await cost.getByText('$1,094 to $1,626').waitFor()
  await cost.getByRole('radio', { name: 'Spanish' }).check()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'call-cost-paper')
  await paperIs(page, ['Presupuesto de buena fe', 'Número fiscal (TIN)', 'De 8 a 12 semanas, 3 días por semana'])
  await cost.getByRole('radio', { name: 'English' }).check()
  await paperIs(page, ['Provider number (NPI)', 'Tax number (TIN)', 'Diagnosis codes', 'Service code', '$400 or more'])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Log the call' }).waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(faults).toEqual([])
})

/** On paper there is the estimate, with these words, and nothing of the page. */
async function paperIs(page: Page, words: string[]): Promise<void> {
  await page.emulateMedia({ media: 'print' })
  for (const each of words) expect(await page.getByText(each).last().isVisible(), each).toBe(true)
  expect(await page.getByRole('button', { name: 'Print estimate', includeHidden: true }).isVisible()).toBe(false)
  expect(await page.getByText('$1,094').last().isVisible()).toBe(true)
  await page.emulateMedia({ media: null })
}

/** A client whose care team somebody is on. */
async function clientOf(name: string): Promise<string> {
  const dana = await callsAs(world, 'Dana Okafor')
  const { clients } = await dana<{ clients: { id: string }[] }>('people.clients?', {})
  for (const { id } of clients) {
    const { careTeam } = await dana<{ careTeam: { name: string }[] }>('people.client?', { id })
    if (careTeam.some(each => each.name === name)) return id
  }
  throw new Error(`nobody is cared for by ${name}`)
}

it('a chart says who pays and what their payer said last, to who may read it', async () => {
  const { page, faults } = await world.page({ dark: true })
  const noor = await callsAs(world, 'Noor Haddad')
  const { clients } = await noor<{ clients: { id: string }[] }>('people.clients?', {})
  const chart = `/staff/clients/${clients[0]?.id}`
  await stepInAs(page, 'Noor Haddad')
  await page.goto(chart)
  const card = page.getByRole('region', { name: 'Benefits' })
  await card.getByText('Who pays is not written yet.').waitFor()
  await card.getByRole('link', { name: 'Open' }).click()
  await page.getByRole('button', { name: 'Write down who pays' }).first().click()
  const drawer = page.getByRole('dialog', { name: 'Who pays' })
  await drawer.getByLabel('Payer').selectOption({ label: 'Granite Mutual' })
  await drawer.getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('button', { name: 'Call the payer' }).waitFor()
  await page.goto(chart)
  await card.getByText('No payer was asked yet.').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await picture(page, 'chart-benefits', true)
  // A counselor opens the charts of their own clients, and no word of who pays for them.
  const { page: other } = await world.page()
  await stepInAs(other, 'Ruth Lindqvist')
  await other.goto(`/staff/clients/${await clientOf('Ruth Lindqvist')}`)
  await other.getByRole('region', { name: 'Care team' }).waitFor()
  expect(await other.getByRole('region', { name: 'Benefits' }).count()).toBe(0)
  expect(faults).toEqual([])
})

it('prices change from a day on, and an estimate of the same day knows it', async () => {
  const { page, faults } = await world.page({ width: 390, height: 844 })
  await stepInAs(page, 'Noor Haddad')
  await page.goto('/staff/prices')
  const estimate = page.getByRole('region', { name: 'What it may cost' })
  await estimate.getByLabel('People at home, with them').fill('3')
  await estimate.getByLabel('Money that comes in each year, before tax').fill('38.000')
  await estimate.getByRole('button', { name: 'Work it out' }).click()
  await estimate.getByText('$1,094 to $1,626').waitFor()
  await page.getByRole('button', { name: 'Change: Group day' }).click()
  const drawer = page.getByRole('dialog', { name: 'Group day: price' })
  await drawer.getByLabel('Costs').fill('$190')
  await drawer.getByRole('button', { name: 'Keep' }).click()
  await estimate.getByText('$1,118 to $1,662').waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(faults).toEqual([])
})
