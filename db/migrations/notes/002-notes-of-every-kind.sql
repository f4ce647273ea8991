-- What is being written and what is signed part ways: a line is a draft, a note is signed and never changes.
alter table notes.note rename to line;
alter table notes.line rename constraint note_pkey to line_pkey;
alter index notes.note_once rename to line_once;
drop index notes.note_client;

-- Everything that a note says, as one text: for search.
create function notes.said(parts jsonb) returns text language sql immutable parallel safe as $$
  select coalesce(string_agg(p ->> 'text', ' '), '') from jsonb_array_elements(parts) p $$;
grant execute on function notes.said(jsonb) to footbridge_app;

-- A signed note of one person: complete for itself, readable and releasable alone.
create table notes.note (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in
    ('group', 'individual', 'family', 'case-management', 'medical', 'crisis', 'phone', 'missed')),
  -- The template that it was written by, with its version.
  template text not null check (length(template) between 1 and 60),
  session_id uuid,
  on_day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  zone text not null,
  -- What was credited, to the minute.
  minutes integer not null check (minutes between 0 and 1440),
  title text not null check (length(title) between 1 and 200),
  topic text not null default '' check (length(topic) <= 200),
  -- What it says, part by part in the order of reading: [{"name": "Shared", "text": "…"}].
  parts jsonb not null check (jsonb_typeof(parts) = 'array'),
  -- The words that are this person's alone: what later notes are compared with.
  own text not null default '',
  -- What was chosen: participation, response, mood, risk, follow-up, objective.
  facts jsonb not null default '{}' check (jsonb_typeof(facts) = 'object'),
  -- Who led, with their credentials as they stood.
  led_by text[] not null default '{}',
  words tsvector not null generated always as
    (to_tsvector('simple', kernel.plain(title || ' ' || topic || ' ' || notes.said(parts)))) stored,
  signed_at timestamptz not null,
  signed_by uuid not null,
  signed_as text not null,
  -- Signed by somebody whose license asks for a supervisor's signature beside it.
  awaits boolean not null default false,
  -- Read by its author, the care team, the director and auditors alone.
  restricted boolean not null default false,
  -- The note that this one stands instead of: one that was returned, or that was in a wrong chart.
  replaces uuid,
  -- SHA-256 over all of the above as it was signed; the same stands in the journal.
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, session_id) references timetable.session on delete restrict,
  foreign key (organization_id, signed_by) references people.staff on delete restrict,
  foreign key (organization_id, replaces) references notes.note on delete restrict
);
create index note_chart on notes.note (organization_id, client_id, starts_at desc, id);
create index note_session on notes.note (organization_id, session_id) where session_id is not null;
create index note_author on notes.note (organization_id, signed_by, signed_at desc);
create index note_awaits on notes.note (organization_id, signed_at) where awaits;
create unique index note_replaces on notes.note (organization_id, replaces) where replaces is not null;
call kernel.close('notes.note', 'select, insert');

insert into notes.note (organization_id, id, client_id, kind, template, session_id, on_day, starts_at, ends_at, zone,
  minutes, title, topic, parts, own, facts, signed_at, signed_by, signed_as, hash)
select l.organization_id, l.id, l.client_id, 'group', 'group@1', l.session_id, s.on_day, s.starts_at, s.ends_at, h.zone,
  l.minutes, coalesce(g.name, s.service), n.topic,
  jsonb_build_array(jsonb_build_object('name', 'Note', 'text', l.signed_text)), l.own,
  jsonb_strip_nulls(jsonb_build_object('participation', l.participation, 'response', l.response)),
  l.signed_at, l.signed_by, l.signed_as, encode(sha256(convert_to(l.signed_text, 'UTF8')), 'hex')
from notes.line l join timetable.session s on s.organization_id = l.organization_id and s.id = l.session_id
join notes.group_note n on n.organization_id = l.organization_id and n.session_id = l.session_id
join people.site h on h.organization_id = s.organization_id and h.id = s.site_id
left join timetable."group" g on g.organization_id = s.organization_id and g.id = s.group_id
where l.signed_at is not null;

drop trigger signed_note on notes.line;
alter table notes.line
  drop constraint note_signed,
  drop column signed_text,
  drop column minutes,
  drop column signed_at,
  drop column signed_by,
  drop column signed_as,
  add column mood text check (mood in ('steady', 'hopeful', 'low', 'anxious', 'irritable')),
  add column risk boolean not null default false,
  add column follow_up text check (follow_up in ('told-counselor', 'told-on-call', 'safety-plan', 'own-session', 'emergency')),
  add column objective text not null default '' check (length(objective) <= 300);

-- Once a group is signed its lines rest. Whoever writes one holds the group note first, so that this sees the signature.
create function notes.rests() returns trigger language plpgsql as $$
begin
  if exists (select from notes.group_note n where n.organization_id = new.organization_id
      and n.session_id = new.session_id and n.signed_at is not null) then
    raise exception 'a signed note never changes' using errcode = '23514', constraint = 'note_stays_signed';
  end if;
  return new;
end $$;
create trigger rests before insert or update on notes.line for each row execute function notes.rests();

-- The order of a session: what each part of it was.
alter table notes.group_note
  add column check_in text not null default '' check (length(check_in) <= 2000),
  add column skill text not null default '' check (length(skill) <= 2000),
  add column homework text not null default '' check (length(homework) <= 2000),
  add column closing text not null default '' check (length(closing) <= 2000);

-- A warning that somebody looked at and kept: by whom, when, and of which words, as a fingerprint.
create table notes.keeping (
  organization_id uuid not null,
  id uuid not null,
  -- The session, or the draft, that the warning was about.
  about uuid not null,
  client_id uuid,
  guard text not null check (length(guard) between 1 and 40),
  words_hash text not null check (words_hash ~ '^[0-9a-f]{64}$'),
  kept_at timestamptz not null,
  kept_by uuid not null,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, kept_by) references people.staff on delete restrict
);
create unique index keeping_once on notes.keeping (organization_id, about, guard, words_hash, client_id) nulls not distinct;
call kernel.close('notes.keeping', 'select, insert');

-- Whether a guard stops a signature or warns, where a program decided otherwise than its preset.
create table notes.guard (
  organization_id uuid not null,
  guard text not null check (length(guard) between 1 and 40),
  severity text not null check (severity in ('stops', 'warns')),
  set_at timestamptz not null,
  set_by uuid not null,
  primary key (organization_id, guard),
  foreign key (organization_id, set_by) references people.staff on delete restrict
);
call kernel.close('notes.guard');

-- What is added to a signed note later, beside it.
create table notes.amendment (
  organization_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  text text not null check (length(text) between 3 and 8000),
  reason text not null check (length(reason) between 3 and 300),
  signed_at timestamptz not null,
  signed_by uuid not null,
  signed_as text not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (organization_id, id),
  foreign key (organization_id, note_id) references notes.note on delete restrict,
  foreign key (organization_id, signed_by) references people.staff on delete restrict
);
create index amendment_note on notes.amendment (organization_id, note_id, signed_at);
call kernel.close('notes.amendment', 'select, insert');

-- What a supervisor said to a note that awaits them: signed beside it, or returned with a comment.
create table notes.co_signing (
  organization_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  outcome text not null check (outcome in ('signed', 'returned')),
  comment text check (length(comment) between 3 and 2000),
  at timestamptz not null,
  staff_id uuid not null,
  signed_as text not null,
  primary key (organization_id, id),
  foreign key (organization_id, note_id) references notes.note on delete restrict,
  foreign key (organization_id, staff_id) references people.staff on delete restrict,
  constraint co_signing_says check (outcome = 'signed' or comment is not null)
);
create unique index co_signing_once on notes.co_signing (organization_id, note_id) where outcome = 'signed';
create index co_signing_note on notes.co_signing (organization_id, note_id, at);
call kernel.close('notes.co_signing', 'select, insert');

-- A note that is in the wrong chart, or should not be there: out of sight, and still there for auditors.
create table notes.withdrawal (
  organization_id uuid not null,
  note_id uuid not null,
  reason text not null check (length(reason) between 3 and 300),
  at timestamptz not null,
  staff_id uuid not null,
  primary key (organization_id, note_id),
  foreign key (organization_id, note_id) references notes.note on delete restrict,
  foreign key (organization_id, staff_id) references people.staff on delete restrict
);
call kernel.close('notes.withdrawal', 'select, insert');

-- A note of another kind while it is written: its author's alone, never in the chart.
create table notes.draft (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('individual', 'family', 'case-management', 'medical', 'crisis', 'phone', 'missed')),
  template text not null check (length(template) between 1 and 60),
  author uuid not null,
  session_id uuid,
  starts_at timestamptz not null,
  minutes integer not null check (minutes between 0 and 1440),
  parts jsonb not null check (jsonb_typeof(parts) = 'array'),
  facts jsonb not null default '{}' check (jsonb_typeof(facts) = 'object'),
  -- The names of those parts that were copied from an earlier note and not changed since.
  copied text[] not null default '{}',
  restricted boolean not null default false,
  replaces uuid,
  version integer not null default 1,
  begun_at timestamptz not null,
  updated_at timestamptz not null,
  -- Signed as this note, or thrown away.
  note_id uuid,
  dropped_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, author) references people.staff on delete restrict,
  foreign key (organization_id, session_id) references timetable.session on delete restrict,
  foreign key (organization_id, replaces) references notes.note on delete restrict,
  foreign key (organization_id, note_id) references notes.note on delete restrict,
  constraint draft_ended check (num_nonnulls(note_id, dropped_at) <= 1)
);
create unique index draft_session on notes.draft (organization_id, session_id, client_id, author)
  where session_id is not null and note_id is null and dropped_at is null;
create index draft_author on notes.draft (organization_id, author) where note_id is null and dropped_at is null;
call kernel.close('notes.draft');

-- Sentences that somebody writes often, by a short name.
create table notes.snippet (
  organization_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  name text not null check (length(name) between 1 and 40),
  text text not null check (length(text) between 1 and 2000),
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, staff_id) references people.staff on delete restrict
);
create unique index snippet_name on notes.snippet (organization_id, staff_id, lower(name));
call kernel.close('notes.snippet', 'select, insert, update, delete');

-- Who reads what, said once for every path: whatever statement asks, of whatever room, gets no other row.
-- Who is not of the people below reads what they signed themselves. The house itself has no actor.
create policy sensitivity on notes.note as restrictive for select using (
  kernel.actor() is null
  or signed_by = kernel.person()
  or kernel.roles() && '{auditor}'
  or (kernel.roles() && '{counselor,nurse,prescriber,case-manager,director}'
      and not exists (select from notes.withdrawal w
        where w.organization_id = note.organization_id and w.note_id = note.id)
      and (not restricted or kernel.roles() && '{director}'
        or exists (select from people.care_team c where c.organization_id = note.organization_id
          and c.client_id = note.client_id and c.staff_id = kernel.person() and c.until_at is null))));
create policy sensitivity on notes.amendment as restrictive for select using (
  exists (select from notes.note n where n.organization_id = amendment.organization_id and n.id = amendment.note_id));
create policy sensitivity on notes.co_signing as restrictive for select using (
  exists (select from notes.note n where n.organization_id = co_signing.organization_id and n.id = co_signing.note_id));
create policy author on notes.draft as restrictive using (kernel.actor() is null or author = kernel.person());
create policy author on notes.snippet as restrictive using (staff_id = kernel.person());

-- Counseling notes (42 CFR 2.11): kept apart, sealed by a key of their author, read by nobody else.
create table notes.counseling_key (
  organization_id uuid not null,
  staff_id uuid not null,
  wrapped bytea not null,
  primary key (organization_id, staff_id),
  foreign key (organization_id, staff_id) references people.staff on delete restrict
);
call kernel.close('notes.counseling_key', 'select, insert');
create policy author on notes.counseling_key as restrictive using (staff_id = kernel.person());
create table notes.counseling_note (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  author uuid not null,
  session_id uuid,
  on_day date not null,
  sealed bytea not null,
  version integer not null default 1,
  begun_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, author) references people.staff on delete restrict,
  foreign key (organization_id, session_id) references timetable.session on delete restrict
);
create index counseling_note_author on notes.counseling_note (organization_id, author, client_id, on_day desc);
call kernel.close('notes.counseling_note');
create policy author on notes.counseling_note as restrictive using (author = kernel.person());

-- Signed text never changes, whoever asks.
create trigger stays_signed before update or delete on notes.note for each row execute function notes.stays_signed();
create trigger stays_signed before update or delete on notes.amendment for each row execute function notes.stays_signed();
create trigger stays_signed before update or delete on notes.co_signing for each row execute function notes.stays_signed();
create trigger stays_signed before update or delete on notes.withdrawal for each row execute function notes.stays_signed();
