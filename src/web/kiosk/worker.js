// Keeps the tablet's pages on the tablet, so that they open without a network. It never touches what the pages ask and
// send. The build writes the list of files into it; with other files it is another worker, with a store of its own.
const version = '__VERSION__'
const page = '/kiosk'
const files = ['__FILES__']
const store = `footbridge-kiosk-${version}`

self.addEventListener('install', event => event.waitUntil(keep()))

async function keep() {
  const kept = await caches.open(store)
  await kept.addAll([page, ...files].map(file => new Request(file, { cache: 'reload', credentials: 'omit' })))
  // Between the fetching of this worker and of the page the program may have been renewed: then the next try is whole.
  const shown = await (await kept.match(page)).text()
  if (!files.some(file => file.endsWith('.js') && shown.includes(`src="${file}"`)))
    throw new Error('not of one version')
}

self.addEventListener('activate', event => event.waitUntil(begin()))

async function begin() {
  const stores = await caches.keys()
  const older = stores.filter(name => name.startsWith('footbridge-kiosk-') && name !== store)
  await Promise.all(older.map(name => caches.delete(name)))
  await self.clients.claim()
}

self.addEventListener('message', event => {
  if (event.data === 'take-over') self.skipWaiting()
})

self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  const wanted = request.mode === 'navigate' ? page : files.includes(pathname) ? pathname : undefined
  if (wanted) event.respondWith(answer(wanted, request))
})

async function answer(wanted, request) {
  const kept = await (await caches.open(store)).match(wanted)
  return kept ?? fetch(request)
}
