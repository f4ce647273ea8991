import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command } from '#kernel/door.ts'
import { momentSchema, versionSchema } from '#kernel/fields.ts'
import type { Work } from '#kernel/work.ts'
import { setUnavailable } from '#rooms/calendar/commands.ts'
import { addTask, queueMessage } from '#rooms/desk/commands.ts'
import { cancelAndFree, leadConflicts, rebook, settle, timeConflicts } from './conflict-check.ts'
import type { Override } from './conflicts.ts'
import { replanTopics } from './curricula-store.ts'
import { overrideSchema } from './inputs.ts'
import { changed, changeThis } from './moving.ts'
import { noticesFor } from './notices.ts'
import { stopOtherSite } from './places.ts'
import * as sessionStore from './sessions-store.ts'
import type { SessionRow } from './store.ts'
import * as store from './store.ts'

const choice = z.discriminatedUnion('do', [
  z.strictObject({ sessionId: z.uuid(), version: versionSchema, do: z.literal('substitute'), staffId: z.uuid() }),
  z.strictObject({
    sessionId: z.uuid(),
    version: versionSchema,
    do: z.literal('move'),
    startsAt: momentSchema,
    roomId: z.uuid().nullable(),
  }),
  z.strictObject({ sessionId: z.uuid(), version: versionSchema, do: z.literal('cancel') }),
])
type Choice = z.output<typeof choice>

export const cover = command({
  name: 'timetable.cover',
  says: 'Somebody is away: their sessions get a substitute, another time, or are canceled, in one act.',
  who: ['director'],
  input: z.strictObject({
    staffId: z.uuid(),
    from: momentSchema,
    until: momentSchema,
    /** What the week shows at a canceled session. */
    reason: concealedText(z.string().trim().min(2).max(200)).default('Staff are away.'),
    choices: z.array(choice).max(200),
    override: overrideSchema,
  }),
  run: async (work, input) => {
    const { staffId, from, until } = input
    if (until <= from) work.refuse('bad-span', 'An absence ends after it begins.', {}, 422)
    const led = (await store.sessionsIn(work, { from, until }, { staffId })).filter(
      each => !each.canceledAt && each.endsAt > work.now,
    )
    const groupIds = [...new Set(led.flatMap(each => each.groupId ?? []))]
    if (groupIds.length > 0) await work.hold('timetable.group', ...groupIds)
    const own = led.filter(each => each.groupId === null).map(each => each.id)
    const clientIds = (await store.clientsExpectedIn(work, own)).map(each => each.clientId)
    const chosen = new Map(input.choices.map(each => [each.sessionId, each]))
    for (const each of input.choices) {
      if (!led.some(session => session.id === each.sessionId)) work.changed({ sessionId: each.sessionId })
      if (each.do === 'substitute' && each.staffId === staffId)
        work.refuse('is-away', 'This is who is away. Choose somebody else.', {}, 422)
    }
    for (const session of led) {
      const made = chosen.get(session.id)
      if (made && !(await sessionStore.takeVersion(work, session.id, made.version ?? 0)))
        work.changed({ sessionId: session.id, version: session.version })
      await coverOne(work, session, { ...input, choice: made })
    }
    const once = { startsAt: from, endsAt: until }
    await work.also(setUnavailable, { kind: 'staff', resourceId: staffId, reason: 'away', weekly: null, once })
    for (const groupId of groupIds) await replanTopics(work, groupId)
    return { sessionIds: led.map(session => session.id), clientIds: [...new Set(clientIds)] }
  },
  touches: answer => answer.clientIds,
})

type Away = { staffId: string; reason: string; choice: Choice | undefined; override: Override | null }

async function coverOne(work: Work, session: SessionRow, { staffId, reason, choice, override }: Away): Promise<void> {
  if (choice?.do === 'cancel') return cancelAndFree(work, [session.id], { kind: 'asked', reason })
  if (choice?.do === 'move') {
    await stopOtherSite(work, session.siteId, [choice.roomId])
    await changeThis(work, session, { to: changed(session, { ...choice, reason }), staffIds: undefined })
  } else {
    const leaders = await store.leadersOf(work, [session.id])
    const others = leaders
      .filter(each => each.staffId !== staffId)
      .map(each => ({ staffId: each.staffId, forStaff: each.forStaffId }))
    const substitute = choice ? [{ staffId: choice.staffId, forStaff: staffId }] : []
    await sessionStore.setLeaders(work, [session.id], [...substitute, ...others])
  }
  const plans = await sessionStore.plansOf(work, [session.id])
  const conflicts = [
    ...(await leadConflicts(work, plans)),
    ...(await timeConflicts(work, plans, { leaving: [session.id] })),
  ]
  // A session that nobody was found for is told to the director; what it is in the way of was there before.
  if (choice) {
    const about = { sessionId: session.id, groupId: session.groupId, override }
    await settle(work, conflicts, { doing: 'timetable.cover', ...about })
  }
  await rebook(work, [session.id])
}

export const sendNotices = command({
  name: 'timetable.send-notices',
  says: 'Tell the clients of changed sessions in neutral words, each by the way they agreed to; the rest are called.',
  who: ['director', 'intake', 'counselor', 'case-manager'],
  input: z.strictObject({ sessionIds: z.array(z.uuid()).min(1).max(200) }),
  run: async (work, input) => {
    // One message each, however many of somebody's hours have changed.
    const byClient = Map.groupBy(await noticesFor(work, input.sessionIds), notice => notice.clientId)
    let queued = 0
    for (const [clientId, [first, ...more]] of byClient) {
      if (!first) continue
      const { reach, subject, startsAt } = first
      if (reach) {
        const words = [first, ...more].map(notice => notice.words).join(' ')
        await work.also(queueMessage, { clientId, ...reach, subject, words })
        queued++
      } else
        await work.also(addTask, {
          title: 'Call about a changed appointment',
          because: 'No message may be sent to them.',
          clientId,
          forRole: 'intake',
          dueAt: startsAt > work.now ? startsAt : work.now,
        })
    }
    return { queued, toCall: byClient.size - queued, clientIds: [...byClient.keys()] }
  },
  touches: answer => answer.clientIds,
})

/** The commands of this noun, for the list of the room's. */
export const coverCommands = [cover, sendNotices]
