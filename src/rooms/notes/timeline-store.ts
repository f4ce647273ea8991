import { sql } from 'kysely'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { isReplaced, noteColumns, type SignedNote } from './store.ts'

// The notes of one chart, narrowed and searched. Row by row the database says who may read them.

/** Which notes of a chart are wanted; an empty list narrows nothing. */
export type Wanted = {
  chartIds: readonly string[]
  kinds: readonly string[]
  authors: readonly string[]
  objectives: readonly string[]
  text: string
}
/** Where a page of the chart ended. */
export type Place = { startsAt: Instant; id: string }

/** What parts two words, as `notes.searched` has it. */
const hyphens = '-/\u2010\u2011'

/**
 * What was typed, as a question to the words of a note: all of its words, the last of them as a beginning. Hyphens and
 * slashes part words as they do in the notes, and two words that stand side by side are found where they are written
 * as one: “follow up”, “follow-up” and “followup”. It goes through the parser that the notes went through, so that
 * whatever is typed is a question; of no word it is null.
 */
const asked = (text: string) => sql`typed as (
    select lexeme, lag(lexeme) over w as before, lead(lexeme) over w as behind, lead(place, 2) over w is null as ends
    from unnest(to_tsvector('simple', kernel.plain(translate(${text}, ${hyphens}, '    ')))) l, unnest(positions) place
    window w as (order by place)),
  asked as materialized (
    select string_agg('(' || (
        select string_agg('''' || replace(replace(way, '\\', '\\\\'), '''', '''''') || ''''
          || case when last then ':*' else '' end, ' | ')
        from (values (lexeme, behind is null), (before || lexeme, behind is null), (lexeme || behind, ends))
          v (way, last)
        where way is not null) || ')', ' & ')::tsquery as words
    from typed)`

const fits = ({ kinds, authors, objectives }: Wanted) => sql`(
  (${[...kinds]}::text[] = '{}' or n.kind = any (${[...kinds]}::text[]))
  and (${[...authors]}::uuid[] = '{}' or n.signed_by = any (${[...authors]}::uuid[]))
  and (${[...objectives]}::text[] = '{}' or n.facts ->> 'objective' = any (${[...objectives]}::text[]))
  and ((select words from asked) is null or n.words @@ (select words from asked)))`

/** Notes of a chart, the newest first, from a place on. */
export const notesAfter = (work: Work, wanted: Wanted, page: { before: Place | null; most: number }) =>
  work.all(sql<SignedNote>`
    with ${asked(wanted.text)}
    select ${noteColumns} from notes.note n
    where n.organization_id = ${work.organization} and n.client_id = any (${[...wanted.chartIds]}::uuid[])
      and n.starts_at <= ${page.before?.startsAt ?? 'infinity'}::timestamptz
      and (n.starts_at < ${page.before?.startsAt ?? 'infinity'}::timestamptz or n.id > ${page.before?.id ?? null}::uuid)
      and ${fits(wanted)}
    order by n.starts_at desc, n.id limit ${page.most}`)

/** How many notes a chart has of each kind, author and objective, and how many of them are wanted. */
export type Counted = {
  /** What the row counts: all notes, those of one kind, of one author, or to one objective. */
  of: 'all' | 'kind' | 'author' | 'objective'
  /** The kind, the author's id, or the objective's words. */
  value: string | null
  name: string | null
  notes: number
  fitting: number
  /** How many that are wanted another note stands instead of: they are shown, and counted in none of the above. */
  replaced: number
  lastOn: Day | null
}

/** Counts the notes of a chart that stand for its filters, all in one reading. */
export const countsOf = (work: Work, wanted: Wanted) =>
  work.all(sql<Counted>`
    with ${asked(wanted.text)},
    mine as (
      select n.kind, n.signed_by, n.facts ->> 'objective' as objective, n.on_day, ${fits(wanted)} as fits,
        ${isReplaced} as replaced
      from notes.note n
      where n.organization_id = ${work.organization} and n.client_id = any (${[...wanted.chartIds]}::uuid[])),
    counted as (
      select grouping(kind, signed_by, objective) as sets, kind, signed_by, objective,
        count(*) filter (where not replaced) as notes, count(*) filter (where fits and not replaced) as fitting,
        count(*) filter (where fits and replaced) as replaced, max(on_day) filter (where not replaced) as last_on
      from mine group by grouping sets ((), (kind), (signed_by), (objective)))
    select case c.sets when 7 then 'all' when 3 then 'kind' when 5 then 'author' else 'objective' end as of,
      coalesce(c.kind, c.signed_by::text, c.objective) as value, s.given || ' ' || s.family as name, c.notes, c.fitting,
      c.replaced, c.last_on as "lastOn"
    from counted c left join people.staff s on s.organization_id = ${work.organization} and s.id = c.signed_by
    order by c.notes desc, name, value`)

/** One note of a chart whose notes one reads. */
export const noteRead = (work: Work, id: string) =>
  work.one(sql<SignedNote>`
    select ${noteColumns} from notes.note n where n.organization_id = ${work.organization} and n.id = ${id}
      and not exists (select from kernel.unseen(array[n.client_id], '{name,note}'))`)

/** One note that one signed, of somebody whom one may still see by name. */
export const ownNote = (work: Work, id: string) =>
  work.one(sql<SignedNote>`
    select ${noteColumns} from notes.note n where n.organization_id = ${work.organization} and n.id = ${id}
      and n.signed_by = ${work.actor.personId}
      and not exists (select from kernel.unseen(array[n.client_id], '{name,note-draft}'))`)
