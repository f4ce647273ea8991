-- The sealer and whoever keeps the heads touch one row per organization, however many seals there are; and a handler that
-- failed waits before it is tried again.
create or replace function kernel.seal_finished(at timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare since xid8; upto xid8; sealed integer;
begin
  if not pg_try_advisory_xact_lock(70626, 1) then return 0; end if;
  upto := pg_snapshot_xmin(pg_current_snapshot());
  select sealed_to into since from kernel.sealer;
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

-- Skips from organization to organization along the primary key.
create or replace function kernel.heads() returns table (organization_id uuid, "position" bigint, hash bytea)
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

alter table kernel.cursor add column wait_until timestamptz;
