import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { credentialsOf } from '#rooms/people/facts.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { DataTable } from '#web/ui/data-table.tsx'
import { Panel } from '#web/ui/page.tsx'
import { count, listWords } from '#web/words.ts'

type Rule = OutputOf<typeof credentialsOf>['rules'][number]
type House = OutputOf<typeof houseOf>

const leadWords: Record<string, string> = {
  'case-management': 'case management',
  skills: 'life skills',
  medical: 'medical visits',
  nursing: 'nursing visits',
  peer: 'peer support',
}
const signs: Record<Rule['signs'], string> = {
  alone: 'Alone',
  'with-co-signature': 'With a supervisor',
  no: 'Does not sign',
}

type Held = { credential: string; state: string }

/** The rule for a license: its state's own, else the one for any state; undefined when the rules do not know it. */
export function ruleFor(rules: readonly Rule[], license: Held): Rule | undefined {
  const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()
  const known = rules.filter(rule => same(rule.credential, license.credential))
  return known.find(rule => same(rule.state, license.state)) ?? known.find(rule => rule.state === '*')
}

/** What each credential may lead and sign; first those that somebody here holds. */
export function Credentials({ house, rules }: { house: House; rules: readonly Rule[] }) {
  const [all, setAll] = useState(false)
  const held = house.staff.flatMap(person => person.licenses)
  const inForce = new Set(held.map(license => ruleFor(rules, license)))
  const own = rules.filter(rule => inForce.has(rule))
  const unverified = rules.filter(rule => !rule.verified).length
  return (
    <Panel
      title="Credentials"
      sub={all ? count(rules.length, 'rule') : 'held here'}
      end={
        unverified > 0 ? (
          <Chip kind="due">{count(unverified, 'rule')} not verified</Chip>
        ) : (
          <Chip kind="done">All verified</Chip>
        )
      }
      foot={
        <Button small kind="quiet" onPress={() => setAll(!all)}>
          {all ? 'Show those held here' : `Show all ${rules.length}`}
        </Button>
      }
    >
      <div className="own-line">
        <DataTable
          label="What credentials allow"
          tight
          rows={all ? rules : own}
          keyOf={rule => `${rule.credential} ${rule.state}`}
          columns={[
            {
              head: 'Credential',
              width: 220,
              cell: rule => (
                <>
                  <b>{rule.credential}</b>
                  <span className="quiet">, {rule.state === '*' ? 'any state' : rule.state}</span>
                  <span className="sub">{rule.name}</span>
                </>
              ),
            },
            {
              head: 'May lead',
              card: 'label',
              cell: rule => (
                <>
                  {sentence(listWords(rule.leads.map(kind => leadWords[kind] ?? kind)))}
                  <span className="sub">
                    {rule.verified ? null : <span className="t-due">Not verified. </span>}
                    {sentence(rule.source)}
                  </span>
                </>
              ),
            },
            { head: 'Signs notes', card: 'label', width: 130, cell: rule => signs[rule.signs] },
          ]}
        />
      </div>
    </Panel>
  )
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`
