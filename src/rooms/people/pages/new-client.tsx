import { useState } from 'react'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { ClientFields, emptyClient } from '#web/ui/client-fields.tsx'
import { ContactFields, emptyContact } from '#web/ui/contact-fields.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Form } from '#web/ui/field.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { useGo } from '#web/ui/route.tsx'
import { SamePerson, unlookedWords, usePaused } from '#web/ui/same-person.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { openChart } from '../commands.ts'
import type { alikeClients } from '../queries.ts'

const wholeDay = /^(19|20)\d{2}-\d{2}-\d{2}$/

/** Opens a chart for somebody new; who may be here already is shown while the name is being typed. */
export default function NewClientPage() {
  const [draft, setDraft] = useState(emptyClient)
  const [contact, setContact] = useState(emptyContact)
  const [notAlike, setNotAlike] = useState<string[]>([])
  const go = useGo()
  const sought = usePaused({
    legalGiven: draft.legalGiven.trim(),
    legalFamily: draft.legalFamily.trim(),
    chosenName: draft.chosenName.trim() || null,
    bornOn: draft.bornOn,
    phones: contact.kind === 'phone' && contact.value.trim() ? [contact.value.trim().slice(0, 40)] : [],
  })
  const enough = sought.legalGiven !== '' && sought.legalFamily !== '' && wholeDay.test(sought.bornOn)
  const found = useAsk<typeof alikeClients>('people.alike', sought, { private: true, enabled: enough })
  const alike = enough ? (found.data?.clients ?? []) : []
  const open = useAct<typeof openChart>('people.open-chart', {
    onDone: chart => {
      toast(`Chart no. ${chart.recordNumber} is open. Next: open a stay.`)
      go(`/staff/clients/${chart.clientId}/stay`)
    },
  })
  const unlooked = unlookedWords(alike, notAlike)
  const given = contact.value.trim() !== ''

  function send() {
    if (unlooked) return
    const looked = alike.map(each => each.id).filter(id => notAlike.includes(id))
    void open.run({ ...draft, contacts: given ? [contact] : [], notAlike: looked })
  }

  return (
    <Page title="New chart" sub="For somebody who comes without a referral file. A stay and a seat come after.">
      <Columns
        asideLabel="Who may be here already"
        aside={
          alike.length > 0 || (found.data?.others ?? 0) > 0 ? (
            <SamePerson alike={alike} others={found.data?.others ?? 0} notAlike={notAlike} onNotAlike={setNotAlike} />
          ) : (
            <Notice kind="quiet">
              {enough && found.data
                ? 'Nobody alike is here: no chart has this name with this birth date, or this phone.'
                : 'Charts that may be of the same person show here as soon as a name and a birth date are written.'}
            </Notice>
          )
        }
      >
        <Form onSend={send} label="New chart">
          <Panel title="Who" padded>
            <ClientFields draft={draft} onDraft={setDraft} saysOf={open.saysOf} />
          </Panel>
          <Panel title="How to reach them" sub="one now, more in the chart" padded>
            <ContactFields
              draft={contact}
              onDraft={setContact}
              saysOf={place => open.saysOf(`contacts[0].${place}`)}
              help="Leave it empty when there is none. Check only what they agreed to."
            />
          </Panel>
          <div className="row end">
            <ButtonLink to="/staff/clients">Cancel</ButtonLink>
            <Button kind="primary" submit busy={open.busy} reason={unlooked}>
              Open chart
            </Button>
          </div>
        </Form>
      </Columns>
    </Page>
  )
}
