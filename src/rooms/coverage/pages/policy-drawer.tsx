import { useState } from 'react'
import { isDay } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, FieldRow, Form, SelectField, TextField } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { addPolicy, changePolicy } from '../policies.ts'
import type { payers } from '../prices.ts'
import type { Policy } from './policy.tsx'

const another = 'another'
const relations = [
  { value: '', label: 'Not said' },
  { value: 'self', label: 'It is their own' },
  { value: 'spouse', label: 'Of their spouse' },
  { value: 'child', label: 'Of a parent' },
  { value: 'other', label: 'Of somebody else' },
] as const
const relationOf = (value: string): 'self' | 'spouse' | 'child' | 'other' | null => {
  const found = relations.find(each => each.value === value)?.value
  return found ? found : null
}
const ranks = ['First', 'Second', 'Third', 'Fourth', 'Fifth'].map((word, at) => ({
  value: String(at + 1),
  label: word,
}))

type Draft = ReturnType<typeof draftOf>
function draftOf(policy: Policy | null) {
  return {
    payer: policy ? (policy.payerId ?? (policy.payerWords ? another : '')) : '',
    payerWords: policy?.payerWords ?? '',
    selfPay: policy?.selfPay ?? false,
    memberId: policy?.memberId ?? '',
    groupNumber: policy?.groupNumber ?? '',
    holder: policy?.holder ?? '',
    relation: policy?.relation ?? '',
    bornOn: policy?.bornOn ?? '',
    rank: String(policy?.rank ?? 1),
    endedOn: policy?.endedOn ?? '',
  }
}

function wireOf(draft: Draft) {
  const insured = !draft.selfPay
  return {
    selfPay: draft.selfPay,
    payerId: insured && draft.payer && draft.payer !== another ? draft.payer : null,
    payerWords: insured && draft.payer === another ? draft.payerWords : null,
    memberId: insured ? draft.memberId : null,
    groupNumber: insured ? draft.groupNumber : null,
    holder: insured ? draft.holder : null,
    relation: insured ? relationOf(draft.relation) : null,
    bornOn: insured && isDay(draft.bornOn) ? draft.bornOn : null,
    rank: Number(draft.rank),
  }
}

type PolicyDrawerProps = { of: string; policy: Policy | null; today: string; onClose: () => void }

/** An insurance as it stands on the card. */
export function PolicyDrawer({ of, policy, today, onClose }: PolicyDrawerProps) {
  const [draft, setDraft] = useState(() => draftOf(policy))
  const [id] = useState(() => policy?.id ?? crypto.randomUUID())
  const put = (part: Partial<Draft>) => setDraft(old => ({ ...old, ...part }))
  const known = useAsk<typeof payers>('coverage.payers', {})
  const done = (says: string) => () => {
    toast(says)
    onClose()
  }
  const add = useAct<typeof addPolicy>('coverage.add-policy', { onDone: done('Written down.') })
  const change = useAct<typeof changePolicy>('coverage.change-policy', { onDone: done('Changed.') })
  const doing = policy ? change : add
  async function send() {
    const words = wireOf(draft)
    if (policy)
      await change.run({ id, version: policy.version, endedOn: isDay(draft.endedOn) ? draft.endedOn : null, ...words })
    else await add.run({ id, of, ...words })
  }
  const open = (known.data?.payers ?? []).filter(each => each.endedOn === null || each.id === policy?.payerId)
  return (
    <Drawer open onClose={onClose} title={policy ? 'Change who pays' : 'Who pays'}>
      <Form onSend={() => void send()} label="Who pays">
        <CheckField
          label="They pay without insurance"
          help="They have none, or do not want to use it."
          checked={draft.selfPay}
          onChecked={selfPay => put({ selfPay })}
        />
        {draft.selfPay ? null : (
          <>
            <SelectField
              label="Payer"
              value={draft.payer}
              onValue={payer => put({ payer })}
              options={[
                { value: '', label: 'Choose' },
                ...open.map(each => ({ value: each.id, label: each.name })),
                { value: another, label: 'Another: write its name' },
              ]}
            />
            {draft.payer === another ? (
              <TextField
                label="Its name, as on the card"
                value={draft.payerWords}
                onValue={payerWords => put({ payerWords })}
                maxLength={120}
              />
            ) : null}
            <FieldRow>
              <TextField
                label="Member id"
                value={draft.memberId}
                onValue={memberId => put({ memberId })}
                maxLength={60}
              />
              <TextField
                label="Group number"
                optional
                value={draft.groupNumber}
                onValue={groupNumber => put({ groupNumber })}
                maxLength={60}
              />
            </FieldRow>
            <TextField
              label="Holder, as on the card"
              value={draft.holder}
              onValue={holder => put({ holder })}
              maxLength={200}
            />
            <FieldRow>
              <SelectField
                label="Whose plan it is"
                value={draft.relation}
                onValue={relation => put({ relation })}
                options={[...relations]}
              />
              <TextField
                label="Birth date of the member"
                type="date"
                value={draft.bornOn}
                onValue={bornOn => put({ bornOn })}
              />
            </FieldRow>
          </>
        )}
        <FieldRow>
          <SelectField label="Who pays first" value={draft.rank} onValue={rank => put({ rank })} options={ranks} />
          {policy ? (
            <TextField
              label="Ended on"
              type="date"
              optional
              help={`Today is ${today}.`}
              value={draft.endedOn}
              onValue={endedOn => put({ endedOn })}
            />
          ) : null}
        </FieldRow>
        <div className="row end">
          <Button kind="primary" submit busy={doing.busy}>
            Keep
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}
