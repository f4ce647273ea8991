import { useEffect, useRef, useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { alikeClients } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { ClientFields } from '#web/ui/client-fields.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextArea } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { useGo, useParams } from '#web/ui/route.tsx'
import { SamePerson, unlookedWords, usePaused } from '#web/ui/same-person.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { confirmReferral, declineReferral, openReferral } from '../commands.ts'
import type { referralOf } from '../queries.ts'
import { type Confirming, confirmingOf, originWords } from './draft.ts'
import { DraftContacts, DraftPeople, DraftReported, NotUnderstood } from './draft-parts.tsx'
import './inquiry.css'

type Referral = OutputOf<typeof referralOf>

const wholeDay = /^(19|20)\d{2}-\d{2}-\d{2}$/

function useAlike({ client, contacts }: Confirming) {
  const sought = usePaused({
    legalGiven: client.legalGiven.trim(),
    legalFamily: client.legalFamily.trim(),
    chosenName: client.chosenName.trim() || null,
    bornOn: client.bornOn,
    phones: contacts
      .filter(({ kept, contact }) => kept && contact.kind === 'phone' && contact.value.length <= 40)
      .map(({ contact }) => contact.value)
      .slice(0, 10),
  })
  const enough = sought.legalGiven !== '' && sought.legalFamily !== '' && wholeDay.test(sought.bornOn)
  const found = useAsk<typeof alikeClients>('people.alike', sought, { private: true, enabled: enough })
  return { alike: enough ? (found.data?.clients ?? []) : [], others: enough ? (found.data?.others ?? 0) : 0 }
}

function Decline({ referral, open, onClose }: { referral: Referral; open: boolean; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const go = useGo()
  const decline = useAct<typeof declineReferral>('inquiry.decline-referral', {
    onDone: () => {
      toast('The referral is declined. It stays in the history with the reason.')
      go('/staff/inquiries')
    },
  })
  return (
    <Drawer open={open} onClose={onClose} title="Decline this referral">
      <Form onSend={() => void decline.run({ id: referral.id, version: referral.version, reason })}>
        <TextArea
          label="Why"
          value={reason}
          onValue={setReason}
          help="Nobody is told by this. Tell the sender yourself."
          error={decline.saysOf('reason')}
          maxLength={300}
        />
        <Button kind="danger" submit busy={decline.busy}>
          Decline referral
        </Button>
      </Form>
    </Drawer>
  )
}

function DraftForm({ referral }: { referral: Referral }) {
  const { draft } = referral
  const [values, setValues] = useState(() => confirmingOf(draft))
  const [declining, setDeclining] = useState(false)
  const go = useGo()
  const may = useMay()
  const { alike, others } = useAlike(values)
  const set = (change: Partial<Confirming>) => setValues(now => ({ ...now, ...change }))
  const confirm = useAct<typeof confirmReferral>('inquiry.confirm-referral', {
    onDone: chart => {
      toast(`Chart no. ${chart.recordNumber} is open. Next: open a stay.`)
      go(`/staff/clients/${chart.clientId}/stay`)
    },
  })
  const unlooked = unlookedWords(alike, values.notAlike)
  const kept = values.contacts.filter(line => line.kept)
  const health = draft.reported.length - values.leaveOut.length

  function send() {
    if (unlooked) return
    void confirm.run({
      id: referral.id,
      version: referral.version,
      ...values.client,
      contacts: kept.map(line => line.contact),
      leaveOut: values.leaveOut,
      notAlike: alike.map(each => each.id).filter(id => values.notAlike.includes(id)),
    })
  }

  return (
    <>
      <Form onSend={send} label="The draft of this referral">
        <Columns
          asideLabel="Beside the draft"
          aside={
            <>
              <SamePerson
                alike={alike}
                others={others}
                notAlike={values.notAlike}
                onNotAlike={notAlike => set({ notAlike })}
              />
              <DraftPeople people={draft.people} />
              <NotUnderstood lines={draft.notUnderstood} />
            </>
          }
        >
          <Panel title="Who" sub="under each value, where it stood in the file" padded>
            <ClientFields
              draft={values.client}
              onDraft={client => set({ client })}
              saysOf={confirm.saysOf}
              helpOf={place => {
                if (place === 'languages')
                  return draft.languages.length > 0 ? 'Patient.communication' : 'Not in the file'
                const read = draft[place]
                return read ? originWords(read.origin) : 'Not in the file'
              }}
            />
          </Panel>
          <DraftContacts
            lines={values.contacts}
            onLines={contacts => set({ contacts })}
            saysOf={(at, place) => confirm.saysOf(`contacts[${at}].${place}`)}
          />
          <DraftReported
            reported={draft.reported}
            leaveOut={values.leaveOut}
            onLeaveOut={leaveOut => set({ leaveOut })}
          />
        </Columns>
        <div className="decide">
          <p className="small quiet">
            A chart opens with {count(kept.length, 'contact')} and {count(health, 'health line')}. Nobody is told.
          </p>
          {may('inquiry.decline-referral') ? <Button onPress={() => setDeclining(true)}>Decline</Button> : null}
          <Button kind="primary" submit busy={confirm.busy} reason={unlooked}>
            Confirm and open chart
          </Button>
        </div>
      </Form>
      <Decline referral={referral} open={declining} onClose={() => setDeclining(false)} />
    </>
  )
}

/** What became of a referral that is no longer open. */
function Ended({ referral }: { referral: Referral }) {
  const words = useWords()
  if (referral.confirmedAt && referral.clientId)
    return (
      <Notice
        kind="done"
        actions={
          <>
            <ClientHours id={referral.clientId} name="This client" />
            <ButtonLink to={`/staff/clients/${referral.clientId}`}>Open the chart</ButtonLink>
          </>
        }
      >
        <b>This referral has become a chart</b> on {words.day(referral.confirmedAt)}.
      </Notice>
    )
  return (
    <Notice kind="quiet" actions={<ButtonLink to="/staff/inquiries">All inquiries</ButtonLink>}>
      <b>This referral was declined{referral.declinedAt ? ` on ${words.day(referral.declinedAt)}` : ''}.</b>{' '}
      {referral.declineReason}
    </Notice>
  )
}

/** Says once that a person has opened it, so that nobody else hurries to. */
function useReadOnce(referral: Referral | undefined): void {
  const may = useMay()
  const read = useAct<typeof openReferral>('inquiry.read-referral', { refusals: 'quiet' })
  const said = useRef('')
  const unread = referral && !referral.readAt && !referral.confirmedAt && !referral.declinedAt ? referral.id : ''
  const mayRead = may('inquiry.read-referral')
  const { run } = read
  useEffect(() => {
    if (!unread || !mayRead || said.current === unread) return
    said.current = unread
    void run({ id: unread })
  }, [unread, mayRead, run])
}

/** One referral: the draft beside its source, and the one act that makes a chart of it. */
export default function InquiryPage() {
  const { id = '' } = useParams()
  const words = useWords()
  const asked = useAsk<typeof referralOf>('inquiry.referral', { id })
  const referral = asked.data
  useReadOnce(referral)
  const open = referral && !referral.confirmedAt && !referral.declinedAt
  const from = referral?.sender ? `from ${referral.sender}` : 'sender not said'
  return (
    <Page
      title="Referral"
      sub={referral ? `Came ${words.day(referral.receivedAt)}, ${words.time(referral.receivedAt)}, ${from}.` : ' '}
      state={open ? <Chip kind="info">Draft, not a chart yet</Chip> : null}
      actions={<ButtonLink to="/staff/inquiries">All inquiries</ButtonLink>}
    >
      <div className="draft">
        <Asked asked={asked} what="The referral" rows={8}>
          {data => (open ? <DraftForm key={data.id} referral={data} /> : <Ended referral={data} />)}
        </Asked>
      </div>
    </Page>
  )
}
