import { useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { CheckField, Form } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { Panel } from '#web/ui/page.tsx'
import { useGo } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, listWords } from '#web/words.ts'
import type { sendNotices } from '../cover.ts'
import type { notices } from '../plan-queries.ts'
import { type Outcome, sendWords, type Telling, tellings } from './cover-choices.ts'

type Notices = NonNullable<ReturnType<typeof useAsk<typeof notices>>['data']>['notices']

const ways = [
  { key: 'text', word: 'By text' },
  { key: 'mail', word: 'By mail' },
  { key: 'call', word: 'To call' },
] as const

/** What is said, word for word, and who hears it in which way; with their week, which this may cost hours. */
function Words({ telling }: { telling: Telling }) {
  return (
    <li>
      <blockquote>{telling.words}</blockquote>
      {ways.map(({ key, word }) =>
        telling[key].length > 0 ? (
          <div key={key} className="told">
            <Chip kind={key === 'call' ? 'due' : 'quiet'} icon={key === 'call' ? 'phone' : 'none'}>
              {word}, {telling[key].length}
            </Chip>
            <ul aria-label={word}>
              {telling[key].map(({ id, name }) => (
                <li key={id} className="named">
                  <span>{name}</span>
                  <ClientHours id={id} name={name} />
                </li>
              ))}
            </ul>
          </div>
        ) : null,
      )}
    </li>
  )
}

/** The messages to read, and the one act that sends them. */
function Drafts({ list, sessionIds }: { list: Notices; sessionIds: string[] }) {
  const go = useGo()
  const send = useAct<typeof sendNotices>('timetable.send-notices', {
    onDone: ({ queued, toCall }) => {
      const said = [
        ...(queued > 0 ? [`${count(queued, 'message')} on the way`] : []),
        ...(toCall > 0 ? [`${count(toCall, 'call')} listed under Tasks`] : []),
      ]
      toast(`${listWords(said)}.`)
      go('/staff/week')
    },
  })
  const run = () => {
    if (!send.busy) void send.run({ sessionIds })
  }
  useKeys('This page', [{ key: 'ctrl+Enter', says: 'Send', anywhere: true, run }])
  return (
    <Form label="Tell the clients" onSend={run}>
      <ul className="tellings" aria-label="What is said to whom">
        {tellings(list).map(telling => (
          <Words key={telling.words} telling={telling} />
        ))}
      </ul>
      <div className="row in-foot">
        <Button kind="primary" submit busy={send.busy}>
          {sendWords(list)}
        </Button>
        <ButtonLink to="/staff/week" kind="quiet">
          Tell nobody now
        </ButtonLink>
        <KeyHints hints={[{ key: 'ctrl+Enter', says: 'send' }]} />
      </div>
    </Form>
  )
}

/** After the act: whom to tell what. Another leader at the same hour and place needs no word, unless one wants it. */
export function TellClients({ staff, outcomes }: { staff: string; outcomes: Record<Outcome, string[]> }) {
  const [also, setAlso] = useState(false)
  const substituted = outcomes['if-asked']
  const sessionIds = also ? [...outcomes.told, ...substituted] : outcomes.told
  const drafts = useAsk<typeof notices>(
    'timetable.notices',
    { sessionIds },
    { enabled: sessionIds.length > 0, private: true },
  )
  const told = [
    ...(substituted.length > 0 ? [`${count(substituted.length, 'session')} held by somebody else`] : []),
    ...(outcomes.told.length > 0 ? [`${count(outcomes.told.length, 'session')} moved or canceled`] : []),
    ...(outcomes.open.length > 0 ? [`${count(outcomes.open.length, 'session')} still open`] : []),
  ]
  const nothing = (
    <Empty title="Nobody has to be told" action={<ButtonLink to="/staff/week">Open the week</ButtonLink>}>
      {substituted.length > 0
        ? 'Every session takes place at its hour and in its place.'
        : 'There is no session whose clients would hear of it.'}
    </Empty>
  )
  return (
    <Panel
      title="Tell the clients"
      sub={told.length > 0 ? `${listWords(told)}.` : `${staff} is kept as away.`}
      foot="Messages say neither where they come from nor what the hour is for. They go to who agreed to them."
    >
      {substituted.length > 0 ? (
        <div className="in">
          <CheckField
            label={`Also tell who expects ${staff} and gets somebody else`}
            checked={also}
            onChecked={setAlso}
          />
        </div>
      ) : null}
      {sessionIds.length > 0 ? (
        <Asked asked={drafts} what="What is to be told" rows={3}>
          {({ notices: list }) => (list.length > 0 ? <Drafts list={list} sessionIds={sessionIds} /> : nothing)}
        </Asked>
      ) : (
        nothing
      )}
    </Panel>
  )
}
