import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Confirm } from '#web/ui/drawer.tsx'
import { CheckField, TextArea } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { Link, useGo, useParams } from '#web/ui/route.tsx'
import { SnippetFields } from '#web/ui/snippet-fields.tsx'
import { Empty, SaveWord } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { minutesWords } from '#web/words.ts'
import type { draftOf } from '../other-drafts.ts'
import type { dropDraft } from '../other-notes.ts'
import type { snippetsOf } from '../snippets.ts'
import { KeptWords } from './kept-words.tsx'
import type { OneDraft } from './one-draft.ts'
import { BothTexts } from './other-note-both.tsx'
import { CopyFrom } from './other-note-copy.tsx'
import { CopiedMark, Replaces } from './other-note-replaces.tsx'
import { hearDraft, otherBooks } from './other-note-send.ts'
import { BeforeSigning, keepable, SignDraft, useKeep } from './other-note-sign.tsx'
import { WhenFields } from './other-note-when.tsx'
import { type Draft, partKey, type Written } from './other-note-words.ts'
import { ownSavingOf, useDrafts } from './use-drafts.ts'
import './other-note.css'

type PartsProps = { draft: Draft; text: OneDraft<Written> }

function Parts({ draft, text }: PartsProps) {
  const may = useMay()
  const own = useAsk<typeof snippetsOf>('notes.snippets', {}, { enabled: may('notes.snippets'), keepMinutes: 240 })
  // What came back is read before it is written again.
  const first = draft.replaces ? undefined : draft.parts.find(part => part.text === '')?.name
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
            value={text.text[partKey(name)] ?? ''}
            onValue={said => text.write({ [partKey(name)]: said })}
          />
          <CopiedMark draft={draft} name={name} />
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
function Drop({ draft, text }: { draft: Draft; text: OneDraft<Written> }) {
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

function Writing({ draft, text, again }: PartsProps & { again: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const [copying, setCopying] = useState(false)
  const [at, setAt] = useState(0)
  const may = useMay()
  const words = useWords(draft.zone)
  useDrafts({ book: text, again, place })
  const saving = ownSavingOf(text)
  const found = draft.findings.filter(each => each.part !== null && !each.kept)
  const current = found[(at + Math.max(found.length, 1) - 1) % Math.max(found.length, 1)]
  const next = () => {
    setAt(at + 1)
    const finding = found[at % Math.max(found.length, 1)]
    if (finding) goTo(place, finding.part)
  }
  const keep = useKeep(draft, text)
  useKeys('This note', [
    { key: 'F8', says: 'Next thing to settle', anywhere: true, run: next },
    {
      key: 'x',
      says: 'Keep the words that a warning is about',
      run: () => {
        const warned = current && keepable(current) ? current : draft.findings.find(keepable)
        if (warned) void keep(warned)
      },
    },
    ...(may('notes.to-copy')
      ? [{ key: 'c', says: 'Take over from an earlier note', run: () => setCopying(true) }]
      : []),
  ])
  const { trouble } = text
  const toSay = trouble && ![0, 401, 503].includes(trouble.status) && trouble.code !== 'locked'
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
        {toSay ? (
          <Notice kind="risk" live>
            <b>Not saved.</b> {trouble.says} What you wrote is still on this {text.onPageOnly ? 'page' : 'device'}.
          </Notice>
        ) : null}
        <KeptWords of={draft.id} />
        <Columns
          asideLabel="Before signing"
          aside={
            <>
              <BeforeSigning draft={draft} onGo={part => goTo(place, part)} onKeep={finding => void keep(finding)} />
              <SignDraft draft={draft} text={text} />
            </>
          }
        >
          <Replaces draft={draft} />
          <BothTexts zone={draft.zone} text={text} />
          <Panel title="What the note says" sub="a draft: nobody but you reads it" padded>
            <Parts draft={draft} text={text} />
          </Panel>
          <Panel title="When, and who reads it" padded>
            <div className="form">
              <When draft={draft} text={text} />
              {draft.replaces ? (
                <p>
                  {draft.restricted
                    ? 'The care team, the director and auditors read it'
                    : 'Whoever reads the chart reads it'}
                  , as before.
                </p>
              ) : (
                <CheckField
                  label="Only the care team, the director and auditors read it"
                  help="For what a nurse or a case manager outside the care team need not know."
                  checked={text.text.restricted}
                  onChecked={restricted => text.write({ restricted })}
                />
              )}
            </div>
          </Panel>
        </Columns>
      </div>
      <KeyHints
        hints={[
          { key: 'F8', says: 'next thing to settle' },
          { key: 'X', says: 'keep' },
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
        onWhen={when => text.write(when)}
      />
    )
  return (
    <p>
      {draft.minutes > 0 ? `${minutesWords(draft.minutes)} credited` : 'No minutes credited'}, as{' '}
      <Link to={`/staff/attendance/${draft.sessionId}`}>attendance</Link> says.
    </p>
  )
}

/** A draft with what is written of it here, once the house was heard. */
function Opened({ draft, again }: { draft: Draft; again: () => void }) {
  const { me } = useHere()
  const text = otherBooks.bookOf(draft.id, me.accountId)
  const heard = useSyncExternalStore(text.subscribe, () => text.version > 0)
  useEffect(() => hearDraft(text, draft), [text, draft])
  if (!draft.noteId) return heard ? <Writing draft={draft} text={text} again={again} /> : null
  return (
    <Page title={draft.template}>
      <KeptWords of={draft.id} />
      <Empty
        title="This note is signed"
        action={<ButtonLink to={`/staff/clients/${draft.clientId}/notes`}>Open it in the chart</ButtonLink>}
      >
        A signed note never changes; what is added later stands beside it.
      </Empty>
    </Page>
  )
}

/** A note of one client that is not of a group: written, saved by itself, signed. */
export default function OtherNotePage() {
  const { id = '' } = useParams()
  const asked = useAsk<typeof draftOf>('notes.draft', { draftId: id }, { keepMinutes: 240 })
  return (
    <>
      {asked.data && asked.problem?.status !== 404 ? null : <KeptWords of={id} />}
      <Asked asked={asked} what="The note" rows={10}>
        {draft => <Opened key={draft.id} draft={draft} again={asked.again} />}
      </Asked>
    </>
  )
}
