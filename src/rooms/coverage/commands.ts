import type { AnyDoor } from '#kernel/door.ts'
import { policyCommands } from './policies.ts'
import { priceCommands } from './prices.ts'
import { verificationCommands } from './verifications.ts'

export const commands: readonly AnyDoor[] = [...priceCommands, ...policyCommands, ...verificationCommands]
