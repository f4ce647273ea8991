import { z } from 'zod'
import { programOf } from '#kernel/actor.ts'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { sitesOf } from '#rooms/people/facts.ts'
import { hashOf } from '#sign-in/sign-in.ts'
import { newPairingCode, pairingCodeOf, pairingMinutes } from './signing.ts'
import * as store from './tablets-store.ts'

// The tablets by the doors. One is paired by a code that holds for minutes, and known by a secret from then on.

const keepers = ['director', 'administrator'] as const
const readers = [
  'counselor',
  'facilitator',
  'nurse',
  'prescriber',
  'case-manager',
  'director',
  'auditor',
  'administrator',
] as const

/** The secret of a tablet, as its doors take it. */
export const tabletSecret = () => concealedText(z.string().max(200))

/** Goes on as a tablet: the program itself, in the organization that the secret or the code leads to. */
export const becomeTablet = (work: Work, { organizationId }: store.Tablet) => work.become(programOf(organizationId))

/** The open site of an id. */
export async function siteOf(work: Work, id: string) {
  const { sites, clock } = await work.ask(sitesOf, {})
  const site = sites.find(each => each.id === id)
  return site && { ...site, clock }
}

const notThere = (work: Work): never => work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)

function newPairing(work: Work): { code: string; pairing: store.Pairing } {
  const code = newPairingCode(work.random)
  return { code, pairing: { hash: hashOf(code), until: plusMinutes(work.now, pairingMinutes) } }
}

export const addTablet = command({
  name: 'attendance.add-tablet',
  says: 'Add a tablet by the door of a site. Its pairing code is shown once and holds for ten minutes.',
  who: keepers,
  input: z.strictObject({
    siteId: z.uuid(),
    name: z.string().trim().min(2, 'Say where it stands, “Front door”.').max(60),
  }),
  secret: true,
  run: async (work, input) => {
    // Held, or the site could close between the look and the tablet.
    await work.hold('people.site', input.siteId)
    if (!(await siteOf(work, input.siteId))) notThere(work)
    const { code, pairing } = newPairing(work)
    return { tabletId: await store.addTablet(work, input, pairing), code, until: pairing.until }
  },
})

export const pairAgain = command({
  name: 'attendance.pair-again',
  says: 'Make a new pairing code for a tablet that was lost, changed or ended; its old secret opens nothing any more.',
  who: keepers,
  input: z.strictObject({ tabletId: z.uuid() }),
  secret: true,
  run: async (work, input) => {
    const { code, pairing } = newPairing(work)
    if (!(await store.waitAgain(work, input.tabletId, pairing))) notThere(work)
    return { tabletId: input.tabletId, code, until: pairing.until }
  },
})

export const endTablet = command({
  name: 'attendance.end-tablet',
  says: 'A tablet is no longer in use: it sees and sends nothing any more. What it took stays.',
  who: keepers,
  input: z.strictObject({ tabletId: z.uuid() }),
  run: async (work, input) => {
    if (!(await store.endTablet(work, input.tabletId))) notThere(work)
    return {}
  },
})

export const tablets = query({
  name: 'attendance.tablets',
  says: 'The tablets by the doors: where each stands, since when it is paired, and when it was here last.',
  who: readers,
  input: z.strictObject({ /** Also those that were ended. */ ended: z.boolean().default(false) }),
  discloses: [],
  run: async (work, input) => {
    const [rows, { sites }] = await Promise.all([store.tablets(work, input), work.ask(sitesOf, {})])
    const nameOf = new Map(sites.map(site => [site.id, site.name]))
    return {
      now: work.now,
      tablets: rows.map(({ pairingUntil, ...tablet }) => ({
        ...tablet,
        site: nameOf.get(tablet.siteId) ?? 'A site that was closed',
        /** Until when a pairing code is waited for; null when none is, or it is over. */
        waitingUntil: pairingUntil && pairingUntil > work.now ? pairingUntil : null,
      })),
    }
  },
  shows: () => [],
})

function pairingOver(work: Work): never {
  const says = 'This code is not known, or its ten minutes are over. Make a new one under Sign-in tablets.'
  return work.refuse('pairing-over', says, {}, 404)
}

export const pairTablet = command({
  name: 'attendance.pair-tablet',
  says: 'Pair the tablet that you hold by its code: it gets a secret of its own, once.',
  who: ['anyone'],
  input: z.strictObject({ code: concealedText(z.string().max(60)) }),
  secret: true,
  run: async (work, input) => {
    const codeHash = hashOf(pairingCodeOf(input.code))
    const waiting = await store.waitingFor(work, codeHash)
    if (!waiting) return pairingOver(work)
    await becomeTablet(work, waiting)
    const secret = Buffer.from(work.random(32)).toString('base64url')
    const paired = await store.pair(work, waiting.id, { codeHash, secretHash: hashOf(secret) })
    const site = await siteOf(work, waiting.siteId)
    if (!paired || !site) return pairingOver(work)
    return { secret, tabletId: paired.id, name: paired.name, site: site.name, zone: site.zone }
  },
})

export const tabletCommands = [addTablet, pairAgain, endTablet, pairTablet]
export const tabletQueries = [tablets]
