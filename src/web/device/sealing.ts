/**
 * What lies on a device is locked with AES-GCM. Its key is random; it lies beside it wrapped by a PIN, or comes from
 * the house. A thing is sealed under its name, so that nobody who can write on the disk can put one in the place of
 * another.
 */
export type Sealed = { iv: Uint8Array<ArrayBuffer>; text: ArrayBuffer }
/** A key as it may lie on a disk: only a PIN opens it. */
export type WrappedKey = Sealed & { salt: Uint8Array<ArrayBuffer>; iterations: number }

/** Rounds of PBKDF2 over a PIN: slow on purpose, as six digits are few. */
const pinRounds = 600_000

const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))

/** A new key. Only this one may be wrapped; those that were unwrapped never leave the browser's keeping. */
export function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt'])
}

/** A key that somebody else keeps, from its 32 bytes in base64. */
export function keyFrom(base64: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function pinKey(pin: string, { salt, iterations }: Pick<WrappedKey, 'salt' | 'iterations'>): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return crypto.subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey'])
}

/** Wraps a new key by a PIN. */
export async function wrapKey(key: CryptoKey, pin: string): Promise<WrappedKey> {
  const wrapping = { salt: randomBytes(16), iterations: pinRounds, iv: randomBytes(12) }
  const by = await pinKey(pin, wrapping)
  const text = await crypto.subtle.wrapKey('raw', key, by, { name: 'AES-GCM', iv: wrapping.iv })
  return { ...wrapping, text }
}

/** The key again; undefined when it is another PIN. */
export async function unwrapKey(wrapped: WrappedKey, pin: string): Promise<CryptoKey | undefined> {
  const by = await pinKey(pin, wrapped)
  const how = { name: 'AES-GCM', iv: wrapped.iv }
  return crypto.subtle
    .unwrapKey('raw', wrapped.text, by, how, 'AES-GCM', false, ['encrypt', 'decrypt'])
    .catch(onlyWhenNotOpened)
}

/** Seals a value under a name. */
export async function seal(key: CryptoKey, name: string, value: unknown): Promise<Sealed> {
  const iv = randomBytes(12)
  const letters = new TextEncoder()
  const how = { name: 'AES-GCM', iv, additionalData: letters.encode(name) }
  return { iv, text: await crypto.subtle.encrypt(how, key, letters.encode(JSON.stringify(value))) }
}

/**
 * Opens what was sealed under a name; undefined when it was not, by this key. What opens is what was sealed, so its
 * type is the caller's word for it.
 */
export async function open<Value>(key: CryptoKey, name: string, { iv, text }: Sealed): Promise<Value | undefined> {
  const how = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(name) }
  const opened = await crypto.subtle.decrypt(how, key, text).catch(onlyWhenNotOpened)
  return opened && JSON.parse(new TextDecoder().decode(opened))
}

/** The browser’s word for a text that this key does not open; anything else is a fault. */
function onlyWhenNotOpened(error: unknown): undefined {
  if (error instanceof DOMException && error.name === 'OperationError') return undefined
  throw error
}
