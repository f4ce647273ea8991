import type { AnyDoor } from '#kernel/door.ts'
import { frontCommands } from './front.ts'
import { sendingCommands } from './sending.ts'

export const commands: readonly AnyDoor[] = [...frontCommands, ...sendingCommands]
