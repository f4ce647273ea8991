import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Work } from '#kernel/work.ts'
import { planTopics, type TopicSlot } from './topics.ts'

// The statements of curricula, and the one place that writes which topic a coming session is about.

/** A topic as it is asked for: with its id when it is one of the curriculum's already. */
export type TopicWords = { id: string | null; title: string; homework: string | null }

/** The curricula in use, or one of them. */
export const curriculaOf = (work: Work, id: string | null = null) => {
  const all = db
    .selectFrom('timetable.curriculum')
    .select(['id', 'name'])
    .where('organization_id', '=', work.organization)
    .where('closed_on', 'is', null)
    .orderBy('name')
  return work.all(id ? all.where('id', '=', id) : all)
}

/** The topics of these curricula in their order, without those that were dropped. */
export const topicsOf = (work: Work, curriculumIds: readonly string[]) =>
  work.all(sql<{ id: string; curriculumId: string; title: string; homework: string | null }>`
    select id, curriculum_id as "curriculumId", title, homework from timetable.topic
    where organization_id = ${work.organization} and curriculum_id = any (${[...curriculumIds]}::uuid[])
      and dropped_at is null
    order by curriculum_id, position`)

/** The open groups that use these curricula. */
export const groupsUsing = (work: Work, curriculumIds: readonly string[]) =>
  work.all(sql<{ id: string; curriculumId: string; name: string }>`
    select id, curriculum_id as "curriculumId", name from timetable."group"
    where organization_id = ${work.organization} and curriculum_id = any (${[...curriculumIds]}::uuid[])
      and ends_on is null
    order by name`)

export async function addCurriculum(work: Work, name: string): Promise<string> {
  const id = work.id()
  await work.run(db.insertInto('timetable.curriculum').values({ organization_id: work.organization, id, name }))
  return id
}

export const renameCurriculum = (work: Work, id: string, name: string) =>
  work.run(
    db
      .updateTable('timetable.curriculum')
      .set({ name })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

/**
 * A curriculum has these topics in this order from now on; the others are dropped and stay with the sessions that had
 * them. All are dropped first, or two that change places would be in each other's way.
 */
export async function setTopics(work: Work, curriculumId: string, topics: readonly TopicWords[]): Promise<void> {
  await work.run(
    db
      .updateTable('timetable.topic')
      .set({ dropped_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('curriculum_id', '=', curriculumId)
      .where('dropped_at', 'is', null),
  )
  await work.run(sql`
    insert into timetable.topic (organization_id, id, curriculum_id, position, title, homework)
    select ${work.organization}, i, ${curriculumId}, n, t, h
    from unnest(${topics.map(each => each.id ?? work.id())}::uuid[], ${topics.map(each => each.title)}::text[],
      ${topics.map(each => each.homework)}::text[]) with ordinality w (i, t, h, n)
    on conflict (organization_id, id) do update
      set position = excluded.position, title = excluded.title, homework = excluded.homework, dropped_at = null`)
}

/** A topic that is not dropped, with its curriculum. */
export const topicOf = (work: Work, id: string) =>
  work.one(
    db
      .selectFrom('timetable.topic')
      .select(['id', 'curriculum_id as curriculumId', 'title'])
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('dropped_at', 'is', null),
  )

/** A session as far as its topic goes, and whether the working person leads it. */
export const topicSession = (work: Work, id: string) =>
  work.one(sql<{ groupId: string | null; version: number; canceled: boolean; leads: boolean }>`
    select s.group_id as "groupId", s.version, s.canceled_at is not null as canceled,
      exists (select 1 from timetable.leader l where l.organization_id = s.organization_id and l.session_id = s.id
        and l.staff_id = ${work.actor.personId}::uuid) as leads
    from timetable.session s where s.organization_id = ${work.organization} and s.id = ${id}`)

/** Sets a session's topic by hand, or leaves it to the rotation; false when somebody changed the session since. */
export async function chooseTopic(
  work: Work,
  session: { id: string; version: number; topicId: string | null },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.session')
      .set({ topic_id: session.topicId, topic_chosen: session.topicId !== null, version: session.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', session.id)
      .where('version', '=', session.version)
      .returning('id'),
  )
  return row !== undefined
}

/**
 * Plans the topics of a group's coming sessions anew, after its sessions, its curriculum or a topic changed. The
 * version of a session stays: nobody changed it, and whoever has it open need not look again. The caller holds the
 * group.
 */
export async function replanTopics(work: Work, groupId: string): Promise<void> {
  const [topics, sessions] = await Promise.all([
    work.all(sql<{ id: string }>`
      select t.id from timetable."group" g
      join timetable.topic t on t.organization_id = g.organization_id and t.curriculum_id = g.curriculum_id
        and t.dropped_at is null
      where g.organization_id = ${work.organization} and g.id = ${groupId} order by t.position`),
    work.all(sql<TopicSlot & { open: boolean; coming: boolean }>`
      select s.id, s.topic_chosen as chosen, s.topic_id as "topicId", g.open,
        s.starts_at > ${work.now}::timestamptz as coming
      from timetable.session s
      join timetable."group" g on g.organization_id = s.organization_id and g.id = s.group_id
      where s.organization_id = ${work.organization} and s.group_id = ${groupId} and s.canceled_at is null
        and (s.starts_at > ${work.now}::timestamptz or s.topic_id is not null)
      order by s.starts_at, s.id`),
  ])
  const coming = sessions.filter(session => session.coming)
  const planned = planTopics({
    open: coming[0]?.open ?? true,
    topics: topics.map(topic => topic.id),
    held: sessions.flatMap(session => (session.coming ? [] : (session.topicId ?? []))),
    sessions: coming,
  })
  const changes = coming.flatMap((session, at) => {
    const topicId = planned[at] ?? null
    return topicId === session.topicId ? [] : [{ id: session.id, topicId }]
  })
  if (changes.length === 0) return
  await work.run(sql`
    update timetable.session s set topic_id = w.topic_id
    from unnest(${changes.map(each => each.id)}::uuid[], ${changes.map(each => each.topicId)}::uuid[]) w (id, topic_id)
    where s.organization_id = ${work.organization} and s.id = w.id and not s.topic_chosen`)
}
