import { Asked } from '#web/ui/asked.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { count } from '#web/words.ts'
import { moneyWords } from '../coverage.ts'
import type { policiesOf } from '../policies.ts'
import { type Policy, policyTitle } from './policy.tsx'

/** Who pays for somebody, and what their payer said last, beside their chart. */
export default function BenefitsCard({ of }: { of: string }) {
  const asked = useAsk<typeof policiesOf>('coverage.policies-of', { of })
  return (
    <Panel title="Benefits" end={<Link to={`/staff/benefits/${of}`}>Open</Link>} padded>
      <Asked asked={asked} what="Who pays" rows={3}>
        {({ policies, zone }) => {
          const inForce = policies.filter(policy => policy.endedOn === null && policy.forgottenAt === null)
          return inForce.length === 0 ? (
            <p className="quiet">Who pays is not written yet.</p>
          ) : (
            <ul className="stack tight">
              {inForce.map(policy => (
                <li key={policy.id}>
                  <b>{policyTitle(policy)}</b>
                  {policy.selfPay ? null : <Standing policy={policy} zone={zone} />}
                </li>
              ))}
            </ul>
          )
        }}
      </Asked>
    </Panel>
  )
}

function Standing({ policy, zone }: { policy: Policy; zone: string }) {
  const words = useWords(zone)
  const { last, openId } = policy
  if (!last)
    return <span className="sub">{openId ? 'The call to the payer is not finished.' : 'No payer was asked yet.'}</span>
  const { inNetwork, needsAuthorization, deductibleLeftCents, dayCopayCents } = last
  const facts = [
    inNetwork === 'not said' ? null : inNetwork === 'yes' ? 'In network' : 'Not in network',
    needsAuthorization === 'yes' ? 'authorization first' : null,
    dayCopayCents === null ? null : `${moneyWords(dayCopayCents)} a day`,
    deductibleLeftCents === null ? null : `${moneyWords(deductibleLeftCents)} of the deductible left`,
  ].filter(each => each !== null)
  return (
    <>
      {facts.length > 0 ? <span className="sub">{facts.join(', ')}</span> : null}
      <span className="sub">
        Checked on <time dateTime={last.saidAt}>{words.day(last.saidAt)}</time>
        {last.begunBy ? ` by ${last.begunBy}` : ''}
      </span>
      {last.old ? <Chip kind="due">{count(last.daysOld, 'day')} old: ask again</Chip> : null}
    </>
  )
}
