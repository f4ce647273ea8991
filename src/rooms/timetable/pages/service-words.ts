import type { OutputOf } from '#kernel/door.ts'
import { listWords } from '#web/words.ts'
import type { catalog } from '../group-queries.ts'

export type Catalog = OutputOf<typeof catalog>
export type Service = Catalog['services'][number]
type Credential = { credential: string; state: string; leads: readonly string[] }
type Staff = {
  name: string
  licenses: readonly { credential: string; state: string; validFrom: string; expiresOn: string }[]
}

const classes: Record<string, string> = {
  therapy: 'therapy',
  education: 'education',
  skills: 'skills',
  medical: 'medical care',
  nursing: 'nursing',
  'case-management': 'case management',
  peer: 'peer support',
}

/** Who may lead a service: `A credential for therapy`, or everybody. */
export function ledByWords(service: Pick<Service, 'ledBy'>): string {
  if (service.ledBy.length === 0) return 'Anybody on the staff'
  const kinds = service.ledBy.map(each => classes[each] ?? each.replaceAll('-', ' '))
  return `A credential for ${listWords(kinds).replace(' and ', ' or ')}`
}

/** What each kind of work is called, with the credentials that cover it, each once. */
export function credentialsByWork(
  services: readonly Pick<Service, 'ledBy'>[],
  rules: readonly Credential[],
): { work: string; credentials: string[] }[] {
  return [...new Set(services.flatMap(each => each.ledBy))].map(kind => ({
    work: classes[kind] ?? kind.replaceAll('-', ' '),
    credentials: [...new Set(rules.filter(rule => rule.leads.includes(kind)).map(rule => rule.credential))],
  }))
}

/** Who of the staff holds such a credential on a day; null for a service that asks for none. */
export function mayLeadNow(
  service: Pick<Service, 'ledBy'>,
  { rules, staff, today }: { rules: readonly Credential[]; staff: readonly Staff[]; today: string },
): string[] | null {
  if (service.ledBy.length === 0) return null
  const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
  const covers = (license: Staff['licenses'][number]) => {
    const known = rules.filter(rule => same(rule.credential, license.credential))
    const own = known.find(rule => same(rule.state, license.state)) ?? known.find(rule => rule.state === '*')
    return own?.leads.some(kind => service.ledBy.includes(kind)) ?? false
  }
  return staff
    .filter(each => each.licenses.some(one => one.validFrom <= today && one.expiresOn >= today && covers(one)))
    .map(each => each.name)
}

/** The formats as people say them. */
export const formatWords: Record<Service['format'], string> = {
  group: 'A group with a roster',
  one: 'One client',
  family: 'A client with their people',
}

/** A rule's name in words. */
export const ruleWords: Record<string, string> = {
  counts: 'Counts',
  'clients-most': 'At most',
  'clients-least': 'At least',
  'break-minutes-uncounted-least': 'Breaks that do not count',
  'individual-sessions-weekly-least': 'Individual sessions a week',
}

/** How many clients, in a line. */
export function limitWords({ clientsLeast, clientsMost }: Pick<Service, 'clientsLeast' | 'clientsMost'>): string {
  if (clientsLeast !== null && clientsMost !== null) return `${clientsLeast} to ${clientsMost} clients`
  if (clientsMost !== null) return `At most ${clientsMost} clients`
  return clientsLeast === null ? 'No limit here' : `At least ${clientsLeast} clients`
}
