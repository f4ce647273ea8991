import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { KeyHints } from '#web/ui/keys.tsx'
import { moved, type TopicDraft, topicsFrom } from './topic-draft.ts'

/** A topic that is being begun. */
export const emptyTopic = (title = ''): TopicDraft => ({ key: crypto.randomUUID(), id: null, title, homework: '' })

type LineProps = {
  topic: TopicDraft
  at: number
  of: number
  onTopic: (topic: TopicDraft) => void
  onStep: (by: 1 | -1) => void
  onDrop: () => void
}

function Line({ topic, at, of, onTopic, onStep, onDrop }: LineProps) {
  const name = topic.title.trim() || `topic ${at + 1}`
  return (
    <li data-topic={topic.key}>
      <span className="place" aria-hidden="true">
        {at + 1}.
      </span>
      <div className="words">
        <TextField
          label={`Title of topic ${at + 1}`}
          placeholder="Title"
          value={topic.title}
          onValue={title => onTopic({ ...topic, title })}
          maxLength={200}
        />
        <TextField
          label={`Homework of topic ${at + 1}`}
          placeholder="Homework (optional)"
          value={topic.homework}
          onValue={homework => onTopic({ ...topic, homework })}
          maxLength={500}
        />
      </div>
      <span className="acts">
        <Button
          small
          kind="quiet"
          label={`Move ${name} up`}
          reason={at === 0 ? 'It is the first.' : undefined}
          reasonHidden
          onPress={() => onStep(-1)}
        >
          ↑
        </Button>
        <Button
          small
          kind="quiet"
          label={`Move ${name} down`}
          reason={at === of - 1 ? 'It is the last.' : undefined}
          reasonHidden
          onPress={() => onStep(1)}
        >
          ↓
        </Button>
        <Button small kind="quiet" label={`Drop ${name}`} onPress={onDrop}>
          Drop
        </Button>
      </span>
    </li>
  )
}

type EditorProps = { topics: readonly TopicDraft[]; onTopics: (topics: TopicDraft[]) => void }

/** The topics of a curriculum: Enter adds one below, Alt with an arrow moves it, a pasted list becomes many. */
export function TopicsEditor({ topics, onTopics }: EditorProps) {
  const list = useRef<HTMLOListElement>(null)
  const [told, setTold] = useState('')
  const lineOf = (key: string) => list.current?.querySelector<HTMLElement>(`[data-topic="${key}"]`)
  /** After the list is drawn anew, the same field of the same topic keeps the focus. */
  const reach = (key: string, field = 0) =>
    requestAnimationFrame(() => lineOf(key)?.querySelectorAll('input')[field]?.focus())

  function step(topic: TopicDraft, by: 1 | -1) {
    const next = moved(topics, topic.key, by)
    onTopics(next)
    const place = next.findIndex(each => each.key === topic.key) + 1
    setTold(`${topic.title || 'The topic'} is number ${place} of ${next.length}.`)
  }

  function addAfter(key: string | null) {
    const made = emptyTopic()
    const at = key === null ? topics.length : topics.findIndex(each => each.key === key) + 1
    onTopics([...topics.slice(0, at), made, ...topics.slice(at)])
    reach(made.key)
  }

  function onKeyDown(event: KeyboardEvent<HTMLOListElement>) {
    if (!(event.target instanceof HTMLInputElement)) return
    const key = event.target.closest<HTMLElement>('[data-topic]')?.dataset.topic
    const topic = topics.find(each => each.key === key)
    if (!topic) return
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (event.altKey && (by === 1 || by === -1)) {
      event.preventDefault()
      const field = [...(lineOf(topic.key)?.querySelectorAll('input') ?? [])].indexOf(event.target)
      step(topic, by)
      reach(topic.key, field)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      addAfter(topic.key)
    }
  }

  function onPaste(text: string, into: TopicDraft | undefined): boolean {
    const titles = topicsFrom(text)
    if (titles.length < 2 || !into || into.title.trim() !== '') return false
    const at = topics.indexOf(into)
    const made = titles.map(title => emptyTopic(title))
    onTopics([...topics.slice(0, at), ...made, ...topics.slice(at + 1)])
    setTold(`${made.length} topics were pasted.`)
    return true
  }

  return (
    <div className="stack tight">
      <ol
        className="topics"
        ref={list}
        aria-label="Topics in order"
        onKeyDown={onKeyDown}
        onPaste={event => {
          const line = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-topic]') : null
          const into = topics.find(each => each.key === line?.dataset.topic)
          if (onPaste(event.clipboardData.getData('text'), into)) event.preventDefault()
        }}
      >
        {topics.map((topic, at) => (
          <Line
            key={topic.key}
            topic={topic}
            at={at}
            of={topics.length}
            onTopic={next => onTopics(topics.map(each => (each.key === next.key ? next : each)))}
            onStep={by => step(topic, by)}
            onDrop={() => onTopics(topics.filter(each => each.key !== topic.key))}
          />
        ))}
      </ol>
      <div>
        <Button small kind="quiet" icon="plus" onPress={() => addAfter(null)}>
          Add a topic
        </Button>
      </div>
      <p className="vh" role="status">
        {told}
      </p>
      <KeyHints
        hints={[
          { key: 'Alt ↑ ↓', says: 'move a topic' },
          { key: 'Enter', says: 'a new one below' },
        ]}
      />
    </div>
  )
}
