-- Who reads which note, said once for every path: may-look of its chart, and how sensitive the note itself is.

-- Why a note was withdrawn tells of what is in it, so it lies apart and is read by who reads the note. That one was
-- withdrawn names nobody, and the policy of notes must know of it.
create table notes.withdrawal_reason (
  organization_id uuid not null,
  note_id uuid not null,
  reason text not null check (length(reason) between 3 and 300),
  primary key (organization_id, note_id),
  foreign key (organization_id, note_id) references notes.withdrawal on delete restrict
);
call kernel.close('notes.withdrawal_reason', 'select, insert');
insert into notes.withdrawal_reason select organization_id, note_id, reason from notes.withdrawal;
alter table notes.withdrawal drop column reason;
create trigger stays_signed before update or delete on notes.withdrawal_reason for each row
  execute function notes.stays_signed();

-- Whether the working actor reads a chart's usual notes, or its restricted ones. Merged charts are one person's.
create function notes.reads(client uuid, is_restricted boolean) returns boolean language plpgsql stable as $$
begin
  if not kernel.roles() && '{counselor,nurse,prescriber,case-manager,director,auditor}'
      or exists (select from kernel.unseen(array[client], '{note}')) then
    return false;
  end if;
  return not is_restricted or kernel.roles() && '{director,auditor}' or exists (
    select from people.client c join people.client k on k.organization_id = c.organization_id
      and (k.id = coalesce(c.merged_into, c.id) or k.merged_into = coalesce(c.merged_into, c.id))
    join people.care_team t on t.organization_id = k.organization_id and t.client_id = k.id
    where c.organization_id = kernel.organization() and c.id = client
      and t.staff_id = kernel.person() and t.until_at is null);
end $$;

-- The same, asked once for each chart in a statement and not for each of its notes: what was answered is remembered
-- for this moment (which is the statement's) and whoever works.
create function notes.may_read(client uuid, is_restricted boolean) returns boolean language plpgsql stable as $$
declare
  moment text := statement_timestamp() || current_setting('footbridge.actor', true)
    || current_setting('footbridge.roles', true);
  known text := coalesce(current_setting('footbridge.notes_known', true), '');
  about text := client || case when is_restricted then 'r' else 'u' end;
  place integer := strpos(known, about);
  answer boolean;
begin
  if place > 0 and starts_with(known, moment) then
    return substr(known, place + 37, 1) = '+';
  end if;
  answer := notes.reads(client, is_restricted);
  perform set_config('footbridge.notes_known', case when starts_with(known, moment) and length(known) < 2000
    then known else moment end || ' ' || about || case when answer then '+' else '-' end, true);
  return answer;
end $$;

-- Said as subqueries, whoever works is asked for once in a statement.
drop policy sensitivity on notes.note;
create policy sensitivity on notes.note as restrictive for select using (
  organization_id = kernel.organization() and (
    (select kernel.actor() is null)
    or signed_by = (select kernel.person())
    or (((select kernel.roles() && '{auditor}') or not exists (select from notes.withdrawal w
          where w.organization_id = note.organization_id and w.note_id = note.id))
        and notes.may_read(client_id, restricted))));

-- What stands beside a note is read by who reads the note.
create function notes.stands_readable(note uuid) returns boolean language plpgsql stable as $$
begin
  return exists (select from notes.note n where n.organization_id = kernel.organization() and n.id = note);
end $$;
drop policy sensitivity on notes.amendment;
create policy sensitivity on notes.amendment as restrictive for select using (
  organization_id = kernel.organization() and notes.stands_readable(note_id));
drop policy sensitivity on notes.co_signing;
create policy sensitivity on notes.co_signing as restrictive for select using (
  organization_id = kernel.organization() and notes.stands_readable(note_id));
create policy sensitivity on notes.withdrawal_reason as restrictive for select using (
  organization_id = kernel.organization() and notes.stands_readable(note_id));

-- What a group writes is read by who leads that session, until it is signed; that it was signed, by the director, too.
create policy leader on notes.line as restrictive using (
  (select kernel.actor() is null) or exists (select from timetable.leader l
    where l.organization_id = line.organization_id and l.session_id = line.session_id
      and l.staff_id = (select kernel.person())));
create policy leader on notes.group_note as restrictive using (
  (select kernel.actor() is null) or exists (select from timetable.leader l
    where l.organization_id = group_note.organization_id and l.session_id = group_note.session_id
      and l.staff_id = (select kernel.person()))
  or (signed_at is not null and (select kernel.roles() && '{director,auditor}')));
create policy leader on notes.keeping as restrictive for select using (
  (select kernel.actor() is null) or kept_by = (select kernel.person())
  or (select kernel.roles() && '{director,auditor}')
  or exists (select from timetable.leader l where l.organization_id = keeping.organization_id
    and l.session_id = keeping.about and l.staff_id = (select kernel.person())));
