import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct } from '#web/ui/data.ts'
import { Icon } from '#web/ui/icon.tsx'
import { useKeys } from '#web/ui/keys.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { useGo } from '#web/ui/route.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/words.ts'
import type { keepDraftWarning } from '../draft-keeping.ts'
import { guards } from '../notes.ts'
import type { signDraft } from '../other-notes.ts'
import type { OneDraft } from './one-draft.ts'
import type { Draft, Written } from './other-note-words.ts'

type Finding = Draft['findings'][number]

/** Whether a finding may be kept as it is. */
export const keepable = ({ severity, kept }: Finding): boolean => severity === 'warns' && !kept

/** Keeps a warning of words as they are saved. */
export function useKeep(draft: Draft, text: OneDraft<Written>) {
  const act = useAct<typeof keepDraftWarning>('notes.keep-draft-warning')
  return async ({ guard: found, part }: Finding): Promise<void> => {
    const guard = guards.find(each => each === found)
    if (!guard || act.busy) return
    await text.save()
    if (text.unsaved) return toast('Not kept yet: not every word is saved.', { kind: 'risk' })
    await act.run({ draftId: draft.id, guard, part })
  }
}

type Ways = { onGo: (part: string) => void; onKeep: (finding: Finding) => void }

/** What stands before the signature and what is worth a look, each with a way to it. */
export function BeforeSigning({ draft, ...ways }: Ways & { draft: Draft }) {
  const { late } = draft
  const findings = draft.findings.filter(finding => !finding.kept)
  const stops = findings.filter(finding => finding.severity === 'stops')
  const looks = findings.filter(finding => finding.severity === 'warns')
  return (
    <Panel title="Before signing" padded>
      <div className="on-before">
        <Things head="Stops the signing" kind="risk" things={stops} draft={draft} {...ways} />
        <Things head="Worth a look" kind="due" things={looks} draft={draft} {...ways} />
        {findings.length === 0 ? (
          <p className="t-done">
            <Icon name="check" /> Everything that is asked for is written.
          </p>
        ) : null}
        {late ? (
          <p className="quiet small">It will say that it is a late entry, because the service was days ago.</p>
        ) : null}
      </div>
    </Panel>
  )
}

type ThingsProps = Ways & { head: string; kind: 'risk' | 'due'; things: readonly Finding[]; draft: Draft }

function Things({ head, kind, things, draft, onGo, onKeep }: ThingsProps) {
  const words = useWords(draft.zone)
  if (things.length === 0) return null
  return (
    <section>
      <h3 className={`t-${kind}`}>{head}</h3>
      <ul>
        {things.map(finding => {
          const { guard, part, says, like } = finding
          return (
            <li key={`${guard} ${part}`}>
              {says}{' '}
              {part ? (
                <button type="button" className="on-go" aria-label={`Go there: ${says}`} onClick={() => onGo(part)}>
                  Go there
                </button>
              ) : null}
              {keepable(finding) ? (
                <>
                  {' '}
                  <button type="button" className="on-go" aria-label={`Keep: ${says}`} onClick={() => onKeep(finding)}>
                    Keep
                  </button>
                </>
              ) : null}
              {like ? (
                <blockquote className="small quiet">
                  {words.day(like.onDay)}: {like.text}
                </blockquote>
              ) : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Signing one note; what is in the way is said beside it. */
export function SignDraft({ draft, text }: { draft: Draft; text: OneDraft<Written> }) {
  const go = useGo()
  const words = useWords(draft.zone)
  const stops = draft.findings.filter(finding => finding.severity === 'stops').length
  const sign = useAct<typeof signDraft>('notes.sign-draft', {
    refusals: 'quiet',
    onDone: ({ awaits, noteId }) => {
      toast(`Signed, and in the chart.${awaits ? ' A co-signature is asked for.' : ''}`)
      go(draft.replaces ? `/staff/notes/signed/${noteId}` : `/staff/clients/${draft.clientId}/notes`)
    },
  })
  const reason =
    draft.endsAt > draft.now
      ? `A note is signed when what it is of is over, at ${words.time(draft.endsAt)}.`
      : text.theirs
        ? 'Choose between the two texts first.'
        : stops > 0
          ? `${count(stops, 'thing stands', 'things stand')} in the way.`
          : undefined
  async function send() {
    if (reason) return
    await text.save()
    if (text.unsaved) return toast('Not signed yet: not every word is saved.', { kind: 'risk' })
    await sign.run({ draftId: draft.id, version: text.version })
  }
  useKeys('This note', [{ key: 'ctrl+Enter', says: 'Sign', anywhere: true, run: () => void send() }])
  return (
    <section className="on-sign" aria-label="Sign">
      <Button kind="primary" full hint="Ctrl Enter" busy={sign.busy} reason={reason} onPress={() => void send()}>
        Sign note
      </Button>
      {sign.problem && !['not-confirmed', 'confirm-again'].includes(sign.problem.code) ? (
        <Notice kind="risk" live>
          <b>Nothing was signed.</b> {sign.problem.message}
        </Notice>
      ) : null}
    </section>
  )
}
