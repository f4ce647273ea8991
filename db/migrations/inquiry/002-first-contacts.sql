-- Who asks for help, from the first word to the first group: what they said, what was done, and when.

-- Who sends people here.
create table inquiry.source (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  kind text not null check (kind in (
    'self', 'family', 'alumni', 'physician', 'hospital', 'detox', 'therapist', 'court', 'employer', 'school', 'insurer',
    'other')),
  name text not null check (length(name) between 2 and 120),
  phone text check (length(phone) <= 40),
  person text check (length(person) <= 120),
  note text check (length(note) <= 1000),
  ended_on date,
  version integer not null default 1,
  primary key (organization_id, id)
);
create unique index source_name on inquiry.source (organization_id, lower(name)) where ended_on is null;
call kernel.close('inquiry.source');

-- One inquiry. Its stage is read off its milestones and stands nowhere; its version counts what people wrote in it.
create table inquiry.contact (
  organization_id uuid not null references people.organization on delete restrict,
  -- Made by the page that begins the call, so a repeated beginning is the same one.
  id uuid not null,
  site_id uuid,
  came text not null check (came in ('phone', 'web', 'walk-in', 'referral', 'mail', 'text')),
  received_at timestamptz not null,
  language text not null default 'en' check (language in ('en', 'es')),
  asker text not null default 'self' check (asker in ('self', 'family', 'professional')),
  -- Whom we talk to, and what may be said where they are called.
  caller text not null default '' check (length(caller) <= 120),
  caller_phone text check (length(caller_phone) <= 40),
  caller_digits text generated always as (people.digits_of(coalesce(caller_phone, ''))) stored,
  caller_mail text check (length(caller_mail) <= 254),
  relation text check (length(relation) <= 60),
  say text not null default 'name' check (say in ('name', 'house', 'text', 'none')),
  call_when text not null default 'soon' check (call_when in ('soon', 'morning', 'after-5', 'any')),
  may_mail boolean not null default false,
  may_text boolean not null default false,
  -- Who needs care, as far as anybody said.
  given text check (length(given) <= 100),
  family text check (length(family) <= 100),
  born_on date,
  pronouns text check (length(pronouns) <= 40),
  need text not null default '' check (length(need) <= 4000),
  -- The answers of the urgency script as JSON, and the hardest thing that they lead to.
  urgency text,
  urgent text check (urgent in ('stop-911', 'stop-988', 'same-day', 'first')),
  -- JSON {version, answers[]}, only when the person ticked the box.
  self_check text,
  -- Said on the phone instead of a name: RIVER 417.
  code text not null check (length(code) between 5 and 20),
  card_front uuid,
  card_back uuid,
  source_id uuid,
  referral_id uuid,
  client_id uuid,
  -- The public form it came by, so that a form sent twice is one contact.
  form_id uuid,
  -- Null: nobody is to be called.
  call_due_at timestamptz,
  -- Milestones, each written once.
  reached_at timestamptz,
  checked_at timestamptz,
  booked_at timestamptz,
  assessed_at timestamptz,
  offered_at timestamptz,
  started_at timestamptz,
  lost_at timestamptz,
  lost_reason text,
  lost_note text check (length(lost_note) <= 500),
  joined_into uuid,
  forgotten_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, site_id) references people.site on delete restrict,
  foreign key (organization_id, source_id) references inquiry.source on delete restrict,
  foreign key (organization_id, referral_id) references inquiry.referral on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, card_front) references desk.file on delete restrict,
  foreign key (organization_id, card_back) references desk.file on delete restrict,
  foreign key (organization_id, joined_into) references inquiry.contact on delete restrict,
  constraint contact_lost check ((lost_at is null) = (lost_reason is null)),
  constraint contact_one_end check (started_at is null or lost_at is null),
  constraint contact_not_itself check (joined_into <> id),
  constraint contact_forgotten check (forgotten_at is null or lost_at is not null or joined_into is not null)
);
create unique index contact_form on inquiry.contact (organization_id, form_id) where form_id is not null;
create unique index contact_code on inquiry.contact (organization_id, code)
  where lost_at is null and started_at is null and joined_into is null;
create index contact_open on inquiry.contact (organization_id, received_at)
  where lost_at is null and started_at is null and joined_into is null;
create index contact_call on inquiry.contact (organization_id, call_due_at) where call_due_at is not null;
create index contact_received on inquiry.contact (organization_id, received_at);
create index contact_digits on inquiry.contact (organization_id, caller_digits) where caller_digits <> '';
create index contact_client on inquiry.contact (organization_id, client_id) where client_id is not null;
create index contact_joined on inquiry.contact (organization_id, joined_into) where joined_into is not null;
create index contact_started on inquiry.contact (organization_id, started_at) where started_at is not null;
create index contact_source on inquiry.contact (organization_id, source_id, received_at) where source_id is not null;
call kernel.close('inquiry.contact');

alter table inquiry.referral
  add column source_id uuid,
  add column contact_id uuid,
  add foreign key (organization_id, source_id) references inquiry.source on delete restrict,
  add foreign key (organization_id, contact_id) references inquiry.contact on delete restrict;

-- Every try and every talk.
create table inquiry.call (
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  at timestamptz not null,
  staff_id uuid,
  way text not null check (way in ('out', 'in', 'message', 'text', 'mail')),
  ended text not null check (ended in (
    'talked', 'voicemail', 'no-answer', 'busy', 'wrong-number', 'left-with-someone', 'sent')),
  said text check (length(said) <= 500),
  minutes integer check (minutes between 0 and 600),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references inquiry.contact on delete restrict,
  foreign key (organization_id, staff_id) references people.staff on delete restrict
);
create index call_contact on inquiry.call (organization_id, contact_id, at);
call kernel.close('inquiry.call', 'select, insert');
-- What was said is forgotten with the contact, and nothing else of a call ever changes.
grant update (said) on inquiry.call to footbridge_app;

-- Somebody asked whether a person is here: no link to anybody, ever.
create table inquiry.asked (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  at timestamptz not null,
  staff_id uuid,
  who text not null check (length(who) between 1 and 200),
  phone text check (length(phone) <= 40),
  message text check (length(message) <= 1000),
  primary key (organization_id, id),
  foreign key (organization_id, staff_id) references people.staff on delete restrict
);
create index asked_at on inquiry.asked (organization_id, at);
call kernel.close('inquiry.asked', 'select, insert');

-- A time for an assessment. What holds the person and the room is the calendar's; what it is for stands here.
create table inquiry.appointment (
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  site_id uuid not null,
  room_id uuid,
  staff_id uuid not null,
  mode text not null check (mode in ('in-person', 'video', 'phone')),
  link text check (length(link) <= 500),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  booked_at timestamptz not null,
  booked_by uuid,
  ended text check (ended in ('kept', 'missed', 'canceled', 'moved')),
  ended_at timestamptz,
  remind text not null default 'none' check (remind in ('mail', 'text', 'none')),
  reminded_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references inquiry.contact on delete restrict,
  foreign key (organization_id, site_id) references people.site on delete restrict,
  foreign key (organization_id, room_id) references calendar.room on delete restrict,
  foreign key (organization_id, staff_id) references people.staff on delete restrict,
  constraint appointment_span check (ends_at > starts_at),
  constraint appointment_ended check ((ended is null) = (ended_at is null)),
  constraint appointment_place check (mode <> 'in-person' or room_id is not null)
);
create unique index appointment_open on inquiry.appointment (organization_id, contact_id) where ended is null;
create index appointment_at on inquiry.appointment (organization_id, starts_at) where ended is null;
create index appointment_staff on inquiry.appointment (organization_id, staff_id, starts_at) where ended is null;
call kernel.close('inquiry.appointment');

-- Contacts that may be of one caller or person: by number, else by a like name. Trigram operators are not leakproof, so
-- this runs as the owner with the organization as its first predicate. Two questions, so that a number uses its index.
create function inquiry.alike(self uuid, digits text, name text, since timestamptz)
  returns table (id uuid, because text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with found as (
    select c.id, 1 as rank, c.received_at from inquiry.contact c
    where c.organization_id = kernel.organization() and c.caller_digits = digits and c.caller_digits <> ''
      and length(digits) >= 7 and c.id is distinct from self and c.joined_into is null and c.forgotten_at is null
    union all
    select c.id, 2, c.received_at from inquiry.contact c
    where c.organization_id = kernel.organization() and length(name) >= 4 and c.received_at > since
      and c.id is distinct from self and c.joined_into is null and c.forgotten_at is null
      and similarity(kernel.plain(coalesce(c.given, '') || ' ' || coalesce(c.family, '')), kernel.plain(name)) > 0.6
  ), best as (
    select f.id, min(f.rank) as rank, min(f.received_at) as received_at from found f group by f.id
  )
  select b.id, case b.rank when 1 then 'the same phone number' else 'a very like name' end
  from best b order by b.rank, b.received_at desc limit 8 $$;

-- Organizations with something to do by itself: for the crons, which then work as each of them.
create function inquiry.with_reminders_due(at timestamptz) returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct a.organization_id from inquiry.appointment a
  where a.ended is null and a.remind <> 'none' and a.reminded_at is null and a.starts_at <= at $$;
create function inquiry.with_forgettable(before timestamptz) returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct c.organization_id from inquiry.contact c
  where c.lost_at < before and c.client_id is null and c.forgotten_at is null $$;
revoke execute on all functions in schema inquiry from public;
grant execute on all functions in schema inquiry to footbridge_app;
