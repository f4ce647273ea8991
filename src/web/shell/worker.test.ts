import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'

type Event = { request: Request; respondWith(answer: Promise<Response>): void; waitUntil(work: Promise<void>): void }
type Handler = (event: Partial<Event> & { addRoutes?: (route: unknown) => Promise<void> }) => void

const home = 'https://house.example'
const source = readFileSync('src/web/shell/worker.js', 'utf8')

/** A browser as a worker sees it: a network that may be gone, and stores of its own. */
function aBrowser() {
  const stores = new Map<string, Map<string, string>>()
  const network = { answers: async (path: string) => new Response(`new ${path}`), asked: [] as string[] }
  const pathOf = (of: string | Request) => new URL(typeof of === 'string' ? of : of.url, home).pathname
  const fetched = (of: string | Request) => {
    network.asked.push(pathOf(of))
    return network.answers(pathOf(of))
  }
  const open = async (name: string) => {
    const store = stores.get(name) ?? new Map<string, string>()
    stores.set(name, store)
    return {
      addAll: async (all: (string | Request)[]) => {
        for (const each of all) store.set(pathOf(each), await (await fetched(each)).text())
      },
      match: async (path: string) => (store.has(path) ? new Response(store.get(path)) : undefined),
    }
  }
  const caches = { open, keys: async () => [...stores.keys()], delete: async (name: string) => stores.delete(name) }
  /** Starts a version of the worker, with its files. */
  function start(version: string, files: readonly string[]) {
    const handlers = new Map<string, Handler>()
    const self = {
      location: new URL('/staff-worker.js', home),
      registration: {},
      skipWaiting: async () => undefined,
      addEventListener: (name: string, handler: Handler) => void handlers.set(name, handler),
    }
    class HomeRequest extends Request {
      constructor(path: string, options: RequestInit) {
        super(new URL(path, home), options)
      }
    }
    const text = source.replace('__VERSION__', version).replace("['__FILES__']", JSON.stringify(files))
    runInNewContext(text, { self, caches, fetch: fetched, Request: HomeRequest, URL, Set, setTimeout })
    const wait = async (name: string) => {
      let working = Promise.resolve()
      handlers.get(name)?.({
        waitUntil: work => {
          working = work
        },
      })
      await working
    }
    return {
      installs: async () => {
        await wait('install')
        await wait('activate')
      },
      /** What the worker answers; undefined when it lets the browser ask as if it were not there. */
      asks: async (path: string, how: { navigates?: boolean; method?: string } = {}) => {
        const request = Object.create(new Request(new URL(path, home), { method: how.method ?? 'GET' }), {
          mode: { value: how.navigates ? 'navigate' : 'cors' },
          url: { value: new URL(path, home).href },
          method: { value: how.method ?? 'GET' },
        })
        let answer: Promise<Response> | undefined
        handlers.get('fetch')?.({
          request,
          respondWith: given => {
            answer = given
          },
        })
        return (await answer)?.text()
      },
    }
  }
  return { stores, network, start }
}

const shell = (script: string) => `<script src="${script}"></script>`

/** A worker of one version in a browser, installed while there is a network. */
async function installed() {
  const browser = aBrowser()
  browser.network.answers = async path => new Response(path === '/staff' ? shell('/assets/one.js') : `kept ${path}`)
  const worker = browser.start('1', ['/assets/one.js', '/assets/late.js', '/scheme.js'])
  await worker.installs()
  return { ...browser, worker }
}

const offline = async (): Promise<Response> => {
  throw new TypeError('Failed to fetch')
}

describe('the worker of the staff pages', () => {
  it('keeps files of the program, and leaves what pages ask and send alone', async () => {
    const { stores, worker } = await installed()
    expect([...(stores.get('footbridge-staff-1')?.keys() ?? [])].sort()).toEqual([
      '/assets/late.js',
      '/assets/one.js',
      '/scheme.js',
      '/staff',
    ])
    expect(await worker.asks('/api/notes/group-note?sessionId=1')).toBeUndefined()
    expect(await worker.asks('/api/notes/save-line', { method: 'POST' })).toBeUndefined()
    expect(await worker.asks('https://elsewhere.example/assets/one.js')).toBeUndefined()
    expect(await worker.asks('/readyz')).toBeUndefined()
  })

  it('shows any staff page as the program has it now, and as it was kept when the program cannot be reached', async () => {
    const { network, worker } = await installed()
    network.answers = async path => new Response(`new ${path}`)
    expect(await worker.asks('/staff/notes/1', { navigates: true })).toBe('new /staff/notes/1')
    for (const answers of [offline, async () => new Response('', { status: 502 })]) {
      network.answers = answers
      expect(await worker.asks('/staff/notes/1', { navigates: true })).toBe(shell('/assets/one.js'))
      expect(await worker.asks('/assets/late.js')).toBe('kept /assets/late.js')
      expect(await worker.asks('/scheme.js')).toBe('kept /scheme.js')
    }
  })

  it('keeps the version before for pages that are still on it, and none that is older', async () => {
    const { stores, network, start } = await installed()
    for (const version of ['2', '3']) {
      const file = `/assets/of-${version}.js`
      network.answers = async path => new Response(path === '/staff' ? shell(file) : `kept ${path}`)
      await start(version, [file]).installs()
    }
    expect([...stores.keys()]).toEqual(['footbridge-staff-2', 'footbridge-staff-3'])
    network.answers = offline
    expect(await start('3', ['/assets/of-3.js']).asks('/assets/of-2.js')).toBe('kept /assets/of-2.js')
  })

  it('is not installed when the program was renewed in between', async () => {
    const { stores, network, start } = await installed()
    network.answers = async path => new Response(path === '/staff' ? shell('/assets/of-3.js') : '')
    await expect(start('2', ['/assets/of-2.js']).installs()).rejects.toThrow('not of one version')
    expect([...stores.keys()]).toEqual(['footbridge-staff-1'])
  })
})
