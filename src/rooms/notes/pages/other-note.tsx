import { type RefObject, useMemo, useRef, useState } from 'react'
import { act } from '#kernel/client.ts'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Confirm } from '#web/ui/drawer.tsx'
import { CheckField, TextArea } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { Link, useGo, useParams } from '#web/ui/route.tsx'
import { SnippetFields } from '#web/ui/snippet-fields.tsx'
import { Empty, SaveWord } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { minutesWords } from '#web/words.ts'
import type { draftOf } from '../other-drafts.ts'
import type { dropDraft, saveDraft } from '../other-notes.ts'
import type { snippetsOf } from '../snippets.ts'
import type { OneText } from './one-text.ts'
import { BothTexts } from './other-note-both.tsx'
import { CopyFrom } from './other-note-copy.tsx'
import { BeforeSigning, SignDraft } from './other-note-sign.tsx'
import { WhenFields } from './other-note-when.tsx'
import { savingOf, texts, useOneText } from './use-one-text.ts'
import './other-note.css'

/** A draft as the house tells it. */
export type Draft = OutputOf<typeof draftOf>
/** What is written in one. */
export type Written = {
  startsAt: string
  minutes: number
  restricted: boolean
  parts: { name: string; text: string }[]
}

const textOf = texts<Written>(
  draftId => (text, version) => act<typeof saveDraft>('notes.save-draft', { draftId, version, ...text }),
)

const writtenOf = ({ startsAt, minutes, restricted, parts }: Draft): Written => ({
  startsAt,
  minutes,
  restricted,
  parts: parts.map(({ name, text }) => ({ name, text })),
})

type PartsProps = { draft: Draft; text: OneText<Written> }

function Parts({ draft, text }: PartsProps) {
  const may = useMay()
  const own = useAsk<typeof snippetsOf>('notes.snippets', {}, { enabled: may('notes.snippets') })
  const write = (name: string, said: string) =>
    text.write({
      ...text.text,
      parts: text.text.parts.map(part => (part.name === name ? { ...part, text: said } : part)),
    })
  const first = draft.parts.find(part => part.text === '')?.name
  return (
    <SnippetFields snippets={own.data?.snippets ?? []}>
      {draft.parts.map(({ name, hint, required }) => (
        <div key={name} data-part={name} className="on-part">
          <TextArea
            label={name}
            optional={!required}
            help={hint}
            rows={4}
            maxLength={8000}
            autoFocus={name === first}
            value={text.text.parts.find(part => part.name === name)?.text ?? ''}
            onValue={said => write(name, said)}
          />
          {draft.copied.includes(name) ? (
            <Chip kind="due">Copied from an earlier note. Change it, or it stops the signing</Chip>
          ) : null}
        </div>
      ))}
      <p className="small quiet">
        A semicolon and a short name, then Tab, writes a sentence of yours:{' '}
        <Link to="/staff/notes/snippets">your sentences</Link>.
      </p>
    </SnippetFields>
  )
}

/** Throws the draft away, after it was asked whether that is meant. */
function Drop({ draft, text }: { draft: Draft; text: OneText<Written> }) {
  const [asking, setAsking] = useState(false)
  const go = useGo()
  const drop = useAct<typeof dropDraft>('notes.drop-draft', {
    onDone: () => {
      toast('The draft is thrown away.')
      go(`/staff/clients/${draft.clientId}`)
    },
  })
  return (
    <>
      <Button kind="danger" onPress={() => setAsking(true)}>
        Throw away
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title="Throw away this draft?"
        act="Throw away"
        busy={drop.busy}
        onAct={() => void drop.run({ draftId: draft.id, version: text.version })}
      >
        What is written in it is gone for you. Nothing of it is in the chart.
      </Confirm>
    </>
  )
}

/** Puts the cursor into a part, by its name. */
function goTo(place: RefObject<HTMLElement | null>, part: string | null): void {
  const all = [...(place.current?.querySelectorAll<HTMLElement>('[data-part]') ?? [])]
  all
    .find(each => each.dataset.part === part)
    ?.querySelector('textarea')
    ?.focus()
}

function Writing({ draft, again }: { draft: Draft; again: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const [copying, setCopying] = useState(false)
  const [at, setAt] = useState(0)
  const may = useMay()
  const words = useWords(draft.zone)
  const text = textOf(draft.id, writtenOf(draft), draft.version)
  const heard = useMemo(() => writtenOf(draft), [draft])
  useOneText({ text, heard, version: draft.version, again, place })
  const saving = savingOf(text)
  const next = () => {
    const found = draft.findings.filter(each => each.part !== null)
    const finding = found[at % Math.max(found.length, 1)]
    setAt(at + 1)
    if (finding) goTo(place, finding.part)
  }
  useKeys('This note', [
    { key: 'F8', says: 'Next thing to settle', anywhere: true, run: next },
    ...(may('notes.to-copy')
      ? [{ key: 'c', says: 'Take over from an earlier note', run: () => setCopying(true) }]
      : []),
  ])
  const trouble = text.trouble && ![0, 401, 503].includes(text.trouble.status) && text.trouble.code !== 'locked'
  return (
    <Page
      title={draft.template}
      sub={
        <>
          <Link to={`/staff/clients/${draft.clientId}`}>{draft.name}</Link>, {words.day(draft.startsAt)},{' '}
          {words.span(draft.startsAt, draft.endsAt)}
        </>
      }
      state={
        saving ? (
          <SaveWord state={saving} at={saving === 'saved' && text.savedAt ? words.time(text.savedAt) : undefined} />
        ) : null
      }
      actions={
        <>
          {may('notes.to-copy') ? <Button onPress={() => setCopying(true)}>Take over from earlier</Button> : null}
          <Drop draft={draft} text={text} />
        </>
      }
    >
      <div ref={place}>
        {trouble ? (
          <Notice kind="risk" live>
            <b>Not saved.</b> {text.trouble?.says} What you wrote is still on this page.
          </Notice>
        ) : null}
        <Columns
          asideLabel="Before signing"
          aside={
            <>
              <BeforeSigning draft={draft} onGo={part => goTo(place, part)} />
              <SignDraft draft={draft} text={text} />
            </>
          }
        >
          <BothTexts zone={draft.zone} text={text} />
          <Panel title="What the note says" sub="a draft: nobody but you reads it" padded>
            <Parts draft={draft} text={text} />
          </Panel>
          <Panel title="When, and who reads it" padded>
            <div className="form">
              <When draft={draft} text={text} />
              <CheckField
                label="Only the care team, the director and auditors read it"
                help="For what a nurse or a case manager outside the care team need not know."
                checked={text.text.restricted}
                onChecked={restricted => text.write({ ...text.text, restricted })}
              />
            </div>
          </Panel>
        </Columns>
      </div>
      <KeyHints
        hints={[
          { key: 'F8', says: 'next thing to settle' },
          { key: 'C', says: 'take over from an earlier note' },
          { key: 'ctrl+Enter', says: 'sign' },
        ]}
      />
      <CopyFrom draft={draft} text={text} open={copying} onClose={() => setCopying(false)} />
    </Page>
  )
}

function When({ draft, text }: PartsProps) {
  if (draft.sessionId === null)
    return (
      <WhenFields
        zone={draft.zone}
        startsAt={text.text.startsAt}
        minutes={text.text.minutes}
        onWhen={when => text.write({ ...text.text, ...when })}
      />
    )
  return (
    <p>
      {draft.minutes > 0 ? `${minutesWords(draft.minutes)} credited` : 'No minutes credited'}, as{' '}
      <Link to={`/staff/attendance/${draft.sessionId}`}>attendance</Link> says.
    </p>
  )
}

/** A note of one client that is not of a group: written, saved by itself, signed. */
export default function OtherNotePage() {
  const { id = '' } = useParams()
  const asked = useAsk<typeof draftOf>('notes.draft', { draftId: id })
  return (
    <Asked asked={asked} what="The note" rows={10}>
      {draft =>
        draft.noteId ? (
          <Page title={draft.template}>
            <Empty
              title="This note is signed"
              action={<ButtonLink to={`/staff/clients/${draft.clientId}/notes`}>Open it in the chart</ButtonLink>}
            >
              A signed note never changes; what is added later stands beside it.
            </Empty>
          </Page>
        ) : (
          <Writing key={draft.id} draft={draft} again={asked.again} />
        )
      }
    </Asked>
  )
}
