import { type ReactNode, useState } from 'react'
import type { Instant } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { ClientSearch } from '#web/ui/client-search.tsx'
import type { OverrideAsked } from '#web/ui/conflicts.ts'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Confirm, Drawer } from '#web/ui/drawer.tsx'
import { Form, TextField } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import { doorOpensBefore } from '../attendance.ts'
import type { takeBackMark } from '../commands.ts'
import type { hereNow } from '../here.ts'
import type { addWalkIn, bookMakeUps, cancelVisit } from '../make-ups.ts'
import { houseNow } from './house-clock.ts'
import type { Row, Sheet } from './sheet-rows.ts'
import { momentIn } from './wall-time.ts'

/** Somebody who stands at the door; `since` when they signed in at a tablet. */
type Comer = { id: string; name: string; since: Instant | null }

/** Who signed in at a tablet of this site and is in no session that runs. */
function SignedIn({ sheet, onChoose }: { sheet: Sheet; onChoose: (comer: Comer) => void }) {
  const words = useWords(sheet.session.zone)
  const asked = useAsk<typeof hereNow>('attendance.here-now', { siteId: sheet.session.siteId })
  const expected = new Set(sheet.people.map(person => person.clientId))
  const comers = (asked.data?.elsewhere ?? []).filter(each => !expected.has(each.clientId))
  const unseen = asked.data?.unseenElsewhere ?? 0
  if (comers.length + unseen === 0) return null
  return (
    <section aria-labelledby="signed-in">
      <h3 id="signed-in" className="small">
        Signed in at the tablet, in no session now
      </h3>
      <ul className="found">
        {comers.map(({ clientId, name, since }) => (
          <li key={clientId}>
            <button type="button" onClick={() => onChoose({ id: clientId, name, since })}>
              <b>{name}</b>
              <span className="sub">Since {words.time(since)}</span>
            </button>
          </li>
        ))}
      </ul>
      {unseen > 0 ? <p className="quiet">{count(unseen, 'more person', 'more people')} whom you may not see.</p> : null}
    </section>
  )
}

/** When they arrived, if nobody writes another time: at the tablet, or now while the session runs. */
function arrivalOf({ session }: Sheet, { since }: Comer): Instant {
  const opensAt = Date.parse(session.startsAt) - doorOpensBefore * 60_000
  if (since) return Date.parse(since) < opensAt ? session.startsAt : since
  const now = houseNow()
  return now > session.endsAt ? session.startsAt : now
}

/** Takes a walk-in back that was a slip: the mark, and then the place. */
function useUndo({ session }: Sheet, clientId: string): (markId: string) => Promise<void> {
  const takeBack = useAct<typeof takeBackMark>('attendance.take-back')
  const cancel = useAct<typeof cancelVisit>('attendance.cancel-visit')
  const at = { sessionId: session.id, clientId }
  return async markId => {
    const done = (await takeBack.run({ ...at, seen: markId })) && (await cancel.run({ ...at, signed: true }))
    if (done) toast('Taken back.')
  }
}

type ChosenProps = { sheet: Sheet; comer: Comer; onBack: () => void; onDone: () => void }

/** Who was chosen: when they arrived, what is in the way, and the one act. */
function Chosen({ sheet, comer, onBack, onDone }: ChosenProps) {
  const { session } = sheet
  const words = useWords(session.zone)
  const [arrived, setArrived] = useState(() => words.time(arrivalOf(sheet, comer)))
  const [wrong, setWrong] = useState(false)
  const undo = useUndo(sheet, comer.id)
  const add = useAct<typeof addWalkIn>('attendance.add-walk-in', {
    refusals: 'quiet',
    onDone: ({ markId, minutes }) => {
      const says = `${comer.name} is on the sheet, here from ${arrived}: ${minutes} minutes if they stay.`
      toast(says, { act: { word: 'Undo', run: () => void undo(markId) } })
      onDone()
    },
  })
  function send(override: OverrideAsked | null = null) {
    const arrivedAt = momentIn(session, arrived)
    setWrong(!arrivedAt)
    if (!arrivedAt || add.busy) return
    void add.run({ sessionId: session.id, clientId: comer.id, arrivedAt, override, seenAt: session.now })
  }
  return (
    <Form label={`Walk-in: ${comer.name}`} onSend={() => send()}>
      <p>
        <b>{comer.name}</b> has no seat here. They join this one session and are marked here.
      </p>
      <ConflictsNotice
        problem={add.problem}
        title="They were not added."
        busy={add.busy}
        onOverride={override => send(override)}
        zone={session.zone}
      />
      <TextField
        label="Arrived"
        value={arrived}
        onValue={setArrived}
        error={wrong ? `Write a time such as ${words.time(session.startsAt)}.` : add.saysOf('arrivedAt')}
        autoFocus
      />
      <div className="row end">
        <Button onPress={onBack}>Somebody else</Button>
        <Button kind="primary" submit busy={add.busy}>
          Add {comer.name}
        </Button>
      </div>
    </Form>
  )
}

/** Somebody without a seat stands at the door: who signed in at the tablet, or anybody by a search. */
export function WalkInDrawer({ sheet, coming, onClose }: { sheet: Sheet; coming: number; onClose: () => void }) {
  const may = useMay()
  const [comer, setComer] = useState<Comer>()
  const { capacity, group } = sheet.session
  return (
    <Drawer open onClose={onClose} title="Walk-in">
      <div className="stack">
        <p className="quiet">
          {group}
          {capacity === null ? '' : `: ${coming} of ${capacity} places are taken`}.
        </p>
        {comer ? (
          <Chosen key={comer.id} sheet={sheet} comer={comer} onBack={() => setComer(undefined)} onDone={onClose} />
        ) : (
          <>
            {may('attendance.here-now') ? <SignedIn sheet={sheet} onChoose={setComer} /> : null}
            {may('people.find') ? (
              <ClientSearch label="Who came" onFound={found => setComer({ ...found, since: null })} />
            ) : null}
            <p className="quiet small">
              Somebody who is not yours to see is added by their counselor, a nurse or the director.
            </p>
          </>
        )}
      </div>
    </Drawer>
  )
}

/** How many of a session’s places are taken: who is expected and did not say otherwise, and who visits. */
export function comingTo({ unseen }: Sheet, rows: readonly Row[]): number {
  return rows.filter(row => !row.absence || row.presence?.kind === 'here').length + unseen
}

/** Takes a visitor whom nobody marked off the sheet; a make-up that is still to come can be had back at once. */
function useTakeOff({ session }: Sheet): (row: Row) => Promise<void> {
  const cancel = useAct<typeof cancelVisit>('attendance.cancel-visit')
  const book = useAct<typeof bookMakeUps>('attendance.book-make-ups')
  return async ({ clientId, name, visit, presence }) => {
    if (!(await cancel.run({ sessionId: session.id, clientId, signed: presence !== null }))) return
    const again = visit === 'make-up' && session.startsAt > houseNow()
    const run = () => void book.run({ clientId, sessionIds: [session.id] })
    toast(`${name} is off this sheet.`, again ? { act: { word: 'Undo', run } } : {})
  }
}

/** The way off the sheet for visitors; of who signed in at a tablet it asks first, as their minutes here go with it. */
export function useVisitorsOff(sheet: Sheet): { off: (row: Row) => void; asking: ReactNode } {
  const takeOff = useTakeOff(sheet)
  const [asks, setAsks] = useState<Row>()
  const close = () => setAsks(undefined)
  return {
    off: row => (row.presence ? setAsks(row) : void takeOff(row)),
    asking: asks ? (
      <Confirm
        open
        onClose={close}
        title={`Take ${asks.name} off this session?`}
        act="Take off"
        onAct={() => void takeOff(asks).then(close)}
      >
        They signed in at the tablet and are in the house. Off this sheet, their time counts for no session until they
        are added to the one they are in.
      </Confirm>
    ) : null,
  }
}
