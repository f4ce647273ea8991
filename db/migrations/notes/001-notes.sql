-- A group is documented once; each person's note lands in their own chart and, signed, never changes.
create schema notes;
grant usage on schema notes to footbridge_app;

create table notes.group_note (
  organization_id uuid not null,
  session_id uuid not null,
  shared text not null default '' check (length(shared) <= 8000),
  topic text not null default '' check (length(topic) <= 200),
  begun_at timestamptz not null,
  begun_by uuid not null,
  version integer not null default 1,
  signed_at timestamptz,
  primary key (organization_id, session_id),
  foreign key (organization_id, session_id) references timetable.session on delete restrict,
  foreign key (organization_id, begun_by) references people.staff on delete restrict
);
call kernel.close('notes.group_note');

create table notes.note (
  organization_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  participation text check (participation in ('active', 'some', 'quiet', 'none')),
  response text check (response in ('used-skill', 'took-part', 'listened', 'declined')),
  own text not null default '' check (length(own) <= 4000),
  version integer not null default 1,
  updated_at timestamptz not null,
  -- What was signed, as it read at that moment: shared text, minutes and credential included.
  signed_text text,
  minutes integer,
  signed_at timestamptz,
  signed_by uuid,
  signed_as text,
  primary key (organization_id, id),
  foreign key (organization_id, session_id) references notes.group_note on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, signed_by) references people.staff on delete restrict,
  constraint note_signed check (num_nulls(signed_at, signed_by, signed_as, signed_text, minutes) in (0, 5))
);
create unique index note_once on notes.note (organization_id, session_id, client_id);
create index note_client on notes.note (organization_id, client_id, signed_at);
call kernel.close('notes.note');

create function notes.stays_signed() returns trigger language plpgsql as $$
begin
  raise exception 'a signed note never changes' using errcode = '23514', constraint = 'note_stays_signed';
end $$;
create trigger signed_note before update or delete on notes.note for each row when (old.signed_at is not null)
  execute function notes.stays_signed();
create trigger signed_group_note before update or delete on notes.group_note for each row when (old.signed_at is not null)
  execute function notes.stays_signed();
