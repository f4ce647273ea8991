import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, Form, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Facts } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { addSource, changeSource, sourceHistory } from '../sources.ts'
import { stageWords } from './call-words.ts'
import { waitWords } from './pipeline-words.ts'
import './pipeline.css'

type Kinds = readonly { kind: string; name: string }[]
type History = OutputOf<typeof sourceHistory>
type Source = History['source']

const emptySource = { kind: 'physician', name: '', phone: '', person: '', note: '', isEnded: false }

/** A new source, or one that is changed. */
export function SourceForm({ kinds, source, onClose }: { kinds: Kinds; source?: Source; onClose: () => void }) {
  const [fields, setFields] = useState(
    source
      ? {
          ...{ kind: source.kind, name: source.name, isEnded: source.endedOn !== null },
          ...{ phone: source.phone ?? '', person: source.person ?? '', note: source.note ?? '' },
        }
      : emptySource,
  )
  const done = () => {
    toast(source ? 'The source is changed.' : 'The source is added.')
    onClose()
  }
  const add = useAct<typeof addSource>('inquiry.add-source', { onDone: done })
  const change = useAct<typeof changeSource>('inquiry.change-source', { onDone: done })
  const act = source ? change : add
  const set = (patch: Partial<typeof fields>) => setFields({ ...fields, ...patch })
  function send() {
    const { isEnded, ...words } = fields
    if (source) void change.run({ id: source.id, version: source.version, ...words, isEnded })
    else void add.run(words)
  }
  return (
    <Drawer open onClose={onClose} title={source ? 'Change the source' : 'Add a source'}>
      <Form label="The source" onSend={send}>
        <TextField
          label="Name"
          value={fields.name}
          onValue={name => set({ name })}
          error={act.saysOf('name')}
          maxLength={120}
        />
        <SelectField
          label="Kind"
          options={kinds.map(each => ({ value: each.kind, label: each.name }))}
          value={fields.kind}
          onValue={kind => set({ kind })}
        />
        <TextField
          label="Whom to ask for"
          optional
          value={fields.person}
          onValue={person => set({ person })}
          maxLength={120}
        />
        <TextField
          label="Phone"
          optional
          type="tel"
          value={fields.phone}
          onValue={phone => set({ phone })}
          maxLength={40}
        />
        <TextArea label="Note" optional value={fields.note} onValue={note => set({ note })} maxLength={1000} />
        {source ? (
          <CheckField
            label="No longer offered on the call page"
            checked={fields.isEnded}
            onChecked={isEnded => set({ isEnded })}
          />
        ) : null}
        <div>
          <Button kind="primary" submit busy={act.busy}>
            {source ? 'Save' : 'Add the source'}
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

function Quarters({ quarters }: { quarters: History['quarters'] }) {
  return (
    <DataTable
      label="By quarter"
      tight
      rows={quarters}
      keyOf={each => each.quarter}
      columns={[
        { head: 'Quarter', cell: each => each.quarter },
        { head: 'Asked', kind: 'num', card: 'label', cell: each => each.asked },
        { head: 'Reached', kind: 'num', card: 'label', cell: each => each.reached },
        { head: 'Assessed', kind: 'num', card: 'label', cell: each => each.assessed },
        { head: 'Started', kind: 'num', card: 'label', cell: each => each.started },
        { head: 'Lost', kind: 'num', card: 'label', cell: each => each.lost },
        {
          head: 'Half assessed within',
          kind: 'num',
          card: 'label',
          cell: each => (each.medianMinutes === null ? 'nobody yet' : waitWords(each.medianMinutes)),
        },
      ]}
    />
  )
}

function Sent({ history }: { history: History }) {
  const words = useWords()
  const { source, quarters, losses, last } = history
  return (
    <div className="stack">
      <Facts
        facts={[
          { word: 'Ask for', value: source.person ?? 'nobody in particular' },
          { word: 'Phone', value: source.phone ?? 'not known' },
          { word: 'Note', value: source.note ?? 'none' },
        ]}
      />
      <h3>By quarter</h3>
      {quarters.length > 0 ? <Quarters quarters={quarters} /> : <p className="quiet">They have sent nobody yet.</p>}
      {losses.length > 0 ? (
        <>
          <h3>Why some were lost</h3>
          <ul className="pipe-list">
            {losses.map(each => (
              <li key={each.reason}>
                {each.name}: {each.count}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {last.length > 0 ? (
        <>
          <h3>The last they sent</h3>
          <ul className="pipe-list">
            {last.map(each => (
              <li key={each.id}>
                <Link to={`/staff/inquiries/call/${each.id}`}>{each.code}</Link>, {stageWords(each.stage).toLowerCase()}
                , asked {words.day(each.receivedOn)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

/** One source: whom to ask for, and what became of those it sent. */
export function SourceDrawer({ id, kinds, onClose }: { id: string; kinds: Kinds; onClose: () => void }) {
  const may = useMay()
  const [changing, setChanging] = useState(false)
  const asked = useAsk<typeof sourceHistory>('inquiry.source-history', { id })
  if (changing && asked.data)
    return <SourceForm kinds={kinds} source={asked.data.source} onClose={() => setChanging(false)} />
  return (
    <Drawer
      open
      wide
      onClose={onClose}
      title={asked.data?.source.name ?? 'Source'}
      foot={
        asked.data && may('inquiry.change-source') ? (
          <Button onPress={() => setChanging(true)}>Change what is known</Button>
        ) : null
      }
    >
      <Asked asked={asked} what="The history" rows={6}>
        {history => <Sent history={history} />}
      </Asked>
    </Drawer>
  )
}
