import { readFileSync } from 'node:fs'
import { HtmlValidate } from 'html-validate'
import { expect } from 'vitest'
import { setHours } from '#rooms/calendar/commands.ts'
import { setPrice } from '#rooms/coverage/prices.ts'
import { addSite } from '#rooms/people/house.ts'
import { selfCheckPack } from '#rooms/welcome/self-check-pack.ts'
import { crisisPhone, frontServer, showFace } from './front.ts'
import { type TestHouse, testHouse } from './house.ts'

// The forms of the public pages as a visitor without a script sends them.

export const afternoon = '2026-11-24T21:30:00.000Z'
export const night = '2026-11-25T02:00:00.000Z'

/** Two houses that show themselves; the first is open by day, and has prices. */
export async function askedHouse() {
  const test = await testHouse()
  const { here, elsewhere, house } = test
  await showFace(test, here, 'here.example')
  await showFace(test, elsewhere, 'elsewhere.example')
  await house.act(here.program, addSite, { name: 'Alder Row', zone: 'America/New_York', phone: '(603) 555-0140' })
  const hours = [1, 2, 3, 4, 5].map(weekday => ({ weekday, opens: '08:00', closes: '20:00' }))
  const { rows } = await test.owner.query('select id from people.site where organization_id = $1', [here.id])
  for (const { id } of rows) await house.act(here.program, setHours, { siteId: id, hours })
  const { programId } = here
  for (const [item, cents] of [
    ['first-visit', 15_000],
    ['group-day', 18_500],
    ['individual', 11_000],
  ] as const)
    await house.act(here.staff.director, setPrice, { programId, item, cents, fromOn: '2026-01-01' })
  return { test, front: await frontServer(test) }
}

type Front = Awaited<ReturnType<typeof frontServer>>
export type Answer = Awaited<ReturnType<Front['send']>>

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'doctype-style': 'off', 'void-style': 'off', 'no-redundant-role': 'off', 'tel-non-breaking': 'off' },
})
const faultsIn = (page: string) =>
  validator
    .validateStringSync(page)
    .results.flatMap(each => each.messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`))
const css = readFileSync('src/web/public/front.css').byteLength

/** Every question answered so that nothing is urgent and nothing worries, as the fields of a form. */
export const calm = Object.fromEntries(
  selfCheckPack.questions.map(each => [
    `a.${each.question}`,
    each.answers.find(({ speaks }) => speaks === 'iop' || speaks === 'none')?.answer ?? '',
  ]),
)

/** A page without the line breaks of whoever wrote it. */
export const onOneLine = (page: string) => page.replaceAll(/\s+/g, ' ')

/** What a form carries on: every hidden field of a page. */
export function hiddenIn(page: string): Record<string, string> {
  const found = onOneLine(page).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]))
}
export const headingOf = ({ payload }: Answer) => />([^<]*)<\/h1>/.exec(payload)?.[1]

/** The tags of a page with the names of their attributes. */
const tagsOf = (page: string) => [...page.replaceAll(/"[^"]*"/g, '""').matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag)

/** What is true of every answer to a form, whatever was sent. */
export function expectSound(answer: Answer, language = 'en'): void {
  expect(faultsIn(answer.payload)).toEqual([])
  expect(Buffer.byteLength(answer.payload) + css).toBeLessThanOrEqual(60_000)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(answer.headers.location).toBeUndefined()
  expect(answer.headers['content-security-policy']).not.toMatch(/unsafe|script/)
  expect(answer.payload).toContain(`<html lang="${language}">`)
  expect(tagsOf(answer.payload).filter(tag => /^<(?:script|iframe|img)|\s(?:style|on\w+)=/i.test(tag))).toEqual([])
  for (const number of ['tel:911', 'tel:988', crisisPhone]) expect(answer.payload).toContain(number)
  const title = /<title>([^<]*)<\/title>/.exec(answer.payload)?.[1]
  expect(title).not.toMatch(/alcohol|drog|drug|crisis|suicid|withdraw|sick|danger|peligro|treat|IOP/i)
}

/** Lets seconds pass. */
export function pass(test: TestHouse, seconds: number): void {
  test.at(new Date(Date.parse(test.now()) + seconds * 1000).toISOString())
}

/** The form to ask for a call, as it is shown, filled in and sent after some seconds. */
export async function sendForm(
  { test, front }: { test: TestHouse; front: Front },
  like: Record<string, string> = {},
  { path = '/inquiry', seconds = 9 } = {},
) {
  const shown = await front.get(path)
  const fields = { for: 'self', name: 'Rosa', phone: '(205) 555-0176', say: 'name', when: 'soon', need: '' }
  pass(test, seconds)
  const body = { ...hiddenIn(shown.payload), website: '', ...fields, ...like }
  return { answer: await front.send(path, body), body }
}
