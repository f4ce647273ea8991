import { useEffect, useRef, useState } from 'react'
import type { TabletPerson } from '../doors.ts'
import { readCamera } from './camera.ts'
import { Frame, Head } from './frame.tsx'
import { useAfter } from './idle.ts'
import { useWords } from './language.ts'
import { useKeys } from './pad.tsx'
import { cardIn, ownerOfCard } from './proof.ts'

/** The camera is never on for longer. */
const longestSeconds = 45

type ScanProps = {
  people: readonly TabletPerson[]
  site: string | undefined
  onFound: (person: TabletPerson) => Promise<void>
  onBack: () => void
}

/** Somebody holds their card before the camera. */
export function Scan({ people, site, onFound, onBack }: ScanProps) {
  const words = useWords()
  const video = useRef<HTMLVideoElement>(null)
  const [seen, setSeen] = useState<'starting' | 'looking' | 'unknown' | 'no-camera'>('starting')
  const found = useRef({ people, onFound })
  found.current = { people, onFound }
  useAfter(longestSeconds, onBack)
  useKeys(key => {
    if (key === 'Escape') onBack()
  })
  useEffect(() => {
    const stopping = new AbortController()
    const { signal } = stopping
    async function read(text: string) {
      const card = cardIn(text)
      const owner = card && (await ownerOfCard(found.current.people, card))
      if (signal.aborted) return
      if (!owner) return setSeen('unknown')
      stopping.abort()
      await found.current.onFound(owner)
    }
    if (video.current)
      readCamera(video.current, { signal, onRead: text => void read(text) }).catch(() => {
        if (!signal.aborted) setSeen('no-camera')
      })
    return () => stopping.abort()
  }, [])
  return (
    <Frame shape="pad" site={site}>
      <div className="beside">
        <Head>{words.scan.head}</Head>
        <p className="large">{words.scan.how}</p>
        <p role="alert" className="large wrong">
          {seen === 'unknown' ? words.scan.unknown : seen === 'no-camera' ? words.scan.noCamera : ''}
        </p>
        <button type="button" className="second" onClick={onBack}>
          {words.scan.cancel}
        </button>
      </div>
      <div className="looking">
        <div aria-hidden="true">
          <video ref={video} muted playsInline onPlaying={() => setSeen('looking')} />
        </div>
        {seen === 'starting' ? <p className="quiet">{words.scan.starting}</p> : null}
      </div>
    </Frame>
  )
}
