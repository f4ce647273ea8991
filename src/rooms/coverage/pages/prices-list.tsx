import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { isDay } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { useAct } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Drawer } from '#web/ui/drawer.tsx'
import { CheckField, FieldRow, Form, TextField } from '#web/ui/field.tsx'
import { Panel } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import { bornWords } from '#web/words.ts'
import { itemWords, moneyWords, readMoney } from '../coverage.ts'
import type { prices, setPrice } from '../prices.ts'
import { changeColumn } from './change-column.tsx'

export type Costs = OutputOf<typeof prices>
type Program = Costs['programs'][number]
type Priced = Program['prices'][number]

const asked = (cents: number | null) => (cents === null ? 'not offered' : cents === 0 ? 'included' : moneyWords(cents))

/** What each thing costs now, and from which day on. */
export function PricesPanel({ data, keeps }: { data: Costs; keeps: boolean }) {
  const [open, setOpen] = useState<{ program: Program; price: Priced }>()
  return (
    <>
      {data.programs.map(program => (
        <Panel key={program.id} title={data.programs.length > 1 ? `Prices: ${program.name}` : 'Prices'}>
          <DataTable
            label={`Prices of ${program.name}`}
            rows={program.prices}
            keyOf={price => price.item}
            {...(keeps ? { onOpen: (price: Priced) => setOpen({ program, price }) } : {})}
            columns={[
              { head: 'What', cell: price => <b>{itemWords[price.item]}</b> },
              {
                head: 'Costs',
                kind: 'num',
                cell: price => <Now price={price} />,
              },
              {
                head: 'Since',
                width: 150,
                card: 'label',
                cell: price => (price.since ? bornWords(price.since) : <span className="quiet">never</span>),
              },
              {
                head: 'Next',
                width: 190,
                card: 'label',
                cell: price => <Coming price={price} today={data.today} />,
              },
              ...(keeps
                ? [
                    changeColumn<Priced>(
                      price => `Change: ${itemWords[price.item]}`,
                      price => setOpen({ program, price }),
                    ),
                  ]
                : []),
            ]}
          />
        </Panel>
      ))}
      {open ? (
        <PriceDrawer
          key={`${open.program.id} ${open.price.item}`}
          {...open}
          today={data.today}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
    </>
  )
}

function Now({ price }: { price: Priced }) {
  if (price.cents === null)
    return <span className="quiet">{price.versions.length > 0 ? 'not offered' : 'no price'}</span>
  return price.cents === 0 ? <span>included</span> : <b className="tnum">{moneyWords(price.cents)}</b>
}

function Coming({ price, today }: { price: Priced; today: string }) {
  const next = price.versions.find(each => each.fromOn > today)
  if (!next) return null
  return (
    <>
      {asked(next.cents)} from {bornWords(next.fromOn)}
    </>
  )
}

type PriceDrawerProps = { program: Program; price: Priced; today: string; onClose: () => void }

function PriceDrawer({ program, price, today, onClose }: PriceDrawerProps) {
  const [words, setWords] = useState(price.cents === null ? '' : moneyWords(price.cents))
  const [offered, setOffered] = useState(price.cents !== null || price.versions.length === 0)
  const [fromOn, setFromOn] = useState(today)
  const [looked, setLooked] = useState(false)
  const set = useAct<typeof setPrice>('coverage.set-price', {
    onDone: () => {
      toast('The price is written.')
      onClose()
    },
  })
  const cents = readMoney(words)
  const wrong = offered && cents === null ? 'Write an amount such as $185. $0 is included.' : undefined
  const noDay = isDay(fromOn) ? undefined : 'Choose a day.'
  async function send() {
    setLooked(true)
    if (wrong || !isDay(fromOn)) return
    await set.run({ programId: program.id, item: price.item, cents: offered ? cents : null, fromOn })
  }
  return (
    <Drawer open onClose={onClose} title={`${itemWords[price.item]}: price`}>
      <Form onSend={() => void send()} label="Price">
        <CheckField label="It is offered here" checked={offered} onChecked={setOffered} />
        <FieldRow>
          {offered ? (
            <TextField
              label="Costs"
              inputMode="decimal"
              value={words}
              onValue={setWords}
              error={looked ? wrong : undefined}
            />
          ) : null}
          <TextField label="From" type="date" value={fromOn} onValue={setFromOn} error={looked ? noDay : undefined} />
        </FieldRow>
        <Button kind="primary" submit busy={set.busy}>
          Keep
        </Button>
      </Form>
      {price.versions.length > 0 ? (
        <>
          <h3>So far</h3>
          <ul className="assumed">
            {[...price.versions].reverse().map(each => (
              <li key={each.fromOn}>
                {asked(each.cents)}
                <span className="sub">from {bornWords(each.fromOn)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Drawer>
  )
}
