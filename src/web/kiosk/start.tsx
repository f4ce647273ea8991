import { useEffect, useState } from 'react'
import { hasCamera } from './camera.ts'
import { letterOf, lettersOf, type Tile, tilesOf } from './day.ts'
import { Frame, Head } from './frame.tsx'
import { useAfter, useIdle } from './idle.ts'
import { useWords } from './language.ts'
import { useKeys } from './pad.tsx'
import { Picture, pictureWord } from './picture.tsx'
import type { Tablet } from './tablet.ts'
import type { TabletState } from './tablet-state.ts'

/** So many names are seen at once; more are narrowed by their first letter. */
const many = 20
const few = 12
const idleSeconds = 45

type StartProps = {
  tablet: Tablet
  state: TabletState
  onTile: (tile: Tile) => void
  onScan: () => void
  onStaff: () => void
  onLanguage: () => void
  /** Nobody has touched it for a while: as it was for the next one. */
  onIdle: () => void
}

/** The time at the site, as long as the screen is looked at. */
function Clock({ tablet, state }: Pick<StartProps, 'tablet' | 'state'>) {
  const words = useWords()
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick(count => count + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  const zone = state.known?.zone ?? 'UTC'
  const now = new Date(tablet.now()).toISOString()
  return (
    <p className="clock">
      <time dateTime={now.slice(0, 16)}>
        <b>{words.time(now, { zone, clock: state.day?.clock ?? '12' })}</b> {words.day(now, zone)}
      </time>
    </p>
  )
}

function Letters({ tiles, letter, onLetter }: { tiles: Tile[]; letter: string; onLetter: (letter: string) => void }) {
  const words = useWords()
  return (
    <fieldset className="letters">
      <legend className="vh">{words.start.letters}</legend>
      {['', ...lettersOf(tiles)].map(each => (
        <button key={each} type="button" aria-pressed={each === letter} onClick={() => onLetter(each)}>
          {each || words.start.all}
        </button>
      ))}
    </fieldset>
  )
}

/** Today’s people as they may be read by everybody by the door; nothing says who is here. */
export function Start({ tablet, state, onTile, onScan, onStaff, onLanguage, onIdle }: StartProps) {
  const words = useWords()
  const [letter, setLetter] = useState('')
  const [camera, setCamera] = useState(false)
  useEffect(() => void hasCamera().then(setCamera), [])
  useIdle(idleSeconds, () => {
    setLetter('')
    onIdle()
  })
  const tiles = tilesOf(state.day?.people ?? [])
  const narrowed = tiles.length > many
  const shown = narrowed && letter ? tiles.filter(tile => letterOf(tile.label) === letter) : tiles
  useKeys(key => {
    if (narrowed && /^\p{L}$/u.test(key)) setLetter(lettersOf(tiles).find(each => each === letterOf(key)) ?? '')
    if (key === 'Escape') setLetter('')
  })
  const top = (
    <>
      <Clock tablet={tablet} state={state} />
      <button type="button" className="link" lang={words.lang === 'en' ? 'es' : 'en'} onClick={onLanguage}>
        {words.other}
      </button>
      <button type="button" className="link" onClick={onStaff}>
        {words.staff}
      </button>
    </>
  )
  return (
    <Frame shape="list" site={state.known?.site} top={top}>
      {state.day && tiles.length > 0 ? <Head>{words.start.head}</Head> : <NoList hasDay={state.day !== null} />}
      {narrowed ? <Letters tiles={tiles} letter={letter} onLetter={setLetter} /> : null}
      <ul className={tiles.length > few ? 'names' : 'names few'}>
        {shown.map(tile => (
          <li key={tile.key}>
            <button type="button" onClick={() => onTile(tile)}>
              <b>{tile.label}</b>
              {tile.picture ? (
                <span className="told">
                  <Picture name={tile.picture} />
                  {pictureWord(tile.picture, words.lang)}
                </span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
      <div className="below">
        <p className="quiet">{words.start.notListed}</p>
        {camera && tiles.length > 0 ? (
          <button type="button" className="second" onClick={onScan}>
            {words.start.scan}
          </button>
        ) : null}
      </div>
    </Frame>
  )
}

function NoList({ hasDay }: { hasDay: boolean }) {
  const words = useWords()
  const [late, setLate] = useState(hasDay)
  // A list that comes in a moment needs no word before.
  useAfter(0.4, () => setLate(true))
  if (!late) return null
  return (
    <>
      <Head>{hasDay ? words.start.nobody : words.start.noList}</Head>
      {hasDay ? null : <p className="large">{words.start.noListHow}</p>}
    </>
  )
}
