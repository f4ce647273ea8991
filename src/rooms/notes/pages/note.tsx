import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { useGo, useParams } from '#web/ui/route.tsx'
import type { coSignatures } from '../after-signing.ts'
import type { oneNote, ownNote } from '../timeline.ts'
import { NoteText, StandingChip } from './chart-notes-one.tsx'
import { NotePdf } from './chart-notes-pdf.tsx'
import { standingOf } from './chart-notes-words.ts'

/** A note by who reads its chart; else by who signed it. */
function useOneNote(id: string) {
  const may = useMay()
  const reads = may('notes.note')
  const read = useAsk<typeof oneNote>('notes.note', { id }, { enabled: reads })
  const signs = may('notes.own-note') && (!reads || read.problem?.status === 404)
  const own = useAsk<typeof ownNote>('notes.own-note', { id }, { enabled: signs })
  return { ...(signs ? own : read), isOwn: signs }
}

const queue = '/staff/notes/co-sign'

/** Where somebody goes who has settled a note of the queue: to the next that awaits them. */
function useNext(id: string): string {
  const may = useMay()
  const asked = useAsk<typeof coSignatures>('notes.to-co-sign', {}, { enabled: may('notes.to-co-sign') })
  const next = asked.data?.toSign.find(note => note.id !== id)
  return next ? `/staff/notes/signed/${next.id}` : queue
}

/** One signed note: for who signs beside it, and for its author, who may not read the chart. */
export default function NotePage() {
  const { id = '' } = useParams()
  const asked = useOneNote(id)
  const may = useMay()
  const go = useGo()
  const next = useNext(id)
  const words = useWords(asked.data?.note.zone)
  const note = asked.data?.note
  return (
    <Page
      title={asked.data?.name ?? 'Note'}
      sub={note ? `${note.title}, ${words.day(note.onDay)}` : ' '}
      state={
        note ? (
          <>
            <StandingChip standing={standingOf(note)} />
            <ClientHours id={note.clientId} name={asked.data?.name ?? ''} />
          </>
        ) : undefined
      }
      actions={
        <>
          {note ? <NotePdf id={id} own={asked.isOwn} /> : null}
          {note && may('notes.timeline') ? (
            <ButtonLink to={`/staff/clients/${note.clientId}/notes`}>Open the chart</ButtonLink>
          ) : null}
          {may('notes.to-co-sign') ? <ButtonLink to={queue}>Co-signatures</ButtonLink> : null}
        </>
      }
    >
      <Asked asked={asked} what="The note">
        {data => (
          <Panel title="Signed note" padded>
            <NoteText note={data.note} onSettled={() => go(next)} />
          </Panel>
        )}
      </Asked>
    </Page>
  )
}
