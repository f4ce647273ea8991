import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useWords } from '#web/ui/me.tsx'
import { type EntryFrom, entryOf } from './entries.ts'
import type { RowProps } from './sheet-row.tsx'
import type { Row, Sheet } from './sheet-rows.ts'

type Question = NonNullable<Row['question']>
type Statement = Question['statements'][number]

/** What somebody said, in words: `here from 5:42 pm to the end`. */
function usePresenceWords(sheet: Sheet): (said: Statement) => string {
  const words = useWords(sheet.session.zone)
  return ({ kind, arrivedAt, leftAt }) => {
    if (kind !== 'here') return kind
    return `here from ${arrivedAt ? words.time(arrivedAt) : '?'} to ${leftAt ? words.time(leftAt) : 'the end'}`
  }
}

const why: Record<Question['why'], string> = {
  differ: 'Two statements do not agree. Choose one, or write the times yourself.',
  clock: 'The tablet’s clock was set anew that day, so its times may be wrong. Take them, or write your own.',
  parted: 'They left and came back; the longest stretch is taken. Take it, or write the times yourself.',
}

/** Takes what somebody said as it stands; who was here anyhow was so in the same way. */
const takes =
  (said: Statement): EntryFrom =>
  before =>
    entryOf(said, said.kind === 'here' && before?.kind === 'here' ? before : null)

/** Two statements about one person, with who said each and when, for somebody to choose between. */
export function ChooseRow({ sheet, row, fixed, question, onEntry }: RowProps & { question: Question }) {
  const words = useWords(sheet.session.zone)
  const says = usePresenceWords(sheet)
  return (
    <tr className="ask" data-ask={row.clientId}>
      <td colSpan={8}>
        <section className="ask-in" aria-label={`To choose: ${row.name}`}>
          <Icon name="warning" />
          <div className="grow">
            <p>
              <b>{why[question.why]}</b>
            </p>
            <ul>
              {question.statements.map(said => (
                <li key={`${said.from} ${said.at}`}>
                  <span>
                    <b>{said.from ?? 'Tablet'}</b>: {says(said)}
                    <span className="quiet">
                      {said.from ? ', said ' : ', told '}
                      <time dateTime={said.at}>{words.time(said.at)}</time>
                    </span>
                  </span>
                  {fixed ? null : (
                    <Button
                      small
                      label={`Take what ${said.from ?? 'the tablet'} says of ${row.name}: ${says(said)}`}
                      onPress={() => onEntry(takes(said))}
                    >
                      Take this
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </div>
        </section>
      </td>
    </tr>
  )
}

/** Goes to what is to be chosen next after a row; answers whose it is. */
export function goToNextChoice(rows: readonly Row[], after: string | undefined): string | undefined {
  const at = rows.findIndex(row => row.clientId === after)
  const round = [...rows.slice(at + 1), ...rows.slice(0, at + 1)]
  const next = round.find(row => row.question)
  if (!next) return undefined
  const place = document.querySelector<HTMLElement>(`[data-ask="${next.clientId}"]`)
  place?.scrollIntoView({ block: 'center' })
  place?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
  return next.clientId
}
