import { useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { useAsk } from '#web/ui/data.ts'
import { useKeys } from '#web/ui/keys.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Columns, Page } from '#web/ui/page.tsx'
import type { payers, prices } from '../prices.ts'
import './coverage.css'
import { EstimatePanel } from './estimate-panel.tsx'
import { PayersPanel } from './payers.tsx'
import { PricesPanel } from './prices-list.tsx'
import { ScalePanel } from './scale.tsx'

/** What care costs here, who pays less of it, and who pays for it. */
export default function PricesPage() {
  const costs = useAsk<typeof prices>('coverage.prices', {})
  const known = useAsk<typeof payers>('coverage.payers', {})
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const keeps = may('coverage.add-payer')
  useKeys('This page', keeps ? [{ key: 'n', says: 'Add a payer', run: () => setAdding(true) }] : [])
  return (
    <Page title="Prices and payers" sub="What the public cost page and every estimate reckon with.">
      <Columns aside={<EstimatePanel policy={null} called={null} />} asideLabel="What it may cost">
        <Asked asked={costs} what="The prices">
          {data => (
            <>
              <PricesPanel data={data} keeps={keeps} />
              <ScalePanel data={data} keeps={keeps} />
            </>
          )}
        </Asked>
        <Asked asked={known} what="The payers">
          {data => <PayersPanel data={data} keeps={keeps} adding={adding} onAdding={setAdding} />}
        </Asked>
      </Columns>
    </Page>
  )
}
