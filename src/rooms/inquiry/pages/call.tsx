import { useMemo, useRef, useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { BothWrote } from '#web/ui/both-wrote.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Page } from '#web/ui/page.tsx'
import { Piece } from '#web/ui/piece.tsx'
import { useParams, useWord } from '#web/ui/route.tsx'
import { SaveWord } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { savingOf, useFieldDraft } from '#web/ui/use-field-draft.ts'
import type { scriptOf } from '../calls.ts'
import type { contactOf } from '../contacts.ts'
import type { takeUp } from '../endings.ts'
import { CallLog, Cards, MaybeKnown } from './call-beside.tsx'
import { ChartDrawer } from './call-chart.tsx'
import type { CallDraft } from './call-draft.ts'
import { LogDrawer, NeitherDrawer } from './call-drawers.tsx'
import { Caller, Person } from './call-fields.tsx'
import { type Contact, callOf, fieldsOf } from './call-shelf.ts'
import { leadIn, type Script, Stop, Urgency } from './call-urgency.tsx'
import { fieldNames, leadWords, stageWords, valueWords } from './call-words.ts'
import { LoseCard } from './pipeline-lose.tsx'
import { Slots } from './slots.tsx'
import './call.css'

function useCall(id: string, contact: Contact | undefined): CallDraft {
  const { me } = useHere()
  const draft = callOf(id, me.accountId, contact)
  const told = useMemo(() => contact && { fields: fieldsOf(contact), version: contact.version }, [contact])
  useFieldDraft(draft, told)
  return draft
}

/** Takes the keyboard to the first thing that can be pressed in a part of the page. */
function to(part: HTMLElement | null): void {
  part?.scrollIntoView({ block: 'center' })
  const first = part?.querySelector<HTMLElement>('ul button, .answers button') ?? part?.querySelector('button')
  first?.focus()
}

type Shown = 'neither' | 'log' | 'lose' | 'chart' | 'cost' | null

type DrawersProps = { shown: Shown; onClose: () => void; draft: CallDraft; script: Script; code: string }

function Drawers({ shown, onClose, code, ...call }: DrawersProps) {
  const { id, version } = call.draft
  return (
    <>
      <NeitherDrawer open={shown === 'neither'} onClose={onClose} />
      <LogDrawer open={shown === 'log'} onClose={onClose} {...call} />
      {shown === 'lose' && version > 0 ? <LoseCard id={id} code={code} version={version} onClose={onClose} /> : null}
      <Drawer open={shown === 'cost'} onClose={onClose} title="What it may cost">
        <Piece name="call-cost" of={version > 0 ? id : ''} />
      </Drawer>
      <ChartDrawer open={shown === 'chart'} onClose={onClose} draft={call.draft} />
    </>
  )
}

/** What became of an inquiry that is not open any more. */
function Over({ contact, script }: { contact: Contact; script: Script }) {
  const may = useMay()
  const words = useWords()
  const again = useAct<typeof takeUp>('inquiry.take-up', { onDone: () => toast('It is open again. Call them.') })
  if (contact.joinedInto)
    return (
      <Notice kind="info" actions={<ButtonLink to={`/staff/inquiries/call/${contact.joinedInto}`}>Open it</ButtonLink>}>
        <b>This inquiry goes on in another one.</b> What was said here stands there too.
      </Notice>
    )
  if (!contact.lostAt) return null
  const reason = script.lost.find(each => each.reason === contact.lostReason)?.name ?? 'no reason'
  const open = () => void again.run({ id: contact.id, version: contact.version })
  return (
    <Notice
      kind="quiet"
      actions={
        may('inquiry.take-up') && !contact.forgottenAt ? (
          <Button onPress={open} busy={again.busy}>
            Take it up again
          </Button>
        ) : null
      }
    >
      <b>Closed on {words.day(contact.lostAt)}:</b> {reason}.{' '}
      {contact.forgottenAt ? 'What they said was deleted, as we promised.' : contact.lostNote}
    </Notice>
  )
}

type ActsProps = {
  id: string
  contact: Contact | undefined
  /** Whether the house has heard of it. */
  isKept: boolean
  isOpen: boolean
  onShow: (shown: Shown) => void
}

/** What may be done with an inquiry beside the call. */
function NextActs({ id, contact, isKept, isOpen, onShow }: ActsProps) {
  const may = useMay()
  return (
    <div className="decide">
      {contact?.clientId ? (
        <ButtonLink to={`/staff/clients/${contact.clientId}`}>Open their chart</ButtonLink>
      ) : may('inquiry.open-chart') && isOpen && !contact?.hasChart ? (
        <Button onPress={() => onShow('chart')} hint="c">
          Open a chart
        </Button>
      ) : null}
      {may('coverage.policies-of') && isOpen && isKept ? (
        <ButtonLink to={`/staff/benefits/${id}`}>Benefits and estimate</ButtonLink>
      ) : null}
      {may('welcome.wait') && isOpen && isKept ? (
        <ButtonLink to={`/staff/waitlist?for=${id}`}>Waitlist and offer</ButtonLink>
      ) : null}
      {may('inquiry.lose') && isOpen && isKept ? (
        <Button kind="quiet" onPress={() => onShow('lose')} hint="x">
          They do not start here
        </Button>
      ) : null}
    </div>
  )
}

function CallBody({ id, contact, script }: { id: string; contact: Contact | undefined; script: Script }) {
  const draft = useCall(id, contact)
  const [shown, setShown] = useState<Shown>(null)
  const [wentOn, setWentOn] = useState<string | null>(null)
  const urgency = useRef<HTMLDivElement>(null)
  const times = useRef<HTMLDivElement>(null)
  const may = useMay()
  const words = useWords()
  const { fields } = draft
  const lead = leadIn(script, fields.urgency)
  const stops = (lead === 'stop-911' || lead === 'stop-988') && wentOn !== lead ? lead : null
  const saving = savingOf(draft) ?? (contact ? 'saved' : undefined)
  const isOpen = !contact?.lostAt && !contact?.joinedInto
  useKeys('This call', [
    { key: 'n', says: 'Neither confirm nor deny', run: () => setShown('neither') },
    { key: 'l', says: 'Log a call', run: () => setShown('log') },
    { key: 'u', says: 'To the urgency questions', run: () => to(urgency.current) },
    { key: 's', says: 'To the times for an assessment', run: () => to(times.current) },
    ...(may('coverage.estimate-here')
      ? [{ key: 'e', says: 'What it would cost them', run: () => setShown('cost') }]
      : []),
    { key: 'c', says: 'Open the chart', run: () => setShown('chart') },
    { key: 'x', says: 'They do not start here', run: () => setShown('lose') },
  ])
  const code = contact?.code || draft.code
  const said = contact
    ? `${stageWords(contact.stage)}. Asked for help: ${words.when(contact.receivedAt, script.now)}`
    : ' '
  return (
    <Page
      title={code || 'New call'}
      sub={contact ? said : 'It is kept from the first key on.'}
      state={
        <>
          {lead ? <Chip kind="risk">{leadWords(lead)}</Chip> : null}
          {saving ? <SaveWord state={saving} at={draft.savedAt ? words.time(draft.savedAt) : undefined} /> : null}
        </>
      }
      actions={
        <>
          {may('coverage.estimate-here') ? (
            <Button onPress={() => setShown('cost')} hint="e">
              What would it cost?
            </Button>
          ) : null}
          <Button onPress={() => setShown('neither')} hint="n">
            Neither confirm nor deny
          </Button>
          <Button kind="primary" onPress={() => setShown('log')} hint="l">
            Log the call
          </Button>
        </>
      }
    >
      {contact && !isOpen ? <Over contact={contact} script={script} /> : null}
      {draft.trouble && saving === 'failed' ? (
        <Notice kind="risk" live>
          {draft.trouble.says} What you wrote is still here.
        </Notice>
      ) : null}
      <BothWrote
        draft={draft}
        what="this call"
        nameOf={field => fieldNames[field] ?? field}
        wordsOf={(field, fields) => valueWords(fields[field])}
      />
      {stops ? (
        <Stop
          script={script}
          lead={stops}
          onGoOn={() => setWentOn(stops)}
          onBack={() => draft.write({ urgency: fields.urgency.slice(0, -1) })}
        />
      ) : (
        <div className="stack call">
          <div ref={urgency}>
            <Urgency script={script} answers={fields.urgency} onAnswers={urgency => draft.write({ urgency })} />
          </div>
          <Columns
            asideLabel="Beside the call"
            aside={
              <>
                <MaybeKnown draft={draft} />
                <CallLog contact={contact} />
                <Cards draft={draft} contact={contact} />
              </>
            }
          >
            <Caller fields={fields} script={script} onPatch={patch => draft.write(patch)} />
            <Person fields={fields} onPatch={patch => draft.write(patch)} />
            {isOpen ? (
              <div ref={times}>
                <Slots
                  contactId={id}
                  siteId={fields.siteId || null}
                  begun={() => draft.begun()}
                  allowed={{ mail: fields.mayMail && fields.callerMail.trim() !== '', text: fields.mayText }}
                />
              </div>
            ) : null}
          </Columns>
          <NextActs id={id} contact={contact} isKept={draft.version > 0} isOpen={isOpen} onShow={setShown} />
        </div>
      )}
      <Drawers shown={shown} onClose={() => setShown(null)} draft={draft} script={script} code={code} />
      <KeyHints
        hints={[
          { key: '1', says: 'to 4: answer' },
          { key: 'e', says: 'what it costs' },
          { key: 'n', says: 'neither confirm nor deny' },
          { key: 's', says: 'times' },
          { key: 'l', says: 'log a call' },
        ]}
      />
    </Page>
  )
}

/** One inquiry, made for the phone: what is asked first, who calls, who needs help, and what comes next. */
export default function CallPage() {
  const { id = '' } = useParams()
  const begins = useWord('begin') !== undefined
  const script = useAsk<typeof scriptOf>('inquiry.script', {})
  const asked = useAsk<typeof contactOf>('inquiry.contact', { id }, { everySeconds: 30 })
  const isNew = begins && asked.problem?.status === 404
  if (script.data && (asked.data || isNew))
    return <CallBody key={id} id={id} contact={asked.data} script={script.data} />
  return (
    <Page title="Call">
      {script.data ? (
        <Asked asked={asked} what="This inquiry" rows={8}>
          {() => null}
        </Asked>
      ) : (
        <Asked asked={script} what="The script" rows={8}>
          {() => null}
        </Asked>
      )}
    </Page>
  )
}
