import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Looked, openRequests, pathsOf, settled, still } from './walk.ts'
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

/** A page that is looked at, and the device that it is drawn for. */
type OnDevice = Looked & { device: CDPSession }

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

/** Makes the device of a page another one; loaded once, the page is drawn for it anew. */
async function become(looked: OnDevice, size: Size): Promise<void> {
  const { page, device } = looked
  await page.setViewportSize({ width: size.width, height: size.height })
  await page.emulateMedia({ colorScheme: size.dark ? 'dark' : 'light' })
  await device.send('Emulation.setTouchEmulationEnabled', { enabled: size.touch })
  await still(looked)
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
