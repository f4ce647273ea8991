import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useAsk } from '#web/ui/data.ts'
import { CheckField, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { useMay } from '#web/ui/me.tsx'
import { type PayKind, type Place, payKinds, places, placeWords, readMoney } from '../coverage.ts'
import type { estimateHere } from '../policies.ts'
import type { payers } from '../prices.ts'
import { EstimatePrint } from './estimate-paper.tsx'
import { Sum } from './estimate-sum.tsx'
import type { Policy } from './policy.tsx'

type Draft = {
  withPolicy: boolean
  kind: PayKind
  payerId: string
  household: string
  income: string
  deductible: string
  limit: string
  place: Place
}
const kindOf = (value: string): PayKind => payKinds.find(kind => kind === value) ?? 'none'
const placeOf = (value: string): Place => places.find(place => place === value) ?? 'contiguous'
const people = (words: string) => (/^\d{1,2}$/.test(words.trim()) && Number(words) > 0 ? Number(words) : null)
const amount = (words: string) => (words.trim() === '' ? null : readMoney(words))
const troubleOf = (words: string) =>
  words.trim() !== '' && readMoney(words) === null ? 'Write an amount such as $38,000.' : undefined

/** The ways of paying as staff choose them. */
const kindWords: Readonly<Record<PayKind, string>> = {
  none: 'None, or they do not want to use it',
  job: 'Through a job',
  own: 'Their own plan',
  medicaid: 'Medicaid',
  medicare: 'Medicare',
  unsure: 'They are not sure',
}
const insured = (kind: PayKind) => kind === 'job' || kind === 'own' || kind === 'medicaid'

/** What care may cost: the words for the phone, with every assumption. Nothing of it is kept. */
export function Estimate({ policy, called }: { policy: Policy | null; called: string | null }) {
  const [draft, setDraft] = useState<Draft>({
    ...{ withPolicy: policy !== null, kind: policy ? 'job' : 'none', payerId: '', household: '', income: '' },
    ...{ deductible: '', limit: '', place: 'contiguous' },
  })
  const [sought, setSought] = useState(policy ? draft : undefined)
  const put = (part: Partial<Draft>) => setDraft(old => ({ ...old, ...part }))
  const may = useMay()
  const known = useAsk<typeof payers>('coverage.payers', {}, { enabled: may('coverage.payers') })
  const found = useAsk<typeof estimateHere>('coverage.estimate-here', wireOf(sought ?? draft, policy), {
    ...{ private: true, enabled: sought !== undefined },
  })
  const range = sought ? found.data?.range : undefined
  const { kind, withPolicy } = draft
  const wrong = [draft.income, draft.deductible, draft.limit].some(troubleOf)
  // What their payer said goes before what is written here, so it is not asked for.
  const said = withPolicy ? policy?.last : null
  return (
    <>
      <Form onSend={() => setSought(wrong ? sought : draft)} label="What it may cost">
        {policy ? (
          <CheckField
            label="With their insurance, as its payer said"
            checked={withPolicy}
            onChecked={on => put({ withPolicy: on, kind: on ? 'job' : 'none' })}
          />
        ) : null}
        {withPolicy ? null : (
          <SelectField
            label="Insurance"
            value={kind}
            onValue={value => put({ kind: kindOf(value) })}
            options={payKinds.map(each => ({ value: each, label: kindWords[each] }))}
          />
        )}
        {!withPolicy && insured(kind) && known.data ? (
          <SelectField
            label="Payer"
            value={draft.payerId}
            onValue={payerId => put({ payerId })}
            options={[
              { value: '', label: 'Not known' },
              ...known.data.payers
                .filter(each => each.endedOn === null)
                .map(each => ({ value: each.id, label: each.name })),
            ]}
          />
        ) : null}
        {withPolicy || insured(kind) ? (
          <PlanFields draft={draft} put={put} said={said ?? null} />
        ) : (
          <ScaleFields draft={draft} put={put} />
        )}
        <Button submit busy={found.loading && sought !== undefined}>
          Work it out
        </Button>
      </Form>
      <div aria-live="polite">{range ? <Sum range={range} /> : null}</div>
      {range?.kind === 'range' && range.goodFaith ? (
        <EstimatePrint range={range} goodFaith={range.goodFaith} called={called} />
      ) : null}
    </>
  )
}

type PlanFieldsProps = { draft: Draft; put: (part: Partial<Draft>) => void; said: Policy['last'] }

function PlanFields({ draft, put, said }: PlanFieldsProps) {
  return (
    <>
      {said && said.deductibleLeftCents !== null ? null : (
        <TextField
          label="Left of the deductible"
          optional
          inputMode="decimal"
          value={draft.deductible}
          onValue={deductible => put({ deductible })}
          error={troubleOf(draft.deductible)}
        />
      )}
      {said && said.outOfPocketLeftCents !== null ? null : (
        <TextField
          label="Left to the limit of the year"
          optional
          inputMode="decimal"
          value={draft.limit}
          onValue={limit => put({ limit })}
          error={troubleOf(draft.limit)}
        />
      )}
    </>
  )
}

function ScaleFields({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
  return (
    <>
      <TextField
        label="People at home, with them"
        inputMode="numeric"
        value={draft.household}
        onValue={household => put({ household })}
        error={
          draft.household.trim() !== '' && people(draft.household) === null ? 'Write a number such as 3.' : undefined
        }
      />
      <TextField
        label="Money that comes in each year, before tax"
        inputMode="decimal"
        help="A guess is fine. Empty: the full price."
        value={draft.income}
        onValue={income => put({ income })}
        error={troubleOf(draft.income)}
      />
      <SelectField
        label="Poverty guideline"
        value={draft.place}
        onValue={value => put({ place: placeOf(value) })}
        options={places.map(place => ({ value: place, label: placeWords[place] }))}
      />
    </>
  )
}

function wireOf(draft: Draft, policy: Policy | null) {
  const plan = draft.withPolicy || insured(draft.kind)
  return {
    kind: draft.kind,
    policyId: draft.withPolicy && policy ? policy.id : null,
    payerId: plan && draft.payerId ? draft.payerId : null,
    household: plan ? null : people(draft.household),
    incomeCents: plan ? null : amount(draft.income),
    deductibleLeftCents: plan ? amount(draft.deductible) : null,
    oopLeftCents: plan ? amount(draft.limit) : null,
    place: draft.place,
  }
}
