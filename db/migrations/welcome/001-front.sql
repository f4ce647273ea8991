-- The front door: what an organization shows to everybody.
create schema welcome;
grant usage on schema welcome to footbridge_app;

-- By which addresses an organization is reached, when a house has several.
create table welcome.host (
  organization_id uuid not null references people.organization on delete restrict,
  host text not null check (host = lower(host) and length(host) between 1 and 253),
  primary key (organization_id, host)
);
create unique index host_once on welcome.host (host);
call kernel.close('welcome.host', 'select, insert, update, delete');

-- Without a row here an organization has no public pages.
create table welcome.face (
  organization_id uuid not null references people.organization on delete restrict,
  shown boolean not null,
  crisis_phone text check (length(crisis_phone) between 3 and 40),
  exit_address text not null check (exit_address ~ '^https://[a-z0-9.-]+/'),
  place text not null check (place in ('contiguous', 'alaska', 'hawaii')),
  mail_name text check (length(mail_name) between 2 and 60),
  version integer not null default 1,
  primary key (organization_id),
  constraint face_crisis check (not shown or crisis_phone is not null)
);
call kernel.close('welcome.face');

-- How to get in, in words, for each site and language.
create table welcome.site_words (
  organization_id uuid not null,
  site_id uuid not null,
  language text not null check (language in ('en', 'es')),
  access text not null check (length(access) between 2 and 400),
  primary key (organization_id, site_id, language),
  foreign key (organization_id, site_id) references people.site on delete restrict
);
call kernel.close('welcome.site_words', 'select, insert, update, delete');

-- Who gives the levels of care that are not given here.
create table welcome.partner (
  organization_id uuid not null references people.organization on delete restrict,
  id uuid not null,
  level text not null check (level in ('detox', 'inpatient', 'residential', 'php', 'iop', 'op', 'aftercare')),
  name text not null check (length(name) between 2 and 120),
  phone text check (length(phone) <= 40),
  agreed_until date,
  ended_on date,
  primary key (organization_id, id)
);
create unique index partner_once on welcome.partner (organization_id, level, lower(name)) where ended_on is null;
call kernel.close('welcome.partner');

-- Which organization a public page belongs to: by the host, else the only one; and only when it shows itself. An
-- unknown host in a house of several belongs to nobody.
create function welcome.house_at(asked text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.organization_id from welcome.face f where f.shown and f.organization_id = coalesce(
    (select h.organization_id from welcome.host h where h.host = lower(asked)),
    (select o.organization_id from people.organization o where (select count(*) from people.organization) = 1)) $$;
revoke execute on all functions in schema welcome from public;
grant execute on all functions in schema welcome to footbridge_app;
