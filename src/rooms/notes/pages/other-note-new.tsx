import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { instant } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Form, SelectField } from '#web/ui/field.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Link, useGo, useParams, useWord } from '#web/ui/route.tsx'
import { listWords } from '#web/words.ts'
import type { toWrite } from '../other-drafts.ts'
import type { beginDraft } from '../other-notes.ts'
import { WhenFields } from './other-note-when.tsx'
import './other-note.css'

type ToWrite = OutputOf<typeof toWrite>
type Template = ToWrite['templates'][number]

const kindWords: Record<Template['kind'], string> = {
  individual: 'Individual',
  family: 'Family',
  'case-management': 'Case management',
  medical: 'Medical',
  crisis: 'Crisis',
  phone: 'Phone',
  missed: 'Missed',
}
/** What notes of a booked hour may be. */
const ofHours: readonly Template['kind'][] = ['individual', 'family', 'medical', 'missed']
const fiveMinutes = 5 * 60_000
const usualMinutes = 15

/** The beginning of a contact that was just now. */
const lately = (now: string) =>
  instant(Math.floor((Date.parse(now) - usualMinutes * 60_000) / fiveMinutes) * fiveMinutes)

const optionsOf = (templates: readonly Template[]) =>
  [...Map.groupBy(templates, each => kindWords[each.kind])].map(([group, items]) => ({
    group,
    items: items.map(each => ({ value: each.template, label: each.name })),
  }))

/** The template that an hour of a format most likely wants. */
function usual(templates: readonly Template[], format: string | undefined): string {
  const kind = format === 'family' ? 'family' : format === undefined ? 'phone' : 'individual'
  return (templates.find(each => each.kind === kind) ?? templates[0])?.template ?? ''
}

function Begin({ data }: { data: ToWrite }) {
  const words = useWords(data.zone)
  const go = useGo()
  const [draftId] = useState(() => crypto.randomUUID())
  const meant = useWord('of')
  const [first] = [...data.hours.filter(each => each.sessionId === meant), ...data.hours]
  const [sessionId, setSessionId] = useState(first?.sessionId ?? '')
  const [chosen, setChosen] = useState('')
  const [when, setWhen] = useState<{ startsAt: string; minutes: number }>({
    startsAt: lately(data.now),
    minutes: usualMinutes,
  })
  const hour = data.hours.find(each => each.sessionId === sessionId)
  const templates = hour ? data.templates.filter(each => ofHours.includes(each.kind)) : data.templates
  const value = templates.some(each => each.template === chosen) ? chosen : usual(templates, hour?.format)
  const template = templates.find(each => each.template === value)
  const begin = useAct<typeof beginDraft>('notes.begin-draft', {
    refusals: 'quiet',
    onDone: draft => go(`/staff/notes/draft/${draft.draftId}`),
  })
  function send() {
    if (!template) return
    const { kind } = template
    void begin.run({ draftId, clientId: data.clientId, kind, template: value, sessionId: sessionId || null, ...when })
  }
  return (
    <Form onSend={send} label="New note">
      {begin.problem?.status === 0 || begin.problem?.status === 503 ? (
        <Notice kind="due" live>
          <b>Not begun.</b> A note is begun with the house, and it cannot be reached. Notes that are open already go on
          without it; what you chose stays here, so press Begin again when the house is back.
        </Notice>
      ) : null}
      <Panel title="Begin a note" padded>
        <div className="form">
          <SelectField
            label="Of what"
            autoFocus
            value={sessionId}
            onValue={setSessionId}
            options={[
              ...data.hours.map(each => ({
                value: each.sessionId,
                label: `${each.title}, ${words.day(each.startsAt)}, ${words.span(each.startsAt, each.endsAt)}`,
              })),
              { value: '', label: 'A contact that was not booked' },
            ]}
          />
          <SelectField
            label="Which note"
            value={value}
            onValue={setChosen}
            options={optionsOf(templates)}
            help={
              template
                ? `It asks for: ${listWords(template.parts)}. Begun once, it can be written without a network.`
                : undefined
            }
            error={begin.saysOf('template')}
          />
          {hour ? null : <WhenFields zone={data.zone} {...when} onWhen={setWhen} />}
        </div>
      </Panel>
      <div className="row end">
        <ButtonLink to={`/staff/clients/${data.clientId}`}>Cancel</ButtonLink>
        <Button kind="primary" submit busy={begin.busy}>
          Begin
        </Button>
      </div>
    </Form>
  )
}

function Begun({ data }: { data: ToWrite }) {
  const words = useWords(data.zone)
  if (data.drafts.length === 0) return null
  return (
    <Panel title="Begun, not signed" padded>
      <ul className="on-begun">
        {data.drafts.map(draft => (
          <li key={draft.id}>
            <Link to={`/staff/notes/draft/${draft.id}`}>
              {draft.title}, {words.day(draft.startsAt)}, {words.time(draft.startsAt)}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Which note about a client is begun: of an hour of one’s own, or of a contact. */
export default function NewNotePage() {
  const { id = '' } = useParams()
  const asked = useAsk<typeof toWrite>('notes.to-write', { clientId: id })
  return (
    <Page
      title="New note"
      sub={asked.data ? <Link to={`/staff/clients/${asked.data.clientId}`}>{asked.data.name}</Link> : ' '}
    >
      <Asked asked={asked} what="The choice">
        {data => (
          <div className="stack on-narrow">
            <Begun data={data} />
            <Begin key={data.clientId} data={data} />
          </div>
        )}
      </Asked>
    </Page>
  )
}
