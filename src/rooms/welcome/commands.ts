import type { AnyDoor } from '#kernel/door.ts'

export const commands: readonly AnyDoor[] = []
