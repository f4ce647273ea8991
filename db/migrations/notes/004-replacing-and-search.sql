-- What search reads of a text: as kernel.plain writes it, where a hyphen or a slash parts two words, and what is written
-- with hyphens is one word too. Most texts are of plain letters only: those need none of its slower steps.
create function notes.searched(words text) returns text language plpgsql immutable parallel safe as $$
declare
  simple boolean := octet_length(words) = length(words);
  even text := case when simple then words else translate(words, U&'\2010\2011', '--') end;
  parted text := replace(replace(even, '-', ' '), '/', ' ');
  joined text := '';
begin
  if strpos(even, '-') > 0 then
    joined := ' ' || coalesce((select string_agg(replace(one[1], '-', ''), ' ')
      from regexp_matches(even, '[^[:space:]/]*-[^[:space:]/]*', 'g') one), '');
  end if;
  if simple then
    return replace(replace(replace(replace(lower(parted || joined), '''', ''), '`', ''), '.', ''), ',', '');
  end if;
  return kernel.plain(parted || joined);
end $$;
grant execute on function notes.searched(text) to footbridge_app;

-- The table is written anew once. No row is updated by it, so that what is signed is as it was and its trigger is silent.
alter table notes.note alter column words
  set expression as (to_tsvector('simple', notes.searched(title || ' ' || topic || ' ' || notes.said(parts))));

-- A note that came back from a supervisor is written again as a draft, whichever kind it is of.
alter table notes.draft drop constraint draft_kind_check;
alter table notes.draft add constraint draft_kind check (kind in ('individual', 'family', 'case-management', 'medical',
  'crisis', 'phone', 'missed') or (kind = 'group' and replaces is not null));
create unique index draft_replaces on notes.draft (organization_id, replaces)
  where replaces is not null and note_id is null and dropped_at is null;

-- A draft is its author's alone. The director learns of others' that are past their time how many, and since when: not of
-- whom they are, of which kind, or what they say. Those of a booked hour are known by the hour.
create function notes.drafts_past(before timestamptz) returns table (author uuid, drafts integer, since timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.author, count(*)::int, min(d.starts_at + d.minutes * interval '1 minute') from notes.draft d
  where d.organization_id = kernel.organization() and kernel.roles() && '{director}' and d.author <> kernel.person()
    and d.session_id is null and d.replaces is null and d.note_id is null and d.dropped_at is null
    and d.starts_at + d.minutes * interval '1 minute' < before
  group by d.author $$;
revoke all on function notes.drafts_past(timestamptz) from public;
grant execute on function notes.drafts_past(timestamptz) to footbridge_app;
