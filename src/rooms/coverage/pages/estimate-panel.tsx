import { Panel } from '#web/ui/page.tsx'
import { Estimate } from './estimate.tsx'
import type { Policy } from './policy.tsx'

/** What care may cost, beside a page. */
export function EstimatePanel({ policy, called }: { policy: Policy | null; called: string | null }) {
  return (
    <Panel title="What it may cost" sub="nothing of it is kept" padded>
      <Estimate policy={policy} called={called} />
    </Panel>
  )
}
