import type { Due } from '#kernel/due.ts'

/** What waits for somebody here. */
export const due: Due = async () => []
