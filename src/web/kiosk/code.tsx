import { useState } from 'react'
import type { TabletPerson } from '../doors.ts'
import { firstName, type Tile } from './day.ts'
import { Frame, Head } from './frame.tsx'
import { useIdle } from './idle.ts'
import { useWords } from './language.ts'
import { Pad, useKeys } from './pad.tsx'
import { Picture, pictureWord } from './picture.tsx'
import type { Tablet } from './tablet.ts'

/** So long without a touch, and the next one finds the start. */
export const backAfterSeconds = 20

type CodeProps = {
  tablet: Tablet
  tile: Tile
  site: string | undefined
  onRight: (person: TabletPerson) => Promise<void>
  onBack: () => void
}

/** A person types their code. Whoever has none, or is locked, is told whom to ask. */
export function Code({ tablet, tile, site, onRight, onBack }: CodeProps) {
  const words = useWords()
  const none = !tile.people.some(person => person.hash)
  const [says, setSays] = useState('')
  const [stopped, setStopped] = useState(() =>
    none ? words.code.none : tablet.isLocked(tile) ? words.code.locked : '',
  )
  useIdle(backAfterSeconds, onBack)
  async function typed(code: string) {
    try {
      const tried = await tablet.tryCode(tile, code)
      if (tried.kind === 'right') await onRight(tried.person)
      if (tried.kind === 'wrong') setSays(words.code.wrong(tried.left))
      if (tried.kind === 'name-locked') setStopped(words.code.locked)
      if (tried.kind === 'no-code') setStopped(words.code.none)
    } catch (error) {
      setSays(words.code.failed)
      throw error
    }
  }
  const name = firstName(tile.label)
  return (
    <Frame shape="pad" site={site}>
      <div className="beside">
        <Head>{words.code.hello(name)}</Head>
        {tile.picture ? (
          <p className="told">
            <Picture name={tile.picture} />
            {pictureWord(tile.picture, words.lang)}
          </p>
        ) : null}
        {stopped ? null : <p className="large">{words.code.enter}</p>}
        <p role="alert" className="large wrong">
          {stopped || says}
        </p>
        <p className="quiet">{stopped ? words.code.ask : words.code.forgot}</p>
        <p className="quiet">{words.code.back}</p>
      </div>
      {stopped ? (
        <BackOnly word={words.done.back} onBack={onBack} />
      ) : (
        <Pad length={4} label={words.code.enter} onTyped={typed} back={{ word: words.code.notMe, onBack }} />
      )}
    </Frame>
  )
}

function BackOnly({ word, onBack }: { word: string; onBack: () => void }) {
  useKeys(key => {
    if (key === 'Escape') onBack()
  })
  return (
    <button type="button" className="go" onClick={onBack}>
      {word}
    </button>
  )
}
