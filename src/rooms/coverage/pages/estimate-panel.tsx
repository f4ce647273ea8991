import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { CheckField, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { Panel } from '#web/ui/page.tsx'
import { moneyWords, type PayKind, type Place, payKinds, places, placeWords, readMoney } from '../coverage.ts'
import type { estimateHere } from '../policies.ts'
import type { payers } from '../prices.ts'
import type { Policy } from './policy.tsx'

type Estimate = OutputOf<typeof estimateHere>['range']
type RangeOf = Extract<Estimate, { kind: 'range' }>

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

const insured = (kind: PayKind) => kind === 'job' || kind === 'own' || kind === 'medicaid'

/** What care may cost: the words for the phone, with every assumption. Nothing of it is kept. */
export function EstimatePanel({ policy }: { policy: Policy | null }) {
  const [draft, setDraft] = useState<Draft>({
    ...{ withPolicy: policy !== null, kind: policy ? 'job' : 'none', payerId: '', household: '', income: '' },
    ...{ deductible: '', limit: '', place: 'contiguous' },
  })
  const [sought, setSought] = useState(policy ? draft : undefined)
  const put = (part: Partial<Draft>) => setDraft(old => ({ ...old, ...part }))
  const known = useAsk<typeof payers>('coverage.payers', {})
  const found = useAsk<typeof estimateHere>('coverage.estimate-here', wireOf(sought ?? draft, policy), {
    ...{ private: true, enabled: sought !== undefined },
  })
  const { kind, withPolicy } = draft
  const wrong = [draft.income, draft.deductible, draft.limit].some(troubleOf)
  return (
    <Panel title="What it may cost" sub="nothing of it is kept" padded>
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
            options={(known.data?.kinds ?? []).map(each => ({ value: each.kind, label: each.words.en }))}
          />
        )}
        {!withPolicy && insured(kind) ? (
          <SelectField
            label="Payer"
            value={draft.payerId}
            onValue={payerId => put({ payerId })}
            options={[
              { value: '', label: 'Not known' },
              ...(known.data?.payers ?? [])
                .filter(each => each.endedOn === null)
                .map(each => ({ value: each.id, label: each.name })),
            ]}
          />
        ) : null}
        {withPolicy || insured(kind) ? (
          <>
            <TextField
              label="Left of the deductible"
              optional
              inputMode="decimal"
              value={draft.deductible}
              onValue={deductible => put({ deductible })}
              error={troubleOf(draft.deductible)}
            />
            <TextField
              label="Left to the limit of the year"
              optional
              inputMode="decimal"
              value={draft.limit}
              onValue={limit => put({ limit })}
              error={troubleOf(draft.limit)}
            />
          </>
        ) : (
          <ScaleFields draft={draft} put={put} />
        )}
        <Button submit busy={found.loading && sought !== undefined}>
          Work it out
        </Button>
      </Form>
      <div aria-live="polite">{found.data && sought ? <Shown range={found.data.range} /> : null}</div>
    </Panel>
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

function Shown({ range }: { range: Estimate }) {
  if (range.kind === 'ask') return <Notice kind="info">{range.words.en}</Notice>
  return <RangeShown range={range} />
}

function RangeShown({ range }: { range: RangeOf }) {
  const { monthly } = range
  return (
    <div className="estimate">
      <p className="estimate-sum">
        {range.least === range.most
          ? moneyWords(range.most)
          : `${moneyWords(range.least)} to ${moneyWords(range.most)}`}
        <span className="sub">
          {range.weeks.least} to {range.weeks.most} weeks, about {moneyWords(range.weekly)} a week
        </span>
        {monthly ? (
          <span className="sub">
            Or {moneyWords(monthly.least)} to {moneyWords(monthly.most)} a month for {monthly.months} months
          </span>
        ) : null}
      </p>
      <table className="sum">
        <caption className="vh">The sum, at least and at most</caption>
        <thead>
          <tr>
            <th scope="col">{range.share === null ? 'Full price' : `They pay ${range.share}% of`}</th>
            <th scope="col" className="num">
              {range.weeks.least} weeks
            </th>
            <th scope="col" className="num">
              {range.weeks.most} weeks
            </th>
          </tr>
        </thead>
        <tbody>
          {range.lines.map(line => {
            const { least, most } = line.yours ?? line.full
            const one = line.yoursCents ?? line.unitCents
            return (
              <tr key={line.item}>
                <th scope="row">
                  {line.words.en}
                  <span className="sub">
                    {line.counts ? [moneyWords(one), line.often?.en].filter(Boolean).join(', ') : ''}
                  </span>
                </th>
                <td className="num">{line.counts ? moneyWords(least) : 'included'}</td>
                <td className="num">{line.counts ? moneyWords(most) : 'included'}</td>
              </tr>
            )
          })}
          <tr className="sum-foot">
            <th scope="row">Their share</th>
            <td className="num">{moneyWords(range.least)}</td>
            <td className="num">{moneyWords(range.most)}</td>
          </tr>
        </tbody>
      </table>
      <h3>What was assumed</h3>
      <ul className="assumed">
        {range.assumptions.map(each => (
          <li key={each.words.en}>
            {each.words.en}
            <span className="sub">
              {each.from.en} {each.verified ? null : <Chip kind="due">Not checked</Chip>}
            </span>
          </li>
        ))}
      </ul>
      {range.goodFaith ? <p className="small quiet">{range.goodFaith.words.en}</p> : null}
    </div>
  )
}
