import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { CheckField, FieldRow, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useKeys } from '#web/ui/keys.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import { listWords } from '#web/words.ts'
import type { setFace, settings } from '../front.ts'
import './front.css'
import { Hosts, Partners } from './front-partners.tsx'
import { SiteWords } from './front-sites.tsx'

/** What the director sees of the front door. */
export type Settings = OutputOf<typeof settings>
type Face = NonNullable<Settings['face']>

const nothingYet: Face = {
  shown: false,
  crisisPhone: null,
  exitAddress: 'https://www.weather.gov/',
  place: 'contiguous',
  mailName: null,
  version: 0,
}

/** What the public sees of this house, and whether it sees anything. */
export default function FrontPage() {
  const asked = useAsk<typeof settings>('welcome.settings', {})
  const shown = asked.data?.face?.shown ?? false
  useKeys('This page', [
    { key: 'o', says: 'Open the public pages', run: () => window.open('/', '_blank', 'noreferrer') },
  ])
  return (
    <Page
      title="Front door"
      sub="The pages that everybody can read without a sign-in, in English and Spanish."
      state={
        asked.data ? <Chip kind={shown ? 'done' : 'quiet'}>{shown ? 'Open to everybody' : 'Not shown'}</Chip> : null
      }
    >
      <Asked asked={asked} what="The front door">
        {data => (
          <Columns aside={<Beside data={data} />} asideLabel="What the public sees">
            <FaceForm face={data.face ?? nothingYet} again={asked.again} />
            <SiteWords sites={data.sites} />
            <Partners data={data} />
          </Columns>
        )}
      </Asked>
    </Page>
  )
}

const places = [
  { value: 'contiguous', label: '48 states and DC' },
  { value: 'alaska', label: 'Alaska' },
  { value: 'hawaii', label: 'Hawaii' },
] as const
const placeOf = (value: string) => places.find(each => each.value === value)?.value ?? 'contiguous'

type Draft = { shown: boolean; crisisPhone: string; exitAddress: string; place: Face['place']; mailName: string }
const draftOf = (face: Face): Draft => ({
  ...face,
  crisisPhone: face.crisisPhone ?? '',
  mailName: face.mailName ?? '',
})

/** Whether the pages stand open, and the numbers and ways out without which they may not. */
function FaceForm({ face, again }: { face: Face; again: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(face))
  // What is written stays when somebody else changes the same; it is kept against what they last saw.
  const [seen, setSeen] = useState(face.version)
  const put = (part: Partial<Draft>) => setDraft(old => ({ ...old, ...part }))
  const keep = useAct<typeof setFace>('welcome.set-face', {
    refusals: 'quiet',
    onDone: ({ version }) => {
      setSeen(version)
      toast(draft.shown ? 'The public pages are open.' : 'Kept. Nothing is shown to the public.')
    },
  })
  const { shown, crisisPhone, exitAddress, place, mailName } = draft
  const take = (theirs?: Face) => {
    if (theirs) setDraft(draftOf(theirs))
    setSeen(face.version)
    keep.clear()
  }
  const send = async () => {
    const kept = await keep.run({ version: seen, shown, crisisPhone, exitAddress, place, mailName })
    if (!kept) again()
  }
  return (
    <Panel title="What is shown" padded>
      <Form onSend={() => void send()} label="What is shown">
        <CheckField
          label="Show the public pages"
          help="Not shown, the first address of this house leads to the staff’s sign-in."
          checked={shown}
          onChecked={on => put({ shown: on })}
        />
        <FieldRow>
          <TextField
            label="Crisis phone"
            type="tel"
            help="Answered day and night. It stands on every public page."
            value={crisisPhone}
            onValue={text => put({ crisisPhone: text })}
            error={
              keep.saysOf('crisisPhone') ??
              (keep.problem?.code === 'no-crisis-phone' ? keep.problem.message : undefined)
            }
          />
          <TextField
            label="“Leave this site” opens"
            help="A page that surprises nobody, such as the weather"
            value={exitAddress}
            onValue={text => put({ exitAddress: text })}
            error={keep.saysOf('exitAddress')}
          />
        </FieldRow>
        <FieldRow>
          <SelectField
            label="Poverty guideline"
            help="Which federal table the price estimate reads"
            value={place}
            onValue={value => put({ place: placeOf(value) })}
            options={[...places]}
          />
          <TextField
            label="Sender’s name in mail"
            optional
            help="Neutral, never what is treated. Empty: the name that your mail server was set up with."
            value={mailName}
            onValue={text => put({ mailName: text })}
            error={keep.saysOf('mailName')}
          />
        </FieldRow>
        {keep.problem?.status === 412 && face.version !== seen ? (
          <Meanwhile onMine={() => take()} onTheirs={() => take(face)} />
        ) : null}
        <div className="row end">
          <Button kind="primary" submit busy={keep.busy}>
            Keep
          </Button>
        </div>
      </Form>
    </Panel>
  )
}

/** Somebody else kept other words: whose stand. */
function Meanwhile({ onMine, onTheirs }: { onMine: () => void; onTheirs: () => void }) {
  return (
    <Notice
      kind="due"
      live
      actions={
        <>
          <Button small onPress={onTheirs}>
            Take theirs
          </Button>
          <Button small onPress={onMine}>
            Go on with mine
          </Button>
        </>
      }
    >
      Someone changed this since you opened it. What you wrote is still here and is not kept yet.
    </Notice>
  )
}

const publicPages = [
  { path: '/', word: 'First page' },
  { path: '/self-check', word: 'Self-check' },
  { path: '/levels', word: 'Levels of care' },
  { path: '/cost', word: 'Cost' },
  { path: '/sites', word: 'Where we are' },
  { path: '/inquiry', word: 'Contact' },
  { path: '/privacy', word: 'What stays private' },
] as const

function Beside({ data }: { data: Settings }) {
  const unchecked = data.levels.filter(each => !each.verified)
  return (
    <>
      <Panel
        title="What the public sees"
        padded
        foot={data.face?.shown ? 'Changes show within a minute.' : 'These pages open once the front door is shown.'}
      >
        <ul className="public-pages">
          {publicPages.map(({ path, word }) => (
            <li key={path}>
              <a href={path} target="_blank" rel="noreferrer">
                {word}
              </a>
              <a href={`/es${path}`} target="_blank" rel="noreferrer" aria-label={`${word}, in Spanish`}>
                in Spanish
              </a>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="Shown from elsewhere" padded>
        <p className="quiet small">
          Sites with address and phone, opening hours and closed days with their names come from <b>Program</b>; free
          places from <b>Groups</b>, without the groups’ names. Nobody who works or comes here is named.
        </p>
      </Panel>
      {unchecked.length > 0 || data.selfCheckSignedOffBy === null ? (
        <Panel title="Not checked yet" padded>
          {data.selfCheckSignedOffBy === null ? (
            <p className="small">
              No medical director has signed off the words of the self-check. Have them read it before the pages are
              shown.
            </p>
          ) : null}
          {unchecked.length > 0 ? (
            <p className="small">
              Nobody has compared with a source what is said of: {listWords(unchecked.map(each => each.name))}. The
              public page says so.
            </p>
          ) : null}
        </Panel>
      ) : null}
      <Hosts hosts={data.hosts} />
    </>
  )
}
