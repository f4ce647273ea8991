import { useState } from 'react'
import type { changeClient } from '#rooms/people/commands.ts'
import type { clientOf } from '#rooms/people/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { type ClientDraft, ClientFields } from '#web/ui/client-fields.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Form, TextField } from '#web/ui/field.tsx'
import { Panel } from '#web/ui/page.tsx'
import { SaveWord } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { bornWords } from '#web/words.ts'
import type { Front } from './chart-words.ts'

const draftFrom = (front: Front): ClientDraft => ({
  legalGiven: front.legalGiven,
  legalFamily: front.legalFamily,
  chosenName: front.chosenName ?? '',
  pronouns: front.pronouns ?? '',
  bornOn: front.bornOn,
  languages: [...front.languages],
})

const tagsFrom = (text: string) =>
  text
    .split(',')
    .map(tag => tag.trim())
    .filter(Boolean)

/** Names, pronouns, birth date, languages and tags; a change by somebody else meanwhile shows beside what is typed. */
export function ChartEdit({ front }: { front: Front }) {
  const [seen, setSeen] = useState(front)
  const [draft, setDraft] = useState(() => draftFrom(front))
  const [tags, setTags] = useState(front.tags.join(', '))
  const change = useAct<typeof changeClient>('people.change-client', {
    refusals: 'quiet',
    onDone: ({ version }) => {
      setSeen({ ...seen, version })
      toast('The chart is changed.')
    },
  })
  const [saving, setSaving] = useState(false)
  const { again } = useAsk<typeof clientOf>('people.client', { id: front.id })
  const conflict = front.version > seen.version && !saving
  const changed =
    JSON.stringify(draft) !== JSON.stringify(draftFrom(front)) || tagsFrom(tags).join() !== front.tags.join()
  const takeTheirs = () => {
    setSeen(front)
    setDraft(draftFrom(front))
    setTags(front.tags.join(', '))
    change.clear()
  }
  // What was not touched here takes their newer word; only what was typed stays.
  const keepMine = () => {
    const before = draftFrom(seen)
    const theirs = draftFrom(front)
    const pick = <Key extends keyof ClientDraft>(key: Key): ClientDraft[Key] =>
      JSON.stringify(draft[key]) === JSON.stringify(before[key]) ? theirs[key] : draft[key]
    setDraft({
      legalGiven: pick('legalGiven'),
      legalFamily: pick('legalFamily'),
      chosenName: pick('chosenName'),
      pronouns: pick('pronouns'),
      bornOn: pick('bornOn'),
      languages: pick('languages'),
    })
    if (tags === seen.tags.join(', ')) setTags(front.tags.join(', '))
    setSeen(front)
    change.clear()
  }
  async function send() {
    if (conflict || !changed) return
    setSaving(true)
    const done = await change.run({ clientId: front.id, version: seen.version, ...draft, tags: tagsFrom(tags) })
    setSaving(false)
    // A refusal may mean that somebody else was faster: what they wrote shows at once.
    if (!done) again()
  }
  const refused = change.problem && change.problem.places.length === 0 ? change.problem : null
  return (
    <Form label="Edit names and details" onSend={() => void send()}>
      {conflict ? (
        <Notice
          kind="due"
          live
          actions={
            <>
              <Button small onPress={takeTheirs}>
                Take theirs
              </Button>
              <Button small onPress={keepMine}>
                Keep what I typed
              </Button>
            </>
          }
        >
          <b>Somebody changed this chart meanwhile.</b> It says now: {front.legalName}
          {front.chosenName ? `, called ${front.chosenName}` : ''}, {front.pronouns ?? 'no pronouns'}, born{' '}
          {bornWords(front.bornOn)}
          {front.tags.length > 0 ? `, tags ${front.tags.join(', ')}` : ''}. What you typed is still here.
        </Notice>
      ) : null}
      {refused && !conflict ? (
        <Notice kind="risk" live>
          <b>Not saved.</b> {refused.message}
        </Notice>
      ) : null}
      <Panel title="Names and details" padded>
        <ClientFields draft={draft} onDraft={setDraft} saysOf={change.saysOf} />
        <TextField
          label="Tags"
          optional
          value={tags}
          onValue={setTags}
          help="Short words with commas between them. They show at the head of the chart to everybody who sees it."
          error={change.saysOf('tags') ?? change.saysOf('tags[0]')}
        />
      </Panel>
      <div className="row end">
        {changed ? <SaveWord state={conflict ? 'conflict' : 'unsaved'} /> : null}
        <Button
          kind="primary"
          submit
          busy={change.busy}
          reason={conflict ? 'Choose whose version goes on first.' : changed ? undefined : 'Nothing is changed yet.'}
        >
          Save changes
        </Button>
      </div>
    </Form>
  )
}
