import { useState } from 'react'
import { Frame, Head } from './frame.tsx'
import { useIdle } from './idle.ts'
import { firstLanguage, keepFirstLanguage, useWords, wordsOf } from './language.ts'
import { useKeys } from './pad.tsx'
import { Pin } from './pin.tsx'
import { takeNewer, useNewer } from './renewal.ts'
import type { Tablet } from './tablet.ts'
import type { TabletState } from './tablet-state.ts'

const backAfterSeconds = 60

type StaffProps = { tablet: Tablet; state: TabletState; onBack: () => void }

/** Behind the PIN: how the tablet stands, and the few things that staff do at it. */
export function Staff({ tablet, state, onBack }: StaffProps) {
  const words = useWords()
  const [gate, setGate] = useState<'pin' | 'menu' | 'old-pin'>('pin')
  useIdle(backAfterSeconds, onBack)
  if (gate === 'menu') return <Menu tablet={tablet} state={state} onBack={onBack} onOldPin={() => setGate('old-pin')} />
  const old = gate === 'old-pin'
  return (
    <Frame shape="pad" site={state.known?.site}>
      <Pin
        key={gate}
        tablet={tablet}
        head={old ? words.menu.oldPin : words.menu.pinHead}
        says={old ? words.menu.shut(state.aside.shut) : words.menu.pinHow}
        onTry={pin => (old ? tablet.tryOldPin(pin) : tablet.tryPin(pin))}
        onRight={() => setGate('menu')}
        onBack={() => (old ? setGate('menu') : onBack())}
      />
    </Frame>
  )
}

function Menu({ tablet, state, onBack, onOldPin }: StaffProps & { onOldPin: () => void }) {
  const words = useWords()
  const newer = useNewer()
  useKeys(key => {
    if (key === 'Escape') onBack()
  })
  return (
    <Frame shape="list" site={state.known?.site}>
      <Head>{words.menu.pinHead}</Head>
      <div className="menu">
        <Contact tablet={tablet} state={state} onOldPin={onOldPin} />
        {state.lockedNames.length > 0 ? (
          <section>
            <h2>{words.menu.names}</h2>
            <p>{state.lockedNames.join(', ')}</p>
            <button type="button" className="second" onClick={() => void tablet.openNames()}>
              {words.menu.openNames}
            </button>
          </section>
        ) : null}
        <FirstLanguage />
        {newer ? (
          <section>
            <p>{words.menu.newer}</p>
            <button type="button" className="second" onClick={takeNewer}>
              {words.menu.renew}
            </button>
          </section>
        ) : null}
        <Unpair tablet={tablet} waiting={state.unsent + state.aside.shut + state.aside.otherPairing} />
      </div>
      <div className="choices">
        <button type="button" className="go" onClick={onBack}>
          {words.menu.back}
        </button>
        <button type="button" className="second" onClick={() => tablet.lock('staff')}>
          {words.menu.lock}
        </button>
      </div>
    </Frame>
  )
}

function Contact({ tablet, state, onOldPin }: Pick<StaffProps, 'tablet' | 'state'> & { onOldPin: () => void }) {
  const words = useWords()
  const [syncing, setSyncing] = useState<'no' | 'now' | 'over'>('no')
  async function sync() {
    if (syncing === 'now') return
    setSyncing('now')
    await tablet.sync()
    setSyncing('over')
  }
  const { known, day, aside } = state
  const wall = { zone: known?.zone ?? 'UTC', clock: day?.clock ?? '12' } as const
  const contact = known?.syncedAt
    ? `${words.day(known.syncedAt, wall.zone)}, ${words.time(known.syncedAt, wall)}`
    : words.menu.never
  const came = state.reached ? (state.unsent > 0 ? words.menu.stuck : words.menu.synced) : words.menu.away
  return (
    <section>
      <dl className="facts">
        <dt>{words.menu.tablet}</dt>
        <dd>{known?.name}</dd>
        <dt>{words.menu.contact}</dt>
        <dd>{contact}</dd>
        <dt>{words.menu.unsent}</dt>
        <dd>{state.unsent || words.menu.nothing}</dd>
      </dl>
      {aside.otherPairing > 0 ? <p>{words.menu.other(aside.otherPairing)}</p> : null}
      <button
        type="button"
        className="second"
        aria-disabled={syncing === 'now' || undefined}
        onClick={() => void sync()}
      >
        {syncing === 'now' ? words.menu.syncing : words.menu.sync}
      </button>
      <p role="status">{syncing === 'over' ? came : ''}</p>
      {aside.shut > 0 ? (
        <>
          <p>{words.menu.shut(aside.shut)}</p>
          <button type="button" className="link" onClick={onOldPin}>
            {words.menu.oldPin}
          </button>
        </>
      ) : null}
    </section>
  )
}

function FirstLanguage() {
  const words = useWords()
  const [first, setFirst] = useState(firstLanguage)
  return (
    <fieldset>
      <legend>{words.menu.language}</legend>
      {(['en', 'es'] as const).map(language => (
        <label key={language} lang={language}>
          <input
            type="radio"
            name="first-language"
            checked={first === language}
            onChange={() => {
              keepFirstLanguage(language)
              setFirst(language)
            }}
          />
          {wordsOf(language === 'en' ? 'es' : 'en').other}
        </label>
      ))}
    </fieldset>
  )
}

function Unpair({ tablet, waiting }: { tablet: Tablet; waiting: number }) {
  const words = useWords()
  const [asked, setAsked] = useState(false)
  if (waiting > 0)
    return (
      <section>
        <button type="button" className="second" aria-disabled aria-describedby="unpair-not">
          {words.menu.unpair}
        </button>
        <p id="unpair-not" className="quiet">
          {words.menu.unpairNot}
        </p>
      </section>
    )
  return (
    <section>
      {asked ? (
        <>
          <p role="status">{words.menu.unpairSure}</p>
          <div className="choices">
            <button type="button" className="second risk" onClick={() => void tablet.unpair()}>
              {words.menu.unpairYes}
            </button>
            <button type="button" className="second" onClick={() => setAsked(false)}>
              {words.pair.cancel}
            </button>
          </div>
        </>
      ) : (
        <button type="button" className="second" onClick={() => setAsked(true)}>
          {words.menu.unpair}
        </button>
      )}
    </section>
  )
}
