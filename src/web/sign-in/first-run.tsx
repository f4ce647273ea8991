import { type ReactNode, useState } from 'react'
import programs from '../../../rules/programs.json' with { type: 'json' }
import type { SetUp, SetUpDoor } from '../doors.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/chip.tsx'
import { useAct } from '../ui/data.ts'
import { FieldRow, Form, PasswordField, SelectField, TextField } from '../ui/field.tsx'
import { Bridge } from '../ui/icon.tsx'
import { Panel } from '../ui/page.tsx'
import { hoursWords } from '../words.ts'

type Bound = { id: string; value: number }

function hoursOf(rows: readonly Bound[]): string {
  const least = rows.find(row => row.id === 'weekly-minutes-least')?.value
  const most = rows.find(row => row.id === 'weekly-minutes-most')?.value
  if (least === undefined) return 'Hours as each plan says'
  return most === undefined
    ? `${hoursWords(least)} a week and more`
    : `${hoursWords(least)} to ${hoursWords(most)} a week`
}

const presets = programs.map(({ preset, name, rows }) => ({ value: preset, name, says: hoursOf(rows) }))

function zones(): string[] {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  return [here, ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== here && zone.includes('/'))]
}

const nothing: SetUp = {
  organization: '',
  site: { name: '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
  program: 'iop-standard',
  administrator: { given: '', family: '', email: '', password: '' },
}

const missing: Record<string, (draft: SetUp) => string | undefined> = {
  organization: draft => (draft.organization.trim() ? undefined : 'Write the name of your organization'),
  'site.name': draft => (draft.site.name.trim() ? undefined : 'Write what people call this place'),
  'administrator.given': draft => (draft.administrator.given.trim() ? undefined : 'Write your given name'),
  'administrator.family': draft => (draft.administrator.family.trim() ? undefined : 'Write your family name'),
  'administrator.email': draft =>
    /^\S+@\S+\.\S+$/.test(draft.administrator.email) ? undefined : 'An email address looks like name@place.example',
  'administrator.password': draft =>
    draft.administrator.password.length >= 12 ? undefined : 'Use at least 12 characters; a sentence is good',
}

/** The first run of a real house: one page, four short sections, one act. */
export function FirstRun({ onDone }: { onDone: () => void }) {
  document.title = 'Set up · Footbridge'
  const [draft, setDraft] = useState(nothing)
  const [tried, setTried] = useState(false)
  const setUp = useAct<SetUpDoor>('people.set-up', { refusals: 'quiet', onDone })
  const errorAt = (place: string) => (tried ? missing[place]?.(draft) : undefined) ?? setUp.saysOf(place)
  function send() {
    setTried(true)
    if (Object.values(missing).every(check => !check(draft))) void setUp.run(draft)
  }
  const administrator = (part: Partial<SetUp['administrator']>) =>
    setDraft({ ...draft, administrator: { ...draft.administrator, ...part } })
  return (
    <main className="first">
      <p className="brand">
        <Bridge size={30} />
        <span>Footbridge</span>
      </p>
      <div>
        <h1>Set up your house</h1>
        <p className="quiet">Four short questions. Everything can be changed later, and nothing leaves this machine.</p>
      </div>
      {setUp.problem && setUp.problem.places.length === 0 ? (
        <Notice kind="risk" live>
          {setUp.problem.message}
        </Notice>
      ) : null}
      <Form onSend={send} label="Set up">
        <Section title="1. Your organization">
          <TextField
            label="Name of the organization"
            value={draft.organization}
            onValue={organization => setDraft({ ...draft, organization })}
            error={errorAt('organization')}
          />
        </Section>
        <Section title="2. Your first site">
          <FieldRow>
            <TextField
              label="Name of the site"
              help="As staff say it, such as a street"
              value={draft.site.name}
              onValue={name => setDraft({ ...draft, site: { ...draft.site, name } })}
              error={errorAt('site.name')}
            />
            <SelectField
              label="Time zone"
              options={zones().map(zone => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
              value={draft.site.zone}
              onValue={zone => setDraft({ ...draft, site: { ...draft.site, zone } })}
              error={errorAt('site.zone')}
            />
          </FieldRow>
        </Section>
        <Section title="3. Your program">
          <Presets value={draft.program} onValue={program => setDraft({ ...draft, program })} />
        </Section>
        <Section title="4. The first administrator: you">
          <FieldRow>
            <TextField
              label="Given name"
              autoComplete="given-name"
              value={draft.administrator.given}
              onValue={given => administrator({ given })}
              error={errorAt('administrator.given')}
            />
            <TextField
              label="Family name"
              autoComplete="family-name"
              value={draft.administrator.family}
              onValue={family => administrator({ family })}
              error={errorAt('administrator.family')}
            />
          </FieldRow>
          <FieldRow>
            <TextField
              label="Work email"
              type="email"
              autoComplete="username"
              value={draft.administrator.email}
              onValue={email => administrator({ email })}
              error={errorAt('administrator.email')}
            />
            <PasswordField
              label="Password"
              fresh
              help="At least 12 characters. At sign-in you set up a second step."
              value={draft.administrator.password}
              onValue={password => administrator({ password })}
              error={errorAt('administrator.password')}
            />
          </FieldRow>
        </Section>
        <div className="row end">
          <Button kind="primary" submit busy={setUp.busy}>
            Open the house
          </Button>
        </div>
      </Form>
    </main>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Panel title={title} padded>
      {children}
    </Panel>
  )
}

function Presets({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  return (
    <fieldset>
      <legend className="vh">Program</legend>
      <div className="presets">
        {presets.map(preset => (
          <label key={preset.value}>
            <input
              type="radio"
              name="program"
              checked={value === preset.value}
              onChange={() => onValue(preset.value)}
            />
            <span>
              <b>{preset.name}</b>
              <span className="sub">{preset.says}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
