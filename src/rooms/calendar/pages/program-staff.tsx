import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { credentialsOf } from '#rooms/people/facts.ts'
import type { addLicense, addStaff } from '#rooms/people/house.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import type { setSignIn, signIns } from '#rooms/people/sign-ins.ts'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Confirm } from '#web/ui/drawer.tsx'
import { CheckField, FieldRow, PasswordField, TextField } from '#web/ui/field.tsx'
import { useHere, useMay } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import { UnavailableDrawer } from '#web/ui/unavailable.tsx'
import { bornWords, count, roleWords } from '#web/words.ts'
import { ruleFor } from './program-credentials.tsx'
import { DrawerForm } from './program-forms.tsx'

type House = OutputOf<typeof houseOf>
type Person = House['staff'][number]
type License = Person['licenses'][number]

const soonDays = 30

/** When a license ends, as loud as it is near. */
function Expiry({ license, today }: { license: License; today: string }) {
  const left = Math.round((Date.parse(license.expiresOn) - Date.parse(today)) / 86_400_000)
  const on = bornWords(license.expiresOn)
  if (left < 0) return <Chip kind="risk">Expired {on}</Chip>
  if (left <= soonDays) return <Chip kind="due">Ends {on}</Chip>
  return <span className="quiet">until {on}</span>
}

type Rules = OutputOf<typeof credentialsOf>['rules']

function Licenses({ person, today, rules }: { person: Person; today: string; rules: Rules }) {
  if (person.licenses.length === 0) return <span className="quiet">No license recorded</span>
  return (
    <ul>
      {person.licenses.map(license => (
        <li key={`${license.credential} ${license.state} ${license.expiresOn}`} className="row">
          {license.credential}, {license.state} <Expiry license={license} today={today} />
          {ruleFor(rules, license) ? null : <Chip kind="due">Not in the rules: leads and signs nothing</Chip>}
        </li>
      ))}
    </ul>
  )
}

/** Whether each may sign in, for who decides it; undefined for who has no sign-in or must not know. */
function useSignIns() {
  const may = useMay()
  const asked = useAsk<typeof signIns>('people.sign-ins', {}, { enabled: may('people.sign-ins') })
  const openOf = new Map(asked.data?.signIns.map(each => [each.staffId, each.isOpen]))
  return (person: Person): boolean | undefined => openOf.get(person.id)
}

/** Asks before somebody is signed out of everything. */
function CloseSignIn({ person, onClose }: { person: Person; onClose: () => void }) {
  const act = useAct<typeof setSignIn>('people.set-sign-in', {
    onDone: () => {
      toast(`${person.name} can sign in no more.`)
      onClose()
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Close the sign-in of ${person.name}?`}
      act="Close the sign-in"
      onAct={() => void act.run({ staffId: person.id, isOpen: false })}
      busy={act.busy}
    >
      They are signed out on every device at once, and their calendar link shows nothing. What they wrote and signed
      stays. Give their sessions to others in the week.
    </Confirm>
  )
}

/** Who works here, with licenses and when they end. */
export function Staff({ house, rules }: { house: House; rules: Rules }) {
  const [adding, setAdding] = useState(false)
  const [away, setAway] = useState<Person | null>(null)
  const { me, site } = useHere()
  const [licensing, setLicensing] = useState<Person | null>(null)
  const may = useMay()
  const mayLicense = may('people.add-license')
  const signInOf = useSignIns()
  const [closing, setClosing] = useState<Person | null>(null)
  const again = useAct<typeof setSignIn>('people.set-sign-in', { onDone: () => toast('They can sign in again.') })
  const maySee = (person: Person) => me.roles.includes('director') || me.personId === person.id
  return (
    <Panel
      title="Staff and licenses"
      sub={count(house.staff.length, 'person', 'people')}
      end={
        may('people.add-staff') ? (
          <Button small kind="quiet" icon="plus" onPress={() => setAdding(true)}>
            Add staff
          </Button>
        ) : null
      }
    >
      <DataTable
        label="Staff and licenses"
        rows={house.staff}
        keyOf={person => person.id}
        columns={[
          {
            head: 'Name',
            width: 220,
            cell: person => (
              <>
                <b>{person.name}</b>
                {person.credential ? <span className="quiet">, {person.credential}</span> : null}
                {signInOf(person) === false ? <Chip kind="quiet">Sign-in closed</Chip> : null}
              </>
            ),
          },
          { head: 'Licenses', cell: person => <Licenses person={person} today={house.today} rules={rules} /> },
          {
            head: 'Action',
            headHidden: true,
            kind: 'act',
            cell: person => (
              <span className="row end">
                {maySee(person) ? (
                  <Button small kind="quiet" label={`Times away of ${person.name}`} onPress={() => setAway(person)}>
                    Times away
                  </Button>
                ) : null}
                {signInOf(person) === true && me.personId !== person.id ? (
                  <Button
                    small
                    kind="quiet"
                    label={`Close the sign-in of ${person.name}`}
                    onPress={() => setClosing(person)}
                  >
                    Close sign-in
                  </Button>
                ) : null}
                {signInOf(person) === false ? (
                  <Button
                    small
                    kind="quiet"
                    busy={again.busy}
                    label={`Open the sign-in of ${person.name} again`}
                    onPress={() => void again.run({ staffId: person.id, isOpen: true })}
                  >
                    Open sign-in
                  </Button>
                ) : null}
                {mayLicense ? (
                  <Button small label={`Add license of ${person.name}`} onPress={() => setLicensing(person)}>
                    Add license
                  </Button>
                ) : null}
              </span>
            ),
          },
        ]}
      />
      {closing ? <CloseSignIn person={closing} onClose={() => setClosing(null)} /> : null}
      <AddStaff house={house} open={adding} onClose={() => setAdding(false)} />
      {away ? (
        <UnavailableDrawer
          kind="staff"
          resourceId={away.id}
          zone={site.zone}
          name={away.name}
          onClose={() => setAway(null)}
        />
      ) : null}
      <AddLicense key={licensing?.id} person={licensing} today={house.today} onClose={() => setLicensing(null)} />
    </Panel>
  )
}

const staffRoles = [
  'intake',
  'counselor',
  'facilitator',
  'nurse',
  'prescriber',
  'case-manager',
  'biller',
  'director',
  'privacy-officer',
  'administrator',
  'auditor',
] as const
type StaffRole = (typeof staffRoles)[number]

const roleTitle = (role: StaffRole) => `${roleWords(role).charAt(0).toUpperCase()}${roleWords(role).slice(1)}`

const nobody = { given: '', family: '', credential: '', phone: '', email: '', password: '' }

function AddStaff({ house, open, onClose }: { house: House; open: boolean; onClose: () => void }) {
  const [draft, setDraft] = useState(nobody)
  const [siteIds, setSites] = useState(() => house.sites.map(site => site.id))
  const [signsIn, setSignsIn] = useState(true)
  const [roles, setRoles] = useState<StaffRole[]>([])
  const set = (change: Partial<typeof nobody>) => setDraft({ ...draft, ...change })
  const add = useAct<typeof addStaff>('people.add-staff', {
    onDone: () => {
      toast(`${draft.given} ${draft.family} works here now.`)
      setDraft(nobody)
      setRoles([])
      onClose()
    },
  })
  const { email, password, ...person } = draft
  const toggled = <Item,>(all: Item[], item: Item, on: boolean) =>
    on ? [...all, item] : all.filter(each => each !== item)
  return (
    <DrawerForm
      open={open}
      onClose={onClose}
      title="Add staff"
      act="Add staff"
      wide
      busy={add.busy}
      onSend={() => void add.run({ ...person, siteIds, signIn: signsIn ? { email, password, roles } : null })}
    >
      <FieldRow>
        <TextField
          label="Given name"
          value={draft.given}
          onValue={given => set({ given })}
          error={add.saysOf('given')}
        />
        <TextField
          label="Family name"
          value={draft.family}
          onValue={family => set({ family })}
          error={add.saysOf('family')}
        />
      </FieldRow>
      <FieldRow>
        <TextField
          label="Credential"
          optional
          value={draft.credential}
          onValue={credential => set({ credential })}
          help="As it stands under a signature, such as LADC"
          error={add.saysOf('credential')}
        />
        <TextField
          label="Phone"
          type="tel"
          optional
          value={draft.phone}
          onValue={phone => set({ phone })}
          error={add.saysOf('phone')}
        />
      </FieldRow>
      <fieldset className="checks">
        <legend>Works at</legend>
        {house.sites.map(site => (
          <CheckField
            key={site.id}
            label={site.name}
            checked={siteIds.includes(site.id)}
            onChecked={on => setSites(toggled(siteIds, site.id, on))}
          />
        ))}
      </fieldset>
      <CheckField label="Signs in to Footbridge" checked={signsIn} onChecked={setSignsIn} />
      {signsIn ? (
        <>
          <FieldRow>
            <TextField
              label="Work email"
              type="email"
              value={draft.email}
              onValue={given => set({ email: given })}
              error={add.saysOf('signIn.email')}
            />
            <PasswordField
              label="First password"
              fresh
              value={draft.password}
              onValue={given => set({ password: given })}
              error={add.saysOf('signIn.password')}
            />
          </FieldRow>
          <fieldset className="checks">
            <legend>Roles</legend>
            {add.saysOf('signIn.roles') ? <p className="small t-risk">Choose at least one role.</p> : null}
            {staffRoles.map(role => (
              <CheckField
                key={role}
                label={roleTitle(role)}
                checked={roles.includes(role)}
                onChecked={on => setRoles(toggled(roles, role, on))}
              />
            ))}
          </fieldset>
        </>
      ) : null}
    </DrawerForm>
  )
}

function AddLicense({ person, today, onClose }: { person: Person | null; today: string; onClose: () => void }) {
  const [draft, setDraft] = useState({
    credential: person?.credential ?? '',
    number: '',
    state: '',
    validFrom: today,
    expiresOn: '',
  })
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })
  const add = useAct<typeof addLicense>('people.add-license', {
    onDone: () => {
      toast('The license is recorded.')
      onClose()
    },
  })
  return (
    <DrawerForm
      open={person !== null}
      onClose={onClose}
      title={`Add a license of ${person?.name ?? ''}`}
      act="Add license"
      busy={add.busy}
      onSend={() => void add.run({ staffId: person?.id ?? '', ...draft })}
    >
      <FieldRow>
        <TextField
          label="Credential"
          value={draft.credential}
          onValue={credential => set({ credential })}
          error={add.saysOf('credential')}
        />
        <TextField label="State" value={draft.state} onValue={state => set({ state })} error={add.saysOf('state')} />
      </FieldRow>
      <TextField label="Number" value={draft.number} onValue={number => set({ number })} error={add.saysOf('number')} />
      <FieldRow>
        <TextField
          label="Valid from"
          type="date"
          value={draft.validFrom}
          onValue={validFrom => set({ validFrom })}
          error={add.saysOf('validFrom')}
        />
        <TextField
          label="Expires"
          type="date"
          value={draft.expiresOn}
          onValue={expiresOn => set({ expiresOn })}
          error={add.saysOf('expiresOn')}
        />
      </FieldRow>
    </DrawerForm>
  )
}
