/**
 * What a device keeps of its own, in IndexedDB: named shelves of things by key. Ours instead of a library, because it
 * is these sixty lines, and because what matters here is one thing: a writing has happened when it lies on the disk.
 */
export type DeviceStore = {
  get<Value>(shelf: string, key: string): Promise<Value | undefined>
  /** Everything on a shelf, in the order of keys. */
  all<Value>(shelf: string): Promise<[key: string, value: Value][]>
  /** All of it or nothing; done when it lies on the disk, not before. */
  write(changes: readonly Change[]): Promise<void>
  close(): void
}
/** One thing put on a shelf, or taken from it. */
export type Change = { put: string; key: string; value: unknown } | { remove: string; key: string }

/** Opens the store of a name, with its shelves; a shelf that a newer program has in addition comes into being. */
export async function openDeviceStore(name: string, shelves: readonly string[], version = 1): Promise<DeviceStore> {
  const opening = indexedDB.open(name, version)
  opening.onupgradeneeded = () => {
    for (const shelf of shelves)
      if (!opening.result.objectStoreNames.contains(shelf)) opening.result.createObjectStore(shelf)
  }
  const database = await answerOf(opening)
  // Another window that deletes or renews the store must not wait for this one.
  database.onversionchange = () => database.close()
  return {
    get: (shelf, key) => answerOf(database.transaction(shelf).objectStore(shelf).get(key)),
    all: async shelf => {
      const kept = database.transaction(shelf).objectStore(shelf)
      const [keys, values] = await Promise.all([answerOf(kept.getAllKeys()), answerOf(kept.getAll())])
      return keys.map((key, at) => [String(key), values[at]])
    },
    write: async changes => {
      if (changes.length === 0) return
      const shelvesOf = [...new Set(changes.map(change => ('put' in change ? change.put : change.remove)))]
      const writing = database.transaction(shelvesOf, 'readwrite', { durability: 'strict' })
      for (const change of changes) {
        if ('put' in change) writing.objectStore(change.put).put(change.value, change.key)
        else writing.objectStore(change.remove).delete(change.key)
      }
      await completionOf(writing)
    },
    close: () => database.close(),
  }
}

/** Takes a whole store away, with everything in it. */
export async function removeDeviceStore(name: string): Promise<void> {
  await answerOf(indexedDB.deleteDatabase(name))
}

function answerOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error ?? new Error('the store does not answer'))
  })
}

function completionOf(writing: IDBTransaction): Promise<void> {
  return new Promise((done, failed) => {
    writing.oncomplete = () => done()
    writing.onabort = () => failed(writing.error ?? new Error('nothing was written'))
  })
}
