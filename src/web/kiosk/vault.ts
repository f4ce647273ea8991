import { type Change, type DeviceStore, openDeviceStore, removeDeviceStore } from '../device/device-store.ts'
import { newKey, open, type Sealed, seal, unwrapKey, type WrappedKey, wrapKey } from '../device/sealing.ts'
import type { PairedTablet } from '../doors.ts'
import type { Sign } from './day.ts'

// What lies on the tablet, and how. A vault is what one PIN opens; there is a second one only while signs wait in a
// vault whose PIN was forgotten.

const storeName = 'footbridge-kiosk'

/** What may lie open: nothing of it is about anybody. */
export type Plain = {
  vaultId: string | null
  /** Wrong PINs in a row. */
  pinWrong: number
  /** The midnight at which today's list goes. */
  until: string | null
  clock: { offsetMs: number; lastTrue: number }
}
/** What the tablet knows of itself: locked, because of its secret. */
export type Known = PairedTablet & { ended: boolean; syncedAt: string | null }
/** A sign that waits, with the pairing it was made under. */
export type Kept = { sign: Sign; tabletId: string }
/** A vault that is open. */
export type Vault = { id: string; key: CryptoKey }
type SealedSign = { vaultId: string; sealed: Sealed }

const nothingYet: Plain = { vaultId: null, pinWrong: 0, until: null, clock: { offsetMs: 0, lastTrue: 0 } }

export const openShelves = () => openDeviceStore(storeName, ['plain', 'keys', 'sealed', 'signs'])
export const removeShelves = () => removeDeviceStore(storeName)

/** What lies open here. */
export async function plainOf(store: DeviceStore): Promise<Plain> {
  return { ...nothingYet, ...(await store.get<Plain>('plain', 'plain')) }
}

export const plainChange = (plain: Plain): Change => ({ put: 'plain', key: 'plain', value: plain })

/** A new vault for a PIN, and what is to be written so that it is there after a restart. */
export async function newVault(pin: string): Promise<{ vault: Vault; change: Change }> {
  const vault = { id: crypto.randomUUID(), key: await newKey() }
  return { vault, change: { put: 'keys', key: vault.id, value: await wrapKey(vault.key, pin) } }
}

/** Opens a vault by its PIN; undefined when it is another. */
export async function openVault(store: DeviceStore, id: string, pin: string): Promise<Vault | undefined> {
  const wrapped = await store.get<WrappedKey>('keys', id)
  const key = wrapped && (await unwrapKey(wrapped, pin))
  return key && { id, key }
}

/** What the sealed shelf holds. */
type Slots = { tablet: Known; day: unknown; tries: unknown }

/** A thing of the tablet's, to be written sealed. */
export async function slotChange(vault: Vault, slot: keyof Slots, value: unknown): Promise<Change> {
  return { put: 'sealed', key: slot, value: await seal(vault.key, `${vault.id}/${slot}`, value) }
}

/** A thing of the tablet's; undefined when there is none, or it is another vault's. */
export async function slotOf<Value>(store: DeviceStore, vault: Vault, slot: keyof Slots): Promise<Value | undefined> {
  const sealed = await store.get<Sealed>('sealed', slot)
  return sealed && open<Value>(vault.key, `${vault.id}/${slot}`, sealed)
}

/** A sign that waits, to be written sealed. */
export async function signChange(vault: Vault, kept: Kept): Promise<Change> {
  const { id } = kept.sign
  const value: SealedSign = { vaultId: vault.id, sealed: await seal(vault.key, `${vault.id}/${id}`, kept) }
  return { put: 'signs', key: id, value }
}

/** The signs that wait in a vault; and how many more lie here that it does not open. */
export async function signsIn(store: DeviceStore, vault: Vault): Promise<{ signs: Kept[]; shut: number }> {
  const all = await store.all<SealedSign>('signs')
  const opened = await Promise.all(
    all.map(([id, { vaultId, sealed }]) =>
      vaultId === vault.id ? open<Kept>(vault.key, `${vault.id}/${id}`, sealed) : undefined,
    ),
  )
  const signs = opened.filter(kept => kept !== undefined)
  return { signs, shut: all.length - signs.length }
}

/** How many signs wait here, whoever may open them. */
export async function signsWaiting(store: DeviceStore): Promise<number> {
  return (await store.all('signs')).length
}

/** Takes signs out of the vaults of a forgotten PIN that is known again, into the one that is open. */
export async function signsByOldPin(store: DeviceStore, vault: Vault, pin: string): Promise<Change[] | undefined> {
  const others = (await store.all<WrappedKey>('keys')).filter(([id]) => id !== vault.id)
  for (const [id] of others) {
    const old = await openVault(store, id, pin)
    if (!old) continue
    const { signs } = await signsIn(store, old)
    return [...(await Promise.all(signs.map(kept => signChange(vault, kept)))), { remove: 'keys', key: id }]
  }
  return undefined
}

/** Keys of vaults in which nothing waits any more. */
export async function emptyVaults(store: DeviceStore): Promise<Change[]> {
  const [keys, signs] = await Promise.all([store.all('keys'), store.all<SealedSign>('signs')])
  const filled = new Set(signs.map(([, { vaultId }]) => vaultId))
  return keys.filter(([id]) => !filled.has(id)).map(([id]) => ({ remove: 'keys', key: id }))
}
