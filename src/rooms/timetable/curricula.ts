import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { maybeTextSchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import * as curriculumStore from './curricula-store.ts'
import { planners } from './readers.ts'

const nameSchema = z.string().trim().min(2, 'Write the curriculum’s name.').max(100)
const topicSchema = z.strictObject({
  title: z.string().trim().min(2, 'Write the topic’s title.').max(200),
  homework: maybeTextSchema(500),
})
/** How many topics a curriculum may have. */
const mostTopics = 200

export const addCurriculum = command({
  name: 'timetable.add-curriculum',
  says: 'Add a curriculum: the topics that a group works through, in their order, each with its homework.',
  who: ['counselor', 'director'],
  input: z.strictObject({
    name: nameSchema,
    topics: z.array(topicSchema).min(1, 'Write at least one topic.').max(mostTopics),
  }),
  run: async (work, input) => {
    const curriculumId = await curriculumStore.addCurriculum(work, input.name)
    const topics = input.topics.map(topic => ({ id: null, ...topic }))
    await curriculumStore.setTopics(work, curriculumId, topics)
    return { curriculumId }
  },
})

export const changeCurriculum = command({
  name: 'timetable.change-curriculum',
  says: 'Change a curriculum: its name, its topics and their order. Coming sessions follow; what was held stays.',
  who: ['counselor', 'director'],
  input: z.strictObject({
    curriculumId: z.uuid(),
    name: nameSchema,
    topics: z
      .array(topicSchema.extend({ id: z.uuid().nullable() }))
      .min(1, 'Write at least one topic.')
      .max(mostTopics),
  }),
  run: async (work, input) => {
    const { curriculumId } = input
    await work.hold('timetable.curriculum', curriculumId)
    const [[found], current, groups] = await Promise.all([
      curriculumStore.curriculaOf(work, curriculumId),
      curriculumStore.topicsOf(work, [curriculumId]),
      curriculumStore.groupsUsing(work, [curriculumId]),
    ])
    if (!found) throw notHere()
    const kept = input.topics.flatMap(topic => topic.id ?? [])
    if (new Set(kept).size < kept.length)
      work.refuse('topic-twice', 'A topic stands here twice. Keep it once.', {}, 422)
    if (kept.some(id => !current.some(topic => topic.id === id)))
      work.refuse(
        'changed-meanwhile',
        'Someone dropped one of these topics since you opened them. Look at the newer list, then change it again.',
        {},
        412,
      )
    await curriculumStore.renameCurriculum(work, curriculumId, input.name)
    await curriculumStore.setTopics(work, curriculumId, input.topics)
    if (groups.length > 0) await work.hold('timetable.group', ...groups.map(group => group.id))
    for (const group of groups) await curriculumStore.replanTopics(work, group.id)
    return { groups: groups.length }
  },
})

export const curricula = query({
  name: 'timetable.curricula',
  says: 'The curricula with their topics in order, and the groups that work through each.',
  who: planners,
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const all = await curriculumStore.curriculaOf(work)
    const ids = all.map(each => each.id)
    const [topics, groups] = await Promise.all([
      curriculumStore.topicsOf(work, ids),
      curriculumStore.groupsUsing(work, ids),
    ])
    return {
      curricula: all.map(each => ({
        ...each,
        topics: topics
          .filter(topic => topic.curriculumId === each.id)
          .map(({ id, title, homework }) => ({ id, title, homework })),
        groups: groups.filter(group => group.curriculumId === each.id).map(({ id, name }) => ({ id, name })),
      })),
    }
  },
  shows: () => [],
})

export const chooseTopic = command({
  name: 'timetable.choose-topic',
  says: 'Choose what a session is about; the sessions after it go on from there. Nothing leaves it to the order again.',
  who: ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director'],
  input: z.strictObject({ sessionId: z.uuid(), version: versionSchema, topicId: z.uuid().nullable() }),
  version: input => input.version,
  run: async (work, input) => {
    const [session, topic] = await Promise.all([
      curriculumStore.topicSession(work, input.sessionId),
      input.topicId ? curriculumStore.topicOf(work, input.topicId) : null,
    ])
    if (!session) throw notHere()
    if (!session.leads && !work.actor.roles.includes('director'))
      work.refuse('not-yours', 'This is for who leads the session, or the director.', {}, 403)
    if (topic === undefined)
      work.refuse('not-a-topic', 'This topic is in no curriculum any more. Choose another.', {}, 422)
    if (session.canceled) work.refuse('canceled', 'This session is canceled. Choose the topic of one that takes place.')
    if (session.groupId) await work.hold('timetable.group', session.groupId)
    const { sessionId: id, version = 0, topicId } = input
    if (!(await curriculumStore.chooseTopic(work, { id, version, topicId }))) work.changed({ version: session.version })
    if (session.groupId) await curriculumStore.replanTopics(work, session.groupId)
    return { version: version + 1 }
  },
})

export const curriculumCommands = [addCurriculum, changeCurriculum, chooseTopic]
export const curriculumQueries = [curricula]
