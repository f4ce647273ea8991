import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useFile } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, FieldRow, Form, TextField } from '#web/ui/field.tsx'
import { useKeys } from '#web/ui/keys.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { chartPdf, notePdf, ownNotePdf } from '../pdf.ts'
import type { Wanted } from './chart-notes-asked.ts'
import { type Front, plusDays } from './chart-words.ts'

const kept = (name: string) => toast(`${name} lies where this browser keeps what it loads.`)

/** A signed note as a PDF: of a chart that one reads, or one’s own. */
export function NotePdf({ id, own }: { id: string; own: boolean }) {
  const may = useMay()
  const options = { onDone: kept, refusals: 'toast' as const }
  const read = useFile<typeof notePdf>('notes.note-pdf', options)
  const signed = useFile<typeof ownNotePdf>('notes.own-note-pdf', options)
  const { busy, run } = own ? signed : read
  const allowed = may(own ? 'notes.own-note-pdf' : 'notes.note-pdf')
  const take = () => {
    if (!busy) void run({ id })
  }
  useKeys('This note', allowed ? [{ key: 'p', says: 'Take it as a PDF', run: take }] : [])
  if (!allowed) return null
  return (
    <Button busy={busy} hint="p" label="PDF of this note" onPress={take}>
      PDF
    </Button>
  )
}

type Span = { from: string; until: string }
type Preset = 'stay' | 'days' | 'all' | 'own'

/** How far back `the last days` goes. */
const lastDays = 30

function presetsOf({ today, stay }: Front): { value: Preset; label: string; span: Span }[] {
  return [
    ...(stay ? [{ value: 'stay' as const, label: 'This stay', span: { from: stay.begunOn, until: today } }] : []),
    {
      value: 'days',
      label: `Last ${lastDays} days`,
      span: { from: plusDays(today, 1 - lastDays), until: today },
    },
    { value: 'all', label: 'Everything', span: { from: '', until: '' } },
  ]
}

type PdfProps = { front: Front; wanted: Wanted; narrowed: boolean }

/** Opens what asks for the span of a PDF of this chart. */
export function ChartPdf(props: PdfProps) {
  const [open, setOpen] = useState(false)
  const allowed = useMay()('notes.chart-pdf')
  useKeys('These notes', allowed ? [{ key: 'p', says: 'Take them as a PDF', run: () => setOpen(true) }] : [])
  if (!allowed) return null
  return (
    <>
      <Button small hint="p" label="PDF of these notes" onPress={() => setOpen(true)}>
        PDF…
      </Button>
      {open ? <SpanDrawer {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

const missingIn = ({ from, until }: Span) =>
  from && until && from > until ? 'The last day is before the first.' : undefined

function SpanDrawer({ front, wanted, narrowed, onClose }: PdfProps & { onClose: () => void }) {
  const presets = presetsOf(front)
  const [span, setSpan] = useState<Span>(presets[0]?.span ?? { from: '', until: '' })
  const [filtered, setFiltered] = useState(narrowed)
  const file = useFile<typeof chartPdf>('notes.chart-pdf', {
    private: true,
    onDone: name => {
      kept(name)
      onClose()
    },
  })
  const missing = missingIn(span)
  const chosen = presets.find(each => each.span.from === span.from && each.span.until === span.until)
  const set = (part: Partial<Span>) => {
    file.clear()
    setSpan({ ...span, ...part })
  }
  const send = () => {
    if (missing || file.busy) return
    const days = { from: span.from || null, until: span.until || null }
    void file.run({ clientId: front.id, ...days, ...(filtered ? wanted : {}) })
  }
  return (
    <Drawer open onClose={onClose} title="Notes as a PDF">
      <Form label="Notes as a PDF" onSend={send}>
        <p>
          Every signed note of the span that you may read, the oldest first, with who signed and what was added. It is
          an export: your password is asked for again, and the journal says that you made it.
        </p>
        <Segmented
          label="Span"
          options={presets}
          value={chosen?.value}
          onValue={value => set(presets.find(each => each.value === value)?.span ?? {})}
        />
        <FieldRow>
          <TextField label="From" type="date" optional value={span.from} onValue={from => set({ from })} />
          <TextField label="Until" type="date" optional value={span.until} onValue={until => set({ until })} />
        </FieldRow>
        {narrowed ? (
          <CheckField
            label="Only what the page shows now, by its filters and search"
            checked={filtered}
            onChecked={setFiltered}
          />
        ) : null}
        <p role="status" className="quiet">
          {file.busy ? 'The PDF is being made. A chart of some years takes half a minute.' : ''}
        </p>
        {file.problem && file.problem.code !== 'not-confirmed' ? (
          <Notice kind="risk" live>
            {file.problem.message}
          </Notice>
        ) : null}
        <div className="row end">
          <Button onPress={onClose}>Go back</Button>
          <Button kind="primary" submit busy={file.busy} reason={missing}>
            Make the PDF
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}
