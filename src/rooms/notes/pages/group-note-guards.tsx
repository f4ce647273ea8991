import { memo, useMemo } from 'react'
import { Icon } from '#web/ui/icon.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import type { Note } from './group-note-book.ts'
import {
  type Found,
  inOrder,
  keepable,
  looksIn,
  sentenceOf,
  settleList,
  stopsIn,
  type Thing,
  type Written,
} from './group-note-words.ts'

type GuardsProps = {
  note: Note
  written: Written
  found: readonly Found[]
  onGo: (finding: Found) => void
  onKeep: (finding: Found) => void
}

/** As many of a kind as are shown at once; F8 goes through them all. */
const mostShown = 8

/** What stops the signature, and what is worth a look, as the page says them. */
export function useThings(note: Note, found: readonly Found[]): { stops: Thing[]; looks: Thing[] } {
  const { day } = useWords(note.session.zone)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a day is written the same each time
  return useMemo(() => {
    const said = { note, dayOf: day }
    return {
      stops: settleList(stopsIn(found), said),
      looks: looksIn(found).map(finding => sentenceOf(finding, said)),
    }
  }, [note, found])
}

/** Two numbers in words: what stops, what warns. */
export function thingsWords({ stops, looks }: { stops: readonly Thing[]; looks: readonly Thing[] }): string {
  const said = [
    stops.length > 0 ? `${stops.length} stop${stops.length === 1 ? 's' : ''}` : '',
    looks.length > 0 ? `${looks.length} warn${looks.length === 1 ? 's' : ''}` : '',
  ].filter(Boolean)
  return said.length > 0 ? said.join(', ') : 'nothing to settle'
}

/** What stands between this note and its signature, each with a jump; what is worth a look; what is in order. */
export const Guards = memo(Guarded)

function Guarded({ note, written, found, onGo, onKeep }: GuardsProps) {
  const things = useThings(note, found)
  const done = inOrder(note, written, found)
  return (
    <Panel title="Before signing" end={<span className="quiet">{thingsWords(things)}</span>}>
      <div className="guards" id="before-signing" tabIndex={-1}>
        <Things head="Stops the signing" kind="risk" things={things.stops} onGo={onGo} onKeep={onKeep} />
        <Things head="Worth a look" kind="due" things={things.looks} onGo={onGo} onKeep={onKeep} />
        {done.length > 0 ? (
          <>
            <h3 className="t-done">In order</h3>
            <ul>
              {done.map(says => (
                <li key={says} className="done">
                  <Icon name="check" />
                  <p>{says}</p>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Panel>
  )
}

type ThingsProps = Pick<GuardsProps, 'onGo' | 'onKeep'> & { head: string; kind: 'risk' | 'due'; things: Thing[] }

function Things({ head, kind, things, onGo, onKeep }: ThingsProps) {
  if (things.length === 0) return null
  const hidden = things.length - mostShown
  return (
    <>
      <h3 className={`t-${kind}`}>{head}</h3>
      <ul>
        {things.slice(0, mostShown).map(({ finding, says, act, to }) => (
          <li
            key={`${finding.clientId} ${finding.guard}`}
            className={kind}
            data-about={`${finding.clientId} ${finding.guard}`}
          >
            <Icon name={kind === 'risk' ? 'warning' : 'clock'} />
            <p>
              {says}{' '}
              {to ? (
                <Link to={to} label={`${act}: ${says}`}>
                  {act}
                </Link>
              ) : (
                <button type="button" className="jump" aria-label={`${act}: ${says}`} onClick={() => onGo(finding)}>
                  {act}
                </button>
              )}
              {keepable(finding) ? (
                <>
                  {' '}
                  <button type="button" className="jump" aria-label={`Keep: ${says}`} onClick={() => onKeep(finding)}>
                    Keep
                  </button>
                </>
              ) : null}
            </p>
          </li>
        ))}
      </ul>
      {hidden > 0 ? <p className="more quiet small">And {hidden} more; F8 goes through them.</p> : null}
    </>
  )
}
