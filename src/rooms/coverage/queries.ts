import type { AnyDoor } from '#kernel/door.ts'
import { estimateQueries } from './estimates.ts'
import { policyQueries } from './policies.ts'
import { priceQueries } from './prices.ts'
import { verificationQueries } from './verifications.ts'

export const queries: readonly AnyDoor[] = [
  ...priceQueries,
  ...policyQueries,
  ...verificationQueries,
  ...estimateQueries,
]
