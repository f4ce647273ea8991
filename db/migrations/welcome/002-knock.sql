-- How often one address sent something within an hour. `who` is a fingerprint of the day and the address, never the
-- address; rows are swept after a day.
create table welcome.knock (
  organization_id uuid not null references people.organization on delete restrict,
  who text not null check (length(who) between 20 and 100),
  hour timestamptz not null,
  times integer not null check (times > 0),
  primary key (organization_id, who, hour)
);
create index knock_hour on welcome.knock (organization_id, hour);
call kernel.close('welcome.knock', 'select, insert, update, delete');

create function welcome.with_knocks(before timestamptz) returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct k.organization_id from welcome.knock k where k.hour < before $$;
revoke execute on function welcome.with_knocks(timestamptz) from public;
grant execute on function welcome.with_knocks(timestamptz) to footbridge_app;
