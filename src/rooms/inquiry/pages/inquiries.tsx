import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { Link, useGo } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { agoWords, count } from '#web/words.ts'
import type { askedLately, openContacts } from '../calls.ts'
import { NeitherDrawer } from './call-drawers.tsx'
import { cameWords, leadWords, stageWords } from './call-words.ts'
import { OpenReferrals, ReadFile } from './referrals.tsx'
import './call.css'

type Line = OutputOf<typeof openContacts>['toCall'][number]

const cameOf = (came: string) => cameWords.find(each => each.value === came)?.label ?? came
const addressOf = (id: string) => `/staff/inquiries/call/${id}`
/** The address of a call that begins with its first key. */
const newCall = () => `${addressOf(crypto.randomUUID())}?begin=1`

function Contacts({ label, rows, verb }: { label: string; rows: Line[]; verb: string }) {
  const words = useWords()
  const go = useGo()
  const now = new Date().toISOString()
  return (
    <DataTable
      label={label}
      rows={rows}
      keyOf={row => row.id}
      onOpen={row => go(addressOf(row.id))}
      columns={[
        {
          head: 'Inquiry',
          cell: row => (
            <>
              <Link to={addressOf(row.id)}>{row.called}</Link>
              <span className="sub">
                {row.code}
                {row.language === 'es' ? ', Spanish' : ''}
              </span>
            </>
          ),
        },
        {
          head: 'Asked',
          width: 150,
          cell: row => (
            <time dateTime={row.receivedAt}>
              {agoWords(row.receivedAt, now)}
              <span className="sub">{cameOf(row.came)}</span>
            </time>
          ),
        },
        {
          head: 'State',
          width: 190,
          cell: row => (
            <>
              {row.urgent ? <Chip kind="risk">{leadWords(row.urgent)}</Chip> : null}{' '}
              {row.callDueAt ? (
                <Chip kind={row.callDueAt < now ? 'risk' : 'due'}>
                  {row.callDueAt < now ? 'Was due' : 'Call'} {words.when(row.callDueAt, now)}
                </Chip>
              ) : (
                <Chip kind="quiet">{stageWords(row.stage)}</Chip>
              )}
              {row.tries > 0 ? <span className="sub">{count(row.tries, 'try', 'tries')} without an answer</span> : null}
            </>
          ),
        },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          width: 90,
          cell: row => (
            <ButtonLink small to={addressOf(row.id)} label={`${verb} ${row.code}`}>
              {verb}
            </ButtonLink>
          ),
        },
      ]}
    />
  )
}

/** Who asked whether somebody is here, and the messages they left. */
function AskedHere() {
  const asked = useAsk<typeof askedLately>('inquiry.asked', {})
  const words = useWords()
  const now = new Date().toISOString()
  if (!asked.data || asked.data.asked.length === 0) return null
  return (
    <Panel title="Who asked about somebody" sub="told neither yes nor no" padded>
      <ol className="call-list">
        {asked.data.asked.slice(0, 10).map(each => (
          <li key={each.id}>
            <b>{each.who}</b>
            {each.phone ? `, ${each.phone}` : ''}
            <span className="sub">{words.when(each.at, now)}</span>
            {each.message ? <span className="sub">{each.message}</span> : null}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

/** Who is to be called, what is open, and what came as a file. */
export default function InquiriesPage() {
  const asked = useAsk<typeof openContacts>('inquiry.open', {}, { everySeconds: 60 })
  const [neither, setNeither] = useState(false)
  const may = useMay()
  const go = useGo()
  useKeys('This page', [
    { key: 'b', says: 'Begin a call', run: () => go(newCall()) },
    { key: 'n', says: 'Neither confirm nor deny', run: () => setNeither(true) },
  ])
  const waiting = asked.data?.toCall.length ?? 0
  return (
    <Page
      title="Inquiries"
      sub={asked.data ? `${count(waiting, 'call')} to make, ${count(asked.data.lately.length, 'other')} open.` : ' '}
      actions={
        <>
          <Button onPress={() => setNeither(true)} hint="n">
            Neither confirm nor deny
          </Button>
          <Button kind="primary" icon="phone" onPress={() => go(newCall())} hint="b">
            New call
          </Button>
        </>
      }
    >
      <Columns
        asideLabel="Beside the inquiries"
        aside={
          may('inquiry.receive-referral') || may('inquiry.asked') ? (
            <>
              {may('inquiry.receive-referral') ? <ReadFile /> : null}
              {may('inquiry.asked') ? <AskedHere /> : null}
            </>
          ) : null
        }
      >
        <Panel title="To call" sub="the first due first">
          <Asked asked={asked} what="The list">
            {data =>
              data.toCall.length > 0 ? (
                <Contacts label="Who is to be called, the first due first" rows={data.toCall} verb="Call" />
              ) : (
                <Empty title="Nobody waits for a call">
                  Who asks on the web or leaves word stands here until somebody calls.
                </Empty>
              )
            }
          </Asked>
        </Panel>
        {may('inquiry.referrals') ? <OpenReferrals /> : null}
        <Panel title="Open inquiries" sub="the last first">
          <Asked asked={asked} what="The list">
            {data =>
              data.lately.length > 0 ? (
                <Contacts label="Open inquiries, the last first" rows={data.lately} verb="Open" />
              ) : (
                <Empty title="No other inquiry is open">
                  A call that is written down stands here until they start.
                </Empty>
              )
            }
          </Asked>
        </Panel>
      </Columns>
      <NeitherDrawer open={neither} onClose={() => setNeither(false)} />
      <KeyHints
        hints={[
          { key: 'b', says: 'new call' },
          { key: 'n', says: 'neither confirm nor deny' },
          { key: 'Enter', says: 'open' },
        ]}
      />
    </Page>
  )
}
