import type { AnyDoor } from '#kernel/door.ts'

export const queries: readonly AnyDoor[] = []
