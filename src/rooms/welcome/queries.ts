import type { AnyDoor } from '#kernel/door.ts'
import { frontQueries } from './front.ts'
import { sendingQueries } from './sending.ts'

export const queries: readonly AnyDoor[] = [...frontQueries, ...sendingQueries]
