import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useWords } from '#web/ui/me.tsx'
import type { Note } from './group-note-book.ts'
import { type Found, keepable, sentenceOf } from './group-note-words.ts'

type FoundHereProps = {
  note: Note
  /** What was found in this part of the page and is not settled. */
  found: readonly Found[]
  /** The words as they stand, for a look at both. */
  own?: string
  onKeep: (finding: Found) => void
}

/** What the guards found in what one is writing, said under it: with both texts where one is like another. */
export function FoundHere({ note, found, own, onKeep }: FoundHereProps) {
  const words = useWords(note.session.zone)
  const shown = found.filter(each => each.word || each.like || keepable(each))
  if (shown.length === 0) return null
  // One key keeps one of them, the first.
  const byKey = shown.find(keepable)
  return (
    <ul className="gn-found">
      {shown.map(finding => {
        const { says } = sentenceOf(finding, { note, dayOf: words.day })
        const { like } = finding
        return (
          <li key={finding.guard} className={finding.severity === 'stops' ? 'risk' : 'due'} data-guard={finding.guard}>
            <Icon name={finding.severity === 'stops' ? 'warning' : 'clock'} size={14} />
            <div className="grow">
              <p>{says}</p>
              {like?.own ? (
                <div className="alike">
                  <div>
                    <span className="sub">This sentence</span>
                    <blockquote>{own}</blockquote>
                  </div>
                  <div>
                    <span className="sub">{like.onDay ? words.day(like.onDay) : 'The other one'}</span>
                    <blockquote>{like.own}</blockquote>
                  </div>
                </div>
              ) : null}
            </div>
            {keepable(finding) ? (
              <Button
                small
                {...(finding === byKey ? { hint: 'X' } : {})}
                label={`Keep these words: ${says}`}
                onPress={() => onKeep(finding)}
              >
                Keep
              </Button>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
