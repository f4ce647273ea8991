import { useRef, useState } from 'react'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Icon } from '#web/ui/icon.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { useGo } from '#web/ui/route.tsx'
import { usePaused } from '#web/ui/same-person.tsx'
import { toast } from '#web/ui/toast.tsx'
import { agoWords, bornWords, count } from '#web/words.ts'
import type { alikeContacts } from '../alike.ts'
import type { cardOf, keepCard } from '../cards.ts'
import type { joinContacts } from '../endings.ts'
import type { CallDraft } from './call-draft.ts'
import type { Contact } from './call-shelf.ts'
import { callWords, stageWords } from './call-words.ts'

const wholeDay = /^(19|20)\d{2}-\d{2}-\d{2}$/

/** Inquiries and charts that may be of the same caller or person, found while it is typed. */
export function MaybeKnown({ draft }: { draft: CallDraft }) {
  const { callerPhone, given, family, bornOn } = draft.fields
  const sought = usePaused(
    { id: draft.id, phone: callerPhone, given, family, bornOn: wholeDay.test(bornOn) ? bornOn : null },
    600,
  )
  const enough = sought.phone.replace(/\D/g, '').length >= 7 || sought.family.trim() !== ''
  const found = useAsk<typeof alikeContacts>('inquiry.alike', sought, { private: true, enabled: enough })
  const may = useMay()
  const go = useGo()
  const joining = useAct<typeof joinContacts>('inquiry.join', {
    onDone: ({ contactId }) => {
      toast('The two are one inquiry now.')
      go(`/staff/inquiries/call/${contactId}`)
    },
  })
  const now = new Date().toISOString()
  const { contacts = [], charts = [], others = 0 } = (enough && found.data) || {}
  if (contacts.length + charts.length + others === 0) return null
  async function joinInto(into: string) {
    if (await draft.begun()) await joining.run({ id: draft.id, version: draft.version, into })
  }
  return (
    <Panel title="Maybe known already" sub={count(contacts.length + charts.length + others, 'match', 'matches')} padded>
      <div className="stack">
        {contacts.map(each => (
          <div key={each.id} className="call-known">
            <span>
              <b>{each.called}</b>, {each.code}
              <span className="sub">
                {stageWords(each.stage)}, asked {agoWords(each.receivedAt, now)}
              </span>
              <span className="sub t-due">Alike: {each.because}</span>
            </span>
            <span className="call-row">
              <ButtonLink small to={`/staff/inquiries/call/${each.id}`} label={`Open the inquiry ${each.code}`}>
                Open
              </ButtonLink>
              {may('inquiry.join') && each.stage !== 'lost' && each.stage !== 'started' ? (
                <Button
                  small
                  busy={joining.busy}
                  onPress={() => void joinInto(each.id)}
                  label={`It is the same: go on in ${each.code}`}
                >
                  The same
                </Button>
              ) : null}
            </span>
          </div>
        ))}
        {charts.map(each => (
          <div key={each.id} className="call-known">
            <span>
              <b>{each.name}</b>
              <span className="sub">
                Chart no. {each.recordNumber}, born {bornWords(each.bornOn)}
              </span>
              <span className="sub t-due">Alike: {each.because}</span>
            </span>
            <ButtonLink small to={`/staff/clients/${each.id}`} label={`Open the chart of ${each.name}`}>
              Open
            </ButtonLink>
          </div>
        ))}
        {others > 0 ? <p className="small">{count(others, 'more chart')} that your role does not show.</p> : null}
        <p className="small quiet">Do not say on the phone that you found somebody.</p>
      </div>
    </Panel>
  )
}

const longestSide = 1600

/** The photo as a small JPEG: drawn anew, so that the place where it was taken is gone. */
async function drawn(file: File): Promise<string | undefined> {
  const photo = await createImageBitmap(file).catch(() => undefined)
  if (!photo) return undefined
  const scale = Math.min(1, longestSide / Math.max(photo.width, photo.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(photo.width * scale))
  canvas.height = Math.max(1, Math.round(photo.height * scale))
  canvas.getContext('2d')?.drawImage(photo, 0, 0, canvas.width, canvas.height)
  photo.close()
  return canvas.toDataURL('image/jpeg', 0.85).split(',')[1]
}

type Side = 'front' | 'back'

/** Photos of the insurance card, both sides. */
export function Cards({ draft, contact }: { draft: CallDraft; contact: Contact | undefined }) {
  const may = useMay()
  if (!may('inquiry.keep-card')) return null
  return (
    <Panel title="Insurance card" sub="a photo, kept encrypted" padded>
      <div className="call-cards">
        <Card draft={draft} side="front" kept={Boolean(contact?.cardFront)} />
        <Card draft={draft} side="back" kept={Boolean(contact?.cardBack)} />
      </div>
    </Panel>
  )
}

function Card({ draft, side, kept }: { draft: CallDraft; side: Side; kept: boolean }) {
  const [trouble, setTrouble] = useState('')
  const box = useRef<HTMLInputElement>(null)
  const shown = useAsk<typeof cardOf>('inquiry.card', { id: draft.id, side }, { enabled: kept })
  const keep = useAct<typeof keepCard>('inquiry.keep-card', { onDone: () => toast(`The ${side} is kept.`) })
  async function take(file: File | undefined) {
    if (!file || keep.busy) return
    const picture = await drawn(file)
    setTrouble(picture ? '' : 'This is no picture. Take a photo, or choose another file.')
    if (picture && (await draft.begun())) await keep.run({ id: draft.id, version: draft.version, side, picture })
    if (box.current) box.current.value = ''
  }
  const { data } = shown
  return (
    <div className="card-side">
      {data ? (
        <img src={`data:image/${data.kind};base64,${data.base64}`} alt={`The ${side} of the insurance card`} />
      ) : null}
      <label className={`btn${keep.busy ? ' busy' : ''}`}>
        <Icon name="plus" />
        {kept ? `Replace the ${side}` : `Photo of the ${side}`}
        <input
          ref={box}
          type="file"
          accept="image/*"
          capture="environment"
          aria-label={kept ? `Replace the ${side}` : `Photo of the ${side}`}
          onChange={event => void take(event.currentTarget.files?.[0])}
        />
      </label>
      {trouble ? (
        <Notice kind="risk" live>
          {trouble}
        </Notice>
      ) : null}
    </div>
  )
}

/** Every try and talk, the last first. */
export function CallLog({ contact }: { contact: Contact | undefined }) {
  const words = useWords()
  const now = new Date().toISOString()
  const calls = contact?.calls ?? []
  return (
    <Panel
      title="Calls"
      sub={calls.length > 0 ? count(calls.length, 'call') : 'none yet'}
      end={contact?.callDueAt ? <Chip kind="due">Call {words.when(contact.callDueAt, now)}</Chip> : null}
      padded
    >
      {calls.length > 0 ? (
        <ol className="call-list">
          {calls.map(each => (
            <li key={each.id}>
              <b>{callWords(each.way, each.ended)}</b>
              {each.minutes ? `, ${each.minutes} min` : ''}
              <span className="sub">
                {words.when(each.at, now)}
                {each.by ? `, ${each.by}` : ''}
              </span>
              {each.said ? <span className="sub">{each.said}</span> : null}
            </li>
          ))}
        </ol>
      ) : (
        <p className="small quiet">Each try and talk stands here. The next one is due by itself.</p>
      )}
    </Panel>
  )
}
