-- When a site is open, on which days it is not, who is not to be had when, and how long it takes from site to site.

-- Where a booking is: only so can somebody's way from one site to the next be counted.
alter table calendar.booking add column site_id uuid,
  add constraint booking_site foreign key (organization_id, site_id) references people.site on delete restrict;

-- A site without a row here is open at all hours.
create table calendar.opening (
  organization_id uuid not null,
  site_id uuid not null,
  weekday integer not null check (weekday between 1 and 7),
  opens time not null,
  closes time not null,
  primary key (organization_id, site_id, weekday, opens),
  foreign key (organization_id, site_id) references people.site on delete restrict,
  constraint opening_hours check (closes > opens)
);
call kernel.close('calendar.opening', 'select, insert, update, delete');

-- Holidays and other closed days, of one site or of all.
create table calendar.closure (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  site_id uuid,
  from_on date not null,
  until_on date not null,
  name text not null check (length(name) between 2 and 60),
  made_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, site_id) references people.site on delete restrict,
  constraint closure_days check (until_on >= from_on and until_on <= from_on + 60)
);
create index closure_days_at on calendar.closure (organization_id, until_on) where withdrawn_at is null;
call kernel.close('calendar.closure');

-- When somebody cannot come: every week at these hours on the wall clock of a zone, or once from one moment to another.
create table calendar.unavailable (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  kind text not null check (kind in ('staff', 'client')),
  resource_id uuid not null,
  reason text not null check (reason in ('work', 'school', 'childcare', 'court', 'medical', 'away', 'other')),
  weekday integer check (weekday between 1 and 7),
  starts time,
  ends time,
  zone text,
  from_on date,
  until_on date,
  starts_at timestamptz,
  ends_at timestamptz,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  constraint unavailable_weekly_or_once check (
    (weekday is not null and starts is not null and ends is not null and zone is not null and from_on is not null
      and starts_at is null and ends_at is null)
    or (weekday is null and starts is null and ends is null and zone is null and from_on is null and until_on is null
      and starts_at is not null and ends_at is not null)),
  constraint unavailable_hours check (ends > starts),
  constraint unavailable_days check (until_on >= from_on),
  constraint unavailable_span check (ends_at > starts_at)
);
create index unavailable_resource on calendar.unavailable (organization_id, resource_id) where ended_at is null;
call kernel.close('calendar.unavailable');

-- Minutes from one site to another, the same both ways.
create table calendar.travel (
  organization_id uuid not null,
  site_id uuid not null,
  other_site_id uuid not null,
  minutes integer not null check (minutes between 1 and 600),
  primary key (organization_id, site_id, other_site_id),
  foreign key (organization_id, site_id) references people.site on delete restrict,
  foreign key (organization_id, other_site_id) references people.site on delete restrict,
  constraint travel_order check (site_id < other_site_id)
);
call kernel.close('calendar.travel', 'select, insert, update, delete');
