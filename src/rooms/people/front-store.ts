import { sql } from 'kysely'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { ClientRow } from './charts.ts'

// The statement of a chart's front: one, because the page that everybody opens all day waits for it. Chart by chart and
// fenced: of all charts at once the planner reads the whole organization.

/** A client with who they are to us, how they are reached, who stands by them, and every stay, of all their charts. */
type Front = ClientRow & {
  languages: string[]
  tags: string[]
  version: number
  createdAt: Instant
  /** Every chart of that person, the one that was kept first. */
  chartIds: string[]
  /** Where the days of the house begin. */
  zone: string | null
  contacts: Contact[]
  supporters: Supporter[]
  careTeam: Member[]
  history: PastStay[]
}
type Contact = {
  id: string
  kind: string
  value: string
  label: string
  mayCall: boolean
  mayText: boolean
  mayMail: boolean
}
type Supporter = {
  id: string
  name: string
  relation: string
  phone: string | null
  email: string | null
  emergency: boolean
}
type Member = { id: string; staffId: string; duty: string; name: string; credential: string | null }
type PastStay = {
  id: string
  startsOn: Day
  endsOn: Day | null
  reason: string
  endReason: string | null
  programId: string
  version: number
}

/** The front of the chart that an id leads to, which may be that of a merged one. */
export const frontOf = (work: Work, id: string) =>
  work.one(sql<Front>`
    with person as materialized (
      select coalesce(c.merged_into, c.id) as id, coalesce(c.merged_into, c.id) || array(
        select k.id from people.client k where k.organization_id = c.organization_id
          and k.merged_into = coalesce(c.merged_into, c.id) order by k.id) as charts
      from people.client c where c.organization_id = ${work.organization} and c.id = ${id})
    select c.id, c.record_number as "recordNumber", c.legal_given as "legalGiven", c.legal_family as "legalFamily",
      c.chosen_name as "chosenName", c.pronouns, c.born_on as "bornOn", c.languages, c.tags, c.version,
      c.created_at as "createdAt", p.charts as "chartIds",
      (select zone from people.site where organization_id = ${work.organization} and closed_on is null
       order by opened_on, name limit 1) as zone,
      (select coalesce(json_agg(json_build_object('id', k.id, 'kind', k.kind, 'value', k.value, 'label', k.label,
         'mayCall', k.may_call, 'mayText', k.may_text, 'mayMail', k.may_mail) order by k.kind, k.id), '[]')
       from unnest(p.charts) chart, lateral (select * from people.contact where organization_id = ${work.organization}
         and client_id = chart and ended_on is null offset 0) k) as contacts,
      (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'relation', s.relation,
         'phone', s.phone, 'email', s.email, 'emergency', s.emergency) order by s.name), '[]')
       from unnest(p.charts) chart, lateral (select * from people.supporter where organization_id = ${work.organization}
         and client_id = chart and ended_on is null offset 0) s) as supporters,
      (select coalesce(json_agg(json_build_object('id', m.id, 'staffId', m.staff_id, 'duty', m.duty,
         'name', f.given || ' ' || f.family, 'credential', f.credential) order by m.from_at), '[]')
       from unnest(p.charts) chart, lateral (select * from people.care_team
         where organization_id = ${work.organization} and client_id = chart and until_at is null offset 0) m
       join people.staff f on f.organization_id = m.organization_id and f.id = m.staff_id) as "careTeam",
      (select coalesce(json_agg(json_build_object('id', t.id, 'startsOn', t.starts_on, 'endsOn', t.ends_on,
         'reason', t.reason, 'endReason', t.end_reason, 'programId', t.program_id, 'version', t.version)
         order by t.starts_on desc), '[]')
       from unnest(p.charts) chart, lateral (select * from people.stay
         where organization_id = ${work.organization} and client_id = chart offset 0) t) as history
    from person p join people.client c on c.organization_id = ${work.organization} and c.id = p.id`)
