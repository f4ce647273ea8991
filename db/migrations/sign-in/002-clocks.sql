-- A clock that ran ahead and was set back must not let a session, a ticket, a token or a pause live for years: whatever
-- seems to begin in the future is over, and whoever seems to have been seen in the future says their password again.
create or replace function sign_in.identify(secret_hash bytea, whose text, at timestamptz, quiet boolean)
  returns table (organization_id uuid, account_id uuid, person_id uuid, roles text[], site_ids uuid[], session_id uuid,
                 confirmed_at timestamptz, locked boolean, kind text, scope text[])
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare found record;
begin
  if whose = 'token' then
    select a.organization_id, a.id as account_id, a.person_id, a.roles, a.site_ids, t.id as session_id, null::timestamptz as confirmed_at,
           false as locked, 'token' as kind, t.scope, null::timestamptz as last_seen_at
    into found from sign_in.token t join sign_in.account a on a.organization_id = t.organization_id and a.id = t.account_id
    where t.token_hash = secret_hash and t.ended_at is null and t.expires_at > at and t.created_at < at + interval '12 hours' and a.active;
  else
    select a.organization_id, a.id as account_id, a.person_id, a.roles, a.site_ids, s.id as session_id, s.confirmed_at,
           s.locked_at is not null or s.last_seen_at <= at - interval '15 minutes' or s.last_seen_at > at + interval '15 minutes' as locked,
           'person' as kind, null::text[] as scope, s.last_seen_at
    into found from sign_in.session s join sign_in.account a on a.organization_id = s.organization_id and a.id = s.account_id
    where s.token_hash = secret_hash and s.side = whose and s.ended_at is null
      and s.started_at > at - interval '12 hours' and s.started_at < at + interval '12 hours' and a.active;
  end if;
  if found.account_id is null then return; end if;
  if found.kind = 'person' and not found.locked and not quiet and found.last_seen_at < at - interval '20 seconds' then
    update sign_in.session s set last_seen_at = at where s.organization_id = found.organization_id and s.id = found.session_id;
  end if;
  perform kernel.work_as(found.organization_id, found.account_id, array_to_string(found.roles, ','), found.person_id);
  return query select found.organization_id, found.account_id, found.person_id, found.roles, found.site_ids, found.session_id,
    found.confirmed_at, found.locked, found.kind, found.scope;
end $$;

create or replace function sign_in.ticket_of(secret_hash bytea, at timestamptz)
  returns table (organization_id uuid, id uuid, email text, side text, person_id uuid, code_secret bytea, code_last_step bigint,
                 roles text[], site_ids uuid[], new_secret bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.organization_id, a.id, a.email, a.side, a.person_id, a.code_secret, a.code_last_step, a.roles, a.site_ids, t.secret
  from sign_in.ticket t join sign_in.account a on a.organization_id = t.organization_id and a.id = t.account_id
  where t.token_hash = secret_hash and t.used_at is null and a.active
    and t.made_at > at - interval '5 minutes' and t.made_at < at + interval '5 minutes' $$;

create or replace function sign_in.pauses(of_whom text[], at timestamptz) returns table (who text, paused_until timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select who, paused_until from sign_in.try
  where who = any (of_whom) and paused_until > at and paused_until <= at + interval '15 minutes' $$;

create or replace function sign_in.count_failure(whose text, most integer, at timestamptz) returns integer
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into sign_in.try as t (who, failed, since) values (whose, 1, at)
  on conflict (who) do update set
    failed = case when t.since between at - interval '15 minutes' and at + interval '15 minutes' then t.failed + 1 else 1 end,
    since = case when t.since between at - interval '15 minutes' and at + interval '15 minutes' then t.since else at end,
    paused_until = case when t.since between at - interval '15 minutes' and at + interval '15 minutes' and t.failed + 1 >= most
                        then at + interval '15 minutes' else t.paused_until end
  returning greatest(most - failed, 0) $$;
