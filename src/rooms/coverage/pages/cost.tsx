import { Asked } from '#web/ui/asked.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { useAsk } from '#web/ui/data.ts'
import { useMay } from '#web/ui/me.tsx'
import { knownName } from '../coverage.ts'
import type { policiesOf } from '../policies.ts'
import './coverage.css'
import { Estimate } from './estimate.tsx'
import { paysFirst, policyTitle, SaidCard } from './policy.tsx'

/** What it would cost somebody, for whoever has them on the phone: from who pays for them, as that payer said last. */
export default function Cost({ of }: { of: string }) {
  const may = useMay()
  const knows = may('coverage.policies-of') && of !== ''
  const asked = useAsk<typeof policiesOf>('coverage.policies-of', { of }, { enabled: knows })
  if (!knows) return <Estimate policy={null} called={null} />
  return (
    <Asked asked={asked} what="Who pays">
      {found => {
        const policy = paysFirst(found.policies) ?? null
        return (
          <div className="stack">
            {policy ? (
              <div className="stack tight">
                <h3>{policyTitle(policy)}</h3>
                {policy.last ? (
                  <SaidCard last={policy.last} zone={found.zone} />
                ) : (
                  <p className="small quiet">Nobody has asked this payer yet: the sum is what such plans leave.</p>
                )}
              </div>
            ) : null}
            <Estimate key={policy?.id ?? ''} policy={policy} called={knownName(found.called)} />
            <ButtonLink kind="quiet" to={`/staff/benefits/${of}`}>
              {policy ? 'Change who pays, or call the payer' : 'Write down who pays'}
            </ButtonLink>
          </div>
        )
      }}
    </Asked>
  )
}
