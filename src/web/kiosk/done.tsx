import { Icon } from '../ui/icon.tsx'
import { backAfterSeconds } from './code.tsx'
import { firstName } from './day.ts'
import { Frame, Head } from './frame.tsx'
import { useAfter, useIdle } from './idle.ts'
import { useWords } from './language.ts'
import { useKeys } from './pad.tsx'

const thanksSeconds = 4

/** What is said at the end; `next` is where they go from here. */
export type Said = {
  kind: 'in' | 'out' | 'staying' | 'failed'
  label: string
  time: string
  next: { time: string; room: string } | null
}

/** It is kept: thanks, and the start again for the next one. */
export function Done({ said, site, onBack }: { said: Said; site: string | undefined; onBack: () => void }) {
  const { done, code } = useWords()
  useAfter(said.kind === 'failed' ? backAfterSeconds : thanksSeconds, onBack)
  useKeys(key => {
    if (key === 'Escape') onBack()
  })
  const name = firstName(said.label)
  const [head, line] = {
    in: [done.in(name), done.inAt(said.time)],
    out: [done.out(name), done.outAt(said.time)],
    staying: [done.staying(name), done.stayingAt(said.time)],
    failed: [code.hello(name), code.failed],
  }[said.kind]
  return (
    <Frame shape="words" site={site}>
      {said.kind === 'failed' ? null : <Icon name="check" size={56} />}
      <Head>{head}</Head>
      <p className="large" role="status">
        {line}
      </p>
      {said.next ? <p className="large quiet">{done.next(said.next.time, said.next.room)}</p> : null}
      <button type="button" className="second" onClick={onBack}>
        {done.back}
      </button>
    </Frame>
  )
}

type LeavingProps = {
  label: string
  since: string
  site: string | undefined
  onLeave: () => Promise<void>
  onStay: () => void
  onBack: () => void
}

/** Somebody who is in came again: do they leave? */
export function Leaving({ label, since, site, onLeave, onStay, onBack }: LeavingProps) {
  const { leaving } = useWords()
  useIdle(backAfterSeconds, onBack)
  useKeys(key => {
    if (key === 'Escape') onBack()
  })
  return (
    <Frame shape="words" site={site}>
      <Head>{leaving.head(firstName(label))}</Head>
      <p className="large">{leaving.since(since)}</p>
      <div className="choices">
        <button type="button" className="go" onClick={() => void onLeave()}>
          {leaving.yes}
        </button>
        <button type="button" className="second" onClick={onStay}>
          {leaving.no}
        </button>
      </div>
    </Frame>
  )
}
