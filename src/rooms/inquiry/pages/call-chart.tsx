import { useState } from 'react'
import type { alikeClients } from '#rooms/people/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { type ClientDraft, ClientFields, emptyClient } from '#web/ui/client-fields.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form } from '#web/ui/field.tsx'
import { SamePerson, unlookedWords, usePaused } from '#web/ui/same-person.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { openContactChart } from '../contacts.ts'
import type { CallDraft } from './call-draft.ts'

const wholeDay = /^(19|20)\d{2}-\d{2}-\d{2}$/

/** Opening the chart: filled from the call, so that nothing is typed twice. */
export function ChartDrawer({ open, onClose, draft }: { open: boolean; onClose: () => void; draft: CallDraft }) {
  return (
    <Drawer open={open} onClose={onClose} title="Open the chart" wide>
      {open ? <ChartForm draft={draft} onClose={onClose} /> : null}
    </Drawer>
  )
}

function ChartForm({ draft, onClose }: { draft: CallDraft; onClose: () => void }) {
  const { given, family, bornOn, pronouns, language, callerPhone, asker } = draft.fields
  const [client, setClient] = useState<ClientDraft>({
    ...emptyClient,
    ...{ legalGiven: given.trim(), legalFamily: family.trim(), bornOn, pronouns },
    languages: [language],
  })
  const [notAlike, setNotAlike] = useState<string[]>([])
  const sought = usePaused({
    ...{ legalGiven: client.legalGiven.trim(), legalFamily: client.legalFamily.trim(), bornOn: client.bornOn },
    chosenName: client.chosenName.trim() || null,
    phones: asker === 'self' && callerPhone.trim() ? [callerPhone.trim()] : [],
  })
  const enough = sought.legalGiven !== '' && sought.legalFamily !== '' && wholeDay.test(sought.bornOn)
  const found = useAsk<typeof alikeClients>('people.alike', sought, { private: true, enabled: enough })
  const alike = (enough && found.data?.clients) || []
  const chart = useAct<typeof openContactChart>('inquiry.open-chart', {
    onDone: ({ recordNumber }) => {
      toast(`Chart no. ${recordNumber} is open.`)
      onClose()
    },
  })
  async function send() {
    if (!(await draft.begun())) return
    await chart.run({ contactId: draft.id, version: draft.version, ...client, notAlike })
  }
  return (
    <Form onSend={() => void send()} label="The chart">
      <ClientFields draft={client} onDraft={setClient} saysOf={chart.saysOf} />
      <SamePerson
        alike={alike}
        others={(enough && found.data?.others) || 0}
        notAlike={notAlike}
        onNotAlike={setNotAlike}
      />
      <p className="small quiet">
        {asker === 'self'
          ? 'Their number goes along, as they allowed it.'
          : 'Whoever called goes along as somebody who stands by them. It lets them see nothing.'}
      </p>
      <Button kind="primary" submit busy={chart.busy} reason={unlookedWords(alike, notAlike)}>
        Open the chart
      </Button>
    </Form>
  )
}
