import { StrictMode, useEffect, useState, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { callAs } from '#kernel/client.ts'
import { keepAwake } from './kiosk/awake.ts'
import { Desk } from './kiosk/desk.tsx'
import { firstLanguage, otherLanguage, WordsHere, wordsOf } from './kiosk/language.ts'
import { Ended, Locked, Stopped } from './kiosk/locked.tsx'
import { Pair } from './kiosk/pair.tsx'
import { keepPages } from './kiosk/renewal.ts'
import { Tablet } from './kiosk/tablet.ts'
import './look/font.css'
import './look/tokens.css'
import './look/ground.css'
import './look/kiosk.css'

const tablet = new Tablet()

function Screen({ onLanguage, onFirstLanguage }: { onLanguage: () => void; onFirstLanguage: () => void }) {
  const state = useSyncExternalStore(tablet.subscribe, tablet.state)
  const { phase } = state
  if (phase === 'starting') return null
  if (phase === 'elsewhere' || phase === 'unfit') return <Stopped because={phase} />
  if (phase === 'unpaired') return <Pair onPair={(code, pin) => tablet.pair(code, pin)} />
  if (phase === 'locked') return <Locked tablet={tablet} state={state} />
  if (phase === 'ended') return <Ended tablet={tablet} state={state} />
  return <Desk tablet={tablet} state={state} onLanguage={onLanguage} onFirstLanguage={onFirstLanguage} />
}

function Kiosk() {
  const [language, setLanguage] = useState(firstLanguage)
  const words = wordsOf(language)
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${words.start.title} · Footbridge`
  }, [language, words])
  return (
    <WordsHere value={words}>
      <Screen
        onLanguage={() => setLanguage(otherLanguage(language))}
        onFirstLanguage={() => setLanguage(firstLanguage())}
      />
    </WordsHere>
  )
}

callAs('nobody')
keepAwake()
void tablet.start()
void keepPages()
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Kiosk />
    </StrictMode>,
  )
}
