-- Rooms, and the one table in which nobody and nothing is double-booked.
create schema calendar;
grant usage on schema calendar to footbridge_app;

create table calendar.room (
  organization_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  seats integer not null check (seats between 1 and 500),
  closed_on date,
  primary key (organization_id, id),
  foreign key (organization_id, site_id) references people.site on delete restrict
);
create unique index room_name on calendar.room (organization_id, site_id, lower(name)) where closed_on is null;
call kernel.close('calendar.room');

create table calendar.booking (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  kind text not null check (kind in ('room', 'staff', 'client')),
  resource_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  during tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  held_by_kind text not null,
  held_by uuid not null,
  made_at timestamptz not null,
  released_at timestamptz,
  primary key (organization_id, id),
  constraint booking_span check (ends_at > starts_at and ends_at <= starts_at + interval '24 hours'),
  constraint booking_no_overlap exclude using gist
    (organization_id with =, kind with =, resource_id with =, during with &&) where (released_at is null)
);
create index booking_holder on calendar.booking (organization_id, held_by_kind, held_by) where released_at is null;
create index booking_resource on calendar.booking (organization_id, resource_id, starts_at) where released_at is null;
call kernel.close('calendar.booking');
