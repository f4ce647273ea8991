import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useKeys } from '#web/ui/keys.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { sources } from '../sources.ts'
import { SourceDrawer, SourceForm } from './sources-drawer.tsx'
import './pipeline.css'

type Sources = OutputOf<typeof sources>

function SourcesTable({ data, onOpen }: { data: Sources; onOpen: (id: string) => void }) {
  const kindOf = (kind: string) => data.kinds.find(each => each.kind === kind)?.name ?? kind
  if (data.sources.length === 0)
    return (
      <Empty title="Nobody is listed yet">
        Add the doctors, courts and programs that send people, and choose them on the call page.
      </Empty>
    )
  return (
    <DataTable
      label="Who sends people"
      rows={data.sources}
      keyOf={source => source.id}
      onOpen={source => onOpen(source.id)}
      columns={[
        {
          head: 'Name',
          cell: source => (
            <>
              {source.name} {source.endedOn ? <Chip kind="quiet">No longer offered</Chip> : null}
              {source.person || source.phone ? (
                <span className="sub">{[source.person, source.phone].filter(Boolean).join(', ')}</span>
              ) : null}
            </>
          ),
        },
        { head: 'Kind', card: 'label', cell: source => kindOf(source.kind) },
        { head: 'In 90 days', kind: 'num', card: 'label', cell: source => source.lately },
        {
          head: 'History',
          kind: 'act',
          headHidden: true,
          cell: source => (
            <Button small kind="quiet" onPress={() => onOpen(source.id)} label={`History of ${source.name}`}>
              History
            </Button>
          ),
        },
      ]}
    />
  )
}

/** Who sends people here, and what became of those they sent. */
export default function SourcesPage() {
  const may = useMay()
  const [open, setOpen] = useState<string>()
  const [adding, setAdding] = useState(false)
  const asked = useAsk<typeof sources>('inquiry.sources', {})
  useKeys('Sources', [{ key: 'a', says: 'Add a source', run: () => setAdding(true) }])
  const { data } = asked
  return (
    <Page
      title="Sources"
      sub={
        data
          ? `${count(data.sources.filter(each => !each.endedOn).length, 'source')} offered on the call page`
          : undefined
      }
      actions={
        may('inquiry.add-source') ? (
          <Button kind="primary" icon="plus" hint="a" onPress={() => setAdding(true)}>
            Add a source
          </Button>
        ) : null
      }
    >
      <div className="pipe-page">
        <Notice kind="info">
          <b>An answer to them needs consent.</b> That somebody asked here, or started, is told to nobody who sent them
          without the person’s written yes. No thank-you goes out from this page.
        </Notice>
        <Panel title="Who sends people">
          <Asked asked={asked} what="The sources" rows={6}>
            {all => <SourcesTable data={all} onOpen={setOpen} />}
          </Asked>
        </Panel>
      </div>
      {adding && data ? <SourceForm kinds={data.kinds} onClose={() => setAdding(false)} /> : null}
      {open && data ? <SourceDrawer id={open} kinds={data.kinds} onClose={() => setOpen(undefined)} /> : null}
    </Page>
  )
}
