-- Who pays for care: payers and what they and the program ask, somebody's insurance, and what a payer said on the phone.
create schema coverage;
grant usage on schema coverage to footbridge_app;

create table coverage.payer (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  name text not null check (length(name) between 2 and 120),
  kind text not null check (kind in ('job', 'own', 'medicaid', 'medicare', 'other')),
  phone text check (length(phone) <= 40),
  payer_code text check (length(payer_code) <= 40),
  share_least_percent integer check (share_least_percent between 0 and 100),
  share_most_percent integer check (share_most_percent between 0 and 100),
  day_copay_cents integer check (day_copay_cents between 0 and 10000000),
  note text check (length(note) <= 1000),
  ended_on date,
  version integer not null default 1,
  primary key (organization_id, id),
  constraint payer_shares check (coalesce(share_least_percent, 0) <= coalesce(share_most_percent, 100))
);
create unique index payer_name on coverage.payer (organization_id, lower(name)) where ended_on is null;
call kernel.close('coverage.payer');

-- Whether a site is in a payer's network from a day on; the latest day that has come holds.
create table coverage.network (
  organization_id uuid not null,
  payer_id uuid not null,
  site_id uuid not null,
  from_on date not null,
  inside boolean not null,
  primary key (organization_id, payer_id, site_id, from_on),
  foreign key (organization_id, payer_id) references coverage.payer on delete restrict,
  foreign key (organization_id, site_id) references people.site on delete restrict
);
call kernel.close('coverage.network');

-- The program's own prices from a day on; the latest day that has come holds. 0 is included, none is not offered.
create table coverage.price (
  organization_id uuid not null,
  program_id uuid not null,
  item text not null check (item in ('first-visit', 'group-day', 'individual', 'family', 'test')),
  from_on date not null,
  cents integer check (cents between 0 and 10000000),
  primary key (organization_id, program_id, item, from_on),
  foreign key (organization_id, program_id) references people.program on delete restrict
);
call kernel.close('coverage.price');

-- The sliding scale of this organization from a day on: what share of each price is paid up to which percent of the
-- poverty guideline. Without rows the preset of the rule pack holds, and every estimate says so.
create table coverage.scale (
  organization_id uuid not null references people.organization on delete restrict,
  from_on date not null,
  up_to_percent integer not null check (up_to_percent between 1 and 1000),
  share_percent integer not null check (share_percent between 0 and 100),
  primary key (organization_id, from_on, up_to_percent)
);
call kernel.close('coverage.scale', 'select, insert, delete');

-- Somebody's insurance, of an inquiry, of a chart, or of both once the one became the other.
create table coverage.policy (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  contact_id uuid,
  client_id uuid,
  payer_id uuid,
  -- How they named their payer, until it is known here.
  payer_words text check (length(payer_words) <= 120),
  -- They pay without insurance, or do not want to use it.
  self_pay boolean not null default false,
  member_id text check (length(member_id) <= 60),
  group_number text check (length(group_number) <= 60),
  holder text check (length(holder) <= 200),
  relation text check (relation in ('self', 'spouse', 'child', 'other')),
  born_on date,
  rank integer not null default 1 check (rank between 1 and 5),
  added_at timestamptz not null,
  ended_on date,
  forgotten_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references inquiry.contact on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, payer_id) references coverage.payer on delete restrict,
  constraint policy_whose check (contact_id is not null or client_id is not null),
  constraint policy_payer check (forgotten_at is not null or self_pay or coalesce(payer_id::text, payer_words) is not null)
);
create index policy_contact on coverage.policy (organization_id, contact_id) where contact_id is not null;
create index policy_client on coverage.policy (organization_id, client_id) where client_id is not null;
call kernel.close('coverage.policy');

-- A call to a payer, question by question, with who said it, when, and under which number.
create table coverage.verification (
  organization_id uuid not null,
  id uuid not null,
  policy_id uuid not null,
  form text not null check (length(form) between 3 and 60),
  answers text not null default '[]' check (length(answers) <= 60000),
  begun_at timestamptz not null,
  begun_by uuid,
  called text check (length(called) <= 200),
  reference text check (length(reference) <= 100),
  said_at timestamptz,
  in_network text check (in_network in ('yes', 'no', 'not said')),
  covered text check (covered in ('yes', 'no', 'not said')),
  needs_authorization text check (needs_authorization in ('yes', 'no', 'not said')),
  day_copay_cents integer,
  share_percent integer,
  deductible_left_cents integer,
  out_of_pocket_left_cents integer,
  finished_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, policy_id) references coverage.policy on delete restrict,
  constraint verification_told check
    (finished_at is null or (called is not null and reference is not null and said_at is not null))
);
create unique index verification_open on coverage.verification (organization_id, policy_id) where finished_at is null;
create index verification_policy on coverage.verification (organization_id, policy_id, finished_at);
call kernel.close('coverage.verification');

-- What a payer said is never changed afterwards: another call is another row. Only forgetting empties the answers.
create function coverage.stays_said() returns trigger language plpgsql as $$
begin
  raise exception 'what a payer said never changes' using errcode = '23514', constraint = 'verification_stays_said';
end $$;
create trigger stays_said before update on coverage.verification for each row
  when (old.finished_at is not null
    and (new.answers <> '[]' or to_jsonb(new) - 'answers' is distinct from to_jsonb(old) - 'answers'))
  execute function coverage.stays_said();

-- Which inquiries stand behind inquiries and charts: themselves, those joined into them, and those a chart came from.
-- The inquiry's own words stay with its room.
create function coverage.contacts_behind(contacts uuid[], clients uuid[]) returns table (id uuid)
  language sql stable as $$
  select c.id from inquiry.contact c where c.organization_id = kernel.organization() and c.id = any (contacts)
  union
  select c.id from inquiry.contact c
  where c.organization_id = kernel.organization() and c.joined_into is not null and c.joined_into = any (contacts)
  union
  select c.id from inquiry.contact c
  where c.organization_id = kernel.organization() and c.client_id is not null and c.client_id = any (clients) $$;

-- What was written of the insurance of somebody who was forgotten is forgotten with the rest.
create function coverage.forgettable(most integer) returns table (id uuid) language sql stable as $$
  select p.id from coverage.policy p
  join inquiry.contact c on c.organization_id = p.organization_id and c.id = p.contact_id
  where p.organization_id = kernel.organization() and p.client_id is null and p.forgotten_at is null
    and c.forgotten_at is not null and c.client_id is null
  order by p.id limit most $$;
create function coverage.with_forgettable() returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct p.organization_id from coverage.policy p
  join inquiry.contact c on c.organization_id = p.organization_id and c.id = p.contact_id
  where p.client_id is null and p.forgotten_at is null and c.forgotten_at is not null and c.client_id is null $$;
revoke execute on all functions in schema coverage from public;
grant execute on all functions in schema coverage to footbridge_app;
