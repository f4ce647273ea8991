import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { plusDays } from '#kernel/time.ts'
import type { reachOf } from '#rooms/people/facts.ts'
import type { seatsOfClient } from '#rooms/timetable/queries.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextArea } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useKeys } from '#web/ui/keys.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Skeleton } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { listWords } from '#web/words.ts'
import {
  type Attempt,
  type DueStep,
  dialed,
  type Missed,
  type MissedClient,
  nextStep,
  type Outcome,
  outcomeWords,
  type Recorder,
  recordedWords,
  stepsOf,
  type Way,
  wayWords,
} from './missed-words.ts'

type Reach = OutputOf<typeof reachOf>['clients'][number]

function Ways({ reach }: { reach: Reach }) {
  const [texts, mails] = (['text', 'mail'] as const).map(channel => reach.ways.filter(way => way.channel === channel))
  if (reach.calls.length + reach.ways.length === 0)
    return <p>They have agreed to no call, text or mail yet. Speak with them when they come, or ask their counselor.</p>
  return (
    <ul className="reach">
      {reach.calls.map(({ number, label }) => (
        <li key={`call ${number}`}>
          <a className="btn" href={dialed(number)} aria-label={`Call ${number}, ${label}`}>
            <Icon name="phone" />
            Call {number}
          </a>
          <span className="sub">{label}</span>
        </li>
      ))}
      {texts?.map(({ recipient, label }) => (
        <li key={`text ${recipient}`}>
          <span>
            Text <b className="nowrap">{recipient}</b>
          </span>
          <span className="sub">{label}</span>
        </li>
      ))}
      {mails?.map(({ recipient }) => (
        <li key={`mail ${recipient}`}>
          <span>
            Mail <b>{recipient}</b>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** How they may be reached; asked for one person, when their script is opened. */
function ReachThem({ clientId }: { clientId: string }) {
  const may = useMay()
  const asked = useAsk<typeof reachOf>(
    'people.reach',
    { clientIds: [clientId] },
    { private: true, enabled: may('people.reach') },
  )
  const [reach] = asked.data?.clients ?? []
  return (
    <section aria-label="How to reach them">
      <h3>How to reach them</h3>
      {asked.problem ? <p>How they may be reached is for their care team. Ask their counselor.</p> : null}
      {asked.loading ? <Skeleton rows={1} label="How to reach them: loading" /> : null}
      {reach ? <Ways reach={reach} /> : null}
      <p className="small quiet">These are the ways that they agreed to. Leave neutral words only.</p>
    </section>
  )
}

/** When they are expected next: the script asks to say it. */
function NextSession({ clientId, list }: { clientId: string; list: Missed }) {
  const words = useWords(list.zone)
  const asked = useAsk<typeof seatsOfClient>('timetable.seats', {
    clientId,
    from: list.today,
    until: plusDays(list.today, 7),
  })
  const next = asked.data?.sessions.find(session => session.startsAt > list.now && !session.away)
  if (!asked.data) return null
  return (
    <p>
      {next ? (
        <>
          Next session: <b>{`${words.day(next.startsAt)}, ${words.span(next.startsAt, next.endsAt)}`}</b>, {next.room}.
        </>
      ) : (
        'Nothing is booked for them in the next seven days.'
      )}
    </p>
  )
}

function Script({ step, list }: { step: DueStep; list: Missed }) {
  const words = useWords(list.zone)
  const late = !step.done && step.dueAt < list.now
  return (
    <section aria-label={step.title}>
      <h3>{step.title}</h3>
      <p className="step-due">
        <span className={late ? 't-risk' : 'quiet'}>
          {step.done
            ? 'Tried already. Another attempt can be written down.'
            : `By ${words.when(step.dueAt, list.now)}, ${words.due(step.dueAt, list.now)}.`}
        </span>
        {step.verified ? null : <Chip kind="quiet">Not verified</Chip>}
      </p>
      <ol className="script">
        {step.script.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </section>
  )
}

const reachingOut: Way[] = ['call', 'text', 'mail', 'in-person']
const afterReachingOut: Outcome[] = ['reached', 'message-left', 'no-answer', 'not-reachable']
const afterReview: Outcome[] = ['done', 'not-reachable']
const reviewWords: Partial<Record<Outcome, string>> = { done: 'Reviewed', 'not-reachable': 'Without them so far' }

type RecordProps = { client: MissedClient; step: DueStep; list: Missed; onDone: () => void }

/** One act: in what way, what came of it, and a few words. A second attempt corrects the first. */
function Record({ client, step, list, onDone }: RecordProps) {
  const words = useWords(list.zone)
  // Made once for this attempt, so that a press whose answer was lost is there once.
  const [id] = useState(() => crypto.randomUUID())
  const [way, setWay] = useState<Way>(step.review ? 'review' : 'call')
  const [outcome, setOutcome] = useState<Outcome>()
  const [said, setSaid] = useState('')
  const [asks, setAsks] = useState(false)
  const record = useAct<Recorder>('attendance.record-attempt', {
    onDone: () => {
      const when = (dueAt: string) => words.when(dueAt, list.now)
      toast(recordedWords(client, list.steps, { step: step.step, when }))
      onDone()
    },
  })
  const [missedOn] = client.missedOn
  function send() {
    if (!outcome || !missedOn) return setAsks(true)
    void record.run({ id, clientId: client.clientId, missedOn, step: step.step, way, outcome, words: said || null })
  }
  useKeys('This script', [{ key: 'ctrl+Enter', says: 'Write the attempt down', anywhere: true, run: send }])
  const outcomes = step.review ? afterReview : afterReachingOut
  return (
    <Form label="Write the attempt down" onSend={send}>
      {step.review ? null : (
        <Segmented
          label="How"
          options={reachingOut.map(value => ({ value, label: wayWords[value] }))}
          value={way}
          onValue={setWay}
        />
      )}
      <Segmented
        label="What came of it"
        options={outcomes.map(value => ({
          value,
          label: (step.review ? reviewWords[value] : undefined) ?? outcomeWords[value],
        }))}
        value={outcome}
        onValue={setOutcome}
      />
      {asks && !outcome ? (
        <p className="small t-risk" role="alert">
          Say what came of it.
        </p>
      ) : null}
      <TextArea
        label="A few words"
        optional
        rows={2}
        maxLength={300}
        value={said}
        onValue={setSaid}
        error={record.saysOf('words')}
        help="What got in the way, and what would help."
      />
      <div className="row">
        <Button kind="primary" submit busy={record.busy}>
          Write it down
        </Button>
        <span className="small quiet">It cannot be changed; another attempt corrects it.</span>
      </div>
    </Form>
  )
}

function Tried({ attempts, list }: { attempts: readonly Attempt[]; list: Missed }) {
  const words = useWords(list.zone)
  if (attempts.length === 0) return null
  return (
    <section aria-label="What was tried">
      <h3>What was tried</h3>
      <ul className="tried">
        {[...attempts].reverse().map(attempt => (
          <li key={attempt.id}>
            <b>{wayWords[attempt.way]}</b>:{' '}
            {(attempt.way === 'review' ? reviewWords[attempt.outcome] : undefined) ?? outcomeWords[attempt.outcome]}
            {attempt.words ? <p>{attempt.words}</p> : null}
            <span className="sub">
              {words.when(attempt.madeAt, list.now)}, {attempt.madeBy}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

type OpenedProps = { client: MissedClient; list: Missed; onClose: () => void }

/** What to say and to do for one person, large enough to be read while calling. */
export function ScriptDrawer({ client, list, onClose }: OpenedProps) {
  const may = useMay()
  const words = useWords(list.zone)
  const steps = stepsOf(client, list.steps)
  const [chosen, setChosen] = useState<string>()
  const step = steps.find(each => each.step === chosen) ?? nextStep(client, list.steps) ?? steps.at(-1)
  const last = client.lastServiceOn ? `Last here ${words.day(client.lastServiceOn)}.` : 'Has not been here yet.'
  return (
    <Drawer open onClose={onClose} title={client.name} wide>
      <div className="missed-script">
        <p>
          Missed {listWords(client.missedOn.map(words.day))}. {last}
        </p>
        <ReachThem clientId={client.clientId} />
        {steps.length > 1 && step ? (
          <Segmented
            label="Step"
            labelHidden
            options={steps.map(each => ({ value: each.step, label: `${each.title}${each.done ? ' ✓' : ''}` }))}
            value={step.step}
            onValue={setChosen}
          />
        ) : null}
        {step ? <Script step={step} list={list} /> : null}
        <NextSession clientId={client.clientId} list={list} />
        {step && may('attendance.record-attempt') ? (
          <Record key={step.step} client={client} step={step} list={list} onDone={onClose} />
        ) : null}
        <Tried attempts={client.attempts} list={list} />
        <div className="row">
          {may('people.client') ? (
            <ButtonLink to={`/staff/clients/${client.clientId}`}>Open the chart</ButtonLink>
          ) : null}
          {may('attendance.make-ups') ? (
            <ButtonLink to={`/staff/hours?client=${client.clientId}`} icon="clock">
              Find a make-up
            </ButtonLink>
          ) : null}
        </div>
      </div>
    </Drawer>
  )
}
