import { nobody } from '#kernel/actor.ts'
import { syncSigns } from '#rooms/attendance/signs.ts'
import { addTablet, pairTablet } from '#rooms/attendance/tablets.ts'
import type { TestHouse, TestOrganization } from './house.ts'

/** A tablet as it stands by a door: what it is here, and what only it knows. */
export type TestTablet = { tabletId: string; secret: string }

/** A tablet at the organization’s site, unless another is said, paired. */
export async function aTablet(
  test: TestHouse,
  in_: TestOrganization,
  like: { name: string; siteId?: string },
): Promise<TestTablet> {
  const { name, siteId = in_.siteId } = like
  const { code } = await test.house.act(in_.staff.administrator, addTablet, { siteId, name })
  const { secret, tabletId } = await test.house.act(nobody, pairTablet, { code })
  return { tabletId, secret }
}

/** One sign as a tablet notes it: somebody came by their code just then, unless said otherwise. */
export type NotedSign = {
  id: string
  clientId: string
  kind: 'in' | 'out'
  how: 'code' | 'card'
  deviceAt: string
  offsetMs: number
}

/** A sign at a moment, by a clock that is right. */
export function aSign(clientId: string, deviceAt: string, like: Partial<NotedSign> = {}): NotedSign {
  return { id: crypto.randomUUID(), clientId, kind: 'in', how: 'code', deviceAt, offsetMs: 0, ...like }
}

/** What the house answers a tablet that sends these; by a clock that is right, unless it is said. */
export const sent = (test: TestHouse, { secret }: TestTablet, signs: NotedSign[], deviceNow: string = test.now()) =>
  test.house.act(nobody, syncSigns, { secret, deviceNow, signs })
