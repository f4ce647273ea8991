import { useState } from 'react'
import { isDay } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { useAct } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, FieldRow, Form, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.tsx'
import { moneyWords, payerKinds, payerKindWords, readMoney } from '../coverage.ts'
import type { addPayer, changePayer, setNetwork } from '../prices.ts'
import type { Payer, Payers } from './payers.tsx'

type Draft = ReturnType<typeof draftOf>
function draftOf(payer: Payer | null) {
  return {
    name: payer?.name ?? '',
    kind: payer?.kind ?? payerKinds[0],
    phone: payer?.phone ?? '',
    payerCode: payer?.payerCode ?? '',
    least: payer?.shareLeastPercent === null || !payer ? '' : String(payer.shareLeastPercent),
    most: payer?.shareMostPercent === null || !payer ? '' : String(payer.shareMostPercent),
    copay: payer?.dayCopayCents === null || !payer ? '' : moneyWords(payer.dayCopayCents),
    note: payer?.note ?? '',
    ended: Boolean(payer?.endedOn),
    siteIds: [...(payer?.siteIds ?? [])],
  }
}
const percentOf = (words: string) => (words.trim() === '' ? null : Number(words))
const badPercent = (words: string) => words.trim() !== '' && !/^(\d{1,2}|100)$/.test(words.trim())
const badMoney = (words: string) => words.trim() !== '' && readMoney(words) === null

type ContractProps = { draft: Draft; put: (part: Partial<Draft>) => void; looked: boolean }

/** What the contract leaves to its members. */
function ContractFields({ draft, put, looked }: ContractProps) {
  const says = (bad: boolean, words: string) => (looked && bad ? words : undefined)
  return (
    <>
      <FieldRow>
        <TextField
          label="They pay at least %"
          optional
          inputMode="numeric"
          value={draft.least}
          onValue={least => put({ least })}
          error={says(badPercent(draft.least), '0 to 100')}
        />
        <TextField
          label="They pay at most %"
          optional
          inputMode="numeric"
          value={draft.most}
          onValue={most => put({ most })}
          error={says(badPercent(draft.most), '0 to 100')}
        />
      </FieldRow>
      <TextField
        label="Copay for a day"
        optional
        help="Counts before the percent. Empty: what is typical of its kind."
        inputMode="decimal"
        value={draft.copay}
        onValue={copay => put({ copay })}
        error={says(badMoney(draft.copay), 'Write an amount such as $40.')}
      />
    </>
  )
}

type PayerDrawerProps = { payer: Payer | null; data: Payers; onClose: () => void }

/** A payer, what its contract leaves to its members, and which sites are in its network from a day on. */
export function PayerDrawer({ payer, data, onClose }: PayerDrawerProps) {
  const [draft, setDraft] = useState(() => draftOf(payer))
  const [id] = useState(() => payer?.id ?? crypto.randomUUID())
  const [fromOn, setFromOn] = useState<string>(data.today)
  const [looked, setLooked] = useState(false)
  const put = (part: Partial<Draft>) => setDraft(old => ({ ...old, ...part }))
  const add = useAct<typeof addPayer>('coverage.add-payer')
  const change = useAct<typeof changePayer>('coverage.change-payer')
  const network = useAct<typeof setNetwork>('coverage.set-network')
  const doing = payer ? change : add
  const before = payer?.siteIds ?? []
  const moved = data.sites.filter(site => before.includes(site.id) !== draft.siteIds.includes(site.id))
  const wrong =
    badPercent(draft.least) || badPercent(draft.most) || badMoney(draft.copay) || draft.name.trim().length < 2
  async function send() {
    setLooked(true)
    if (wrong || !isDay(fromOn)) return
    const { name, kind, phone, payerCode, note } = draft
    const words = {
      ...{ id, name, kind, phone, payerCode, note },
      shareLeastPercent: percentOf(draft.least),
      shareMostPercent: percentOf(draft.most),
      dayCopayCents: draft.copay.trim() === '' ? null : readMoney(draft.copay),
    }
    const endedOn = draft.ended ? (payer?.endedOn ?? data.today) : null
    const done = payer ? await change.run({ ...words, version: payer.version, endedOn }) : await add.run(words)
    if (!done) return
    for (const site of moved) {
      const inside = draft.siteIds.includes(site.id)
      if (!(await network.run({ payerId: id, siteId: site.id, fromOn, inside }))) return
    }
    toast('The payer is written.')
    onClose()
  }
  const says = (bad: boolean, words: string) => (looked && bad ? words : undefined)
  return (
    <Drawer open onClose={onClose} title={payer ? payer.name : 'A payer'}>
      <Form onSend={() => void send()} label="A payer">
        <TextField
          label="Name"
          value={draft.name}
          onValue={name => put({ name })}
          maxLength={120}
          error={doing.saysOf('name') ?? says(draft.name.trim().length < 2, 'Write the payer’s name.')}
        />
        <FieldRow>
          <SelectField
            label="Kind"
            value={draft.kind}
            onValue={value => put({ kind: payerKinds.find(kind => kind === value) ?? 'other' })}
            options={payerKinds.map(kind => ({ value: kind, label: payerKindWords[kind] }))}
          />
          <TextField
            label="Phone"
            type="tel"
            optional
            value={draft.phone}
            onValue={phone => put({ phone })}
            maxLength={40}
          />
        </FieldRow>
        <TextField
          label="Payer id for claims"
          optional
          value={draft.payerCode}
          onValue={payerCode => put({ payerCode })}
          maxLength={40}
        />
        <ContractFields draft={draft} put={put} looked={looked} />
        <fieldset className="one">
          <legend>In its network</legend>
          <div className="stack sites-in">
            {data.sites.map(site => (
              <CheckField
                key={site.id}
                label={site.name}
                checked={draft.siteIds.includes(site.id)}
                onChecked={on =>
                  put({ siteIds: on ? [...draft.siteIds, site.id] : draft.siteIds.filter(each => each !== site.id) })
                }
              />
            ))}
          </div>
        </fieldset>
        {moved.length > 0 ? (
          <TextField
            label="The network holds from"
            type="date"
            value={fromOn}
            onValue={setFromOn}
            error={says(!isDay(fromOn), 'Choose a day.')}
          />
        ) : null}
        <TextArea label="Note" optional rows={2} value={draft.note} onValue={note => put({ note })} maxLength={1000} />
        {payer ? (
          <CheckField
            label="We have ended with this payer"
            help="It is offered nowhere any more. What was written with it stays."
            checked={draft.ended}
            onChecked={ended => put({ ended })}
          />
        ) : null}
        <Button kind="primary" submit busy={doing.busy || network.busy}>
          Keep
        </Button>
      </Form>
    </Drawer>
  )
}
