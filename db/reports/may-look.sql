-- May this person look? One function: of these clients, those whose elements of these kinds the working actor may not see.
-- Runs as the caller, so another organization's clients are not even there. The consent room will take this over.
create or replace function kernel.unseen(ids uuid[], elements text[]) returns table (client_id uuid) language sql stable as $$
  with me as (
    select kernel.person() as person, kernel.roles() as roles, kernel.actor() as actor,
           coalesce((select site_ids from sign_in.account where id = kernel.actor()), '{}') as sites
  ), allowed as (
    select c.id from people.client c, me
    where c.organization_id = kernel.organization() and c.id = any (ids) and (
      me.actor is null
      or (me.roles && '{client}' and c.id = me.person)
      or ((me.roles && '{director,nurse,prescriber,auditor}'
           or (me.roles && '{intake,biller,case-manager,privacy-officer}' and not elements && '{note,note-draft}'))
          and (cardinality(me.sites) = 0
               or not exists (select 1 from people.stay s where s.client_id = c.id and s.organization_id = c.organization_id)
               or exists (select 1 from people.stay s where s.client_id = c.id and s.organization_id = c.organization_id and s.site_id = any (me.sites))))
      or exists (select 1 from people.care_team t where t.client_id = c.id and t.organization_id = c.organization_id
                 and t.staff_id = me.person and t.until_at is null)
      or (elements <@ '{name,roster,hours,attendance,note-draft}'
          and exists (select 1 from timetable.seat s join timetable.facilitator f on f.organization_id = s.organization_id and f.group_id = s.group_id
                      where s.client_id = c.id and s.organization_id = c.organization_id and f.staff_id = me.person)))
  )
  select distinct i from unnest(ids) i where i not in (select id from allowed) $$;
grant execute on function kernel.unseen(uuid[], text[]) to footbridge_app;
