import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useMay } from '#web/ui/me.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { chooseTopic, curricula } from '../curricula.ts'
import type { SessionLine } from '../queries.ts'
import type { setTopic } from '../sessions.ts'

type TopicProps = { session: SessionLine }

/** What a session is about: the next topic of its group's curriculum, another one by choice, or words of one's own. */
export function SessionTopic({ session }: TopicProps) {
  const may = useMay()
  const asked = useAsk<typeof curricula>('timetable.curricula', {}, { enabled: session.groupId !== null })
  const own = asked.data?.curricula.find(each => each.groups.some(group => group.id === session.groupId))
  if (session.groupId !== null && asked.loading) return null
  if (own && may('timetable.choose-topic')) return <Choose session={session} topics={own.topics} name={own.name} />
  return <Write session={session} />
}

type ChooseProps = TopicProps & { name: string; topics: readonly { id: string; title: string }[] }

function Choose({ session, name, topics }: ChooseProps) {
  const planned = session.topicChosen ? (session.topicId ?? '') : ''
  const [topicId, setTopicId] = useState(planned)
  const choose = useAct<typeof chooseTopic>('timetable.choose-topic', {
    onDone: () => toast('Topic chosen. The sessions after it go on from there.'),
  })
  const next = session.topicChosen ? 'The next in its order' : `The next in its order: ${session.topic ?? 'none left'}`
  return (
    <Form
      label="Topic"
      onSend={() => void choose.run({ sessionId: session.id, version: session.version, topicId: topicId || null })}
    >
      <SelectField
        label="Topic"
        help={`From “${name}”. The sessions after this one go on from there.`}
        value={topicId}
        onValue={setTopicId}
        options={[{ value: '', label: next }, ...topics.map(({ id, title }) => ({ value: id, label: title }))]}
      />
      <div>
        <Button submit busy={choose.busy} reason={topicId === planned ? 'Nothing changed.' : undefined}>
          Keep topic
        </Button>
      </div>
    </Form>
  )
}

function Write({ session }: TopicProps) {
  const [topic, setText] = useState(session.topic ?? '')
  const set = useAct<typeof setTopic>('timetable.set-topic', { onDone: () => toast('Topic kept.') })
  return (
    <Form
      label="Topic"
      onSend={() => void set.run({ sessionId: session.id, version: session.version, topic: topic.trim() })}
    >
      <TextField
        label="Topic"
        help="What this session is about. No names: everyone who plans reads it."
        value={topic}
        onValue={setText}
        maxLength={200}
        error={set.saysOf('topic')}
      />
      <div>
        <Button submit busy={set.busy} reason={topic.trim() === (session.topic ?? '') ? 'Nothing changed.' : undefined}>
          Keep topic
        </Button>
      </div>
    </Form>
  )
}
