import type { OutputOf } from '#kernel/door.ts'
import type { credentialsOf } from '#rooms/people/facts.ts'
import type { houseOf } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Chip, Notice } from '#web/ui/chip.tsx'
import { languageWords } from '#web/ui/client-fields.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Columns, Page, Panel } from '#web/ui/page.tsx'
import { listWords } from '#web/words.ts'
import type { catalog } from '../group-queries.ts'
import {
  type Catalog,
  credentialsByWork,
  formatWords,
  ledByWords,
  limitWords,
  mayLeadNow,
  ruleWords,
  type Service,
} from './service-words.ts'
import './groups.css'

type House = OutputOf<typeof houseOf>
type Rules = OutputOf<typeof credentialsOf>['rules']
type Rule = Pick<Service['rules'][number], 'source' | 'verified'>

/** Where a rule comes from, and whether anybody has checked it. */
function Source({ rule }: { rule: Rule }) {
  return (
    <span className="sub">
      {rule.source}
      {rule.verified ? null : (
        <>
          {' '}
          <Chip kind="due" bare>
            Not verified
          </Chip>
        </>
      )}
    </span>
  )
}

function Counts({ service }: { service: Service }) {
  const rule = service.rules.find(each => each.id === 'counts')
  return (
    <>
      {service.counts ? <Chip kind="done">Counts</Chip> : <Chip kind="quiet">Does not count</Chip>}
      {rule ? <Source rule={rule} /> : null}
    </>
  )
}

function Limits({ service }: { service: Service }) {
  const rules = service.rules.filter(each => each.id.startsWith('clients-'))
  const sources = [...new Map(rules.map(each => [each.source, each])).values()]
  return (
    <>
      {rules.length > 0 ? limitWords(service) : <span className="quiet">{limitWords(service)}</span>}
      {sources.map(rule => (
        <Source key={rule.source} rule={rule} />
      ))}
    </>
  )
}

function Leads({ service, rules, house }: { service: Service; rules: Rules; house: House }) {
  const now = mayLeadNow(service, { rules, staff: house.staff, today: house.today })
  return (
    <>
      {ledByWords(service)}
      {now === null ? null : now.length > 0 ? (
        <span className="sub">
          {now.length > 4 ? `${now.length} of the staff may lead it now` : `Now: ${listWords(now)}`}
        </span>
      ) : (
        <span className="sub t-due">Nobody on the staff holds one now</span>
      )}
    </>
  )
}

function Services({ found, rules, house }: { found: Catalog; rules: Rules; house: House }) {
  return (
    <Panel title="Services">
      <DataTable
        label="Services"
        rows={found.services}
        keyOf={each => each.service}
        columns={[
          {
            head: 'Service',
            width: 170,
            cell: each => (
              <>
                <b>{each.name}</b>
                <span className="sub">{formatWords[each.format]}</span>
              </>
            ),
          },
          {
            head: 'Who may lead it',
            card: 'label',
            cell: each => <Leads service={each} rules={rules} house={house} />,
          },
          { head: 'Weekly hours', card: 'label', cell: each => <Counts service={each} /> },
          { head: 'Limits', card: 'label', cell: each => <Limits service={each} /> },
        ]}
      />
    </Panel>
  )
}

/** What a cohort asks of a chart. */
function needWords(needs: Catalog['cohorts'][number]['needs']): string {
  if (needs.kind === 'tag') return `The chart has the tag “${needs.tag}”.`
  if (needs.kind === 'language') return `The chart names the language, such as ${languageWords('es')}.`
  return `The first ${needs.rule.value} days of the stay.`
}

function Aside({ found, rules }: { found: Catalog; rules: Rules }) {
  return (
    <>
      <Panel title="For all services">
        <dl className="rule-list">
          {found.common.map(rule => (
            <div key={rule.id}>
              <dt>{ruleWords[rule.id] ?? rule.id.replaceAll('-', ' ')}</dt>
              <dd>
                {rule.id === 'break-minutes-uncounted-least' ? `${rule.value} min or longer` : `${rule.value} or more`}
                <Source rule={rule} />
              </dd>
            </div>
          ))}
          <div>
            <dt>Meals</dt>
            <dd>Never count, however short.</dd>
          </div>
        </dl>
      </Panel>
      <Panel title="Credentials" sub="what each covers">
        <dl className="rule-list">
          {credentialsByWork(found.services, rules).map(({ work, credentials }) => (
            <div key={work}>
              <dt>{work.replace(/^./, letter => letter.toUpperCase())}</dt>
              <dd>{credentials.join(', ') || 'None in the rules'}</dd>
            </div>
          ))}
        </dl>
        <p className="rule-foot sub">
          {rules.filter(rule => !rule.verified).length} of {rules.length} rows are not verified: ask your state’s board.
        </p>
      </Panel>
      <Panel title="Cohorts" sub="whom a group may be for">
        <dl className="rule-list">
          {found.cohorts.map(cohort => (
            <div key={cohort.cohort}>
              <dt>{cohort.name}</dt>
              <dd>
                {needWords(cohort.needs)}
                {cohort.needs.kind === 'day-of-stay' ? <Source rule={cohort.needs.rule} /> : null}
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </>
  )
}

/** Rules that nobody has checked. */
function unverified(found: Catalog): number {
  return [...found.services.flatMap(each => each.rules), ...found.common].filter(rule => !rule.verified).length
}

/** The catalog: who may lead each service, whether its minutes count, its limits, and where that comes from. */
export default function ServicesPage() {
  const services = useAsk<typeof catalog>('timetable.services', {})
  const credentials = useAsk<typeof credentialsOf>('people.credentials', {})
  const house = useAsk<typeof houseOf>('people.house', {})
  return (
    <Page
      title="Services"
      sub="Who may lead each, whether its minutes count towards the weekly hours, and where that comes from."
    >
      <Asked asked={services} what="The catalog" rows={8}>
        {found => (
          <Columns
            aside={<Aside found={found} rules={credentials.data?.rules ?? []} />}
            asideLabel="Rules of all services and cohorts"
          >
            {unverified(found) > 0 ? (
              <Notice kind="due">
                <b>{unverified(found)} of these rules are not verified.</b> They are the program’s presets. Check them
                with your state and payers before relying on them; they change with a version of the program.
              </Notice>
            ) : null}
            <Asked asked={credentials} what="The credentials">
              {({ rules }) => (
                <Asked asked={house} what="The staff">
                  {data => <Services found={found} rules={rules} house={data} />}
                </Asked>
              )}
            </Asked>
          </Columns>
        )}
      </Asked>
    </Page>
  )
}
