import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { DataTable } from '#web/ui/data-table.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/state.tsx'
import { bornWords, count, listWords } from '#web/words.ts'
import { moneyWords, payerKindWords } from '../coverage.ts'
import type { payers } from '../prices.ts'
import { changeColumn } from './change-column.tsx'
import { PayerDrawer } from './payer-drawer.tsx'

export type Payers = OutputOf<typeof payers>
export type Payer = Payers['payers'][number]

type PayersPanelProps = { data: Payers; keeps: boolean; adding: boolean; onAdding: (adding: boolean) => void }

/** Who pays for care here, and which sites are in their networks. */
export function PayersPanel({ data, keeps, adding, onAdding }: PayersPanelProps) {
  const [openId, setOpenId] = useState<string>()
  const open = data.payers.find(payer => payer.id === openId)
  return (
    <Panel
      title="Payers"
      sub={data.payers.length > 0 ? count(data.payers.length, 'payer') : undefined}
      end={
        keeps ? (
          <Button small icon="plus" hint="N" onPress={() => onAdding(true)}>
            Add a payer
          </Button>
        ) : null
      }
    >
      {data.payers.length > 0 ? (
        <DataTable
          label="Payers"
          rows={data.payers}
          keyOf={payer => payer.id}
          {...(keeps ? { onOpen: (payer: Payer) => setOpenId(payer.id) } : {})}
          columns={[
            {
              head: 'Payer',
              cell: payer => (
                <>
                  <b>{payer.name}</b>
                  <span className="sub">{[payerKindWords[payer.kind], payer.phone].filter(Boolean).join(', ')}</span>
                </>
              ),
            },
            { head: 'Network', card: 'label', cell: payer => <Network payer={payer} sites={data.sites} /> },
            { head: 'Leaves to its members', card: 'wide', width: 220, cell: payer => <Leaves payer={payer} /> },
            ...(keeps
              ? [
                  changeColumn<Payer>(
                    payer => `Change ${payer.name}`,
                    payer => setOpenId(payer.id),
                  ),
                ]
              : []),
          ]}
        />
      ) : (
        <Empty title="No payer is written yet">With a payer and its contract an estimate is exact.</Empty>
      )}
      {adding ? <PayerDrawer payer={null} data={data} onClose={() => onAdding(false)} /> : null}
      {open ? <PayerDrawer key={open.id} payer={open} data={data} onClose={() => setOpenId(undefined)} /> : null}
    </Panel>
  )
}

function Network({ payer, sites }: { payer: Payer; sites: Payers['sites'] }) {
  if (payer.endedOn) return <Chip kind="quiet">Ended {bornWords(payer.endedOn)}</Chip>
  const inside = sites.filter(site => payer.siteIds.includes(site.id))
  if (inside.length === 0) return <Chip kind="due">Not in its network</Chip>
  if (inside.length === sites.length) return <Chip kind="done">In its network</Chip>
  return <Chip kind="info">{listWords(inside.map(site => site.name))}</Chip>
}

function Leaves({ payer }: { payer: Payer }) {
  const { shareLeastPercent: least, shareMostPercent: most, dayCopayCents } = payer
  if (dayCopayCents !== null) return <>{moneyWords(dayCopayCents)} a day</>
  if (most !== null) return <>{least !== null && least !== most ? `${least} to ${most}%` : `${most}%`}</>
  return <span className="quiet">typical of its kind</span>
}
