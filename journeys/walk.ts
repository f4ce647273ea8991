import type { Page, Request } from 'playwright-core'

// A walk over every page that somebody can reach.

/** A page that is looked at, and what it waits for from the house. */
export type Looked = { page: Page; open: Set<Request> }

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
export async function pathsOf(looked: Looked): Promise<string[]> {
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

/** The addresses of staff pages that a page leads to. */
export async function linksOn(page: Page): Promise<string[]> {
  const all = await page
    .locator('a[href^="/staff/"]')
    .evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
  return [...new Set(all)]
}

/** What a page has asked for and not yet got. */
export function openRequests(page: Page): Set<Request> {
  const open = new Set<Request>()
  page.on('request', request => open.add(request))
  page.on('requestfinished', request => open.delete(request))
  page.on('requestfailed', request => open.delete(request))
  return open
}

/** Waits until a page has its heading, shows nothing that is still loading, and asks for nothing more. */
export async function settled(looked: Looked, path = ''): Promise<void> {
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

/** Waits until a page is drawn, shows nothing that still loads, and has asked for nothing since it was drawn before. */
export async function still({ page, open }: Looked): Promise<void> {
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
