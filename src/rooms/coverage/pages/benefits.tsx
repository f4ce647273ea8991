import { useState } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { useAsk } from '#web/ui/data.ts'
import { useKeys } from '#web/ui/keys.tsx'
import { useMay } from '#web/ui/me.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { useParams, useWord } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { knownName } from '../coverage.ts'
import { CheckPage } from './check.tsx'
import './coverage.css'
import type { policiesOf } from '../policies.ts'
import { EstimatePanel } from './estimate-panel.tsx'
import { PolicyPanel, paysFirst } from './policy.tsx'
import { PolicyDrawer } from './policy-drawer.tsx'

/** Who pays for somebody, what their payer said, and the call to the payer itself. */
export default function BenefitsPage() {
  const { id = '' } = useParams()
  const check = useWord('check')
  return check ? <CheckPage key={check} id={check} back={`/staff/benefits/${id}`} /> : <Insurances key={id} of={id} />
}

function Insurances({ of }: { of: string }) {
  const asked = useAsk<typeof policiesOf>('coverage.policies-of', { of })
  const [open, setOpen] = useState<string | 'new'>()
  const may = useMay()
  useKeys('This page', [{ key: 'n', says: 'Write down who pays', run: () => setOpen('new') }])
  const data = asked.data
  const chosen = data?.policies.find(policy => policy.id === open)
  const first = paysFirst(data?.policies ?? [])
  return (
    <Page
      title="Benefits"
      sub={data ? [data.called, data.code].filter(Boolean).join(', ') : ' '}
      actions={
        <Button icon="plus" hint="N" onPress={() => setOpen('new')}>
          Write down who pays
        </Button>
      }
    >
      <Asked asked={asked} what="The insurance">
        {found => (
          <Columns
            aside={
              may('coverage.estimate-here') ? (
                <EstimatePanel key={first?.id ?? ''} policy={first ?? null} called={knownName(found.called)} />
              ) : null
            }
            asideLabel="What it may cost"
          >
            {found.policies.length === 0 ? (
              <Panel title="Who pays">
                <Empty
                  title="Nothing is written yet"
                  action={<Button onPress={() => setOpen('new')}>Write down who pays</Button>}
                >
                  The plan as it stands on the card, or that they pay without one.
                </Empty>
              </Panel>
            ) : null}
            {found.policies.map(policy => (
              <PolicyPanel
                key={policy.id}
                policy={policy}
                zone={found.zone}
                of={of}
                onChange={() => setOpen(policy.id)}
              />
            ))}
            {open ? (
              <PolicyDrawer
                key={open}
                of={of}
                policy={chosen ?? null}
                today={found.today}
                onClose={() => setOpen(undefined)}
              />
            ) : null}
          </Columns>
        )}
      </Asked>
    </Page>
  )
}
