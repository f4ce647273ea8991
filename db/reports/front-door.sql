-- What the sign-in page may say before anyone is in. The name only while the house has one organization.
create or replace function sign_in.front() returns table (has_accounts boolean, organization text, sites text[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select sign_in.has_accounts(),
    (select min(name) from people.organization having count(*) = 1),
    coalesce((select array_agg(s.name order by s.opened_on, s.name) from people.site s
              where s.closed_on is null and (select count(*) from people.organization) = 1), '{}') $$;
revoke execute on function sign_in.front() from public;
grant execute on function sign_in.front() to footbridge_app;
