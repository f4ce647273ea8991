-- Who may come in: accounts, sessions, tokens, and what guards the door before an organization is known.
create schema sign_in;
grant usage on schema sign_in to footbridge_app;

create table sign_in.account (
  organization_id uuid not null,
  id uuid not null,
  side text not null check (side in ('staff', 'client', 'supporter')),
  person_id uuid not null,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  password_hash text,
  code_secret bytea,
  code_last_step bigint not null default 0,
  roles text[] not null,
  site_ids uuid[] not null default '{}',
  active boolean not null default true,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index account_email on sign_in.account (email);
create unique index account_person on sign_in.account (organization_id, person_id);
call kernel.close('sign_in.account');

create table sign_in.session (
  organization_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  side text not null check (side in ('staff', 'me')),
  device text not null,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  locked_at timestamptz,
  confirmed_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, account_id) references sign_in.account (organization_id, id) on delete cascade
);
create unique index session_token on sign_in.session (token_hash);
create index session_account on sign_in.session (organization_id, account_id);
call kernel.close('sign_in.session');

create table sign_in.token (
  organization_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  scope text[] not null check (cardinality(scope) > 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, account_id) references sign_in.account (organization_id, id) on delete cascade
);
create unique index token_hash on sign_in.token (token_hash);
call kernel.close('sign_in.token');

-- A password that was right, waiting for its six digits. `secret` only while a code is being set up.
create table sign_in.ticket (
  organization_id uuid not null,
  token_hash bytea not null,
  account_id uuid not null,
  secret bytea,
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (organization_id, token_hash),
  foreign key (organization_id, account_id) references sign_in.account (organization_id, id) on delete cascade
);
create unique index ticket_token on sign_in.ticket (token_hash);
call kernel.close('sign_in.ticket');

-- Failed tries by fingerprint of an e-mail or an address, whether or not an account has that e-mail.
create table sign_in.try (
  who text not null primary key,
  failed integer not null,
  since timestamptz not null,
  paused_until timestamptz
);

create table sign_in.persona (
  organization_id uuid not null,
  account_id uuid not null,
  position integer not null,
  name text not null,
  credential text,
  says text not null,
  primary key (organization_id, account_id),
  foreign key (organization_id, account_id) references sign_in.account (organization_id, id) on delete cascade
);
call kernel.close('sign_in.persona');

-- Says whose a secret is and makes this transaction theirs. Ends at 12 hours; locks after 15 idle minutes. A clock that ran
-- ahead and was set back must not let a session, a ticket, a token or a pause live for years: here and below, whatever seems
-- to begin in the future is over, and whoever seems to have been seen in the future says their password again.
create function sign_in.identify(secret_hash bytea, whose text, at timestamptz, quiet boolean)
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

-- The account of an e-mail, before any organization is known.
create function sign_in.account_of(sought text)
  returns table (organization_id uuid, id uuid, side text, person_id uuid, password_hash text, code_secret bytea,
                 code_last_step bigint, roles text[], site_ids uuid[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select organization_id, id, side, person_id, password_hash, code_secret, code_last_step, roles, site_ids
  from sign_in.account where email = sought and active $$;

-- The account behind a fresh ticket.
create function sign_in.ticket_of(secret_hash bytea, at timestamptz)
  returns table (organization_id uuid, id uuid, email text, side text, person_id uuid, code_secret bytea, code_last_step bigint,
                 roles text[], site_ids uuid[], new_secret bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.organization_id, a.id, a.email, a.side, a.person_id, a.code_secret, a.code_last_step, a.roles, a.site_ids, t.secret
  from sign_in.ticket t join sign_in.account a on a.organization_id = t.organization_id and a.id = t.account_id
  where t.token_hash = secret_hash and t.used_at is null and a.active
    and t.made_at > at - interval '5 minutes' and t.made_at < at + interval '5 minutes' $$;

create function sign_in.pauses(of_whom text[], at timestamptz) returns table (who text, paused_until timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select who, paused_until from sign_in.try
  where who = any (of_whom) and paused_until > at and paused_until <= at + interval '15 minutes' $$;

-- Counts one failed try; answers how many are left before a pause of 15 minutes.
create function sign_in.count_failure(whose text, most integer, at timestamptz) returns integer
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into sign_in.try as t (who, failed, since) values (whose, 1, at)
  on conflict (who) do update set
    failed = case when t.since between at - interval '15 minutes' and at + interval '15 minutes' then t.failed + 1 else 1 end,
    since = case when t.since between at - interval '15 minutes' and at + interval '15 minutes' then t.since else at end,
    paused_until = case when t.since between at - interval '15 minutes' and at + interval '15 minutes' and t.failed + 1 >= most
                        then at + interval '15 minutes' else t.paused_until end
  returning greatest(most - failed, 0) $$;

create function sign_in.forget_failures(whose text) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from sign_in.try where who = whose $$;

create function sign_in.sweep(before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from sign_in.try where since < before and coalesce(paused_until, since) < before;
  delete from sign_in.ticket where made_at < before;
  delete from sign_in.session where started_at < before - interval '30 days' $$;

-- Whether this house has anybody in it yet, and the people of a demo world who may be stepped in as.
create function sign_in.has_accounts() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$ select exists (select 1 from sign_in.account) $$;
create function sign_in.personas()
  returns table (organization_id uuid, account_id uuid, side text, person_id uuid, roles text[], site_ids uuid[], name text,
                 credential text, says text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.organization_id, a.id, a.side, a.person_id, a.roles, a.site_ids, p.name, p.credential, p.says
  from sign_in.persona p join sign_in.account a on a.organization_id = p.organization_id and a.id = p.account_id
  where a.active order by p.position $$;

revoke execute on all functions in schema sign_in from public;
grant execute on all functions in schema sign_in to footbridge_app;
