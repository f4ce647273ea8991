-- Who waits for a place in a program, before there is a seat and often before there is a chart.
create table welcome.waiting (
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  program_id uuid not null,
  track_id uuid,
  cohort text check (length(cohort) <= 60),
  cohort_value text check (length(cohort_value) <= 60),
  -- When they asked for help: the place in line, however long the house took since.
  asked_at timestamptz not null,
  ahead text check (length(ahead) <= 40),
  ahead_because text check (length(ahead_because) between 3 and 300),
  contact_due_at timestamptz not null,
  left_at timestamptz,
  left_because text check (left_because in ('seated', 'declined', 'asked', 'lost', 'joined')),
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references inquiry.contact on delete restrict,
  foreign key (organization_id, program_id) references people.program on delete restrict,
  foreign key (organization_id, track_id) references people.track on delete restrict,
  constraint waiting_ahead check ((ahead is null) = (ahead_because is null)),
  constraint waiting_cohort check (cohort_value is null or cohort is not null),
  constraint waiting_left check ((left_at is null) = (left_because is null))
);
-- Once for each program: who waits for one track or for any is one entry that is changed.
create unique index waiting_program_once on welcome.waiting (organization_id, contact_id, program_id) where left_at is null;
create index waiting_open on welcome.waiting (organization_id, program_id, asked_at) where left_at is null;
create index waiting_contact on welcome.waiting (organization_id, contact_id);
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

-- A place that is offered: a seat held in each of some groups. Until when, and what was answered, the offers say.
create table welcome.place (
  organization_id uuid not null,
  id uuid not null,
  waiting_id uuid not null,
  client_id uuid not null,
  track_id uuid not null,
  from_on date not null,
  made_at timestamptz not null,
  staff_id uuid,
  out_of_order_because text check (length(out_of_order_because) between 3 and 300),
  primary key (organization_id, id),
  foreign key (organization_id, waiting_id) references welcome.waiting on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, track_id) references people.track on delete restrict,
  foreign key (organization_id, staff_id) references people.staff on delete restrict
);
create index place_waiting on welcome.place (organization_id, waiting_id, made_at);
create index place_made on welcome.place (organization_id, made_at);
call kernel.close('welcome.place', 'select, insert');

create table welcome.place_seat (
  organization_id uuid not null,
  place_id uuid not null,
  offer_id uuid not null,
  primary key (organization_id, place_id, offer_id),
  foreign key (organization_id, place_id) references welcome.place on delete restrict,
  foreign key (organization_id, offer_id) references timetable.offer on delete restrict
);
create unique index place_seat_offer on welcome.place_seat (organization_id, offer_id);
call kernel.close('welcome.place_seat', 'select, insert');

-- Organizations in which somebody with a chart has asked and not started, or waits: for the cron.
create function welcome.with_starts_awaited() returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.organization_id from inquiry.contact c
  where c.client_id is not null and c.started_at is null and c.lost_at is null and c.joined_into is null
  union
  select w.organization_id from welcome.waiting w where w.left_at is null $$;
revoke execute on function welcome.with_starts_awaited() from public;
grant execute on function welcome.with_starts_awaited() to footbridge_app;
