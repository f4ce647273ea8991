import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planTopics, type TopicSlot } from './topics.ts'

const topics = ['triggers', 'cravings', 'sleep', 'family', 'plans']
const free = (count: number): TopicSlot[] =>
  Array.from({ length: count }, (_, at) => ({ id: `s${at}`, chosen: false, topicId: null }))
const chosen = (slots: TopicSlot[], at: number, topicId: string | null) =>
  slots.map((slot, place) => (place === at ? { ...slot, chosen: true, topicId } : slot))

describe('the topics of the coming sessions', () => {
  it.each([
    ['an open group begins with the first', true, [], free(3), ['triggers', 'cravings', 'sleep']],
    [
      'an open group goes on after the last one held',
      true,
      ['sleep'],
      free(4),
      ['family', 'plans', 'triggers', 'cravings'],
    ],
    [
      'a closed group stops when each was held',
      false,
      ['sleep', 'family', 'plans'],
      free(3),
      ['triggers', 'cravings', null],
    ],
    ['a closed group that held them all has none', false, topics, free(2), [null, null]],
    [
      'a topic chosen by hand stays, and an open group goes on after it',
      true,
      ['triggers'],
      chosen(free(3), 0, 'family'),
      ['family', 'plans', 'triggers'],
    ],
    [
      'a closed group comes back for what was passed over',
      false,
      [],
      chosen(free(6), 1, 'family'),
      ['triggers', 'family', 'plans', 'cravings', 'sleep', null],
    ],
    [
      'a closed group does not plan what somebody chose for later',
      false,
      [],
      chosen(free(4), 3, 'cravings'),
      ['triggers', 'sleep', 'family', 'cravings'],
    ],
    [
      'a topic that the curriculum lost is no place to go on from: the one before it is',
      true,
      ['cravings', 'dropped'],
      free(1),
      ['sleep'],
    ],
    [
      'a hand-chosen topic from elsewhere moves nothing',
      true,
      ['triggers'],
      chosen(free(2), 0, 'guest'),
      ['guest', 'cravings'],
    ],
    ['nothing to plan without topics held', false, ['dropped'], [], []],
  ] as const)('%s', (_, open, held, sessions, expected) => {
    expect(planTopics({ open, topics, held, sessions })).toEqual(expected)
  })

  it('without a curriculum there are none', () => {
    expect(planTopics({ open: true, topics: [], held: [], sessions: free(2) })).toEqual([null, null])
  })
})

const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 })
const slots = (of: readonly string[]) =>
  fc
    .array(fc.option(fc.constantFrom(...of), { freq: 4 }), { maxLength: 40 })
    .map(picks => picks.map((topicId, at) => ({ id: `s${at}`, chosen: topicId !== null, topicId })))
const plans = names.chain(of =>
  fc.record({
    topics: fc.constant(of),
    held: fc.array(fc.constantFrom(...of), { maxLength: 30 }),
    sessions: slots(of),
  }),
)

describe('whatever was held and chosen', () => {
  it('a closed group is never planned a topic that was held, was chosen, or is planned already', () => {
    fc.assert(
      fc.property(plans, plan => {
        const planned = planTopics({ ...plan, open: false })
        const own = planned.filter((topic, at) => !plan.sessions[at]?.chosen && topic !== null)
        expect(new Set(own).size).toBe(own.length)
        const taken = new Set([...plan.held, ...plan.sessions.flatMap(slot => slot.topicId ?? [])])
        expect(own.filter(topic => topic !== null && taken.has(topic))).toEqual([])
      }),
    )
  })

  it('a closed group with sessions enough hears every topic', () => {
    fc.assert(
      fc.property(plans, plan => {
        const long = [...plan.sessions, ...free(plan.topics.length)]
        const heard = new Set([...plan.held, ...planTopics({ ...plan, open: false, sessions: long })])
        expect(plan.topics.every(topic => heard.has(topic))).toBe(true)
      }),
    )
  })

  it('an open group that nobody interferes with comes to each topic equally often, within one', () => {
    fc.assert(
      fc.property(plans, fc.nat(60), (plan, count) => {
        const planned = planTopics({ ...plan, open: true, sessions: free(count) })
        const times = plan.topics.map(topic => planned.filter(each => each === topic).length)
        expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('what was chosen stays, and planning again what was planned changes nothing', () => {
    fc.assert(
      fc.property(plans, fc.boolean(), (plan, open) => {
        const planned = planTopics({ ...plan, open })
        for (const [at, slot] of plan.sessions.entries()) if (slot.chosen) expect(planned[at]).toBe(slot.topicId)
        const again = plan.sessions.map((slot, at) => ({ ...slot, topicId: planned[at] ?? null }))
        expect(planTopics({ ...plan, open, sessions: again })).toEqual(planned)
      }),
    )
  })

  it('the plan goes on the same from any point of it on', () => {
    fc.assert(
      fc.property(plans, fc.boolean(), fc.nat(40), (plan, open, cut) => {
        const planned = planTopics({ ...plan, open })
        const at = Math.min(cut, plan.sessions.length)
        const held = [...plan.held, ...planned.slice(0, at).flatMap(topic => topic ?? [])]
        const rest = planTopics({ ...plan, open, held, sessions: plan.sessions.slice(at) })
        expect(rest).toEqual(planned.slice(at))
      }),
    )
  })
})
