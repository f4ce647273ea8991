import { useState } from 'react'
import { isDay } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { useAct } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { FieldRow, Form, TextField } from '#web/ui/field.tsx'
import { Panel } from '#web/ui/page.tsx'
import { toast } from '#web/ui/toast.tsx'
import { bornWords, listWords } from '#web/words.ts'
import type { setScale } from '../prices.ts'
import type { Costs } from './prices-list.tsx'

/** Who pays which part of a price, by income; whose scale it is, and since when. */
export function ScalePanel({ data, keeps }: { data: Costs; keeps: boolean }) {
  const [open, setOpen] = useState(false)
  const { scale, comingScales } = data
  const own = scale.since !== null
  return (
    <Panel
      title="Sliding scale"
      sub={own ? `since ${bornWords(scale.since ?? '')}` : undefined}
      end={
        keeps ? (
          <Button small onPress={() => setOpen(true)}>
            {own ? 'Write a new one' : 'Write your own'}
          </Button>
        ) : null
      }
      foot={
        comingScales.length > 0
          ? `Another one holds from ${listWords(comingScales.map(day => bornWords(day)))}.`
          : undefined
      }
      padded
    >
      <div className="stack">
        {own ? null : (
          <Notice kind="due">
            This is a scale to begin with, and nobody here has confirmed it. Every estimate says so until you write your
            own.
          </Notice>
        )}
        <table className="sum">
          <caption className="vh">Share of each price by income</caption>
          <thead>
            <tr>
              <th scope="col">Income, in percent of the poverty guideline</th>
              <th scope="col" className="num">
                They pay
              </th>
            </tr>
          </thead>
          <tbody>
            {scale.steps.map((step, at) => (
              <tr key={step.upTo}>
                <th scope="row">
                  {at === 0 ? `up to ${step.upTo}%` : `${(scale.steps[at - 1]?.upTo ?? 0) + 1} to ${step.upTo}%`}
                </th>
                <td className="num">{step.share}%</td>
              </tr>
            ))}
            <tr>
              <th scope="row">above {scale.steps.at(-1)?.upTo ?? 0}%</th>
              <td className="num">{scale.above}%</td>
            </tr>
          </tbody>
        </table>
        {own ? null : (
          <p className="small quiet">
            <Chip kind="quiet">Not verified</Chip> {data.preset.source}
          </p>
        )}
      </div>
      {open ? <ScaleDrawer data={data} onClose={() => setOpen(false)} /> : null}
    </Panel>
  )
}

type Row = { key: number; upTo: string; share: string }
const number = (words: string, most: number) =>
  /^\d{1,4}$/.test(words.trim()) && Number(words) <= most ? Number(words) : null
const upToOf = (row: Row) => {
  const value = number(row.upTo, 1000)
  return value === 0 ? null : value
}

function ScaleDrawer({ data, onClose }: { data: Costs; onClose: () => void }) {
  const [rows, setRows] = useState<Row[]>(() =>
    data.scale.steps.map((step, key) => ({ key, upTo: String(step.upTo), share: String(step.share) })),
  )
  const [fromOn, setFromOn] = useState<string>(data.today)
  const [looked, setLooked] = useState(false)
  const set = useAct<typeof setScale>('coverage.set-scale', {
    onDone: () => {
      toast('The scale is written.')
      onClose()
    },
  })
  const put = (key: number, part: Partial<Row>) =>
    setRows(old => old.map(row => (row.key === key ? { ...row, ...part } : row)))
  async function send() {
    setLooked(true)
    const steps = rows.flatMap(row => {
      const [upTo, share] = [upToOf(row), number(row.share, 100)]
      return upTo === null || share === null ? [] : [{ upTo, share }]
    })
    if (steps.length === rows.length && isDay(fromOn)) await set.run({ fromOn, steps })
  }
  const says = (bad: boolean, words: string) => (looked && bad ? words : undefined)
  return (
    <Drawer open onClose={onClose} title="A scale of your own">
      <Form onSend={() => void send()} label="Sliding scale">
        <TextField
          label="Holds from"
          type="date"
          value={fromOn}
          onValue={setFromOn}
          error={says(!isDay(fromOn), 'Choose a day.')}
        />
        {rows.map((row, at) => (
          <div key={row.key} className="scale-step">
            <FieldRow>
              <TextField
                label={`Step ${at + 1}: up to %`}
                inputMode="numeric"
                value={row.upTo}
                onValue={upTo => put(row.key, { upTo })}
                error={says(upToOf(row) === null, '1 to 1000')}
              />
              <TextField
                label={`Step ${at + 1}: they pay %`}
                inputMode="numeric"
                value={row.share}
                onValue={share => put(row.key, { share })}
                error={says(number(row.share, 100) === null, '0 to 100')}
              />
            </FieldRow>
            {rows.length > 1 ? (
              <Button
                small
                kind="quiet"
                label={`Leave out step ${at + 1}`}
                onPress={() => setRows(old => old.filter(each => each.key !== row.key))}
              >
                Leave out
              </Button>
            ) : null}
          </div>
        ))}
        <p className="small quiet">Above the last step the full price is paid.</p>
        <div className="row">
          <Button
            icon="plus"
            onPress={() =>
              setRows(old => [...old, { key: Math.max(...old.map(each => each.key)) + 1, upTo: '', share: '' }])
            }
          >
            Add a step
          </Button>
          <Button kind="primary" submit busy={set.busy}>
            Keep
          </Button>
        </div>
      </Form>
    </Drawer>
  )
}
