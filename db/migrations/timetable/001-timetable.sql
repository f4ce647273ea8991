-- Groups, who has a seat from when to when, and the sessions of each.
create schema timetable;
grant usage on schema timetable to footbridge_app;

create table timetable."group" (
  organization_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  track_id uuid,
  room_id uuid not null,
  name text not null check (length(name) between 2 and 100),
  kind text not null check (kind in ('group', 'education', 'skills', 'recreation')),
  capacity integer not null check (capacity between 1 and 100),
  starts_on date not null,
  ends_on date,
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, site_id) references people.site on delete restrict,
  foreign key (organization_id, track_id) references people.track on delete restrict,
  foreign key (organization_id, room_id) references calendar.room on delete restrict
);
create unique index group_name on timetable."group" (organization_id, site_id, lower(name)) where ends_on is null;
call kernel.close('timetable."group"');

create table timetable.facilitator (
  organization_id uuid not null,
  group_id uuid not null,
  staff_id uuid not null,
  lead boolean not null,
  primary key (organization_id, group_id, staff_id),
  foreign key (organization_id, group_id) references timetable."group" on delete restrict,
  foreign key (organization_id, staff_id) references people.staff on delete restrict
);
create index facilitator_staff on timetable.facilitator (organization_id, staff_id);
call kernel.close('timetable.facilitator');

create table timetable.meeting (
  organization_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  weekday integer not null check (weekday between 1 and 7),
  starts time not null,
  length_minutes integer not null check (length_minutes between 15 and 480),
  primary key (organization_id, id),
  foreign key (organization_id, group_id) references timetable."group" on delete restrict
);
create index meeting_group on timetable.meeting (organization_id, group_id);
call kernel.close('timetable.meeting');

create table timetable.session (
  organization_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  site_id uuid not null,
  room_id uuid not null,
  on_day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  topic text check (length(topic) <= 200),
  canceled_at timestamptz,
  cancel_reason text,
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, group_id) references timetable."group" on delete restrict,
  foreign key (organization_id, room_id) references calendar.room on delete restrict,
  foreign key (organization_id, site_id) references people.site on delete restrict,
  constraint session_span check (ends_at > starts_at),
  constraint session_cancel check ((canceled_at is null) = (cancel_reason is null))
);
create unique index session_once on timetable.session (organization_id, group_id, starts_at);
create index session_when on timetable.session (organization_id, starts_at);
create index session_day on timetable.session (organization_id, on_day, group_id);
call kernel.close('timetable.session');

-- A seat is a period: leaving ends it, coming back is a new one, history stays.
create table timetable.seat (
  organization_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  client_id uuid not null,
  stay_id uuid not null,
  from_on date not null,
  until_on date,
  given_at timestamptz not null,
  during daterange not null generated always as (daterange(from_on, until_on, '[]')) stored,
  primary key (organization_id, id),
  foreign key (organization_id, group_id) references timetable."group" on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, stay_id) references people.stay on delete restrict,
  constraint seat_dates check (until_on is null or until_on >= from_on),
  constraint seat_once exclude using gist (organization_id with =, group_id with =, client_id with =, during with &&)
);
create index seat_client on timetable.seat (organization_id, client_id);
create index seat_group on timetable.seat (organization_id, group_id);
call kernel.close('timetable.seat');

-- Organizations that run groups: for the rolling horizon, which then works as each of them.
create function timetable.organizations() returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct g.organization_id from timetable."group" g where g.ends_on is null $$;
revoke execute on function timetable.organizations() from public;
grant execute on function timetable.organizations() to footbridge_app;
