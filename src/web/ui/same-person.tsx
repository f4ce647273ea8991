import { useEffect, useState } from 'react'
import { bornWords, count } from '../words.ts'
import { CheckField } from './field.tsx'
import { Panel } from './page.tsx'
import { Link } from './route.tsx'

/** A chart that may already be of the person being written down, and why. */
type Alike = {
  id: string
  name: string
  legalName: string
  bornOn: string
  recordNumber: number
  track: string | null
  because: string
}

/** What was typed once typing has paused, so that nothing is asked for every letter. */
export function usePaused<Value>(value: Value, ms = 350): Value {
  const [paused, setPaused] = useState(value)
  const signature = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the value
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), ms)
    return () => clearTimeout(timer)
  }, [signature, ms])
  return paused
}

/** Why a chart cannot be opened yet: somebody alike was not looked at. */
export function unlookedWords(alike: readonly Alike[], notAlike: readonly string[]): string | undefined {
  const left = alike.filter(each => !notAlike.includes(each.id)).length
  return left === 0 ? undefined : `Look at ${count(left, 'likely duplicate')} first.`
}

type SamePersonProps = {
  alike: readonly Alike[]
  /** How many more there are that this role may not see. */
  others?: number
  /** Those said to be somebody else. */
  notAlike: readonly string[]
  onNotAlike: (ids: string[]) => void
}

/** Charts that may be of the same person, each with why; each is opened, or said to be somebody else. */
export function SamePerson({ alike, others = 0, notAlike, onNotAlike }: SamePersonProps) {
  if (alike.length === 0 && others === 0) return null
  return (
    <Panel title="Maybe here already" sub={count(alike.length + others, 'chart')} padded>
      {alike.map(each => (
        <div key={each.id} className="stack alike">
          <div>
            <Link to={`/staff/clients/${each.id}`}>{each.name}</Link>
            <span className="sub">
              {[
                each.legalName === each.name ? '' : `legal name ${each.legalName}`,
                `born ${bornWords(each.bornOn)}`,
                `no. ${each.recordNumber}`,
                each.track ?? '',
              ]
                .filter(Boolean)
                .join(', ')}
            </span>
            <span className="sub t-due">Alike: {each.because}</span>
          </div>
          <CheckField
            label={`${each.name} is not the same person`}
            checked={notAlike.includes(each.id)}
            onChecked={other =>
              onNotAlike(other ? [...notAlike, each.id] : notAlike.filter(looked => looked !== each.id))
            }
          />
        </div>
      ))}
      {others > 0 ? (
        <p className="small">
          {count(others, 'more chart')} that your role does not show. Ask a director before you go on.
        </p>
      ) : null}
    </Panel>
  )
}
