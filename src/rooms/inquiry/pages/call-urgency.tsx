import type { OutputOf } from '#kernel/door.ts'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useKeys } from '#web/ui/keys.tsx'
import { Panel } from '#web/ui/page.tsx'
import type { scriptOf } from '../calls.ts'
import { hardestLead } from '../inquiry.ts'
import { leadWords } from './call-words.ts'

/** What is asked and said on the phone. */
export type Script = OutputOf<typeof scriptOf>
export type Answers = { ask: string; answer: string }[]

/** The hardest lead of what was answered. */
export function leadIn(script: Script, answers: Answers) {
  return hardestLead(
    answers.flatMap(given => {
      const asked = script.urgency.asks.find(each => each.ask === given.ask)
      return asked?.answers.find(each => each.answer === given.answer)?.leads ?? []
    }),
  )
}

type UrgencyProps = {
  script: Script
  answers: Answers
  onAnswers: (answers: Answers) => void
}

/** The urgency script, one question at a time, answered with the keys 1 to 4; what is over stands in one line. */
export function Urgency({ script, answers, onAnswers }: UrgencyProps) {
  const { asks } = script.urgency
  const at = asks.findIndex(each => !answers.some(given => given.ask === each.ask))
  const asked = at < 0 ? undefined : asks[at]
  const lead = leadIn(script, answers)
  const choose = (place: number) => {
    const answer = asked?.answers[place]
    if (asked && answer) onAnswers([...answers, { ask: asked.ask, answer: answer.answer }])
  }
  useKeys(
    'Urgency',
    asked
      ? asked.answers.map((each, place) => ({ key: `${place + 1}`, says: each.name, run: () => choose(place) }))
      : [],
  )
  const leading = script.urgency.leads.find(each => each.lead === lead)
  const back =
    answers.length > 0 ? (
      <Button small kind="quiet" onPress={() => onAnswers(answers.slice(0, -1))}>
        {asked ? 'One question back' : 'Change the last answer'}
      </Button>
    ) : null
  return (
    <Panel
      title="Is it urgent?"
      sub={asked ? `Question ${at + 1} of ${asks.length}` : 'asked'}
      end={script.urgency.signedOffBy ? null : <Chip kind="due">Not signed off yet</Chip>}
      padded
    >
      <div className="stack urgency">
        {asked ? (
          <>
            <p className="ask" aria-live="polite">
              {asked.say}
            </p>
            <div className="call-row answers">
              {asked.answers.map((each, place) => (
                <Button key={each.answer} hint={`${place + 1}`} onPress={() => choose(place)}>
                  {each.name}
                </Button>
              ))}
              {back}
            </div>
          </>
        ) : (
          <div className="call-row answers">
            {lead ? <Chip kind="risk">{leadWords(lead)}</Chip> : <Chip kind="done">Nothing urgent was said</Chip>}
            {back}
          </div>
        )}
        {leading ? (
          <Notice kind="risk" live>
            <b>{leading.title}</b>
            <ul className="call-lines">
              {leading.lines.map(line => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Notice>
        ) : null}
      </div>
    </Panel>
  )
}

type StopProps = { script: Script; lead: 'stop-911' | 'stop-988'; onGoOn: () => void; onBack: () => void }

/** Nothing else stands on the page while somebody may be dying; what was typed is kept. */
export function Stop({ script, lead, onGoOn, onBack }: StopProps) {
  const found = script.urgency.leads.find(each => each.lead === lead)
  const number = lead === 'stop-911' ? '911' : '988'
  return (
    <section className="panel call-stop" aria-labelledby="stop-title">
      <h2 id="stop-title">{found?.title}</h2>
      <ol className="call-lines">
        {found?.lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <div className="call-row answers">
        <a className="btn danger-filled" href={`tel:${number}`}>
          Call {number}
        </a>
        <Button onPress={onGoOn}>Go on with the call</Button>
        <Button kind="quiet" onPress={onBack}>
          That answer was a mistake
        </Button>
      </div>
      <p className="small quiet" role="status">
        Everything you typed is kept.
      </p>
    </section>
  )
}
