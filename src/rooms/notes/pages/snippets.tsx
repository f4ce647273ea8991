import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { Form, TextArea, TextField } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { Page, Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { addSnippet, changeSnippet, deleteSnippet, snippetsOf } from '../snippets.ts'

type Snippet = OutputOf<typeof snippetsOf>['snippets'][number]
/** What the drawer is about: one that is there, or a new one under an id made here. */
type Subject = { kind: 'new'; id: string } | { kind: 'there'; snippet: Snippet }

function Write({ subject, onClose }: { subject: Subject; onClose: () => void }) {
  const there = subject.kind === 'there' ? subject.snippet : null
  const [name, setName] = useState(there?.name ?? '')
  const [text, setText] = useState(there?.text ?? '')
  const done = (says: string) => () => {
    toast(says)
    onClose()
  }
  const add = useAct<typeof addSnippet>('notes.add-snippet', { onDone: done('Kept.') })
  const change = useAct<typeof changeSnippet>('notes.change-snippet', { onDone: done('Changed.') })
  const remove = useAct<typeof deleteSnippet>('notes.delete-snippet', { onDone: done('Thrown away.') })
  const saysOf = (place: string) => add.saysOf(place) ?? change.saysOf(place)
  function send() {
    if (subject.kind === 'new') void add.run({ snippetId: subject.id, name, text })
    else void change.run({ snippetId: subject.snippet.id, version: subject.snippet.version, name, text })
  }
  return (
    <Form onSend={send} label="A sentence of yours">
      <TextField
        label="Short name"
        help="You write a semicolon, this name, then Tab."
        maxLength={40}
        value={name}
        onValue={setName}
        error={saysOf('name')}
      />
      <TextArea
        label="What it stands for"
        help="Only what is true each time. What somebody said or did is written anew."
        rows={5}
        maxLength={2000}
        value={text}
        onValue={setText}
        error={saysOf('text')}
      />
      <div className="row end">
        {there ? (
          <Button
            kind="danger"
            busy={remove.busy}
            onPress={() => void remove.run({ snippetId: there.id, version: there.version })}
          >
            Throw away
          </Button>
        ) : null}
        <Button kind="primary" submit busy={add.busy || change.busy}>
          {there ? 'Change' : 'Keep'}
        </Button>
      </div>
    </Form>
  )
}

/** One's own sentences by their short names. */
export default function SnippetsPage() {
  const asked = useAsk<typeof snippetsOf>('notes.snippets', {})
  const [subject, setSubject] = useState<Subject | null>(null)
  const begin = () => setSubject({ kind: 'new', id: crypto.randomUUID() })
  useKeys('This page', subject ? [] : [{ key: 'n', says: 'New sentence', run: begin }])
  return (
    <Page
      title="Your sentences"
      sub="What you write often, by a short name. Nobody else sees them."
      actions={
        <Button kind="primary" hint="N" onPress={begin}>
          New sentence
        </Button>
      }
    >
      <Asked asked={asked} what="Your sentences">
        {({ snippets }) => (
          <Panel title="By short name">
            {snippets.length === 0 ? (
              <Empty title="None yet">
                In a note, a semicolon and the short name, then Tab, writes the whole sentence.
              </Empty>
            ) : (
              <DataTable
                label="Your sentences"
                rows={snippets}
                keyOf={snippet => snippet.id}
                onOpen={snippet => setSubject({ kind: 'there', snippet })}
                columns={[
                  { head: 'Short name', width: 180, cell: snippet => <b>;{snippet.name}</b> },
                  { head: 'What it stands for', cell: snippet => snippet.text },
                ]}
              />
            )}
          </Panel>
        )}
      </Asked>
      <KeyHints hints={[{ key: 'N', says: 'new sentence' }]} />
      <Drawer
        open={subject !== null}
        onClose={() => setSubject(null)}
        title={subject?.kind === 'there' ? 'Change a sentence' : 'New sentence'}
      >
        {subject ? <Write subject={subject} onClose={() => setSubject(null)} /> : null}
      </Drawer>
    </Page>
  )
}
