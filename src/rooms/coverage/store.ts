/** What broken constraints of this room mean. */
export const constraints = {}
