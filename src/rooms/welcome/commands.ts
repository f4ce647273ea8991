import type { AnyDoor } from '#kernel/door.ts'
import { followCommands } from './follow.ts'
import { frontCommands } from './front.ts'
import { placeCommands } from './places.ts'
import { sendingCommands } from './sending.ts'
import { waitingCommands } from './waiting.ts'

export const commands: readonly AnyDoor[] = [
  ...frontCommands,
  ...sendingCommands,
  ...waitingCommands,
  ...placeCommands,
  ...followCommands,
]
