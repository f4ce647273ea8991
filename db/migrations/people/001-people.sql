-- Who is here: the organization, its sites and programs, staff, clients, their people, and their stays.
create extension if not exists pg_trgm;
create extension if not exists btree_gist;
create schema people;
grant usage on schema people to footbridge_app;

create table people.organization (
  organization_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  clock text not null default '12' check (clock in ('12', '24')),
  next_record_number integer not null default 10001,
  created_at timestamptz not null
);
call kernel.close('people.organization');

create table people.site (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  zone text not null,
  phone text,
  address text,
  opened_on date not null,
  closed_on date,
  primary key (organization_id, id)
);
create unique index site_name on people.site (organization_id, lower(name)) where closed_on is null;
call kernel.close('people.site');

-- A program is a preset of rules/programs.json, by name, at one or all sites; its numbers live in the rules.
create table people.program (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  preset text not null,
  level text not null,
  closed_on date,
  primary key (organization_id, id)
);
create unique index program_name on people.program (organization_id, lower(name)) where closed_on is null;
call kernel.close('people.program');

create table people.track (
  organization_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  site_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  part_of_day text not null check (part_of_day in ('day', 'evening', 'weekend')),
  closed_on date,
  primary key (organization_id, id),
  foreign key (organization_id, program_id) references people.program on delete restrict,
  foreign key (organization_id, site_id) references people.site on delete restrict
);
create unique index track_name on people.track (organization_id, site_id, lower(name)) where closed_on is null;
call kernel.close('people.track');

create table people.staff (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  given text not null check (length(given) between 1 and 100),
  family text not null check (length(family) between 1 and 100),
  credential text,
  phone text,
  started_on date not null,
  ended_on date,
  primary key (organization_id, id)
);
call kernel.close('people.staff');

create table people.staff_site (
  organization_id uuid not null,
  staff_id uuid not null,
  site_id uuid not null,
  primary key (organization_id, staff_id, site_id),
  foreign key (organization_id, staff_id) references people.staff on delete cascade,
  foreign key (organization_id, site_id) references people.site on delete restrict
);
call kernel.close('people.staff_site', 'select, insert, update, delete');

create table people.license (
  organization_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  credential text not null check (length(credential) between 1 and 40),
  number text not null check (length(number) between 1 and 60),
  state text not null check (length(state) between 2 and 40),
  valid_from date not null,
  expires_on date not null,
  primary key (organization_id, id),
  foreign key (organization_id, staff_id) references people.staff on delete cascade,
  constraint license_dates check (expires_on > valid_from)
);
create unique index license_number on people.license (organization_id, staff_id, credential, state, number);
create index license_expiry on people.license (organization_id, expires_on);
call kernel.close('people.license');

create table people.client (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  record_number integer not null,
  legal_given text not null check (length(legal_given) between 1 and 100),
  legal_family text not null check (length(legal_family) between 1 and 100),
  chosen_name text check (length(chosen_name) between 1 and 100),
  pronouns text check (length(pronouns) <= 40),
  born_on date not null,
  languages text[] not null default '{en}',
  tags text[] not null default '{}',
  merged_into uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  sort_key text not null generated always as
    (kernel.plain(regexp_replace(legal_family, '^(de la|de los|de las|de|del|van der|van den|van|von|da|dos|di|la|le|al|el|ben|bin) ', '', 'i')
      || ' ' || coalesce(chosen_name, legal_given))) stored,
  find_key text not null,
  primary key (organization_id, id),
  foreign key (organization_id, merged_into) references people.client on delete restrict
);
create unique index client_record_number on people.client (organization_id, record_number);
create index client_sort on people.client (organization_id, sort_key, id);
create index client_find on people.client using gin (find_key gin_trgm_ops);
create index client_born on people.client (organization_id, born_on);
create index client_merged on people.client (organization_id, merged_into) where merged_into is not null;
call kernel.close('people.client');

-- The id of a chart that was a second one of the same person leads to the one that stayed.
create table people.client_alias (
  organization_id uuid not null,
  alias_id uuid not null,
  client_id uuid not null,
  merged_at timestamptz not null,
  reason text not null check (length(reason) between 3 and 500),
  primary key (organization_id, alias_id),
  foreign key (organization_id, alias_id) references people.client on delete restrict,
  foreign key (organization_id, client_id) references people.client on delete restrict,
  check (alias_id <> client_id)
);
call kernel.close('people.client_alias', 'select, insert');

create table people.contact (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('phone', 'email', 'address')),
  value text not null check (length(value) between 3 and 300),
  label text not null default 'home' check (label in ('home', 'mobile', 'work', 'other')),
  may_call boolean not null default false,
  may_text boolean not null default false,
  may_mail boolean not null default false,
  ended_on date,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  constraint contact_may check ((kind = 'phone' and not may_mail) or (kind <> 'phone' and not may_call and not may_text))
);
create index contact_client on people.contact (organization_id, client_id);
call kernel.close('people.contact');

create table people.supporter (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  relation text not null check (length(relation) between 1 and 60),
  phone text,
  email text,
  emergency boolean not null default false,
  ended_on date,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict
);
create index supporter_client on people.supporter (organization_id, client_id);
call kernel.close('people.supporter');

create table people.stay (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  site_id uuid not null,
  program_id uuid not null,
  track_id uuid,
  starts_on date not null,
  ends_on date,
  reason text not null check (length(reason) between 2 and 300),
  end_reason text,
  version integer not null default 1,
  opened_at timestamptz not null,
  during daterange not null generated always as (daterange(starts_on, ends_on, '[]')) stored,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, site_id) references people.site on delete restrict,
  foreign key (organization_id, program_id) references people.program on delete restrict,
  foreign key (organization_id, track_id) references people.track on delete restrict,
  constraint stay_dates check (ends_on is null or ends_on >= starts_on),
  constraint stay_end_reason check ((ends_on is null) = (end_reason is null)),
  constraint stay_one_at_a_time exclude using gist (organization_id with =, client_id with =, during with &&)
);
create index stay_open on people.stay (organization_id, site_id) where ends_on is null;
create index stay_until on people.stay (organization_id, ends_on);
call kernel.close('people.stay');

create table people.care_team (
  organization_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  staff_id uuid not null,
  duty text not null check (duty in ('counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'other')),
  from_at timestamptz not null,
  until_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references people.client on delete restrict,
  foreign key (organization_id, staff_id) references people.staff on delete restrict
);
create unique index care_team_once on people.care_team (organization_id, client_id, staff_id, duty) where until_at is null;
create index care_team_staff on people.care_team (organization_id, staff_id) where until_at is null;
call kernel.close('people.care_team');

-- Everything a person may be looked for by, in one plain text that begins and ends with a blank.
create function people.key_of(legal_given text, legal_family text, chosen_name text, record_number integer, phones text[]) returns text
  language sql immutable as $$
  select ' ' || kernel.plain(concat_ws(' ', chosen_name, legal_given, legal_family)) || ' ' || record_number || ' '
    || coalesce((select string_agg(regexp_replace(p, '\D', '', 'g'), ' ') || ' ' from unnest(phones) p), '') $$;

-- Search by part of any name, phone or record number. Trigram operators are not leakproof, so row-level security
-- would keep them from the index: this runs as the owner, with the organization as its first predicate.
create function people.find(words text[], most integer, among uuid[]) returns table (id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare wanted text;
begin
  -- Always by the trigram index (or the given ids), then sorted: walking the names in order until enough are found looks
  -- cheap to the planner and is six times slower when the matches lie together at the far end (at 100,000 clients).
  select string_agg(format('c.find_key like %L', case when length(w) < 3 then '% ' || w || '%' else '%' || w || '%' end), ' and ')
  into wanted from unnest(words) w;
  if wanted is null then return; end if;
  return query execute 'with hit as materialized (select c.id, c.sort_key from people.client c
    where c.organization_id = $1 and c.merged_into is null and ' || wanted
    || case when among is null then '' else ' and c.id = any ($3)' end
    || ') select h.id from hit h order by h.sort_key, h.id limit $2' using kernel.organization(), most, among;
end $$;

-- A phone number for comparing: its digits without the 1 of North America in front.
create function people.digits_of(phone text) returns text language sql immutable parallel safe
  as $$ select regexp_replace(regexp_replace(phone, '\D', '', 'g'), '^1(\d{10})$', '\1') $$;
create index contact_digits on people.contact (organization_id, people.digits_of(value)) where kind = 'phone';

-- Charts that may be of the same person, the likeliest first, or the limit would cut off the very one that is here.
create function people.alike(given text, family text, chosen text, born date, phones text[]) returns table (id uuid, because text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with sought as (
    select kernel.plain(given || ' ' || family) as name, kernel.plain(coalesce(chosen, given) || ' ' || family) as called,
           array(select people.digits_of(p) from unnest(phones) p where length(people.digits_of(p)) >= 7) as digits
  ), born_then as (
    select c.id, c.sort_key, kernel.plain(c.legal_given || ' ' || c.legal_family) as name,
           kernel.plain(coalesce(c.chosen_name, c.legal_given) || ' ' || c.legal_family) as called
    from people.client c where c.organization_id = kernel.organization() and c.merged_into is null and c.born_on = born
  ), near as (
    select b.id, b.sort_key, greatest(similarity(b.name, s.name), similarity(b.called, s.called),
             similarity(b.name, s.called), similarity(b.called, s.name)) as likeness from born_then b, sought s
  ), found as (
    select n.id, n.sort_key, 1 as likely, 'same name and birth date' as because from near n where n.likeness > 0.75
    union all
    select c.id, c.sort_key, 2, 'same phone number' from sought s
    join people.contact k on k.organization_id = kernel.organization() and k.kind = 'phone' and people.digits_of(k.value) = any (s.digits)
    join people.client c on c.organization_id = k.organization_id and c.id = k.client_id and c.merged_into is null
    union all
    select n.id, n.sort_key, 3, 'same birth date and a like name' from near n where n.likeness > 0.3
    union all
    select c.id, c.sort_key, 4, 'a very like name' from people.client c, sought s
    where c.organization_id = kernel.organization() and c.merged_into is null
      and (c.find_key like '% ' || s.name || ' %' or c.find_key like '% ' || s.called || ' %')
  ), best as (
    select distinct on (f.id) f.id, f.sort_key, f.likely, f.because from found f order by f.id, f.likely
  )
  select b.id, b.because from best b order by b.likely, b.sort_key, b.id limit 8 $$;

revoke execute on all functions in schema people from public;
grant execute on all functions in schema people to footbridge_app;
