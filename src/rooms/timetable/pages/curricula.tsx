import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextField } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, listWords } from '#web/words.ts'
import type { addCurriculum, changeCurriculum, curricula } from '../curricula.ts'
import { curriculumMissing, type TopicDraft, topicsAsked } from './topic-draft.ts'
import { emptyTopic, TopicsEditor } from './topics-editor.tsx'
import './groups.css'

type Curriculum = OutputOf<typeof curricula>['curricula'][number]

function draftsOf(curriculum: Curriculum | null): TopicDraft[] {
  if (!curriculum) return [emptyTopic()]
  return curriculum.topics.map(({ id, title, homework }) => ({ key: id, id, title, homework: homework ?? '' }))
}

function Edit({ curriculum, onClose }: { curriculum: Curriculum | null; onClose: () => void }) {
  const [name, setName] = useState(curriculum?.name ?? '')
  const [topics, setTopics] = useState(() => draftsOf(curriculum))
  const done = (says: string) => {
    toast(says)
    onClose()
  }
  const add = useAct<typeof addCurriculum>('timetable.add-curriculum', {
    refusals: 'quiet',
    onDone: () => done('The curriculum is added. Choose it in a group.'),
  })
  const change = useAct<typeof changeCurriculum>('timetable.change-curriculum', {
    refusals: 'quiet',
    onDone: ({ groups }) =>
      done(groups > 0 ? `Changed. The coming sessions of ${count(groups, 'group')} follow.` : 'Changed.'),
  })
  const missing = curriculumMissing(name, topics)
  const asked = topicsAsked(topics)
  const dropped = (curriculum?.topics ?? []).filter(topic => !topics.some(each => each.id === topic.id))
  const busy = add.busy || change.busy
  function send() {
    if (missing.length > 0 || busy) return
    const words = asked.map(each => ({ ...each, homework: each.homework || null }))
    if (curriculum) void change.run({ curriculumId: curriculum.id, name, topics: words })
    else void add.run({ name, topics: words.map(({ title, homework }) => ({ title, homework })) })
  }
  return (
    <Drawer open wide onClose={onClose} title={curriculum ? `Change ${curriculum.name}` : 'Add a curriculum'}>
      <Form label="Curriculum" onSend={send}>
        <TextField label="Name" value={name} onValue={setName} maxLength={100} required />
        <TopicsEditor topics={topics} onTopics={setTopics} />
        {dropped.length > 0 ? (
          <p className="quiet">
            {count(dropped.length, 'topic')} dropped. Sessions that had {dropped.length === 1 ? 'it' : 'them'} keep{' '}
            {dropped.length === 1 ? 'it' : 'them'}.
          </p>
        ) : null}
        <ConflictsNotice problem={add.problem ?? change.problem} busy={busy} title="Nothing was saved." />
        <div>
          <Button
            kind="primary"
            submit
            busy={busy}
            reason={missing.length > 0 ? `Still missing: ${listWords(missing)}.` : undefined}
          >
            {curriculum ? 'Save the curriculum' : 'Add the curriculum'}
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}

function One({ curriculum, onEdit }: { curriculum: Curriculum; onEdit: (() => void) | null }) {
  return (
    <Panel
      title={curriculum.name}
      sub={count(curriculum.topics.length, 'topic')}
      end={
        onEdit ? (
          <Button small label={`Change ${curriculum.name}`} onPress={onEdit}>
            Change
          </Button>
        ) : null
      }
      foot={
        curriculum.groups.length > 0 ? (
          <>
            Used by{' '}
            {curriculum.groups.map((group, at) => (
              <span key={group.id}>
                {at > 0 ? ', ' : ''}
                <Link to={`/staff/groups/${group.id}`}>{group.name}</Link>
              </span>
            ))}
          </>
        ) : (
          'No group uses it yet.'
        )
      }
    >
      <ol className="topic-list">
        {curriculum.topics.map(topic => (
          <li key={topic.id}>
            {topic.title}
            {topic.homework ? <span className="sub">Homework: {topic.homework}</span> : null}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

/** The curricula: ordered topics that a group works through; an open group rotates, a closed one hears each once. */
export default function CurriculaPage() {
  const may = useMay()
  const [editing, setEditing] = useState<Curriculum | 'new'>()
  const asked = useAsk<typeof curricula>('timetable.curricula', {})
  const mayAdd = may('timetable.add-curriculum')
  useKeys('Curricula', mayAdd ? [{ key: 's', says: 'Add a curriculum', run: () => setEditing('new') }] : [])
  const addButton = (
    <Button kind="primary" icon="plus" onPress={() => setEditing('new')}>
      Add a curriculum
    </Button>
  )
  return (
    <Page
      title="Curricula"
      sub="The topics of a group in their order. An open group begins again after the last; a closed one hears each once."
      actions={mayAdd ? addButton : null}
    >
      <Asked asked={asked} what="The curricula">
        {data =>
          data.curricula.length > 0 ? (
            <div className="stack">
              {data.curricula.map(each => (
                <One
                  key={each.id}
                  curriculum={each}
                  onEdit={may('timetable.change-curriculum') ? () => setEditing(each) : null}
                />
              ))}
            </div>
          ) : (
            <Panel title="No curriculum yet">
              <Empty title="No curriculum yet">
                Write the topics of a group once; its sessions take them in turn, and each client’s chart says what they
                have heard.
              </Empty>
            </Panel>
          )
        }
      </Asked>
      {mayAdd ? <KeyHints hints={[{ key: 's', says: 'add a curriculum' }]} /> : null}
      {editing ? (
        <Edit
          key={editing === 'new' ? 'new' : editing.id}
          curriculum={editing === 'new' ? null : editing}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </Page>
  )
}
