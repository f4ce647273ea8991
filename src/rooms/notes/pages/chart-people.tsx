import { useState } from 'react'
import type { addContact, addSupporter, endContact, endSupporter } from '#rooms/people/commands.ts'
import { Button } from '#web/ui/button.tsx'
import { ContactFields, contactKindWords, emptyContact, mayWords } from '#web/ui/contact-fields.tsx'
import { useAct } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, FieldRow, Form, TextField } from '#web/ui/field.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { Front } from './chart-words.ts'

type Adding = { clientId: string; open: boolean; onClose: () => void }

function AddContact({ clientId, open, onClose }: Adding) {
  const [draft, setDraft] = useState(emptyContact)
  const add = useAct<typeof addContact>('people.add-contact', {
    onDone: () => {
      toast('The contact is in the chart.')
      setDraft(emptyContact)
      onClose()
    },
  })
  return (
    <Drawer open={open} onClose={onClose} title="Add a contact">
      <Form onSend={() => void add.run({ clientId, contact: draft })} label="Add a contact">
        <ContactFields
          draft={draft}
          onDraft={setDraft}
          saysOf={place => add.saysOf(`contact.${place}`)}
          help="Check only what they agreed to."
        />
        <Button kind="primary" submit busy={add.busy}>
          Add contact
        </Button>
      </Form>
    </Drawer>
  )
}

const nobody = { name: '', relation: '', phone: '', email: '', emergency: false }

function AddSupporter({ clientId, open, onClose }: Adding) {
  const [draft, setDraft] = useState(nobody)
  const set = (change: Partial<typeof nobody>) => setDraft({ ...draft, ...change })
  const add = useAct<typeof addSupporter>('people.add-supporter', {
    onDone: () => {
      toast('The supporter is in the chart. That lets them see nothing.')
      setDraft(nobody)
      onClose()
    },
  })
  return (
    <Drawer open={open} onClose={onClose} title="Add a supporter">
      <Form onSend={() => void add.run({ clientId, ...draft })} label="Add a supporter">
        <TextField label="Name" value={draft.name} onValue={name => set({ name })} error={add.saysOf('name')} />
        <TextField
          label="Relation"
          value={draft.relation}
          onValue={relation => set({ relation })}
          help="In the client’s own word, such as sister"
          error={add.saysOf('relation')}
        />
        <FieldRow>
          <TextField
            label="Phone"
            type="tel"
            optional
            value={draft.phone}
            onValue={phone => set({ phone })}
            error={add.saysOf('phone')}
          />
          <TextField
            label="Email"
            type="email"
            optional
            value={draft.email}
            onValue={email => set({ email })}
            error={add.saysOf('email')}
          />
        </FieldRow>
        <CheckField
          label="Call in an emergency"
          checked={draft.emergency}
          onChecked={emergency => set({ emergency })}
        />
        <Button kind="primary" submit busy={add.busy}>
          Add supporter
        </Button>
      </Form>
    </Drawer>
  )
}

function Contacts({ front }: { front: Front }) {
  const [adding, setAdding] = useState(false)
  const may = useMay()
  const again = useAct<typeof addContact>('people.add-contact')
  const end = useAct<typeof endContact>('people.end-contact')
  const mayEnd = may('people.end-contact')
  async function endOne({ id, ...contact }: Front['contacts'][number]) {
    const ended = await end.run({ clientId: front.id, id })
    if (ended)
      toast('The contact is ended; it stays in the history.', {
        act: { word: 'Add it again', run: () => void again.run({ clientId: front.id, contact: kept(contact) }) },
      })
  }
  return (
    <Panel
      title="Contacts"
      sub="and what may be sent there"
      end={
        may('people.add-contact') ? (
          <Button small icon="plus" onPress={() => setAdding(true)}>
            Add contact
          </Button>
        ) : null
      }
    >
      {front.contacts.length === 0 ? (
        <Empty title="No phone, email or address yet">Nothing can be sent until one is here and they agreed.</Empty>
      ) : (
        <DataTable
          label="Contacts"
          rows={front.contacts}
          keyOf={contact => contact.id}
          columns={[
            {
              head: 'Contact',
              cell: contact => (
                <>
                  <b>{contact.value}</b>
                  <span className="sub">{contactKindWords(contact)}</span>
                </>
              ),
            },
            {
              head: 'What may be sent',
              cell: contact => (
                <span className={contact.mayCall || contact.mayText || contact.mayMail ? '' : 'quiet'}>
                  {mayWords(contact)}
                </span>
              ),
            },
            {
              head: 'Action',
              headHidden: true,
              kind: 'act',
              cell: contact =>
                mayEnd ? (
                  <Button small label={`End ${contact.value}`} onPress={() => void endOne(contact)}>
                    End
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      <AddContact clientId={front.id} open={adding} onClose={() => setAdding(false)} />
    </Panel>
  )
}

const kinds = ['phone', 'email', 'address'] as const
const labels = ['home', 'mobile', 'work', 'other'] as const

/** A contact as the doors take it; the kinds come from the database as plain words. */
function kept(contact: Omit<Front['contacts'][number], 'id'>) {
  return {
    kind: kinds.find(kind => kind === contact.kind) ?? 'phone',
    label: labels.find(label => label === contact.label) ?? 'other',
    value: contact.value,
    mayCall: contact.mayCall,
    mayText: contact.mayText,
    mayMail: contact.mayMail,
  }
}

function Supporters({ front }: { front: Front }) {
  const [adding, setAdding] = useState(false)
  const may = useMay()
  const end = useAct<typeof endSupporter>('people.end-supporter', {
    onDone: () => toast('They are ended as a supporter; they stay in the history.'),
  })
  const mayEnd = may('people.end-supporter')
  return (
    <Panel
      title="Supporters"
      sub="who stands by them; it lets nobody see anything"
      end={
        may('people.add-supporter') ? (
          <Button small icon="plus" onPress={() => setAdding(true)}>
            Add supporter
          </Button>
        ) : null
      }
    >
      {front.supporters.length === 0 ? (
        <Empty title="No supporter yet">A partner, a parent, a sponsor, a friend: whoever they name.</Empty>
      ) : (
        <DataTable
          label="Supporters"
          rows={front.supporters}
          keyOf={person => person.id}
          columns={[
            {
              head: 'Name',
              cell: person => (
                <>
                  <b>{person.name}</b>
                  <span className="sub">{person.relation}</span>
                </>
              ),
            },
            {
              head: 'Reach',
              cell: person => [person.phone, person.email].filter(Boolean).join(', ') || 'No phone or email',
            },
            {
              head: 'Emergency',
              card: 'hide',
              cell: person => (person.emergency ? 'Call in an emergency' : ''),
            },
            {
              head: 'Action',
              headHidden: true,
              kind: 'act',
              cell: person =>
                mayEnd ? (
                  <Button
                    small
                    label={`End ${person.name} as a supporter`}
                    onPress={() => void end.run({ clientId: front.id, id: person.id })}
                  >
                    End
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      <AddSupporter clientId={front.id} open={adding} onClose={() => setAdding(false)} />
    </Panel>
  )
}

/** How to reach them and what may be sent where, and who stands by them. */
export function ChartPeople({ front }: { front: Front }) {
  return (
    <div className="stack">
      <Contacts front={front} />
      <Supporters front={front} />
    </div>
  )
}
