-- May this person look? One function: of these clients, those whose elements of these kinds the working actor may not see.
-- Charts that were merged are one person's: who may see one of them may see that person, by either id.
-- Who leads a group sees who has a seat in it while they lead it, and not who comes after them.
-- Runs as the caller, so another organization's clients are not even there. The consent room will take this over.
-- What is asked of a chart is asked chart by chart and fenced by `offset 0`: of all charts at once the planner hopes to
-- meet one early, and for each client reads the stays of the whole organization.
-- Planned once for each connection: planning it anew for every request took four times as long as running it.

-- Who is expected in a session, with who leads that one session: a substitute, or the counselor of an individual hour.
create or replace view timetable.led_clients with (security_invoker = true) as
  select l.staff_id, s.client_id from timetable.leader l
  join timetable.session n on n.organization_id = l.organization_id and n.id = l.session_id
  join timetable.seat s on s.organization_id = n.organization_id and s.group_id = n.group_id
    and s.from_on <= n.on_day and coalesce(s.until_on, 'infinity') >= n.on_day
  where l.organization_id = kernel.organization() and l.for_staff is not null
  union all
  select l.staff_id, t.client_id from timetable.leader l
  join timetable.attendee t on t.organization_id = l.organization_id and t.session_id = l.session_id
    and t.ended_at is null
  where l.organization_id = kernel.organization();
grant select on timetable.led_clients to footbridge_app;

create or replace function kernel.unseen(ids uuid[], elements text[]) returns table (client_id uuid)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin return query
  with me as (
    select kernel.person() as person, kernel.roles() as roles, kernel.actor() as actor,
           coalesce((select site_ids from sign_in.account where id = kernel.actor()), '{}') as sites
  ), asked as materialized (
    select c.id as asked, coalesce(c.merged_into, c.id) || array(select k.id from people.client k
             where k.organization_id = kernel.organization() and k.merged_into = coalesce(c.merged_into, c.id)) as charts
    from people.client c where c.organization_id = kernel.organization() and c.id = any (ids)
  ), allowed as (
    select a.asked from asked a, me where
      me.actor is null
      or (me.roles && '{client}' and me.person = any (a.charts))
      or ((me.roles && '{director,nurse,prescriber,auditor}'
           or (me.roles && '{intake,biller,case-manager,privacy-officer}' and not elements && '{note,note-draft}'))
          -- Whoever was never in a stay is of no site.
          and (cardinality(me.sites) = 0 or coalesce((select bool_or(t.site_id = any (me.sites)) from unnest(a.charts) k,
                 lateral (select s.site_id from people.stay s
                   where s.organization_id = kernel.organization() and s.client_id = k offset 0) t), true)))
      or exists (select 1 from people.care_team t where t.client_id = any (a.charts) and t.organization_id = kernel.organization()
                 and t.staff_id = me.person and t.until_at is null)
      or (elements <@ '{name,roster,hours,attendance,note-draft}'
          and (exists (select 1 from timetable.seat s join timetable.facilitator f on f.organization_id = s.organization_id and f.group_id = s.group_id
                         and f.from_on <= coalesce(s.until_on, 'infinity') and coalesce(f.until_on, 'infinity') >= s.from_on
                         and coalesce(f.until_on, 'infinity') >= f.from_on
                       where s.client_id = any (a.charts) and s.organization_id = kernel.organization() and f.staff_id = me.person)
               -- Of many clients whom one leads is read once; of few, whether one led each.
               or case when cardinality(ids) > 40
                 then a.charts && array(select l.client_id from timetable.led_clients l where l.staff_id = kernel.person())
                 else exists (select 1 from unnest(a.charts) k, lateral (
                   select 1 from timetable.led_clients l where l.client_id = k and l.staff_id = me.person offset 0) t) end))
  )
  select distinct i from unnest(ids) i where i not in (select asked from allowed);
end $$;
grant execute on function kernel.unseen(uuid[], text[]) to footbridge_app;

-- The clients whose names the working actor sees when no role of theirs sees a whole site; null when one does.
create or replace function kernel.own_clients() returns uuid[] language sql stable as $$
  select case when kernel.actor() is null
      or kernel.roles() && '{director,nurse,prescriber,auditor,intake,biller,case-manager,privacy-officer}' then null
    else array(
      select coalesce(c.merged_into, c.id) from people.client c where c.organization_id = kernel.organization() and c.id = any (array(
        select t.client_id from people.care_team t where t.organization_id = kernel.organization()
          and t.staff_id = kernel.person() and t.until_at is null
        union
        select s.client_id from timetable.seat s join timetable.facilitator f on f.organization_id = s.organization_id and f.group_id = s.group_id
          and f.from_on <= coalesce(s.until_on, 'infinity') and coalesce(f.until_on, 'infinity') >= s.from_on
          and coalesce(f.until_on, 'infinity') >= f.from_on
        where s.organization_id = kernel.organization() and f.staff_id = kernel.person()
        union
        select l.client_id from timetable.led_clients l where l.staff_id = kernel.person()))) end $$;
grant execute on function kernel.own_clients() to footbridge_app;
