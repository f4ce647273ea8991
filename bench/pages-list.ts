import type { BrowserContext, Page } from 'playwright-core'
import { linksOn, openRequests, pathsOf, settled } from '../journeys/walk.ts'
import { stepInAs } from '../journeys/world.ts'
import { frontRoutes } from '../src/front.ts'
import { pages } from '../src/web/pages.ts'

/** Whom a page is for. */
export type Audience = 'public' | 'portal' | 'tablet' | 'staff'
/** A page to be measured: its name has no id in it; `who` is signed in on it, null is nobody. */
export type Listed = { audience: Audience; name: string; path: string; who: string | null }

/** The demo people who open the staff pages, those who see the most of them first. */
const people = ['Dana Okafor', 'Marcus Bell', 'Ruth Lindqvist', 'Ben Ashworth', 'Joan Whitfield', 'Keisha Monroe']
/** The client among the demo people. */
export const client = 'Mani Clarke'
const [first = ''] = people

/** One page for each audience that opens a product every day. */
export const fewPages: readonly Listed[] = [
  { audience: 'public', name: '/', path: '/', who: null },
  { audience: 'portal', name: '/me', path: '/me', who: client },
  { audience: 'staff', name: '/staff/today', path: '/staff/today', who: first },
]

/** Pages that are no staff page: the public ones in both languages, the client's, the tablet's, and the sign-ins. */
const others: readonly Listed[] = [
  ...frontRoutes
    .filter(route => route.get)
    .flatMap(({ path }) => [path, `/es${path}`])
    .concat('/nowhere')
    .map((path): Listed => ({ audience: 'public', name: path, path, who: null })),
  { audience: 'portal', name: '/me, signed out', path: '/me', who: null },
  { audience: 'portal', name: '/me', path: '/me', who: client },
  { audience: 'tablet', name: '/kiosk', path: '/kiosk', who: null },
  { audience: 'staff', name: '/staff, signed out', path: '/staff', who: null },
  // What engineers look at; nothing leads there.
  { audience: 'staff', name: '/staff/kit', path: '/staff/kit', who: first },
]

/** Every page of the program, found by walking it; a staff page to which no walk leads is a fault of the bench. */
export async function everyPage(open: () => Promise<BrowserContext>): Promise<Listed[]> {
  const found = new Map<string, Listed>()
  for (const who of people) {
    if (lostIn([...others, ...found.values()]).length === 0) break
    const context = await open()
    const page = await context.newPage()
    await stepInAs(page, who)
    for (const path of await walkOn(page)) {
      const name = nameOf(path)
      if (!found.has(name)) found.set(name, { audience: 'staff', name, path, who })
    }
    await context.close()
  }
  const all = [...others, ...found.values()]
  const lost = lostIn(all)
  if (lost.length > 0) throw new Error(`no walk leads to ${lost.join(', ')}`)
  return all
}

/** The staff pages that a list leaves out. */
function lostIn(listed: readonly Listed[]): string[] {
  const found = new Set(listed.map(each => entryOf(each.path)?.path))
  return pages.map(each => each.path).filter(path => !found.has(path))
}

/** What somebody reaches: by the navigation and lists, then by every link on those pages, one of a kind. */
async function walkOn(page: Page): Promise<string[]> {
  const looked = { page, open: openRequests(page) }
  await settled(looked)
  const paths = await pathsOf(looked)
  const seen = new Set(paths.map(nameOf))
  for (const path of paths) {
    if (path.includes('?')) continue
    await page.goto(path)
    await settled(looked, path)
    for (const link of await linksOn(page)) {
      const bare = link.split(/[?#]/)[0] ?? ''
      if (seen.has(nameOf(bare)) || !entryOf(bare)) continue
      seen.add(nameOf(bare))
      paths.push(bare)
    }
  }
  return paths
}

const nameOf = (path: string) => path.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, '…')

/** Which staff page stands at an address, as the program's own router finds it. */
function entryOf(path: string) {
  const bare = path.split(/[?#]/)[0] ?? ''
  const like = (of: string) => new RegExp(`^${of.replaceAll(/\$\w+/g, '[^/]+')}$`)
  return pages.find(each => each.path === bare) ?? pages.find(each => like(each.path).test(bare))
}
