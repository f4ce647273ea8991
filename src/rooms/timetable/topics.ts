/** A coming session as the plan sees it: `chosen` when somebody chose its topic by hand. */
export type TopicSlot = { id: string; chosen: boolean; topicId: string | null }

/** What the plan of a group's topics is made from. */
export type TopicPlan = {
  /** Whether people come and go: then the topics rotate for ever. A closed group hears each of them once. */
  open: boolean
  /** The curriculum's topics in their order. */
  topics: readonly string[]
  /** The topics of the sessions so far, the oldest first; those that the curriculum lost since do not matter. */
  held: readonly string[]
  /** The sessions to come, in the order of time. */
  sessions: readonly TopicSlot[]
}

/**
 * Which topic each coming session is about. It goes on after the last one held. A topic chosen by hand stays where it
 * is, and the next session goes on after it; a closed group comes back for what was passed over, and hears nothing
 * twice: when every topic was held or is planned, its further sessions have none.
 */
export function planTopics({ open, topics, held, sessions }: TopicPlan): (string | null)[] {
  const used = new Set([...held, ...sessions.flatMap(each => (each.chosen && each.topicId ? [each.topicId] : []))])
  let last = topics.indexOf(held.findLast(topic => topics.includes(topic)) ?? '')
  return sessions.map(session => {
    if (session.chosen) {
      const at = topics.indexOf(session.topicId ?? '')
      if (at >= 0) last = at
      return session.topicId
    }
    const next = [...topics.slice(last + 1), ...topics.slice(0, last + 1)].find(topic => open || !used.has(topic))
    if (next === undefined) return null
    used.add(next)
    last = topics.indexOf(next)
    return next
  })
}
