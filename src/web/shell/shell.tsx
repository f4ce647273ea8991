import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { pages } from '../pages.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmAgain } from '../ui/confirm-again.tsx'
import { Drawer } from '../ui/drawer.tsx'
import { Icon } from '../ui/icon.tsx'
import { KeyCap, useKeyboard, useKeyGroups, useKeys } from '../ui/keys.tsx'
import { useMay, useWords } from '../ui/me.tsx'
import { useGo, usePath } from '../ui/route.tsx'
import { Toasts, toast } from '../ui/toast.tsx'
import { onBack, tryNow, useConnection, useNewVersion } from './connection.ts'
import { useIdleLock, useVeil } from './idle.ts'
import { Navigation, PhoneBar } from './navigation.tsx'
import { TopBar } from './top-bar.tsx'
import { LeavingBehind, useSending } from './unsent.tsx'
import { VeilOver } from './veil.tsx'

function ConnectionBar() {
  const connection = useConnection()
  const words = useWords()
  const client = useQueryClient()
  const time = words.time
  useEffect(
    () =>
      onBack(() => {
        toast(`Back online, ${time(new Date().toISOString())}.`)
        void client.invalidateQueries()
      }),
    [client, time],
  )
  if (connection.kind === 'fine') return null
  const since = words.time(connection.since)
  return (
    <div className="bar" role="status">
      <Icon name="offline" />
      <span className="grow">
        {connection.kind === 'offline' ? (
          <>
            <b>Offline since {since}.</b> What is on this page stays here and is not sent yet. It goes on by itself.
          </>
        ) : (
          <>
            <b>The program is resting since {since}.</b> Nothing is lost. It tries again every 3 seconds.
          </>
        )}
      </span>
      <Button small onPress={() => void tryNow()}>
        Try now
      </Button>
    </div>
  )
}

function VersionBar() {
  const [later, setLater] = useState(false)
  if (!useNewVersion() || later) return null
  return (
    <div className="bar info" role="status">
      <Icon name="again" />
      <span className="grow">
        <b>There is a newer version of Footbridge.</b> Finish what you are writing, then load the page again.
      </span>
      <Button small onPress={() => location.reload()}>
        Load again
      </Button>
      <Button small kind="quiet" onPress={() => setLater(true)}>
        Later
      </Button>
    </div>
  )
}

function KeyMap({ open, onClose }: { open: boolean; onClose: () => void }) {
  const groups = useKeyGroups()
  const names = [...new Set(groups.map(group => group.name))]
  return (
    <Drawer open={open} onClose={onClose} title="Keys that work here">
      <div className="keymap">
        {names.map(name => (
          <section key={name}>
            <h3>{name}</h3>
            <ul>
              {groups
                .filter(group => group.name === name)
                .flatMap(group => group.keys)
                .map(each => (
                  <li key={each.key}>
                    <span>{each.says}</span>
                    <span>
                      <KeyCap keys={each.key} />
                    </span>
                  </li>
                ))}
            </ul>
          </section>
        ))}
        <section>
          <h3>Tables</h3>
          <ul>
            <li>
              <span>Go over the rows</span>
              <span>
                <KeyCap keys="ArrowUp ArrowDown" />
              </span>
            </li>
            <li>
              <span>Open the row, or do its one act</span>
              <span>
                <KeyCap keys="Enter" />
              </span>
            </li>
          </ul>
        </section>
      </div>
    </Drawer>
  )
}

function useGoKeys(onKeys: () => void): void {
  const go = useGo()
  const may = useMay()
  const mine = pages.filter(entry => entry.nav?.key && (!entry.needs || may(entry.needs)))
  useKeys('Everywhere', [{ key: '?', says: 'These keys', run: onKeys }])
  useKeys(
    'Go to',
    mine.map(entry => ({
      key: `g ${entry.nav?.key}`,
      says: entry.nav?.word ?? entry.title,
      run: () => go(entry.path),
    })),
  )
}

/** Everything around a page. It stays mounted under the veil, so that drafts are kept. */
export function Shell({ children }: { children: ReactNode }) {
  const [keys, setKeys] = useState(false)
  const veiled = useVeil() !== 'none'
  const main = useRef<HTMLElement>(null)
  const path = usePath()
  const before = useRef(path)
  useIdleLock()
  useSending()
  useKeyboard(!veiled)
  useGoKeys(() => setKeys(true))
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [path])
  return (
    <>
      <div className={`page${veiled ? ' veiled' : ''}`} inert={veiled} aria-hidden={veiled || undefined}>
        <a className="skip" href="#main">
          Skip to content
        </a>
        <div className="app">
          <Navigation />
          <div className="sheet">
            <TopBar onKeys={() => setKeys(true)} />
            <ConnectionBar />
            <VersionBar />
            <main id="main" tabIndex={-1} ref={main}>
              {children}
            </main>
          </div>
        </div>
        <PhoneBar />
        <KeyMap open={keys} onClose={() => setKeys(false)} />
        <ConfirmAgain />
        <Toasts />
      </div>
      <VeilOver />
      <LeavingBehind />
    </>
  )
}
