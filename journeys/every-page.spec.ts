import type { CDPSession, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, closeBrowser, type JourneyWorld, journeyWorld, picture, stepInAs } from './world.ts'

let world: JourneyWorld
beforeAll(async () => {
  world = await journeyWorld()
})
afterAll(async () => {
  await world.close()
  await closeBrowser()
})

type Size = { name: string; width: number; height: number; dark: boolean; touch: boolean }
const desk: Size = { name: 'desk', width: 1440, height: 900, dark: false, touch: false }
const dark: Size = { ...desk, name: 'dark', dark: true }
const tablet: Size = { name: 'tablet', width: 768, height: 1024, dark: false, touch: false }
const phone: Size = { name: 'phone', width: 390, height: 844, dark: false, touch: true }
// Tablet and dark differ in layout and color only, so two roles that see the most stand for all.
const people = [
  { name: 'Dana Okafor', sizes: [desk, dark, tablet, phone] },
  { name: 'Marcus Bell', sizes: [desk, dark, tablet, phone] },
  { name: 'Ruth Lindqvist', sizes: [desk, phone] },
  { name: 'Joan Whitfield', sizes: [desk, phone] },
  { name: 'Keisha Monroe', sizes: [desk, phone] },
  { name: 'Ben Ashworth', sizes: [desk, phone] },
  { name: 'Noor Haddad', sizes: [desk, phone] },
]

/** A page that is looked at, and what it waits for from the house. */
type Looked = { page: Page; device: CDPSession; open: Set<Request> }

describe('every page of every role, at each size', () => {
  // Two at a time: while one page waits for the network, another is looked at.
  it.concurrent.each(people)(
    '$name',
    async ({ name, sizes }) => {
      const { page, context, faults } = await world.page(desk)
      const looked = { page, device: await context.newCDPSession(page), open: openRequests(page) }
      await stepInAs(page, name)
      await settled(looked)
      const trouble: string[] = []
      for (const path of await pathsOf(looked)) {
        await page.goto(path)
        await settled(looked, path)
        for (const size of sizes) {
          await become(looked, size)
          // What stands on a page is the same in the dark; its colors are not.
          const found = [
            ...(await axeFaults(page, { colors: size.dark })),
            ...(await tooWide(page)),
            ...(await leaks(page)),
          ]
          trouble.push(...found.map(each => `${path}, ${size.name}: ${each}`))
          if (found.length > 0 || process.env.FOOTBRIDGE_PICTURES)
            await picture(page, `${size.name}-${name.split(' ')[0]}${asName(path)}`)
        }
        await become(looked, desk)
      }
      expect(trouble).toEqual([])
      expect(faults).toEqual([])
      // Left open, it would go on asking for what is new until the others are done.
      await context.close()
    },
    240_000,
  )
})

const asName = (path: string) =>
  path
    .replace('/staff', '')
    .replaceAll(/[^a-z]+/g, '-')
    .slice(0, 40)

/** Pages that no list leads to, by the page of the navigation whose readers see the most of them. */
const beside = {
  '/staff/overrides': [
    ...['room', 'facilitator', 'client'].map(by => `/staff/week?by=${by}`),
    '/staff/week?month=2026-12',
    '/staff/week/new',
    '/staff/week/cover',
    '/staff/groups/new',
  ],
}

/** Every page that the navigation offers, what stands beside it, and the first row's page of each list. */
async function pathsOf(looked: Looked): Promise<string[]> {
  const { page } = looked
  // Of addresses that differ by an id alone, as Today has one for each line, the first stands for all.
  const all = (await linksOn(page)).map((path): [string, string] => [
    path.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, ''),
    path,
  ])
  const lists = [...new Map(all.reverse()).values()].reverse()
  const details: string[] = []
  for (const [list, pages] of Object.entries(beside)) if (lists.includes(list)) details.push(...pages)
  for (const path of [
    '/staff/clients',
    '/staff/attendance',
    '/staff/notes',
    '/staff/inquiries',
    '/staff/groups',
  ].filter(each => lists.includes(each))) {
    await page.goto(path)
    await settled(looked)
    const first = (await linksOn(page)).find(
      each => each.startsWith(`${path}/`) && !each.endsWith('/new') && !lists.includes(each),
    )
    if (first) details.push(first, ...(path === '/staff/clients' ? [`${first}/schedule`, `${first}/attendance`] : []))
  }
  return [...new Set([...lists, ...details, '/staff/my-sign-ins'])]
}

async function linksOn(page: Page): Promise<string[]> {
  const all = await page
    .locator('a[href^="/staff/"]')
    .evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
  return [...new Set(all)]
}

/** What a page has asked for and not yet got. */
function openRequests(page: Page): Set<Request> {
  const open = new Set<Request>()
  page.on('request', request => open.add(request))
  page.on('requestfinished', request => open.delete(request))
  page.on('requestfailed', request => open.delete(request))
  return open
}

/** Waits until a page has its heading, shows nothing that is still loading, and asks for nothing more. */
async function settled(looked: Looked, path = ''): Promise<void> {
  const { page } = looked
  await page
    .getByRole('heading', { level: 1 })
    .waitFor()
    .catch(async error => {
      const shown = await page.locator('main').innerText()
      throw new Error(`${path} has no heading: ${shown.slice(0, 300)}`, { cause: error })
    })
  await still(looked)
}

/** Makes the device of a page another one; loaded once, the page is drawn for it anew. */
async function become(looked: Looked, size: Size): Promise<void> {
  const { page, device } = looked
  await page.setViewportSize({ width: size.width, height: size.height })
  await page.emulateMedia({ colorScheme: size.dark ? 'dark' : 'light' })
  await device.send('Emulation.setTouchEmulationEnabled', { enabled: size.touch })
  await still(looked)
}

/** Waits until a page is drawn, shows nothing that still loads, and has asked for nothing since it was drawn before. */
async function still({ page, open }: Looked): Promise<void> {
  let asked = 0
  const count = () => {
    asked += 1
  }
  page.on('request', count)
  try {
    for (let [before, loading, rounds] = [-1, 0, 0]; before !== asked || open.size > 0 || loading > 0; rounds += 1) {
      if (rounds === 300) throw new Error(`${new URL(page.url()).pathname} goes on loading`)
      before = asked
      loading = await page.evaluate(async () => {
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))
        return document.querySelectorAll('[aria-busy=true]').length
      })
    }
  } finally {
    page.off('request', count)
  }
}

/** Nothing scrolls sideways but what says so. */
async function tooWide(page: Page): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return wide > 0 ? [`the page is ${wide} px too wide`] : []
}

/** No personal word in a title or an address. */
async function leaks(page: Page): Promise<string[]> {
  const title = await page.title()
  return /Footbridge$/.test(title) && !/\d{4,}/.test(title) ? [] : [`the title is “${title}”`]
}
