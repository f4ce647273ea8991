-- Marks that were made without a network, sign-in by the clients themselves, and what follows a missed session.

-- A mark is what a person said of somebody in one session. It may be made on a device without a network and come later,
-- so it knows when it was said by the house's clock, and up to when what had reached the house was before their eyes.
-- A slip taken back is a mark of its own: nobody is marked.
alter table attendance.mark
  drop constraint mark_kind_check,
  add constraint mark_kind_check check (kind in ('here', 'absent', 'excused', 'none')),
  add column said_at timestamptz,
  add column seen_at timestamptz,
  -- The day of the session when it was said: what was missed in a row is counted by it.
  add column on_day date,
  add column how text not null default 'sheet' check (how in ('sheet', 'all-present', 'tablet')),
  -- The browser that it was made in without a network.
  add column device_id uuid;
update attendance.mark m set said_at = m.recorded_at, seen_at = m.recorded_at, on_day = s.on_day
  from timetable.session s where s.organization_id = m.organization_id and s.id = m.session_id;
alter table attendance.mark
  alter column said_at set not null,
  alter column seen_at set not null,
  alter column on_day set not null,
  add constraint mark_said check (said_at <= recorded_at);
drop index attendance.mark_client;
create index mark_client on attendance.mark (organization_id, client_id, on_day) where corrected_at is null;
create index mark_session on attendance.mark (organization_id, session_id, client_id);

-- A tablet by the door. It is paired by a code that holds for minutes, and known by a secret of its own from then on.
create table attendance.tablet (
  organization_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  name text not null check (length(name) between 2 and 60),
  pairing_hash bytea,
  pairing_until timestamptz,
  secret_hash bytea,
  added_at timestamptz not null,
  added_by uuid,
  paired_at timestamptz,
  seen_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, site_id) references people.site on delete restrict,
  constraint tablet_paired check ((secret_hash is null) = (paired_at is null)),
  constraint tablet_pairing check ((pairing_hash is null) = (pairing_until is null))
);
create unique index tablet_secret on attendance.tablet (secret_hash);
create unique index tablet_pairing_code on attendance.tablet (pairing_hash);
create unique index tablet_name on attendance.tablet (organization_id, site_id, lower(name)) where ended_at is null;
call kernel.close('attendance.tablet');

-- Whose tablet a secret is, and which one waits for a code: asked before the organization is known.
create function attendance.tablet_of(secret bytea) returns table (organization_id uuid, id uuid, site_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.organization_id, t.id, t.site_id from attendance.tablet t where t.secret_hash = secret and t.ended_at is null $$;
create function attendance.tablet_waiting(code bytea, at timestamptz) returns table (organization_id uuid, id uuid, site_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.organization_id, t.id, t.site_id from attendance.tablet t
  where t.pairing_hash = code and t.pairing_until > at and t.ended_at is null and t.secret_hash is null $$;
revoke execute on function attendance.tablet_of(bytea), attendance.tablet_waiting(bytea, timestamptz) from public;
grant execute on function attendance.tablet_of(bytea), attendance.tablet_waiting(bytea, timestamptz) to footbridge_app;

-- What somebody signs in with: a code of four digits, a card that is scanned, and a picture that tells two of one name apart.
-- The tablet checks against the salted hash; the code itself is locked with the house's key, for its owner to read.
create table attendance.sign_in_code (
  organization_id uuid not null,
  client_id uuid not null,
  picture text not null check (length(picture) between 2 and 20),
  code_locked bytea not null,
  code_salt bytea not null,
  code_hash bytea not null,
  card_locked bytea not null,
  card_hash bytea not null,
  made_at timestamptz not null,
  made_by uuid,
  primary key (organization_id, client_id),
  foreign key (organization_id, client_id) references people.client on delete restrict
);
call kernel.close('attendance.sign_in_code');

-- Somebody came or left, by a tablet. The id is made there, so that what is sent twice is there once; `at` is by the house's
-- clock. `doubtful`: the tablet's clock was set anew between this and its sending, so a person looks at it.
create table attendance.sign (
  organization_id uuid not null,
  id uuid not null,
  tablet_id uuid not null,
  site_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('in', 'out')),
  how text not null check (how in ('code', 'card')),
  at timestamptz not null,
  device_at timestamptz not null,
  offset_ms bigint not null,
  doubtful boolean not null,
  received_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, tablet_id) references attendance.tablet on delete restrict,
  foreign key (organization_id, site_id) references people.site on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  constraint sign_received check (at <= received_at)
);
create index sign_client on attendance.sign (organization_id, client_id, at);
create index sign_site on attendance.sign (organization_id, site_id, at);
call kernel.close('attendance.sign', 'select, insert');

-- A mark made without a network that no longer fitted when it came: kept until a person places it or lets it go.
create table attendance.unplaced (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  said_by uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('here', 'absent', 'excused', 'none')),
  arrived_at timestamptz,
  left_at timestamptz,
  mode text check (mode in ('in-person', 'video', 'phone')),
  reason text check (length(reason) <= 200),
  said_at timestamptz not null,
  received_at timestamptz not null,
  because text not null check (length(because) between 2 and 60),
  settled_at timestamptz,
  settled_by uuid,
  settled_how text check (settled_how in ('placed', 'let-go')),
  primary key (organization_id, id),
  constraint unplaced_settled check ((settled_at is null) = (settled_how is null))
);
create index unplaced_open on attendance.unplaced (organization_id, said_by) where settled_at is null;
call kernel.close('attendance.unplaced');

-- What was tried after a missed session: which step of the protocol, in what way, and what came of it.
create table attendance.attempt (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  -- The first missed day of the row that it answers.
  missed_on date not null,
  step text not null check (length(step) between 2 and 40),
  way text not null check (way in ('call', 'text', 'mail', 'in-person', 'review')),
  outcome text not null check (outcome in ('reached', 'message-left', 'no-answer', 'not-reachable', 'done')),
  words text check (length(words) <= 300),
  made_at timestamptz not null,
  made_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict
);
create index attempt_client on attendance.attempt (organization_id, client_id, made_at);
call kernel.close('attendance.attempt', 'select, insert');
