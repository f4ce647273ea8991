import type { Due } from '#kernel/due.ts'
import { plusMinutes } from '#kernel/time.ts'
import { openNotes } from './queries.ts'

const signWithinMinutes = 24 * 60

/** Sessions of the person's own groups that are over and not signed. */
export const due: Due = async work => {
  if (!work.actor.roles.some(role => role === 'facilitator' || role === 'counselor')) return []
  const { sessions } = await work.ask(openNotes, {})
  return sessions
    .filter(session => session.state === 'over' && !session.signedAt)
    .map(session => ({
      room: 'notes',
      what: `Write and sign: ${session.group}`,
      because: `${session.expected} people, ${session.room}.`,
      dueAt: plusMinutes(session.endsAt, signWithinMinutes),
      verb: 'Open notes',
      link: `/staff/notes/${session.id}`,
      clientIds: [],
    }))
}
