import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { openNotes } from '../queries.ts'
import { KeptWords } from './kept-words.tsx'
import { OtherDrafts } from './other-note-list.tsx'
import { OwnHours } from './own-hours.tsx'

type Line = OutputOf<typeof openNotes>['sessions'][number]

function State({ line, now }: { line: Line; now: string }) {
  const words = useWords(line.zone)
  if (line.signedAt) return <Chip kind="done">Signed {words.when(line.signedAt, now)}</Chip>
  if (line.state === 'running') return <Chip kind="info">Running, to {words.time(line.endsAt)}</Chip>
  const late = line.signBy < now
  return (
    <>
      <Chip kind="quiet">{line.begun ? 'Begun' : 'Not begun'}</Chip>
      <span className={`sub ${late ? 't-risk' : 't-due'}`}>
        sign by {words.when(line.signBy, now)}, {words.due(line.signBy, now)}
      </span>
    </>
  )
}

function Lines({ lines, now, label }: { lines: Line[]; now: string; label: string }) {
  const words = useWords()
  return (
    <DataTable
      label={label}
      rows={lines}
      keyOf={line => line.id}
      columns={[
        {
          head: 'Group',
          cell: line => (
            <>
              <b>{line.group}</b>
              <span className="sub">
                {count(line.expected, 'person', 'people')}, {line.room}
              </span>
            </>
          ),
        },
        {
          head: 'When',
          width: 200,
          cell: line => (
            <time dateTime={line.startsAt}>
              {words.day(line.startsAt)}
              <span className="sub">{words.span(line.startsAt, line.endsAt)}</span>
            </time>
          ),
        },
        { head: 'State', width: 260, cell: line => <State line={line} now={now} /> },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          width: 110,
          cell: line => (
            <ButtonLink
              to={`/staff/notes/${line.id}`}
              small
              label={`${line.signedAt ? 'Read' : 'Write'}: ${line.group}, ${words.day(line.startsAt)}`}
            >
              {line.signedAt ? 'Read' : 'Write'}
            </ButtonLink>
          ),
        },
      ]}
    />
  )
}

/** The groups this person leads that are over and not signed, and the ones signed lately. */
function Groups() {
  const asked = useAsk<typeof openNotes>('notes.open', {}, { everySeconds: 60 })
  const open = asked.data?.sessions.filter(line => !line.signedAt) ?? []
  return (
    <Page
      title="Notes"
      sub={
        asked.data
          ? `${open.length > 0 ? count(open.length, 'group') : 'No group'} of yours to document, in five weeks.`
          : ' '
      }
    >
      <KeptWords />
      <Asked asked={asked} what="The list">
        {data => {
          const signed = data.sessions.filter(line => line.signedAt)
          return (
            <div className="stack">
              <Panel title="To write and sign">
                {open.length > 0 ? (
                  <Lines lines={open} now={data.now} label="To write and sign" />
                ) : (
                  <Empty title="Nothing to sign">A group that you lead comes here by itself when it has begun.</Empty>
                )}
              </Panel>
              <OwnHours />
              <OtherDrafts />
              {signed.length > 0 ? (
                <Panel title="Signed">
                  <Lines lines={signed.slice(0, 20)} now={data.now} label="Signed" />
                </Panel>
              ) : null}
            </div>
          )
        }}
      </Asked>
    </Page>
  )
}

/** What this person has to write and sign: of groups that they lead, and notes of one client that they began. */
export default function OpenNotesPage() {
  const may = useMay()
  if (may('notes.open')) return <Groups />
  return (
    <Page title="Notes" sub="Hours that you led and notes that you began, not signed yet.">
      <KeptWords />
      <div className="stack">
        <OwnHours />
        <OtherDrafts
          none={<Empty title="Nothing to sign">A note that you begin in a chart waits here until you sign it.</Empty>}
        />
      </div>
    </Page>
  )
}
