-- Services as data, patterns as periods, sessions that stand for themselves, and everything around a roster.

-- What a group or a session is: a word of rules/services.json, which says who may lead it and how its minutes count.
alter table timetable."group"
  add column service text,
  add column cohort text,
  add column cohort_value text check (length(cohort_value) <= 60),
  add column open boolean not null default true,
  add column least integer not null default 0 check (least between 0 and 100),
  add column curriculum_id uuid,
  add column mode text not null default 'in-person' check (mode in ('in-person', 'video', 'phone')),
  add column link text check (length(link) <= 500),
  add column end_reason text;
update timetable."group" set service = case kind when 'education' then 'psychoeducation' when 'skills' then 'life-skills'
  when 'recreation' then 'recreation' else 'group-therapy' end;
alter table timetable."group" alter column service set not null, drop column kind;
alter table timetable."group" add constraint group_end check ((ends_on is null) = (end_reason is null)) not valid;

-- A meeting holds from a day to a day: a change "from here on" ends one and begins the next.
alter table timetable.meeting
  add column room_id uuid,
  add column from_on date,
  add column until_on date,
  add column breaks jsonb not null default '[]',
  add constraint meeting_room foreign key (organization_id, room_id) references calendar.room on delete restrict;
update timetable.meeting m set room_id = g.room_id, from_on = g.starts_on
  from timetable."group" g where g.organization_id = m.organization_id and g.id = m.group_id;
alter table timetable.meeting alter column from_on set not null;

-- Who leads a group holds from a day to a day as well.
alter table timetable.facilitator add column from_on date, add column until_on date;
update timetable.facilitator f set from_on = g.starts_on
  from timetable."group" g where g.organization_id = f.organization_id and g.id = f.group_id;
alter table timetable.facilitator alter column from_on set not null,
  drop constraint facilitator_pkey,
  add primary key (organization_id, group_id, staff_id, from_on);

create table timetable.curriculum (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  name text not null check (length(name) between 2 and 100),
  closed_on date,
  primary key (organization_id, id)
);
create unique index curriculum_name on timetable.curriculum (organization_id, lower(name)) where closed_on is null;
call kernel.close('timetable.curriculum');

create table timetable.topic (
  organization_id uuid not null,
  id uuid not null,
  curriculum_id uuid not null,
  position integer not null check (position between 1 and 200),
  title text not null check (length(title) between 2 and 200),
  homework text check (length(homework) <= 500),
  dropped_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, curriculum_id) references timetable.curriculum on delete restrict
);
create unique index topic_position on timetable.topic (organization_id, curriculum_id, position) where dropped_at is null;
call kernel.close('timetable.topic');
alter table timetable."group"
  add constraint group_curriculum foreign key (organization_id, curriculum_id) references timetable.curriculum on delete restrict;

-- A session is a row of its own: of a group's pattern (its meeting and the day it was planned on), or booked by hand.
alter table timetable.session
  alter column group_id drop not null,
  alter column room_id drop not null,
  add column service text,
  add column meeting_id uuid,
  add column planned_on date,
  add column series_id uuid,
  add column mode text not null default 'in-person' check (mode in ('in-person', 'video', 'phone')),
  add column link text check (length(link) <= 500),
  add column breaks jsonb not null default '[]',
  add column topic_id uuid,
  add column topic_chosen boolean not null default false,
  add column canceled_kind text check (canceled_kind in ('asked', 'closed', 'no-room', 'ended')),
  add column change_reason text check (length(change_reason) <= 300),
  add column moved_at timestamptz,
  -- It takes place though the site is closed: somebody who may said so.
  add column though_closed boolean not null default false,
  add constraint session_meeting foreign key (organization_id, meeting_id) references timetable.meeting on delete restrict,
  add constraint session_topic foreign key (organization_id, topic_id) references timetable.topic on delete restrict;
update timetable.session s set service = g.service, planned_on = s.on_day,
    canceled_kind = case when s.canceled_at is null then null else 'asked' end,
    meeting_id = (select m.id from timetable.meeting m
      where m.organization_id = s.organization_id and m.group_id = s.group_id and m.weekday = extract(isodow from s.on_day)
      order by abs(extract(epoch from (m.starts - (s.starts_at at time zone h.zone)::time))) limit 1)
  from timetable."group" g, people.site h
  where g.organization_id = s.organization_id and g.id = s.group_id and h.organization_id = s.organization_id and h.id = s.site_id;
alter table timetable.session alter column service set not null,
  add constraint session_cancel_kind check ((canceled_at is null) = (canceled_kind is null)),
  add constraint session_planned check ((meeting_id is null) = (planned_on is null)),
  add constraint session_of_group check (group_id is not null or meeting_id is null);
drop index timetable.session_once;
create unique index session_planned_once on timetable.session (organization_id, meeting_id, planned_on);
create index session_group on timetable.session (organization_id, group_id, starts_at);
create index session_series on timetable.session (organization_id, series_id) where series_id is not null;
alter table timetable."group" drop column room_id;

-- Who leads one session; `for_staff` is whom they stand in for.
create table timetable.leader (
  organization_id uuid not null,
  session_id uuid not null,
  staff_id uuid not null,
  lead boolean not null,
  for_staff uuid,
  primary key (organization_id, session_id, staff_id),
  foreign key (organization_id, session_id) references timetable.session on delete restrict,
  foreign key (organization_id, staff_id) references people.staff on delete restrict,
  foreign key (organization_id, for_staff) references people.staff on delete restrict
);
create index leader_staff on timetable.leader (organization_id, staff_id);
create index leader_stands_in on timetable.leader (organization_id, staff_id) where for_staff is not null;
call kernel.close('timetable.leader', 'select, insert, update, delete');
insert into timetable.leader (organization_id, session_id, staff_id, lead)
  select s.organization_id, s.id, f.staff_id, f.lead from timetable.session s
  join timetable.facilitator f on f.organization_id = s.organization_id and f.group_id = s.group_id;

-- Who is booked into one session by name rather than by a seat: individual and family sessions.
create table timetable.attendee (
  organization_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  booked_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, session_id) references timetable.session on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict
);
create unique index attendee_once on timetable.attendee (organization_id, session_id, client_id) where ended_at is null;
create index attendee_client on timetable.attendee (organization_id, client_id);
call kernel.close('timetable.attendee');

-- Where somebody is while they are on the phone or on video, and that they agreed to it.
create table timetable.remote (
  organization_id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  mode text not null check (mode in ('video', 'phone')),
  location text not null check (length(location) between 2 and 200),
  agreed boolean not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  primary key (organization_id, session_id, client_id),
  foreign key (organization_id, session_id) references timetable.session on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict
);
call kernel.close('timetable.remote');

-- Said in advance: a client will not come between two moments.
create table timetable.absence (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  reason text not null check (reason in ('medical', 'court', 'work', 'school', 'family', 'travel', 'other')),
  excused boolean not null,
  told_at timestamptz not null,
  told_to uuid,
  withdrawn_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  constraint absence_span check (until_at > from_at and until_at <= from_at + interval '90 days')
);
create index absence_client on timetable.absence (organization_id, client_id, until_at);
call kernel.close('timetable.absence');

-- What was done against a rule of the week by someone who may: which rules, why, for whom.
create table timetable.override (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  at timestamptz not null,
  by_staff uuid,
  doing text not null,
  group_id uuid,
  session_id uuid,
  client_id uuid,
  conflicts text[] not null check (cardinality(conflicts) > 0),
  reason text not null check (length(reason) between 3 and 300),
  primary key (organization_id, id),
  foreign key (organization_id, group_id) references timetable."group" on delete restrict,
  foreign key (organization_id, session_id) references timetable.session on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict
);
create index override_at on timetable.override (organization_id, at);
call kernel.close('timetable.override', 'select, insert');

alter table timetable.seat add column end_reason text check (length(end_reason) <= 200);

-- Who waits for a seat, in the order in which they asked; whoever goes ahead has a reason that stays readable.
create table timetable.waiting (
  organization_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  client_id uuid not null,
  asked_at timestamptz not null,
  ahead_because text check (length(ahead_because) between 3 and 300),
  left_at timestamptz,
  left_because text check (left_because in ('seated', 'declined', 'asked')),
  primary key (organization_id, id),
  foreign key (organization_id, group_id) references timetable."group" on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  constraint waiting_left check ((left_at is null) = (left_because is null))
);
create unique index waiting_once on timetable.waiting (organization_id, group_id, client_id) where left_at is null;
create index waiting_client on timetable.waiting (organization_id, client_id);
call kernel.close('timetable.waiting');

-- A seat held for someone who waits, until it is answered or its time is over.
create table timetable.offer (
  organization_id uuid not null,
  id uuid not null,
  waiting_id uuid not null,
  group_id uuid not null,
  client_id uuid not null,
  from_on date not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  answer text check (answer in ('accepted', 'declined', 'withdrawn')),
  out_of_order_because text check (length(out_of_order_because) between 3 and 300),
  primary key (organization_id, id),
  foreign key (organization_id, waiting_id) references timetable.waiting on delete restrict,
  foreign key (organization_id, group_id) references timetable."group" on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  constraint offer_answer check ((answered_at is null) = (answer is null)),
  constraint offer_span check (expires_at > made_at)
);
create unique index offer_once on timetable.offer (organization_id, waiting_id) where answered_at is null;
create index offer_group on timetable.offer (organization_id, group_id) where answered_at is null;
call kernel.close('timetable.offer');

-- Two people who are not to sit in one group.
create table timetable.keep_apart (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  other_id uuid not null,
  reason text not null check (length(reason) between 3 and 300),
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, other_id) references people.client on delete restrict,
  constraint keep_apart_order check (client_id < other_id)
);
create unique index keep_apart_once on timetable.keep_apart (organization_id, client_id, other_id) where ended_at is null;
create index keep_apart_other on timetable.keep_apart (organization_id, other_id) where ended_at is null;
call kernel.close('timetable.keep_apart');

-- A calendar that a program on somebody's own phone reads: whoever knows the secret sees it, until it is revoked.
create table timetable.feed (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  side text not null check (side in ('staff', 'client')),
  person_id uuid not null,
  secret_hash bytea not null,
  made_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organization_id, id)
);
create unique index feed_secret on timetable.feed (secret_hash);
create unique index feed_one on timetable.feed (organization_id, person_id) where revoked_at is null;
call kernel.close('timetable.feed');

-- Whose calendar a secret opens; the organization is not known before.
create function timetable.feed_of(secret bytea) returns table (organization_id uuid, id uuid, side text, person_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.organization_id, f.id, f.side, f.person_id from timetable.feed f
  where f.secret_hash = secret and f.revoked_at is null $$;
revoke execute on function timetable.feed_of(bytea) from public;
grant execute on function timetable.feed_of(bytea) to footbridge_app;
