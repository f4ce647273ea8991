import type { TabletPerson } from '../doors.ts'

// How somebody shows that it is they: a code of four digits against its salted hash, or a card against its own.

const base64 = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
const bytesOf = (text: string) => Uint8Array.from(atob(text), letter => letter.charCodeAt(0))

/** Whether a code is this person's, worked out here: no code leaves the tablet. */
export async function isCodeOf(person: TabletPerson, code: string, iterations: number): Promise<boolean> {
  if (!person.salt || !person.hash) return false
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(code), 'PBKDF2', false, ['deriveBits'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(person.salt), iterations }
  return base64(await crypto.subtle.deriveBits(how, typed, 256)) === person.hash
}

const cardShape = /^footbridge:card:([\w-]{16,64})$/

/** The card in what a camera read; undefined when it is something else. */
export const cardIn = (text: string): string | undefined => cardShape.exec(text.trim())?.[1]

/** Whose card it is among these people. */
export async function ownerOfCard(people: readonly TabletPerson[], card: string): Promise<TabletPerson | undefined> {
  const hash = base64(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(card)))
  return people.find(person => person.cardHash === hash)
}
