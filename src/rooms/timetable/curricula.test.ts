import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf, groupLike, linesOf, sessionOn } from '#testing/program.ts'
import { addRoom } from '../calendar/commands.ts'
import { extendHorizon, startGroup } from './commands.ts'
import { addCurriculum, changeCurriculum, chooseTopic, curricula } from './curricula.ts'
import { cancelSession } from './sessions.ts'

let test: TestHouse
let count = 0
let roomId = ''
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  const room = { siteId: test.here.siteId, name: `Hazel ${count}`, seats: 14 }
  roomId = (await test.house.act(test.here.staff.director, addRoom, room)).roomId
})

const words = ['Triggers', 'Cravings', 'Sleep']
const topics = words.map(title => ({ title, homework: `Write down: ${title.toLowerCase()}` }))
const add = (name = `Foundations ${count}`) =>
  test.house.act(test.here.staff.counselor, addCurriculum, { name, topics })
const known = async (curriculumId: string) => {
  const { curricula: all } = await test.house.see(test.here.staff.facilitator, curricula, {})
  const found = all.find(each => each.id === curriculumId)
  if (!found) throw new Error('the curriculum is not there')
  return found
}
// Each test's group meets at an hour of its own, or its facilitator would be in two places.
const group = async (curriculumId: string, open: boolean) => {
  const like = groupLike(test.here, {
    name: `Group ${count}`,
    roomId,
    meetings: [{ weekday: 2, starts: `${String(count + 3).padStart(2, '0')}:00`, lengthMinutes: 45 }],
  })
  return (await test.house.act(test.here.staff.director, startGroup, { ...like, curriculumId, open })).groupId
}
/** The titles of a group's sessions from today on, as the owner reads them. */
const plan = async (groupId: string) => {
  const { rows } = await test.owner.query<{ title: string | null }>(
    `select t.title from timetable.session s left join timetable.topic t on t.id = s.topic_id
      where s.group_id = $1 and s.starts_at > $2 and s.canceled_at is null order by s.starts_at`,
    [groupId, test.now()],
  )
  return rows.map(row => row.title)
}
const choose = async (groupId: string, onDay: string, topicId: string | null) => {
  const { id: sessionId, version } = await sessionOn(test, test.here, groupId, onDay)
  return test.house.act(test.here.staff.facilitator, chooseTopic, { sessionId, version, topicId })
}

describe('a curriculum', () => {
  it('keeps its topics in order, with the groups that work through it', async () => {
    const { curriculumId } = await add()
    const groupId = await group(curriculumId, true)
    expect(await known(curriculumId)).toMatchObject({
      name: `Foundations ${count}`,
      topics,
      groups: [{ id: groupId, name: `Group ${count}` }],
    })
    expect((await linesOf(test, test.here, addCurriculum.name)).at(-1)).toMatchObject({ kind: 'did' })
    expect((await refusalOf(add())).code).toBe('name-taken')
    const elsewhere = await test.house.see(test.elsewhere.staff.director, curricula, {})
    expect(elsewhere.curricula).toEqual([])
    const { name } = await known(curriculumId)
    const foreign = { curriculumId, name, topics: [{ id: null, title: 'Other' }] }
    expect((await refusalOf(test.house.act(test.elsewhere.staff.director, changeCurriculum, foreign))).status).toBe(404)
    const nurse = test.house.act(test.here.staff.nurse, changeCurriculum, foreign)
    expect((await refusalOf(nurse)).status).toBe(403)
  })

  it('that changes keeps the topics that stay, drops the others, and takes coming sessions along', async () => {
    const { curriculumId } = await add()
    const groupId = await group(curriculumId, true)
    expect((await plan(groupId)).slice(0, 4)).toEqual(['Triggers', 'Cravings', 'Sleep', 'Triggers'])
    const [one, two, three] = (await known(curriculumId)).topics
    const next = {
      curriculumId,
      name: `Foundations ${count} b`,
      topics: [
        { id: three?.id ?? '', title: 'Rest', homework: '' },
        { id: null, title: 'Family', homework: 'Call somebody.' },
        { id: one?.id ?? '', title: 'Triggers', homework: null },
      ],
    }
    expect((await test.house.act(test.here.staff.director, changeCurriculum, next)).groups).toBe(1)
    const now = await known(curriculumId)
    expect(now.topics.map(topic => topic.title)).toEqual(['Rest', 'Family', 'Triggers'])
    expect(now.topics.map(topic => topic.homework)).toEqual([null, 'Call somebody.', null])
    expect([now.topics[0]?.id, now.topics[2]?.id]).toEqual([three?.id, one?.id])
    expect((await plan(groupId)).slice(0, 4)).toEqual(['Rest', 'Family', 'Triggers', 'Rest'])
    const dropped = { ...next, topics: [{ id: two?.id ?? '', title: 'Cravings', homework: null }] }
    const late = await refusalOf(test.house.act(test.here.staff.director, changeCurriculum, dropped))
    expect(late).toMatchObject({ code: 'changed-meanwhile', status: 412 })
    const again = { ...next, topics: [...next.topics, { id: one?.id ?? '', title: 'Triggers', homework: null }] }
    expect((await refusalOf(test.house.act(test.here.staff.director, changeCurriculum, again))).code).toBe(
      'topic-twice',
    )
  })

  it('changed by many at once is left as one of them wrote it', async () => {
    const { curriculumId } = await add()
    const groupId = await group(curriculumId, true)
    const { topics: before, name } = await known(curriculumId)
    const { done, refused } = await allAtOnce(8, at => {
      const turned = [...before.slice(at % 3), ...before.slice(0, at % 3)]
      return test.house.act(test.here.staff.director, changeCurriculum, { curriculumId, name, topics: turned })
    })
    expect([done.length, codesOf(refused)]).toEqual([8, {}])
    const { topics: after } = await known(curriculumId)
    expect(after.map(topic => topic.id).sort()).toEqual(before.map(topic => topic.id).sort())
    expect((await plan(groupId)).slice(0, 3)).toEqual(after.map(topic => topic.title))
  })
})

describe('a session’s topic', () => {
  it('rotates in an open group and runs out in a closed one', async () => {
    const { curriculumId } = await add()
    const open = await group(curriculumId, true)
    expect((await plan(open)).slice(0, 5)).toEqual(['Triggers', 'Cravings', 'Sleep', 'Triggers', 'Cravings'])
    count++
    const closed = await group(curriculumId, false)
    expect((await plan(closed)).slice(0, 5)).toEqual(['Triggers', 'Cravings', 'Sleep', null, null])
  })

  it('goes on where it was when weeks have passed and the horizon moves on', async () => {
    const { curriculumId } = await add()
    const open = await group(curriculumId, true)
    const before = await plan(open)
    test.at('2026-12-02T22:00:00Z')
    await test.house.act(test.here.program, extendHorizon, {})
    const after = await plan(open)
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(1))
    expect(after.length).toBeGreaterThanOrEqual(before.length)
    const order = ['Triggers', 'Cravings', 'Sleep']
    expect(after).toEqual(after.map((_, at) => order[(at + 1) % 3]))
  })

  it('chosen by hand stays, the next go on after it, and left to the order again it is as before', async () => {
    const { curriculumId } = await add()
    const groupId = await group(curriculumId, true)
    const before = await plan(groupId)
    const sleep = (await known(curriculumId)).topics[2]?.id ?? ''
    await choose(groupId, '2026-12-01', sleep)
    expect((await plan(groupId)).slice(0, 4)).toEqual(['Sleep', 'Triggers', 'Cravings', 'Sleep'])
    expect((await linesOf(test, test.here, chooseTopic.name)).at(-1)).toMatchObject({ kind: 'did' })
    await choose(groupId, '2026-12-01', null)
    expect(await plan(groupId)).toEqual(before)
  })

  it('moves on to the next session when one is canceled', async () => {
    const { curriculumId } = await add()
    const groupId = await group(curriculumId, false)
    const { id: sessionId, version } = await sessionOn(test, test.here, groupId, '2026-12-01')
    await test.house.act(test.here.staff.director, cancelSession, { sessionId, version, reason: 'water in the hall' })
    expect((await plan(groupId)).slice(0, 4)).toEqual(['Triggers', 'Cravings', 'Sleep', null])
    const late = test.house.act(test.here.staff.director, chooseTopic, {
      sessionId,
      version: version + 1,
      topicId: null,
    })
    expect((await refusalOf(late)).code).toBe('canceled')
  })

  it('is chosen by who leads the session or the director, once for each version, of topics that are here', async () => {
    const { house, here, elsewhere } = test
    const { curriculumId } = await add()
    const groupId = await group(curriculumId, true)
    const [one, two] = (await known(curriculumId)).topics
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-12-01')
    const wish = { sessionId, version, topicId: two?.id ?? '' }
    const stranger = await staffMember(house, here, 'facilitator')
    expect((await refusalOf(house.act(stranger, chooseTopic, wish))).code).toBe('not-yours')
    expect((await refusalOf(house.act(elsewhere.staff.director, chooseTopic, wish))).status).toBe(404)
    const far = await house.act(elsewhere.staff.director, addCurriculum, {
      name: 'Far',
      topics: [{ title: 'Far away' }],
    })
    const { curricula: theirs } = await house.see(elsewhere.staff.director, curricula, {})
    const topicId = theirs.find(each => each.id === far.curriculumId)?.topics[0]?.id ?? ''
    expect((await refusalOf(house.act(here.staff.director, chooseTopic, { ...wish, topicId }))).code).toBe(
      'not-a-topic',
    )
    const { done, refused } = await allAtOnce(6, at =>
      house.act(here.staff.director, chooseTopic, { ...wish, topicId: (at % 2 === 0 ? one?.id : two?.id) ?? '' }),
    )
    expect([done.length, codesOf(refused)]).toEqual([1, { 'changed-meanwhile': 5 }])
    const blind = house.act(here.staff.director, chooseTopic, { sessionId, topicId: one?.id ?? '' })
    expect((await refusalOf(blind)).status).toBe(428)
  })
})
