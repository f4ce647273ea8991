-- Tasks, messages that leave the house, and files.
create schema desk;
grant usage on schema desk to footbridge_app;

create table desk.task (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  title text not null check (length(title) between 2 and 200),
  because text not null default '' check (length(because) <= 500),
  client_id uuid,
  for_role text,
  for_staff uuid,
  due_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  made_at timestamptz not null,
  made_by uuid,
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, for_staff) references people.staff on delete restrict,
  constraint task_has_owner check (for_role is not null or for_staff is not null)
);
create index task_open_staff on desk.task (organization_id, for_staff, due_at) where done_at is null;
create index task_open_role on desk.task (organization_id, for_role, due_at) where done_at is null;
call kernel.close('desk.task');

-- What leaves the house by mail or text: neutral words only, each sent once.
create table desk.message (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  client_id uuid,
  channel text not null check (channel in ('mail', 'text')),
  recipient text not null,
  subject text not null default '',
  words text not null,
  queued_at timestamptz not null,
  next_try_at timestamptz not null,
  tries integer not null default 0,
  sent_at timestamptz,
  given_up_at timestamptz,
  trouble text,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict
);
create index message_due on desk.message (organization_id, next_try_at) where sent_at is null and given_up_at is null;
call kernel.close('desk.message');

create table desk.file (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null,
  bytes integer not null check (bytes >= 0),
  sha256 text not null,
  wrapped_key bytea not null,
  kept_at timestamptz not null,
  primary key (organization_id, id)
);
call kernel.close('desk.file', 'select, insert');

create table desk.file_chunk (
  organization_id uuid not null,
  file_id uuid not null,
  number integer not null check (number >= 0),
  locked bytea not null check (length(locked) <= 262208),
  primary key (organization_id, file_id, number),
  foreign key (organization_id, file_id) references desk.file on delete cascade
);
call kernel.close('desk.file_chunk', 'select, insert');

-- Organizations with messages to send now: for the outbox, which then works as each of them.
create function desk.with_messages_due(at timestamptz) returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct m.organization_id from desk.message m where m.sent_at is null and m.given_up_at is null and m.next_try_at <= at $$;
revoke execute on all functions in schema desk from public;
grant execute on all functions in schema desk to footbridge_app;
