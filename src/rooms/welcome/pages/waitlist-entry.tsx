import { useState } from 'react'
import type { board } from '#rooms/inquiry/board.ts'
import type { contactOf } from '#rooms/inquiry/contacts.ts'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, SelectField, TextArea } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Link } from '#web/ui/route.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { changeWait, leaveWait, touch, wait } from '../waiting.ts'
import type { Entry, Program, Waitlist } from './waitlist.tsx'
import { cohortKey, cohortOf, cohortOptions } from './waitlist-words.ts'

type EntryProps = { entry: Entry; onClose: () => void }
type WishProps = { data: Waitlist; program: Program; contactId: string | null; entry?: Entry; onClose: () => void }

/** Who could be put on the list: whom this page was opened for, or everybody who asked and has not started. */
function useWhom({ data, program, contactId }: Pick<WishProps, 'data' | 'program' | 'contactId'>, needed: boolean) {
  const may = useMay()
  const one = useAsk<typeof contactOf>(
    'inquiry.contact',
    { id: contactId ?? '' },
    { enabled: needed && contactId !== null },
  )
  const all = useAsk<typeof board>(
    'inquiry.board',
    {},
    { enabled: needed && contactId === null && may('inquiry.board') },
  )
  const waits = new Set(data.programs.find(each => each.id === program.id)?.entries.map(each => each.contactId))
  const found = one.data ? [one.data] : (all.data?.cards ?? []).filter(card => !waits.has(card.id))
  return {
    whoms: found.map(each => ({ value: each.id, label: `${each.called}, ${each.code}` })),
    /** Whether the one of whom this was opened was offered a place before. */
    wasOffered: one.data?.stage === 'offered',
  }
}

/** Puts somebody on the waitlist of a program, or changes what they wait for. */
export function WishDrawer({ data, program: shown, contactId, entry, onClose }: WishProps) {
  const [programId, setProgramId] = useState(shown.id)
  const program = data.programs.find(each => each.id === programId) ?? shown
  const [whom, setWhom] = useState(contactId ?? '')
  const [trackId, setTrackId] = useState(entry?.trackId ?? '')
  const [cohort, setCohort] = useState(entry ? cohortKey(entry) : '')
  const [ahead, setAhead] = useState(entry?.ahead ?? '')
  const [because, setBecause] = useState(entry?.aheadBecause ?? '')
  const { whoms, wasOffered } = useWhom({ data, program, contactId }, !entry)
  const words = useWords()
  const done = (says: string) => {
    toast(says)
    onClose()
  }
  const join = useAct<typeof wait>('welcome.wait', {
    onDone: ({ askedAt }) => done(`On the waitlist, since ${words.day(askedAt)}.`),
  })
  const change = useAct<typeof changeWait>('welcome.change-wait', { onDone: () => done('Changed.') })
  const act = entry ? change : join
  const cohorts = cohortOptions(data.groups)
  const reason = data.ahead.find(each => each.because === ahead)
  const wish = {
    trackId: trackId || null,
    ...cohortOf(data.groups, cohort),
    ahead: ahead || null,
    aheadBecause: ahead ? because : null,
  }
  const send = () =>
    entry
      ? void change.run({ waitingId: entry.id, version: entry.version, ...wish })
      : void join.run({ contactId: whom, programId: program.id, ...wish })
  const missing =
    whom === '' && !entry
      ? 'Choose who waits.'
      : ahead && because.trim().length < 3
        ? 'Write why this person goes ahead.'
        : undefined
  return (
    <Drawer open onClose={onClose} title={entry ? `What ${entry.code} waits for` : 'Put someone on the waitlist'}>
      <Form label="What they wait for" onSend={send}>
        {wasOffered ? (
          <Notice kind="info">
            They were offered a place before. Who has taken it waits no more: they have started with the first session
            that they are in.
          </Notice>
        ) : null}
        {entry ? null : (
          <SelectField
            label="Who waits"
            options={[...(contactId === null ? [{ value: '', label: 'Choose an open inquiry' }] : []), ...whoms]}
            value={whom}
            onValue={setWhom}
          />
        )}
        {entry || data.programs.length < 2 ? null : (
          <SelectField
            label="Program"
            options={data.programs.map(({ id, name }) => ({ value: id, label: name }))}
            value={programId}
            onValue={setProgramId}
          />
        )}
        <SelectField
          label="Track"
          options={[
            { value: '', label: 'Any track' },
            ...program.tracks.map(({ id, name, free }) => ({
              value: id,
              label: free > 0 ? `${name}, ${free} free` : name,
            })),
          ]}
          value={trackId}
          onValue={setTrackId}
        />
        {cohorts.length > 1 ? (
          <SelectField label="For which groups" options={cohorts} value={cohort} onValue={setCohort} />
        ) : null}
        <SelectField
          label="Goes ahead of others"
          options={[
            { value: '', label: 'No: in the order in which they asked' },
            ...data.ahead.map(each => ({ value: each.because, label: each.name })),
          ]}
          value={ahead}
          onValue={setAhead}
          help={reason ? `${reason.source}${reason.verified ? '' : ' (not checked yet)'}` : undefined}
        />
        {ahead ? (
          <TextArea
            label="Because"
            rows={2}
            value={because}
            onValue={setBecause}
            maxLength={300}
            help="What is so, in your words. It stands with your name."
            error={act.saysOf('aheadBecause')}
          />
        ) : null}
        <div>
          <Button kind="primary" submit busy={act.busy} reason={missing}>
            {entry ? 'Save' : 'Put on the waitlist'}
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

const wayOptions = [
  { value: 'called', label: 'By phone' },
  { value: 'texted', label: 'By text' },
  { value: 'met', label: 'In person' },
] as const
const wellOptions = [
  { value: 'same', label: 'As before' },
  { value: 'better', label: 'Better' },
  { value: 'worse', label: 'Worse' },
  { value: 'not-reached', label: 'Not reached' },
] as const
type Way = (typeof wayOptions)[number]['value']
type Well = (typeof wellOptions)[number]['value']

/** Somebody who waits was spoken with: how they are. */
export function TouchDrawer({ entry, onClose }: EntryProps) {
  const words = useWords()
  const [id] = useState(() => crypto.randomUUID())
  const [way, setWay] = useState<Way>('called')
  const [well, setWell] = useState<Well>()
  const [note, setNote] = useState('')
  const act = useAct<typeof touch>('welcome.touch', {
    onDone: ({ contactDueAt }) => {
      const next = `Next time by ${words.day(contactDueAt)}.`
      toast(well === 'worse' ? `A counselor has the task to call them today. ${next}` : next)
      onClose()
    },
  })
  return (
    <Drawer open onClose={onClose} title={`Spoken with ${entry.code}`}>
      <Form
        label="How they are"
        onSend={() => (well ? void act.run({ id, waitingId: entry.id, way, well, note: note || null }) : undefined)}
      >
        {entry.phone ? (
          <p>
            <a href={`tel:${entry.phone}`}>{entry.phone}</a>
            {entry.say === 'none' ? <span className="sub">Leave no message there.</span> : null}
          </p>
        ) : null}
        <Segmented label="How" options={wayOptions} value={way} onValue={setWay} />
        <Segmented
          label="How are they"
          options={wellOptions}
          value={well ?? ''}
          onValue={value => setWell(value || undefined)}
        />
        {well === 'worse' ? (
          <p className="t-due">
            Is somebody in danger? Ask the{' '}
            <Link to={`/staff/inquiries/call/${entry.contactId}`}>urgency script on the call page</Link> now. A
            counselor gets a task to call them.
          </p>
        ) : null}
        <TextArea label="Note" optional rows={2} value={note} onValue={setNote} maxLength={500} />
        <div>
          <Button
            kind="primary"
            submit
            busy={act.busy}
            reason={well ? undefined : 'Say how they are, or that you did not reach them.'}
          >
            Keep
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

/** Somebody no longer wants a place. */
export function LeaveDrawer({ entry, onClose }: EntryProps) {
  const act = useAct<typeof leaveWait>('welcome.leave-wait', {
    onDone: () => {
      toast(`${entry.code} waits no more.`)
      onClose()
    },
  })
  return (
    <Drawer open onClose={onClose} title={`Take ${entry.code} off the waitlist`}>
      <div className="stack">
        <p>
          They wait no more, and what is offered to them is free again. Asking anew is a new place in line. The inquiry
          stays open: whoever does not start at all is marked as lost in the pipeline.
        </p>
        <div>
          <Button kind="danger" busy={act.busy} onPress={() => void act.run({ waitingId: entry.id })}>
            Take off the waitlist
          </Button>
        </div>
      </div>
    </Drawer>
  )
}
