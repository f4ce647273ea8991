import { ask } from '#kernel/client.ts'
import { type DeviceStore, openDeviceStore } from '../device/device-store.ts'
import { keyFrom, open, type Sealed, seal } from '../device/sealing.ts'
import type { DeviceKeyDoor } from '../doors.ts'

// What was written here and is not in the house yet. It lies on this device, locked with a key that the house gives to
// whoever wrote it, and to nobody else; so it outlives the page, the sign-in and the battery.

/** Something that waits: whose it is, and through which door it goes. What it says only its author's key opens. */
export type Waiting = { id: string; accountId: string; deviceId: string; door: string; sealed: Sealed }
/** Sends what waits for a person through one door; answers what there is to say of it, if anything. */
export type Sender = (accountId: string) => Promise<{ says: string; kind: 'done' | 'info' } | undefined>

const shelf = 'outbox'
const deviceWord = 'footbridge-device'
const channel = 'footbridge-outbox'
let opened: Promise<DeviceStore> | undefined

function store(): Promise<DeviceStore> {
  opened ??= openDeviceStore('footbridge-staff', [shelf]).catch(error => {
    opened = undefined
    throw error
  })
  return opened
}

/** What this browser calls itself. */
export function thisDevice(): string {
  const known = localStorage.getItem(deviceWord)
  if (known) return known
  const made = crypto.randomUUID()
  localStorage.setItem(deviceWord, made)
  return made
}

const keys = new Map<string, Promise<CryptoKey | null>>()

/** The key of a device for whoever is signed in; null while the house cannot be asked. It is kept in memory only. */
export function houseKey(deviceId: string): Promise<CryptoKey | null> {
  const known = keys.get(deviceId)
  if (known) return known
  const asked = ask<DeviceKeyDoor>('people.device-key', { deviceId }, { private: true, quiet: true })
    .then(({ key }) => keyFrom(key))
    .catch(() => {
      keys.delete(deviceId)
      return null
    })
  keys.set(deviceId, asked)
  return asked
}

/** Under which name something is sealed: what was moved to another person or door does not open. */
const nameOf = ({ id, accountId, deviceId, door }: Omit<Waiting, 'sealed'>) => `${accountId} ${deviceId} ${door} ${id}`

function tellOthers(): void {
  const others = new BroadcastChannel(channel)
  others.postMessage('changed')
  others.close()
}

/** Lays things onto this device; done when they lie on its disk. */
export async function putIn<Value extends { id: string }>(
  key: CryptoKey,
  of: Pick<Waiting, 'accountId' | 'deviceId' | 'door'>,
  values: readonly Value[],
): Promise<void> {
  const changes = values.map(async value => {
    const named = { ...of, id: value.id }
    return { put: shelf, key: value.id, value: { ...named, sealed: await seal(key, nameOf(named), value) } }
  })
  await (await store()).write(await Promise.all(changes))
  tellOthers()
}

/** Takes things off this device. */
export async function takeOut(ids: readonly string[]): Promise<void> {
  await (await store()).write(ids.map(id => ({ remove: shelf, key: id })))
  tellOthers()
}

/** What waits here for a person, through one door or all. */
export async function waitingOf(accountId: string, door?: string): Promise<Waiting[]> {
  const all = await (await store()).all<Waiting>(shelf)
  return all
    .map(([, row]) => row)
    .filter(row => row.accountId === accountId && (door === undefined || row.door === door))
}

/** How many things wait here, whoever they are of; none where a browser keeps nothing. */
export const waitingHere = (): Promise<number> =>
  store()
    .then(opened => opened.all(shelf))
    .then(
      rows => rows.length,
      () => 0,
    )

/** What something says; undefined when this key does not open it. */
export const read = <Value>(key: CryptoKey, row: Waiting): Promise<Value | undefined> =>
  open<Value>(key, nameOf(row), row.sealed)

/** Hears when another tab laid something here, or took it off. */
export function onOtherTabs(listener: () => void): () => void {
  const others = new BroadcastChannel(channel)
  others.onmessage = listener
  return () => others.close()
}

/** Does something while no other tab sends, so that nothing goes out twice at once. */
export async function aloneHere<Answer>(does: () => Promise<Answer>): Promise<Answer> {
  // Where a browser has no locks, the house still takes each thing once.
  return navigator.locks ? await navigator.locks.request(channel, does) : await does()
}

const senders = new Map<string, Sender>()

/** Says how things go out through a door, while a page is there that made some. */
export function sendsBy(door: string, sender: Sender): void {
  senders.set(door, sender)
}

/** Who sends by now. */
export const sendersHere = (): ReadonlyMap<string, Sender> => senders
