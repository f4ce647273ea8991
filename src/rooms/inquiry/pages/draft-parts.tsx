import { ContactFields, contactKindWords } from '#web/ui/contact-fields.tsx'
import { CheckField } from '#web/ui/field.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { Draft } from '../referral-draft.ts'
import { type DraftLine, leftOver, originWords, reportedGroups } from './draft.ts'

type ContactsProps = {
  lines: DraftLine[]
  onLines: (lines: DraftLine[]) => void
  /** What is wrong with the kept contact at this place. */
  saysOf: (at: number, place: string) => string | undefined
}

/** Phones, emails and addresses of the file, each kept or left out, with what may be sent there. */
export function DraftContacts({ lines, onLines, saysOf }: ContactsProps) {
  const set = (at: number, change: Partial<DraftLine>) =>
    onLines(lines.map(line => (line.at === at ? { ...line, ...change } : line)))
  return (
    <Panel title="How to reach them" sub="check only what they agreed to" padded>
      {lines.length === 0 ? <p className="quiet">The file names no phone, email or address.</p> : null}
      {lines.map(line => (
        <fieldset key={line.at} className={`contact-line${line.kept ? '' : ' out'}`}>
          <legend className="vh">{`${contactKindWords(line.contact)} from the file`}</legend>
          <ContactFields
            draft={line.contact}
            onDraft={contact => set(line.at, { contact })}
            saysOf={place => (line.kept ? saysOf(lines.filter(each => each.kept).indexOf(line), place) : undefined)}
            help={originWords(line.origin)}
            fixedKind
          >
            <CheckField label="Keep" checked={line.kept} onChecked={kept => set(line.at, { kept })} />
          </ContactFields>
        </fieldset>
      ))}
    </Panel>
  )
}

type ReportedProps = {
  reported: Draft['reported']
  leaveOut: readonly number[]
  onLeaveOut: (leaveOut: number[]) => void
}

/** Allergies, medications and conditions in the sender's words, each kept or left out. */
export function DraftReported({ reported, leaveOut, onLeaveOut }: ReportedProps) {
  const kept = reported.length - leaveOut.length
  return (
    <Panel
      title="What the file reports of their health"
      sub={reported.length > 0 ? `in the sender’s words; ${kept} of ${reported.length} kept` : undefined}
      padded
    >
      {reported.length === 0 ? (
        <p className="quiet">The file reports no condition, medication or allergy.</p>
      ) : (
        reportedGroups(reported).map(group => (
          <div key={group.kind}>
            <h3>{group.title}</h3>
            {group.lines.map(({ at, line }) => (
              <div key={at} className={`kept-line${leaveOut.includes(at) ? ' out' : ''}`}>
                <CheckField
                  label={line.words}
                  help={[line.status, line.detail].filter(Boolean).join(', ') || undefined}
                  checked={!leaveOut.includes(at)}
                  onChecked={keep => onLeaveOut(keep ? leaveOut.filter(each => each !== at) : [...leaveOut, at])}
                />
                <span className="small quiet origin">{originWords(line.origin)}</span>
              </div>
            ))}
          </div>
        ))
      )}
    </Panel>
  )
}

/** People whom the file names; they become supporters, which lets them see nothing. */
export function DraftPeople({ people }: { people: Draft['people'] }) {
  const named = people.filter(person => person.name)
  if (named.length === 0) return null
  return (
    <Panel title="People in the file" sub="become supporters; that lets them see nothing" padded>
      <ul className="stack">
        {named.map(person => (
          <li key={`${person.name} ${person.origin.path}`}>
            {person.name}
            <span className="sub">{[person.relation.toLowerCase(), person.phone].filter(Boolean).join(', ')}</span>
            <span className="sub">{originWords(person.origin)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Everything in the file that is not in the draft, folded by resource: listed, never dropped. */
export function NotUnderstood({ lines }: { lines: Draft['notUnderstood'] }) {
  const groups = leftOver(lines)
  const all = groups.reduce((sum, group) => sum + group.count, 0)
  return (
    <Panel title="Not taken over" sub={all > 0 ? count(all, 'thing') : undefined}>
      {groups.length === 0 ? (
        <Empty title="Nothing was left over">Everything in the file is in this draft.</Empty>
      ) : (
        groups.map(group => (
          <details key={group.resource} className="left-over">
            <summary>
              <b>{group.resource}</b>
              <span className="quiet tnum">{group.count}</span>
            </summary>
            <ul>
              {group.lines.map(line => (
                <li key={`${line.path} ${line.because}`}>
                  {line.because}
                  {line.count > 1 ? `, ${line.count} times` : ''}
                  {line.path ? <span className="sub">{line.path}</span> : null}
                </li>
              ))}
            </ul>
          </details>
        ))
      )}
    </Panel>
  )
}
