import { useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { KeyHints } from '#web/ui/keys.tsx'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { useWord } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { count } from '#web/words.ts'
import type { missed } from '../follow-up.ts'
import { ScriptDrawer } from './missed-script.tsx'
import { FollowUpTabs } from './missed-tabs.tsx'
import { type Missed, type MissedClient, nextStep, outcomeWords, stepAfter, summary, wayWords } from './missed-words.ts'
import './missed.css'

type RowProps = { client: MissedClient; list: Missed }

function Days({ client, list }: RowProps) {
  const words = useWords(list.zone)
  const days = client.missedOn.length
  return (
    <>
      <b>{count(days, 'day')}</b>
      <span className="sub">
        {client.lastServiceOn ? `Last here ${words.day(client.lastServiceOn)}` : 'Not here yet'}
      </span>
    </>
  )
}

function DueCell({ client, list }: RowProps) {
  const words = useWords(list.zone)
  const step = nextStep(client, list.steps)
  if (!step) {
    const after = stepAfter(client, list.steps)
    return (
      <>
        <span className="t-done">Every step was tried</span>
        {after ? (
          <span className="sub">
            After {count(after.afterMissed, 'missed day')}: {after.title}
          </span>
        ) : null}
      </>
    )
  }
  const late = step.dueAt < list.now
  return (
    <>
      {step.title}
      <time className="sub" dateTime={step.dueAt}>
        {late ? (
          <Chip kind="risk" bare>
            Overdue, {words.due(step.dueAt, list.now)}
          </Chip>
        ) : (
          `By ${words.when(step.dueAt, list.now)}, ${words.due(step.dueAt, list.now)}`
        )}
      </time>
    </>
  )
}

function TriedCell({ client, list }: RowProps) {
  const words = useWords(list.zone)
  const last = client.attempts.at(-1)
  if (!last) return <span className="quiet">Not yet</span>
  return (
    <>
      {count(client.attempts.length, 'attempt')}
      <span className="sub">
        {wayWords[last.way]}: {outcomeWords[last.outcome].toLowerCase()}, {words.day(last.madeAt)}
      </span>
    </>
  )
}

function Rows({ list, onOpen }: { list: Missed; onOpen: (client: MissedClient) => void }) {
  return (
    <DataTable
      label="Missed sessions, the longest first"
      rows={list.clients}
      keyOf={client => client.clientId}
      onOpen={onOpen}
      columns={[
        {
          head: 'Client',
          cell: client => (
            <>
              <span className="named">
                <b>{client.name}</b>
                <ClientHours id={client.clientId} name={client.name} />
              </span>
              {client.track ? <span className="sub">{client.track}</span> : null}
            </>
          ),
        },
        { head: 'Missed in a row', width: 170, cell: client => <Days client={client} list={list} /> },
        { head: 'Next step', card: 'wide', cell: client => <DueCell client={client} list={list} /> },
        { head: 'Tried', width: 240, card: 'label', cell: client => <TriedCell client={client} list={list} /> },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          width: 130,
          cell: client => (
            <Button small onPress={() => onOpen(client)} label={`Open the script: ${client.name}`}>
              Open script
            </Button>
          ),
        },
      ]}
    />
  )
}

/** What is done when; a number that nobody has checked says so. */
function Protocol({ list }: { list: Missed }) {
  return (
    <Panel title="What is done when" sub="after days missed in a row">
      <ul className="protocol">
        {list.steps.map(step => (
          <li key={step.step}>
            <b>
              {count(step.afterMissed, 'day')}: {step.title}
            </b>
            <span className="sub">
              {step.says} Within {step.withinHours} h. {step.verified ? null : <Chip kind="quiet">Not verified</Chip>}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Content({ list }: { list: Missed }) {
  const asked = useWord('client')
  const [openId, setOpenId] = useState(asked)
  const open = list.clients.find(client => client.clientId === openId)
  return (
    <div className="stack">
      {openId && !open ? (
        <Notice kind="done" live>
          This person has no missed days any more, or they are not at this site.
        </Notice>
      ) : null}
      <Panel title="To follow up" sub={list.clients.length > 0 ? 'the longest first' : undefined}>
        {list.clients.length > 0 ? (
          <Rows list={list} onOpen={client => setOpenId(client.clientId)} />
        ) : (
          <Empty title="Nobody is missing">
            Who is marked absent comes here by itself, and leaves the list when they come again.
          </Empty>
        )}
      </Panel>
      <Protocol list={list} />
      <KeyHints
        hints={[
          { key: 'ArrowUp ArrowDown', says: 'rows' },
          { key: 'Enter', says: 'open the script' },
          { key: 'ctrl+Enter', says: 'write the attempt down' },
        ]}
      />
      {open ? (
        <ScriptDrawer key={open.clientId} client={open} list={list} onClose={() => setOpenId(undefined)} />
      ) : null}
    </div>
  )
}

/** Who missed days in a row: what is done about it, by when, and what was tried. */
export default function MissedPage() {
  const { site } = useHere()
  const asked = useAsk<typeof missed>('attendance.missed', site.id ? { siteId: site.id } : {}, { everySeconds: 60 })
  return (
    <Page title="Missed sessions" sub={asked.data ? summary(asked.data, asked.data.now) : ' '}>
      <div className="stack">
        <FollowUpTabs />
        <Asked asked={asked} what="The list" rows={6}>
          {data => <Content key={site.id} list={data} />}
        </Asked>
      </div>
    </Page>
  )
}
