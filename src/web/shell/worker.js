// Keeps the staff pages on this device, so that they open without a network: then they say what waits here, and go on
// by themselves. It keeps files of the program alone and touches nothing else; what the pages ask and send goes past
// it. The build writes the list of files into it; with other files it is another worker, with a store of its own.
const version = '__VERSION__'
const page = '/staff'
const files = ['__FILES__']
const stores = 'footbridge-staff-'
const store = stores + version
/** A network that is there and does not answer is none. */
const patienceMs = 8000
const resting = new Set([502, 503, 504])

self.addEventListener('install', event => {
  // Where a browser can be told so, what the pages ask does not even pass by here.
  event.addRoutes?.({ condition: { urlPattern: '/api/*' }, source: 'network' }).catch(() => undefined)
  event.waitUntil(keep().catch(forget))
})

async function keep() {
  const kept = await caches.open(store)
  // The names of the program's own files change with them; everything else is fetched anew.
  const anew = [page, ...files.filter(file => !isOfOneBuild(file))]
  await kept.addAll(files.filter(isOfOneBuild))
  await kept.addAll(anew.map(file => new Request(file, { cache: 'reload', credentials: 'omit' })))
  // Between the fetching of this worker and of the page the program may have been renewed: then the next try is whole.
  const shown = await (await kept.match(page)).text()
  if (!files.some(file => file.endsWith('.js') && shown.includes(`src="${file}"`)))
    throw new Error('not of one version')
  await self.skipWaiting()
}

async function forget(error) {
  await caches.delete(store)
  throw error
}

const isOfOneBuild = file => file.startsWith('/assets/')

self.addEventListener('activate', event => event.waitUntil(begin()))

async function begin() {
  // One older store stays: a page that was opened before the renewal may still fetch a part of itself.
  const older = (await caches.keys()).filter(name => name.startsWith(stores) && name !== store)
  await Promise.all(older.slice(0, -1).map(name => caches.delete(name)))
  await self.registration.navigationPreload?.enable()
}

self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(newest(page, () => arriving(event)))
  else if (isOfOneBuild(pathname)) event.respondWith(kept(pathname).then(found => found ?? fetch(request)))
  else if (files.includes(pathname)) event.respondWith(newest(pathname, () => fetch(request)))
})

/** The page, for which the browser asked before this worker was awake. */
const arriving = async event => (await event.preloadResponse) ?? fetch(event.request)

/** What is kept of a file, in this version's store or the older one's. */
async function kept(file) {
  const own = await (await caches.open(store)).match(file)
  if (own || !isOfOneBuild(file)) return own
  for (const name of (await caches.keys()).filter(each => each.startsWith(stores))) {
    const found = await (await caches.open(name)).match(file)
    if (found) return found
  }
}

/** As the program has it now; as it is kept here when the program cannot be reached. */
async function newest(file, asked) {
  const late = new Promise(done => setTimeout(done, patienceMs))
  const coming = asked()
  try {
    const answer = await Promise.race([coming, late])
    if (answer && !resting.has(answer.status)) return answer
  } catch {
    // No network: what is kept.
  }
  return (await kept(file)) ?? coming
}
