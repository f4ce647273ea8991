import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { senders } from '../pages.ts'
import { Button } from '../ui/button.tsx'
import { ModalBox } from '../ui/drawer.tsx'
import { useHere } from '../ui/me.tsx'
import { aloneHere, sendersHere, waitingOf } from '../ui/outbox.ts'
import { toast } from '../ui/toast.tsx'
import { count } from '../words.ts'
import { onBack } from './connection.ts'
import { useVeil } from './idle.ts'

/** How many things of a person wait on this device; none where a browser keeps nothing. */
const waitingFor = (accountId: string): Promise<number> =>
  waitingOf(accountId).then(
    rows => rows.length,
    () => 0,
  )

/** Sends what waits here for a person, by whoever knows how. */
async function sendAll(accountId: string) {
  const rows = await waitingOf(accountId).catch(() => [])
  const doors = new Set([...rows.map(row => row.door), ...sendersHere().keys()])
  const done = []
  for (const door of doors) {
    const send = sendersHere().get(door) ?? (await senders[door]?.())?.default
    if (send) done.push(await aloneHere(() => send(accountId)))
  }
  return done.flatMap(each => each ?? [])
}

/** Sends by itself what waits on this device: when somebody comes in or is back, and when the network is. */
export function useSending(): void {
  const { me } = useHere()
  const client = useQueryClient()
  const veiled = useVeil() !== 'none'
  const { accountId } = me
  useEffect(() => {
    if (veiled) return
    const send = async () => {
      const done = await sendAll(accountId)
      for (const { says, kind } of done) toast(says, { kind })
      if (done.length > 0) await client.invalidateQueries({ predicate: query => query.queryKey[0] !== 'me' })
    }
    // What did not go stays here, and goes when the network is back or at the next sign-in.
    const trySend = () => void send().catch(() => undefined)
    trySend()
    return onBack(trySend)
  }, [accountId, client, veiled])
}

let asking: { waiting: number; answer: (leaves: boolean) => void } | null = null
const listeners = new Set<() => void>()

function ask(next: typeof asking): void {
  asking = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const patienceMs = 3000

/**
 * Whether somebody may be signed out: nothing of theirs waits here, or it went just now, or they read that it stays
 * here for them and go all the same.
 */
export async function maySignOut(accountId: string): Promise<boolean> {
  if ((await waitingFor(accountId)) === 0) return true
  const patience = new Promise(done => setTimeout(done, patienceMs))
  await Promise.race([sendAll(accountId).catch(() => undefined), patience])
  const waiting = await waitingFor(accountId)
  if (waiting === 0) return true
  asking?.answer(false)
  return new Promise(answer => ask({ waiting, answer }))
}

/** Says at sign-out what is not sent yet, and what becomes of it; once, in the shell. */
export function LeavingBehind() {
  const open = useSyncExternalStore(subscribe, () => asking)
  const { me } = useHere()
  const [busy, setBusy] = useState(false)
  const answer = (leaves: boolean) => {
    setBusy(leaves)
    open?.answer(leaves)
    if (!leaves) ask(null)
  }
  if (!open) return null
  const one = open.waiting === 1
  return (
    <ModalBox
      open
      onClose={() => answer(false)}
      title="Not everything is sent yet"
      shape="box"
      foot={
        <div className="row end">
          <Button onPress={() => answer(false)}>Stay signed in</Button>
          <Button busy={busy} onPress={() => answer(true)}>
            Sign out all the same
          </Button>
        </div>
      }
    >
      {count(open.waiting, 'entry', 'entries')} that you made without a network {one ? 'is' : 'are'} on this device
      only. {one ? 'It stays' : 'They stay'} here, locked for {me.name}, and {one ? 'is' : 'are'} sent when you sign in
      here again. Nobody else can read {one ? 'it' : 'them'}.
    </ModalBox>
  )
}
