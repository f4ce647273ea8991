import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { instant } from '#kernel/time.ts'
import { front } from './accounts.ts'
import { sessionSeconds } from './sign-in.ts'
import * as store from './store.ts'

export const door = query({
  name: 'sign-in.door',
  says: 'What the sign-in page shows before anyone is in: the house’s name and, in a demo world, its invented people.',
  who: ['anyone'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const [sign, personas] = await Promise.all([
      work.one(front),
      work.world === 'demo' ? work.all(store.personas) : Promise.resolve([]),
    ])
    return {
      world: work.world,
      firstRun: !sign?.has_accounts,
      organization: sign?.organization ?? null,
      sites: sign?.sites ?? [],
      personas: personas.map(each => ({
        id: each.account_id,
        name: each.name,
        credential: each.credential,
        says: each.says,
        side: each.side === 'staff' ? ('staff' as const) : ('client' as const),
      })),
    }
  },
  shows: () => [],
})

export const sessions = query({
  name: 'sign-in.sessions',
  says: 'Your own sessions: which devices, since when, last seen.',
  who: ['signed-in'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const live = await store.liveSessions(work, instant(Date.parse(work.now) - sessionSeconds * 1000))
    return {
      sessions: live.map(each => ({
        id: each.id,
        device: each.device,
        startedAt: each.started_at,
        lastSeenAt: each.last_seen_at,
        current: each.id === work.actor.sessionId,
      })),
    }
  },
  shows: () => [],
})

export const queries = [door, sessions]
