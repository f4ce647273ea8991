/** The corridor: the rooms in the one order in which a client walks them. A room imports only rooms before it. */
export const rooms = [
  'people',
  'desk',
  'calendar',
  'inquiry',
  'coverage',
  'timetable',
  'attendance',
  'notes',
  'welcome',
] as const

/** The same for the database: what stands before the first room, then the rooms. */
export const corridor = ['kernel', 'sign-in', ...rooms].map(room => ({ room, folder: `db/migrations/${room}` }))
