-- Who waits for a place in a program, before there is a seat and often before there is a chart.
create table welcome.waiting (
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  program_id uuid not null,
  track_id uuid,
  cohort text check (length(cohort) <= 60),
  cohort_value text check (length(cohort_value) <= 60),
  asked_at timestamptz not null,
  ahead text check (ahead in ('pregnant-injecting', 'pregnant', 'injecting', 'after-detox', 'other')),
  ahead_because text check (length(ahead_because) between 3 and 300),
  contact_due_at timestamptz not null,
  left_at timestamptz,
  left_because text check (left_because in ('seated', 'declined', 'asked', 'lost')),
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references inquiry.contact on delete restrict,
  foreign key (organization_id, program_id) references people.program on delete restrict,
  foreign key (organization_id, track_id) references people.track on delete restrict,
  constraint waiting_ahead check ((ahead is null) = (ahead_because is null)),
  constraint waiting_left check ((left_at is null) = (left_because is null))
);
-- Once for each program: who waits for one track or any is one entry that is changed.
create unique index waiting_once on welcome.waiting (organization_id, contact_id, program_id) where left_at is null;
create index waiting_open on welcome.waiting (organization_id, program_id, asked_at) where left_at is null;
create index waiting_contact_due on welcome.waiting (organization_id, contact_due_at) where left_at is null;
call kernel.close('welcome.waiting');

-- What was done for somebody while they wait.
create table welcome.touch (
  organization_id uuid not null,
  id uuid not null,
  waiting_id uuid not null,
  at timestamptz not null,
  staff_id uuid,
  way text not null check (way in ('called', 'texted', 'met')),
  well text not null check (well in ('same', 'better', 'worse', 'not-reached')),
  note text check (length(note) <= 500),
  primary key (organization_id, id),
  foreign key (organization_id, waiting_id) references welcome.waiting on delete restrict,
  foreign key (organization_id, staff_id) references people.staff on delete restrict
);
create index touch_waiting on welcome.touch (organization_id, waiting_id, at);
call kernel.close('welcome.touch', 'select, insert');

-- For whom a held seat is: the offer itself, with its time and its answer, is the timetable's.
create table welcome.place (
  organization_id uuid not null,
  id uuid not null,
  waiting_id uuid not null,
  offer_id uuid not null,
  group_id uuid not null,
  client_id uuid not null,
  from_on date not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  out_of_order_because text check (length(out_of_order_because) between 3 and 300),
  ended text check (ended in ('accepted', 'declined', 'withdrawn')),
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, waiting_id) references welcome.waiting on delete restrict,
  foreign key (organization_id, offer_id) references timetable.offer on delete restrict,
  foreign key (organization_id, group_id) references timetable."group" on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  constraint place_ended check ((ended is null) = (ended_at is null))
);
create unique index place_offer on welcome.place (organization_id, offer_id);
create index place_waiting on welcome.place (organization_id, waiting_id);
call kernel.close('welcome.place');

-- Organizations in which somebody was offered a place and has not been in a first group: for the cron.
create function welcome.with_starts_awaited() returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct c.organization_id from inquiry.contact c
  where c.client_id is not null and c.started_at is null and c.lost_at is null and c.joined_into is null $$;
revoke execute on function welcome.with_starts_awaited() from public;
grant execute on function welcome.with_starts_awaited() to footbridge_app;
