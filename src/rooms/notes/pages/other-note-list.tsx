import type { ReactNode } from 'react'
import { Chip } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { count } from '#web/words.ts'
import type { draftsOf } from '../other-drafts.ts'
import './other-note.css'

/** One's own notes that are not of a group and not signed; when there are none, nothing or what says so. */
export function OtherDrafts({ none = null }: { none?: ReactNode }) {
  const may = useMay()
  const words = useWords()
  const asked = useAsk<typeof draftsOf>('notes.drafts', {}, { enabled: may('notes.drafts') })
  const drafts = asked.data?.drafts ?? []
  if (drafts.length === 0) return asked.data ? none : null
  return (
    <Panel title="Other notes you began" sub={`${count(drafts.length, 'note')}, not signed`} padded>
      <ul className="on-begun">
        {drafts.map(draft => (
          <li key={draft.id}>
            <Link to={`/staff/notes/draft/${draft.id}`}>
              {draft.name}: {draft.title}
            </Link>{' '}
            <ClientHours id={draft.clientId} name={draft.name} />
            {draft.again ? <Chip kind="due">Written again</Chip> : null}
            <span className="sub">
              {words.day(draft.startsAt)}, {words.time(draft.startsAt)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
