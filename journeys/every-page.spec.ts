import type { Page } from 'playwright-core'
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

const sizes = [
  { name: 'desk', width: 1440, height: 900, dark: false },
  { name: 'dark', width: 1440, height: 900, dark: true },
  { name: 'tablet', width: 768, height: 1024, dark: false },
  { name: 'phone', width: 390, height: 844, dark: false },
]
const people = [
  'Dana Okafor',
  'Marcus Bell',
  'Ruth Lindqvist',
  'Joan Whitfield',
  'Keisha Monroe',
  'Ben Ashworth',
  'Noor Haddad',
]

describe.each(sizes)('every page of every role, $name', size => {
  // Tablet and dark differ in layout and colour only, so two roles that see the most stand for all.
  const who = size.name === 'desk' || size.name === 'phone' ? people : ['Dana Okafor', 'Marcus Bell']
  // Two at a time: while one page waits for the network, another is looked at.
  it.concurrent.each(who)('%s', async name => {
    const { page, faults } = await world.page({ width: size.width, height: size.height, dark: size.dark })
    await stepInAs(page, name)
    const trouble: string[] = []
    for (const path of await pathsOf(page)) {
      await page.goto(path)
      await settled(page, path)
      const found = [...(await axeFaults(page)), ...(await tooWide(page)), ...(await leaks(page))]
      trouble.push(...found.map(each => `${path}: ${each}`))
      await picture(
        page,
        `${size.name}-${name.split(' ')[0]}${path
          .replace('/staff', '')
          .replaceAll(/[^a-z]+/g, '-')
          .slice(0, 40)}`,
      )
    }
    expect(trouble).toEqual([])
    expect(faults).toEqual([])
  })
})

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
async function pathsOf(page: Page): Promise<string[]> {
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
    await settled(page)
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

async function settled(page: Page, path = ''): Promise<void> {
  await page
    .getByRole('heading', { level: 1 })
    .waitFor()
    .catch(async error => {
      const shown = await page.locator('main').innerText()
      throw new Error(`${path} has no heading: ${shown.slice(0, 300)}`, { cause: error })
    })
  await page.waitForLoadState('networkidle')
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
