-- The kernel's own tables: the journal and its seals, request keys, cursors, cron, client keys.
create schema kernel;
grant usage on schema kernel to footbridge_app;

-- The organization this transaction works for; null (and so: nothing visible) when none was set.
create function kernel.organization() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('footbridge.organization', true), '')::uuid $$;
create function kernel.actor() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('footbridge.actor', true), '')::uuid $$;
-- The staff member, client or supporter behind the account.
create function kernel.person() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('footbridge.person', true), '')::uuid $$;
create function kernel.roles() returns text[] language sql stable parallel safe
  as $$ select string_to_array(coalesce(current_setting('footbridge.roles', true), ''), ',') $$;

-- Sets what row-level security and the may-look rule read, for this transaction only.
create function kernel.work_as(organization uuid, actor uuid, roles text, person uuid) returns text language sql volatile
  as $$ select set_config('footbridge.organization', coalesce(organization::text, ''), true)
            || set_config('footbridge.actor', coalesce(actor::text, ''), true)
            || set_config('footbridge.person', coalesce(person::text, ''), true)
            || set_config('footbridge.roles', coalesce(roles, ''), true) $$;

-- Closes a table of an organization: row-level security on, rows of the working organization only.
create procedure kernel.close(target regclass, rights text default 'select, insert, update') language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy organization on %s using (organization_id = kernel.organization()) '
    'with check (organization_id = kernel.organization())', target);
  execute format('grant %s on %s to footbridge_app', rights, target);
end $$;

-- What a name looks like to a person who types it in a hurry: lower case, no accents, no punctuation.
create function kernel.plain(words text) returns text language sql immutable parallel safe
  as $$ select trim(regexp_replace(translate(regexp_replace(replace(replace(replace(lower(normalize(words, NFD)), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
        U&'[\0300-\036F]', '', 'g'), 'łøđıþ' || U&'\2018\2019\02BB\02BC\00B4' || '''`-.,', 'lodit'), '\s+', ' ', 'g')) $$;

create table kernel.journal (
  organization_id uuid not null,
  tx xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('did', 'looked', 'refused')),
  verb text not null,
  actor_id uuid,
  request_id uuid not null,
  client_ids uuid[] not null default '{}',
  body text not null,
  primary key (organization_id, tx, seq)
);
create index journal_tx on kernel.journal (tx, seq);
call kernel.close('kernel.journal', 'select, insert');

create table kernel.seal (
  organization_id uuid not null,
  position bigint not null,
  from_tx xid8 not null,
  to_tx xid8 not null,
  lines integer not null check (lines > 0),
  hash bytea not null,
  sealed_at timestamptz not null,
  primary key (organization_id, position)
);
call kernel.close('kernel.seal', 'select');

create table kernel.journal_subject (
  organization_id uuid not null,
  client_id uuid not null,
  tx xid8 not null,
  seq bigint not null,
  primary key (organization_id, client_id, tx, seq),
  foreign key (organization_id, tx, seq) references kernel.journal (organization_id, tx, seq) on delete restrict
);
call kernel.close('kernel.journal_subject', 'select');

create table kernel.sealer (one boolean primary key default true check (one), sealed_to xid8 not null);
insert into kernel.sealer (sealed_to) values ('0');
grant select on kernel.sealer to footbridge_app;

-- Chains every line whose transaction is certainly over. One sealer at a time; answers how many lines were sealed. It and
-- the heads below touch one seal per organization, however many there are.
create function kernel.seal_finished(at timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare since xid8; upto xid8; sealed integer;
begin
  if not pg_try_advisory_xact_lock(70626, 1) then return 0; end if;
  upto := pg_snapshot_xmin(pg_current_snapshot());
  select sealed_to into since from kernel.sealer;
  -- Numbers begin low in another cluster: lines would then lie below what is sealed, and never be sealed at all.
  if since > upto then raise exception 'the journal is sealed further than this cluster has counted'; end if;
  if not exists (select 1 from kernel.journal where tx >= since and tx < upto) then return 0; end if;
  with batch as (
    select organization_id, count(*)::int as lines,
           string_agg(sha256(convert_to(body, 'UTF8')), ''::bytea order by tx, seq) as digests
    from kernel.journal where tx >= since and tx < upto group by organization_id
  ), made as (
    insert into kernel.seal (organization_id, position, from_tx, to_tx, lines, hash, sealed_at)
    select b.organization_id, coalesce(p.position, 0) + 1, since, upto, b.lines,
           sha256(coalesce(p.hash, ''::bytea) || convert_to(since::text || ':' || upto::text || ':' || b.lines, 'UTF8') || b.digests), at
    from batch b left join lateral (
      select s.position, s.hash from kernel.seal s where s.organization_id = b.organization_id order by s.position desc limit 1
    ) p on true
    returning lines
  )
  select sum(lines) into sealed from made;
  insert into kernel.journal_subject (organization_id, client_id, tx, seq)
  select distinct j.organization_id, c, j.tx, j.seq from kernel.journal j, unnest(j.client_ids) c
  where j.tx >= since and j.tx < upto;
  update kernel.sealer set sealed_to = upto;
  return sealed;
end $$;

-- Sealed lines after a cursor, across organizations: for subscriptions only.
create function kernel.sealed_after(after_tx xid8, after_seq bigint, verbs text[], most integer)
  returns table (organization_id uuid, tx xid8, seq bigint, id uuid, at timestamptz, verb text, actor_id uuid,
                 client_ids uuid[], body text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select organization_id, tx, seq, id, at, verb, actor_id, client_ids, body from kernel.journal
  where (tx, seq) > (after_tx, after_seq) and tx < (select sealed_to from kernel.sealer)
    and kind = 'did' and verb = any (verbs)
  order by tx, seq limit most $$;

-- The newest seal of each organization, to be kept outside the database.
create function kernel.heads() returns table (organization_id uuid, "position" bigint, hash bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive organization (id) as (
    (select s.organization_id from kernel.seal s order by s.organization_id limit 1)
    union all
    select (select s.organization_id from kernel.seal s where s.organization_id > o.id order by s.organization_id limit 1)
    from organization o where o.id is not null
  )
  select o.id, h.position, h.hash from organization o cross join lateral (
    select s.position, s.hash from kernel.seal s where s.organization_id = o.id order by s.position desc limit 1) h
  where o.id is not null $$;

create table kernel.cursor (
  name text primary key,
  tx xid8 not null default '0',
  seq bigint not null default 0,
  failed_times integer not null default 0,
  wait_until timestamptz
);
grant select, insert, update on kernel.cursor to footbridge_app;

create table kernel.cron (
  name text primary key,
  last_ran_at timestamptz not null
);
grant select, insert, update on kernel.cron to footbridge_app;

create table kernel.request_key (
  organization_id uuid not null,
  actor_id uuid not null,
  key text not null check (length(key) between 8 and 200),
  request_hash text not null,
  answer text,
  at timestamptz not null,
  primary key (organization_id, actor_id, key)
);
create index request_key_at on kernel.request_key (at);
call kernel.close('kernel.request_key');

-- Forgets request keys past their time, in every organization.
create function kernel.forget_request_keys(before timestamptz) returns integer
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from kernel.request_key where at < before returning 1) select count(*)::int from gone $$;

-- One key per client, wrapped by the master key; a shredded key leaves its journal lines unreadable and the chain valid.
create table kernel.client_key (
  organization_id uuid not null,
  client_id uuid not null,
  wrapped bytea,
  shredded_at timestamptz,
  primary key (organization_id, client_id),
  check ((wrapped is null) = (shredded_at is not null))
);
call kernel.close('kernel.client_key');

revoke execute on all functions in schema kernel from public;
grant execute on all functions in schema kernel to footbridge_app;
