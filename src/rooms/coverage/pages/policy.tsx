import type { OutputOf } from '#kernel/door.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAct } from '#web/ui/data.ts'
import { useWords } from '#web/ui/me.tsx'
import { Facts, Panel } from '#web/ui/page.tsx'
import { useGo } from '#web/ui/route.tsx'
import { bornWords, count } from '#web/words.ts'
import { type Figures, moneyWords, notSaid } from '../coverage.ts'
import type { policiesOf } from '../policies.ts'
import type { beginVerification } from '../verifications.ts'

/** An insurance as the house tells it. */
export type Policy = OutputOf<typeof policiesOf>['policies'][number]

const turns = ['', 'First payer', 'Second payer', 'Third payer', 'Fourth payer', 'Fifth payer']

/** Who pays now, and first; undefined while nobody is written who does. */
export const paysFirst = (policies: readonly Policy[]) =>
  policies.find(policy => !policy.selfPay && policy.endedOn === null && policy.forgottenAt === null)

/** What an insurance is called on the page. */
export const policyTitle = (policy: Policy) =>
  policy.selfPay ? 'Pays without insurance' : (policy.payer ?? policy.payerWords ?? 'Payer not named')

type PolicyPanelProps = { policy: Policy; zone: string; of: string; onChange: () => void }

/** One insurance: what the card says, and what its payer said last. */
export function PolicyPanel({ policy, zone, of, onChange }: PolicyPanelProps) {
  const words = useWords(zone)
  const go = useGo()
  const begin = useAct<typeof beginVerification>('coverage.begin-verification', {
    onDone: ({ verificationId }) => go(`/staff/benefits/${of}?check=${verificationId}`),
  })
  const { last, openId } = policy
  const card = [
    { word: 'Member id', value: policy.memberId },
    { word: 'Group', value: policy.groupNumber },
    { word: 'Holder', value: policy.holder },
    { word: 'Born', value: policy.bornOn ? bornWords(policy.bornOn) : null },
  ].flatMap(({ word, value }) => (value ? [{ word, value }] : []))
  const ended = policy.endedOn !== null
  return (
    <Panel
      title={policyTitle(policy)}
      sub={ended ? `ended ${words.day(policy.endedOn ?? '')}` : policy.selfPay ? undefined : turns[policy.rank]}
      end={
        policy.forgottenAt ? (
          <Chip kind="quiet">Deleted, as promised</Chip>
        ) : (
          <Button small onPress={onChange} label={`Change ${policyTitle(policy)}`}>
            Change
          </Button>
        )
      }
      padded
    >
      <div className="stack">
        {card.length > 0 ? <Facts facts={card} /> : null}
        {last ? <SaidCard last={last} zone={zone} /> : null}
        {policy.selfPay || ended || policy.forgottenAt ? null : (
          <div className="row">
            {openId ? (
              <ButtonLink kind="primary" to={`/staff/benefits/${of}?check=${openId}`}>
                Go on with the call
              </ButtonLink>
            ) : (
              <Button
                kind={last && !last.old ? 'plain' : 'primary'}
                busy={begin.busy}
                onPress={() => void begin.run({ id: crypto.randomUUID(), policyId: policy.id })}
              >
                {last ? 'Call the payer again' : 'Call the payer'}
              </Button>
            )}
            {policy.payerPhone ? (
              <a href={`tel:${policy.payerPhone.replace(/[^\d+]/g, '')}`}>{policy.payerPhone}</a>
            ) : null}
            {last ? (
              <ButtonLink kind="quiet" to={`/staff/benefits/${of}?check=${last.verificationId}`}>
                Everything they said
              </ButtonLink>
            ) : null}
          </div>
        )}
      </div>
    </Panel>
  )
}

const yesNo = (word: Figures['covered']) =>
  word === 'yes' ? (
    <Chip kind="done" bare>
      Yes
    </Chip>
  ) : word === 'no' ? (
    <Chip kind="risk" bare>
      No
    </Chip>
  ) : (
    <span className="quiet">Not said</span>
  )
/** To be asked first is work, and not to be is none: neither is good or bad news. */
const isNeeded = (word: Figures['needsAuthorization']) =>
  word === 'yes' ? (
    <Chip kind="due" bare>
      Yes
    </Chip>
  ) : word === 'no' ? (
    'No'
  ) : (
    <span className="quiet">Not said</span>
  )
const sum = (cents: number | null) =>
  cents === null ? (
    <span className="quiet">{`${notSaid[0]?.toUpperCase()}${notSaid.slice(1)}`}</span>
  ) : (
    moneyWords(cents)
  )

/** What a payer said last, with who said it, when, and under which number. */
export function SaidCard({ last, zone }: { last: NonNullable<Policy['last']>; zone: string }) {
  const words = useWords(zone)
  return (
    <div className="said-card">
      <Facts
        facts={[
          { word: 'In network', value: yesNo(last.inNetwork) },
          { word: 'Covered here', value: yesNo(last.covered) },
          { word: 'Authorization first', value: isNeeded(last.needsAuthorization) },
          { word: 'Copay for a day', value: sum(last.dayCopayCents) },
          ...(last.sharePercent === null ? [] : [{ word: 'Their share', value: `${last.sharePercent}%` }]),
          { word: 'Left of the deductible', value: sum(last.deductibleLeftCents) },
          { word: 'Left to the limit', value: sum(last.outOfPocketLeftCents) },
        ]}
      />
      <p className="small">
        <span className="quiet">Said by </span>
        {last.called}
        <span className="quiet"> on </span>
        <time dateTime={last.saidAt}>
          {words.day(last.saidAt)}, {words.time(last.saidAt)}
        </time>
        <span className="quiet">, reference </span>
        {last.reference}.{' '}
        {last.old ? (
          <Chip kind="due">{count(last.daysOld, 'day')} old: ask again</Chip>
        ) : (
          <span className="quiet">{last.daysOld === 0 ? 'Today.' : `${count(last.daysOld, 'day')} ago.`}</span>
        )}
      </p>
    </div>
  )
}
