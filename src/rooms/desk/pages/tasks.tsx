import { useState } from 'react'
import { type Day, dayIn, instant, instantAt, isDay } from '#kernel/time.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { FieldRow, Form, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, roleWords } from '#web/words.ts'
import type { addTask, doneTask } from '../commands.ts'
import type { openTasks, unreached } from '../queries.ts'

type Task = NonNullable<ReturnType<typeof useAsk<typeof openTasks>>['data']>['tasks'][number]

function Due({ dueAt, now }: { dueAt: string; now: string }) {
  const words = useWords()
  const late = dueAt < now
  const today = dayIn(words.wall.zone, instant(dueAt)) === dayIn(words.wall.zone, instant(now))
  return (
    <time dateTime={dueAt}>
      {words.when(dueAt, now)}
      <span className={`sub ${late ? 't-risk' : today ? 't-due' : ''}`}>{words.due(dueAt, now)}</span>
    </time>
  )
}

function Tasks({ tasks }: { tasks: Task[] }) {
  const now = instant(new Date())
  const done = useAct<typeof doneTask>('desk.done-task')
  return (
    <DataTable
      label="Open tasks, by when they are due"
      rows={tasks}
      keyOf={task => task.id}
      columns={[
        {
          head: 'What',
          cell: task => (
            <>
              <b>{task.title}</b>
              {task.because ? <span className="sub">{task.because}</span> : null}
            </>
          ),
        },
        {
          head: 'For',
          width: 170,
          cell: task => (task.forRole ? <Chip kind="quiet">any {roleWords(task.forRole)}</Chip> : 'you'),
        },
        { head: 'Due', width: 170, cell: task => <Due dueAt={task.dueAt} now={now} /> },
        {
          head: 'About',
          width: 160,
          cell: task =>
            task.clientId ? (
              <span className="named">
                <Link to={`/staff/clients/${task.clientId}`}>Chart</Link>
                <ClientHours id={task.clientId} name="This client" />
              </span>
            ) : null,
        },
        {
          head: 'Action',
          headHidden: true,
          kind: 'act',
          width: 90,
          cell: task => (
            <Button
              small
              icon="check"
              label={`Done: ${task.title}`}
              onPress={() => void done.run({ taskId: task.id }).then(answer => answer && toast(`Done: ${task.title}`))}
            >
              Done
            </Button>
          ),
        },
      ]}
    />
  )
}

/** Whose list a task goes on: one's own, a colleague's, or that of everyone with a role. */
function ForWhom({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const { me } = useHere()
  const may = useMay()
  const house = useAsk<typeof houseOf>('people.house', {}, { enabled: may('people.house') })
  const staff = (house.data?.staff ?? []).filter(each => each.id !== me.personId)
  const roles = ['intake', 'counselor', 'facilitator', 'nurse', 'case-manager', 'biller', 'director']
  return (
    <SelectField
      label="For"
      value={value}
      onValue={onValue}
      options={[
        { value: `staff ${me.personId}`, label: 'Me' },
        ...staff.map(each => ({ value: `staff ${each.id}`, label: each.name })),
        ...roles.map(role => ({ value: `role ${role}`, label: `Any ${roleWords(role)}` })),
      ]}
    />
  )
}

function AddTask({ onClose }: { onClose: () => void }) {
  const { me, site } = useHere()
  const [title, setTitle] = useState('')
  const [because, setBecause] = useState('')
  const [whom, setWhom] = useState(`staff ${me.personId}`)
  const [on, setOn] = useState<string>(dayIn(site.zone, instant(new Date())))
  const [at, setAt] = useState('17:00')
  const [kind = 'staff', id = ''] = whom.split(' ')
  const add = useAct<typeof addTask>('desk.add-task', {
    onDone: () => {
      toast(id === me.personId ? 'It is on your list.' : 'It is on their list.')
      onClose()
    },
  })
  const whole = title.trim().length >= 2 && isDay(on) && /^\d{2}:\d{2}$/.test(at)
  function send(day: Day) {
    const forWhom = kind === 'role' ? { forRole: id } : { forStaff: id }
    void add.run({ title: title.trim(), because: because.trim(), dueAt: instantAt(site.zone, day, at), ...forWhom })
  }
  return (
    <Drawer open onClose={onClose} title="Add a task">
      <Form label="Add a task" onSend={() => whole && isDay(on) && send(on)}>
        <TextField label="What is to be done" value={title} onValue={setTitle} error={add.saysOf('title')} required />
        <TextArea label="Why" optional value={because} onValue={setBecause} maxLength={500} rows={2} />
        <ForWhom value={whom} onValue={setWhom} />
        <FieldRow>
          <TextField label="Due on" type="date" value={on} onValue={setOn} required />
          <TextField label="At" type="time" value={at} onValue={setAt} required />
        </FieldRow>
        <div>
          <Button
            kind="primary"
            submit
            busy={add.busy}
            reason={whole ? undefined : 'Write what is to be done, and by when.'}
          >
            Add task
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

function Unreached() {
  const may = useMay()
  const { me } = useHere()
  const director = me.roles.includes('director') || me.roles.includes('administrator')
  const asked = useAsk<typeof unreached>('desk.unreached', {}, { enabled: director && may('desk.unreached') })
  const words = useWords()
  if (!asked.data || asked.data.messages.length === 0) return null
  return (
    <Panel title="Messages that could not be sent" sub={count(asked.data.messages.length, 'message')}>
      <DataTable
        label="Messages that could not be sent"
        rows={asked.data.messages}
        keyOf={message => message.id}
        columns={[
          { head: 'By', cell: message => (message.channel === 'mail' ? 'Mail' : 'Text message') },
          {
            head: 'Given up',
            card: 'label',
            cell: message => (message.givenUpAt ? words.when(message.givenUpAt, instant(new Date())) : ''),
          },
          { head: 'Why not', card: 'label', cell: message => message.trouble },
        ]}
      />
    </Panel>
  )
}

/** What is on this person's list, with one act each. */
export default function TasksPage() {
  const tasks = useAsk<typeof openTasks>('desk.tasks', {}, { everySeconds: 60 })
  const [adding, setAdding] = useState(false)
  useKeys('This page', [{ key: 'a', says: 'Add a task', run: () => setAdding(true) }])
  return (
    <Page
      title="Tasks"
      sub={tasks.data ? `${count(tasks.data.tasks.length, 'open task')}, yours and those of your roles.` : ' '}
      actions={
        <Button kind="primary" icon="plus" hint="A" onPress={() => setAdding(true)}>
          Add a task
        </Button>
      }
    >
      <div className="stack">
        <Panel title="Open">
          <Asked asked={tasks} what="The list">
            {data =>
              data.tasks.length > 0 ? (
                <Tasks tasks={data.tasks} />
              ) : (
                <Empty title="Nothing on your list">
                  A task says what, why and by when. Colleagues can put one here; so can you.
                </Empty>
              )
            }
          </Asked>
        </Panel>
        <Unreached />
      </div>
      {adding ? <AddTask onClose={() => setAdding(false)} /> : null}
      <KeyHints
        hints={[
          { key: 'A', says: 'add a task' },
          { key: 'ArrowUp ArrowDown', says: 'rows' },
        ]}
      />
    </Page>
  )
}
