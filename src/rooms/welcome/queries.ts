import type { AnyDoor } from '#kernel/door.ts'
import { frontQueries } from './front.ts'
import { sendingQueries } from './sending.ts'
import { waitingQueries } from './waiting.ts'

export const queries: readonly AnyDoor[] = [...frontQueries, ...sendingQueries, ...waitingQueries]
