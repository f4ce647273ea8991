import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { CardCode } from '../ui/card-code.tsx'
import { Chip, Notice } from '../ui/chip.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Confirm, Drawer } from '../ui/drawer.tsx'
import { CheckField, FieldRow, SelectField, TextArea, TextField } from '../ui/field.tsx'
import { Icon, iconNames } from '../ui/icon.tsx'
import { KeyHints } from '../ui/keys.tsx'
import { ManyField } from '../ui/many-field.tsx'
import { Facts, Page, Panel } from '../ui/page.tsx'
import { type Hours, Pulse, PulseLegend, pulseWords } from '../ui/pulse.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Empty, ErrorState, SaveWord, Skeleton } from '../ui/state.tsx'
import { Steps } from '../ui/steps.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { toast } from '../ui/toast.tsx'
import { hoursWords } from '../words.ts'
import '../look/kit-page.css'

const week = (attended: number, scheduled: number, forecast: number, atMost?: number): Hours => ({
  prescribedMinutes: 540,
  attendedMinutes: attended * 60,
  scheduledMinutes: scheduled * 60,
  forecastMinutes: forecast * 60,
  atMostMinutes: atMost === undefined ? undefined : atMost * 60,
})

const weeks = [
  { name: 'On course', hours: week(3, 6, 9) },
  { name: 'Likely short', hours: week(2, 6, 7.5), says: 'likely 7½ h, one make-up fits' },
  { name: 'Cannot be met', hours: week(3, 3, 5, 6) },
  { name: 'Met, and over', hours: week(9, 1, 10) },
  { name: 'Nothing booked', hours: week(0, 0, 0), says: 'no session this week, choose a track' },
]

function Pulses() {
  return (
    <Panel title="Hours pulse" sub="one week against the prescription, in five states" padded>
      <ul className="kit-states">
        {weeks.map(({ name, hours, says }) => (
          <li key={name}>
            <b>{name}</b>
            <Pulse {...hours} size="big" says={says ?? pulseWords(hours).says} />
            <Pulse {...hours} />
          </li>
        ))}
      </ul>
      <PulseLegend likely />
      <CardCode card="an-invented-card-for-nobody" label="A card for the tablet by the door" />
    </Panel>
  )
}

function Buttons() {
  const [sure, setSure] = useState(false)
  return (
    <Panel title="Buttons" sub="a button says the act; one that cannot be pressed says why" padded>
      <div className="row">
        <Button kind="primary">Sign 12 notes</Button>
        <Button icon="print">Print sign-in sheet</Button>
        <Button kind="quiet">Find make-up</Button>
        <Button kind="danger" onPress={() => setSure(true)}>
          Withdraw note
        </Button>
        <Button busy>Signing</Button>
      </div>
      <div className="row">
        <Button reason="Objective 3.1 has no intervention.">Sign plan</Button>
        <Button small>Choose</Button>
        <Button hint="A">Mark all present</Button>
      </div>
      <KeyHints
        hints={[
          { key: 'ctrl+k', says: 'find a client' },
          { key: 'ArrowUp ArrowDown', says: 'rows' },
          { key: 'Enter', says: 'open' },
          { key: 'Escape', says: 'back' },
          { key: '?', says: 'all keys' },
        ]}
      />
      <Confirm
        open={sure}
        onClose={() => setSure(false)}
        title="Withdraw this note?"
        act="Withdraw note"
        onAct={() => setSure(false)}
      >
        The note leaves the chart. Its text and your signature stay in the journal. This cannot be undone.
      </Confirm>
    </Panel>
  )
}

function Chips() {
  return (
    <Panel title="Chips and saving" sub="a shape and a word" padded>
      <div className="row">
        <Chip kind="done">Present</Chip>
        <Chip kind="due">Late, 12 min</Chip>
        <Chip kind="risk">Two missed</Chip>
        <Chip kind="info">New</Chip>
        <Chip kind="quiet">Planned</Chip>
        <Chip kind="done" bare>
          Signed
        </Chip>
      </div>
      <div className="row">
        <SaveWord state="saved" at="5:44 pm" />
        <SaveWord state="saving" />
        <SaveWord state="unsaved" />
        <SaveWord state="offline" />
        <SaveWord state="conflict" />
        <SaveWord state="failed" />
      </div>
    </Panel>
  )
}

const participation = [
  { value: 'active', label: 'Active', hint: '1' },
  { value: 'some', label: 'Some', hint: '2' },
  { value: 'quiet', label: 'Quiet', hint: '3' },
  { value: 'none', label: 'None', hint: '4' },
] as const

function Fields() {
  const [arrived, setArrived] = useState('17:42')
  const [left, setLeft] = useState('17:10')
  const [reason, setReason] = useState('work')
  const [part, setPart] = useState<(typeof participation)[number]['value']>()
  const [sentence, setSentence] = useState('Rated her urge 7 before and 3 after the exercise.')
  const [text, setText] = useState(true)
  const [kinds, setKinds] = useState<string[]>(['family'])
  return (
    <Panel title="Fields" sub="label above, help below, edges at 3 to 1" padded>
      <FieldRow>
        <TextField label="Arrived" value={arrived} onValue={setArrived} help="Any of 1742, 17:42, 5:42p" />
        <TextField label="Left" value={left} onValue={setLeft} error="Before the arrival at 17:42" />
      </FieldRow>
      <FieldRow>
        <SelectField
          label="Reason"
          value={reason}
          onValue={setReason}
          options={[
            { value: 'work', label: 'Work' },
            { value: 'illness', label: 'Illness' },
          ]}
        />
        <Segmented label="Participation" options={participation} value={part} onValue={setPart} />
      </FieldRow>
      <Steps
        of="week"
        onBack={() => toast('One week back.')}
        onNow={() => toast('This week.')}
        onOn={() => toast('One week on.')}
      />
      <TextArea label="One sentence of her own" value={sentence} onValue={setSentence} rows={2} optional />
      <ManyField
        label="Kind"
        all="All kinds"
        values={kinds}
        onValues={setKinds}
        options={[
          { value: 'group', label: 'Group (12)' },
          { value: 'family', label: 'Family (2)' },
        ]}
      />
      <CheckField label="May be texted at this number" checked={text} onChecked={setText} />
    </Panel>
  )
}

const people = [
  { name: 'Leah Goldberg', hours: week(0, 6, 6), act: 'Book Sat 9:00 am' },
  { name: 'Bernard Osei', hours: week(2, 6, 7.5), act: 'Book Sat 10:10 am' },
]

function Tables() {
  return (
    <Panel title="Table" sub="rows 36 to 48 px, the one action at the end; a card below 700 px">
      <DataTable
        label="Two people short of hours"
        tight
        rows={people}
        keyOf={person => person.name}
        currentKey="Bernard Osei"
        columns={[
          { head: 'Client', cell: person => <b>{person.name}</b> },
          { head: 'Hours', cell: person => <Pulse {...person.hours} who={person.name} figure /> },
          { head: 'Likely', kind: 'num', card: 'label', cell: person => hoursWords(person.hours.forecastMinutes ?? 0) },
          {
            head: 'Action',
            headHidden: true,
            kind: 'act',
            cell: person => (
              <Button small label={`${person.act} for ${person.name}`}>
                {person.act}
              </Button>
            ),
          },
        ]}
      />
    </Panel>
  )
}

function Floating() {
  const [open, setOpen] = useState(false)
  return (
    <Panel title="Drawer and toasts" sub="a piece of work beside the page; 8 s with the way back" padded>
      <div className="row">
        <Button onPress={() => setOpen(true)}>Open a drawer</Button>
        <Button
          onPress={() =>
            toast('12 notes signed, 6:36 pm. They are in the charts.', { act: { word: 'Undo', run: () => undefined } })
          }
        >
          Show a toast
        </Button>
        <Button onPress={() => toast('Not booked: the last seat on Sat 9:00 am went a moment ago.', { kind: 'risk' })}>
          Show a refusal
        </Button>
      </div>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title="Make-ups for Leah Goldberg"
        foot={<Button kind="primary">Book Sat 28 Nov</Button>}
      >
        <p className="quiet">She needs 3 h. Two fit her track, time and topics.</p>
        <Facts
          facts={[
            { word: 'Sat 28 Nov, 9:00 am', value: 'Relapse prevention, 2 free' },
            { word: 'Fri 27 Nov, 4:30 pm', value: 'Women’s group, 1 free' },
          ]}
        />
      </Drawer>
    </Panel>
  )
}

function States() {
  return (
    <Panel title="Loading, empty, error, offline, conflict" sub="what happened, what is safe, what to do" padded>
      <Skeleton rows={3} />
      <Empty title="No sessions on Thu 26 Nov" action={<Button small>Add a session anyway</Button>}>
        The house is closed for Thanksgiving. Six groups moved to Fri and Sat.
      </Empty>
      <ErrorState what="The week" onAgain={() => undefined} />
      <Notice kind="due">
        <b>Offline since 6:51 pm.</b> Every word is kept on this page. It syncs by itself.
      </Notice>
      <Notice kind="done">
        <b>Back online, 7:20 pm.</b> 4 drafts and 12 marks are safe on the server.
      </Notice>
      <Notice kind="due" actions={<Button small>Compare</Button>}>
        <b>Two versions of this sentence.</b> Yours here, 6:58 pm, and Lena Fischer’s on the tablet, 6:57 pm. Both are
        kept.
      </Notice>
      <Notice kind="info">
        <b>Closed Thu 26 Nov, Thanksgiving.</b> Six groups moved to Fri and Sat.
      </Notice>
    </Panel>
  )
}

const colors = [
  'page',
  'surface',
  'sunken',
  'line',
  'line-strong',
  'field',
  'quiet',
  'ink',
  'river',
  'river-tint',
  'river-mid',
  'due',
  'risk',
  'done',
  'info',
]

function Ground() {
  return (
    <Panel title="Colors, type, icons" sub="text at 4.5 to 1; an icon only beside a word" padded>
      <ul className="kit-colors">
        {colors.map(color => (
          <li key={color}>
            <i style={{ background: `var(--${color})` }} />
            {color}
          </li>
        ))}
      </ul>
      <p className="kit-h1">Heading one, 20 on 28, semibold</p>
      <p className="kit-h2">Heading two, 16 on 24</p>
      <p>Body 14 on 20. Dates as Tue 24 Nov, 5:30 pm; lengths as 2 h 45 min.</p>
      <p className="small quiet">Secondary 12 on 16, quiet ink.</p>
      <ul className="kit-icons">
        {iconNames.map(name => (
          <li key={name}>
            <Icon name={name} size={20} />
            {name}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Column({ children }: { children: ReactNode }) {
  return <div className="stack">{children}</div>
}

/** Every piece a staff page is made of. */
export default function KitPage() {
  return (
    <Page
      title="Kit"
      sub="Every piece a staff page is made of. Words first; a shape with each color; one shadow for what floats."
    >
      <div className="kit">
        <Column>
          <Pulses />
          <Buttons />
          <Fields />
          <Ground />
        </Column>
        <Column>
          <Tables />
          <Panel title="Tabs" sub="pages of one thing, never steps" padded>
            <Tabs
              label="Example"
              tabs={[
                { to: '/staff/kit', word: 'Overview' },
                { to: '/staff/kit?tab=timeline', word: 'Timeline' },
                { to: '/staff/kit?tab=plan', word: 'Plan' },
              ]}
            />
          </Panel>
          <Chips />
          <Floating />
          <States />
        </Column>
      </div>
    </Page>
  )
}
