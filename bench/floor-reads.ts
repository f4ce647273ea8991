// What the floor asks for: each answer in one statement, on the product's own tables, that writes the look too.

/** The sessions of a site's week in one statement, with everything that the page shows of them. */
const week = `select coalesce(json_agg(w order by w."startsAt"), '[]')::text as body from (
  select s.id, s.group_id as "groupId", coalesce(g.name, s.service) as "group", s.service, s.site_id as "siteId",
    h.name as site, h.zone, s.room_id as "roomId", r.name as room, g.track_id as "trackId", t.name as track,
    g.capacity, g.least, s.on_day as "onDay", s.planned_on as "plannedOn", s.starts_at as "startsAt",
    s.ends_at as "endsAt", s.mode, s.link, s.breaks, s.series_id as "seriesId", s.topic_id as "topicId",
    coalesce(s.topic, o.title) as topic, s.canceled_at as "canceledAt", s.cancel_reason as "cancelReason", s.version,
    (select json_agg(json_build_object('staffId', p.id, 'name', p.given || ' ' || p.family, 'credential', p.credential,
       'lead', l.lead) order by l.lead desc) from timetable.leader l
     join people.staff p on p.organization_id = $1 and p.id = l.staff_id
     where l.organization_id = $1 and l.session_id = s.id) as facilitators,
    (select count(*) from timetable.attendee a
      where a.organization_id = $1 and a.session_id = s.id and a.ended_at is null) + e.expected as expected, e.away
  from timetable.session s
  left join timetable."group" g on g.organization_id = $1 and g.id = s.group_id
  left join people.track t on t.organization_id = $1 and t.id = g.track_id
  left join calendar.room r on r.organization_id = $1 and r.id = s.room_id
  left join timetable.topic o on o.organization_id = $1 and o.id = s.topic_id
  join people.site h on h.organization_id = $1 and h.id = s.site_id
  cross join lateral (select count(*) as expected, count(*) filter (where exists (select 1 from timetable.absence b
      where b.organization_id = $1 and b.client_id = a.client_id and b.from_at < s.ends_at and b.until_at > s.starts_at
        and b.withdrawn_at is null)) as away from timetable.seat a where a.organization_id = $1
      and a.group_id = s.group_id and a.from_on <= s.on_day and coalesce(a.until_on, 'infinity') >= s.on_day) e
  where s.organization_id = $1 and s.site_id = $2 and s.on_day >= $3::date and s.on_day < $3::date + 7) w`

/** Which clients are expected in which sessions of a site's week, in one statement that writes the look too. */
const clients = `with expected as (
    select s.id, a.client_id from timetable.session s join timetable.seat a on a.organization_id = $1
      and a.group_id = s.group_id and a.from_on <= s.on_day and coalesce(a.until_on, 'infinity') >= s.on_day
    where s.organization_id = $1 and s.site_id = $2 and s.on_day >= $3::date and s.on_day < $3::date + 7
      and s.canceled_at is null
    union
    select s.id, a.client_id from timetable.session s join timetable.attendee a on a.organization_id = $1
      and a.session_id = s.id and a.ended_at is null
    where s.organization_id = $1 and s.site_id = $2 and s.on_day >= $3::date and s.on_day < $3::date + 7
      and s.canceled_at is null),
  away as (select e.client_id, e.id from expected e
    join timetable.session s on s.organization_id = $1 and s.id = e.id
    where exists (select 1 from timetable.absence b where b.organization_id = $1 and b.client_id = e.client_id
      and b.from_at < s.ends_at and b.until_at > s.starts_at and b.withdrawn_at is null)),
  named as (select c.id as "clientId", coalesce(c.chosen_name, c.legal_given) || ' ' || c.legal_family as name,
      c.sort_key, e.sessions as "sessionIds", w.sessions as "awayIn"
    from people.client c join (select client_id, json_agg(id) as sessions from expected group by client_id) e
      on e.client_id = c.id
    left join (select client_id, json_agg(id) as sessions from away group by client_id) w on w.client_id = c.id
    where c.organization_id = $1),
  look as (insert into floor.looks (person, items, at)
    select $4, array_agg("clientId"), now() from named)
  select coalesce(json_agg(n order by n.sort_key), '[]')::text as body from named n`

/** The open inquiries of an organization in one statement that writes the look too. */
const contacts = `with open as (
    select id, code, site_id, asker, caller, given, family, urgent, received_at,
      call_due_at, reached_at, checked_at, booked_at, assessed_at, offered_at, started_at, version
    from inquiry.contact where organization_id = $1 and lost_at is null and started_at is null
      and joined_into is null),
  look as (insert into floor.looks (person, items, at) select $2, array_agg(id), now() from open)
  select coalesce(json_agg(o order by o.received_at), '[]')::text as body from open o`

/** What everybody of a site was in during a week, with their minutes, in one statement that writes the look too. */
const ledger = `with staying as (
    select distinct client_id from people.stay where organization_id = $1 and site_id = $2
      and during && daterange($3::date, $3::date + 7)),
  expected as (
    select s.id, s.on_day, s.starts_at, s.ends_at, a.client_id from staying p
    join timetable.seat a on a.organization_id = $1 and a.client_id = p.client_id
      and a.during && daterange($3::date, $3::date + 7)
    join timetable.session s on s.organization_id = $1 and s.group_id = a.group_id and s.on_day >= $3::date
      and s.on_day < $3::date + 7 and a.during @> s.on_day and s.canceled_at is null
    union
    select s.id, s.on_day, s.starts_at, s.ends_at, a.client_id from staying p
    join timetable.attendee a on a.organization_id = $1 and a.client_id = p.client_id and a.ended_at is null
    join timetable.session s on s.organization_id = $1 and s.id = a.session_id and s.on_day >= $3::date
      and s.on_day < $3::date + 7 and s.canceled_at is null),
  summed as (
    select e.client_id, json_agg(json_build_object('sessionId', e.id, 'onDay', e.on_day, 'kind', m.kind, 'planned',
        extract(epoch from e.ends_at - e.starts_at) / 60, 'present', case when m.kind = 'here' then extract(epoch from
          coalesce(m.left_at, e.ends_at) - coalesce(m.arrived_at, e.starts_at)) / 60 end)) as sessions
    from expected e left join attendance.mark m on m.organization_id = $1 and m.session_id = e.id
      and m.client_id = e.client_id and m.corrected_at is null group by e.client_id),
  named as (select c.id as "clientId", coalesce(c.chosen_name, c.legal_given) || ' ' || c.legal_family as name,
      c.sort_key, s.sessions from people.client c join staying p on p.client_id = c.id
    left join summed s on s.client_id = c.id where c.organization_id = $1),
  look as (insert into floor.looks (person, items, at) select $4, array_agg("clientId"), now() from named)
  select coalesce(json_agg(n order by n.sort_key), '[]')::text as body from named n`

/** The front of a chart in one statement that writes the look too. */
const chart = `with front as (
    select c.id, c.record_number as "recordNumber", c.legal_given as "legalGiven", c.legal_family as "legalFamily",
      c.chosen_name as "chosenName", c.pronouns, c.born_on as "bornOn", c.languages, c.tags, c.version,
      (select json_agg(json_build_object('id', k.id, 'kind', k.kind, 'value', k.value, 'label', k.label,
         'mayCall', k.may_call, 'mayText', k.may_text, 'mayMail', k.may_mail) order by k.kind, k.id)
       from people.contact k
       where k.organization_id = $1 and k.client_id = c.id and k.ended_on is null) as contacts,
      (select json_agg(json_build_object('id', s.id, 'name', s.name, 'relation', s.relation, 'phone', s.phone,
         'email', s.email, 'emergency', s.emergency)) from people.supporter s
       where s.organization_id = $1 and s.client_id = c.id and s.ended_on is null) as supporters,
      (select json_agg(json_build_object('id', t.id, 'startsOn', t.starts_on, 'endsOn', t.ends_on, 'reason', t.reason,
         'site', h.name, 'program', p.name, 'track', r.name) order by t.starts_on) from people.stay t
       join people.site h on h.organization_id = $1 and h.id = t.site_id
       join people.program p on p.organization_id = $1 and p.id = t.program_id
       left join people.track r on r.organization_id = $1 and r.id = t.track_id
       where t.organization_id = $1 and t.client_id = c.id) as history,
      (select json_agg(json_build_object('staffId', m.staff_id, 'duty', m.duty, 'name', f.given || ' ' || f.family,
         'credential', f.credential)) from people.care_team m
       join people.staff f on f.organization_id = $1 and f.id = m.staff_id
       where m.organization_id = $1 and m.client_id = c.id and m.until_at is null) as "careTeam"
    from people.client c where c.organization_id = $1 and c.id = $2),
  look as (insert into floor.look (person, item, at) select $3, id, now() from front)
  select row_to_json(f)::text as body from front f`

/** Clients by two parts of their names, in one statement that writes the look too. */
const find = `with hit as (
    select id, record_number as "recordNumber", coalesce(chosen_name, legal_given) || ' ' || legal_family as name,
      born_on as "bornOn", pronouns, sort_key from people.client
    where organization_id = $1 and merged_into is null and find_key like '%' || $2 || '%'
      and find_key like '%' || $3 || '%' order by sort_key limit 20),
  look as (insert into floor.looks (person, items, at) select $4, array_agg(id), now() from hit)
  select coalesce(json_agg(h order by h.sort_key), '[]')::text as body from hit h`

/** By the first word of an address; the others are its values, and whoever asks is the last. */
export const readsOf: Readonly<Record<string, string>> = { week, clients, contacts, ledger, chart, find }
