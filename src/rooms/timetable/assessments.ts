import { type Day, dayIn, instantAt, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { assessments } from '#rooms/inquiry/appointments.ts'
import { placeWord } from './timetable.ts'

// Assessments are the front door's: here they are shown among the sessions that they cannot meet, and never changed.

/** The assessments on days from one to another, both included, each day by the calendar of its site. */
export async function assessmentsOn(
  work: Work,
  { fromOn, untilOn }: { fromOn: Day; untilOn: Day },
  only: { siteId?: string | undefined; staffId?: string | undefined } = {},
) {
  // A day is somewhere in the world from the day before it in UTC to the day after.
  const [from, until] = [
    instantAt('UTC', plusDays(fromOn, -1), '00:00'),
    instantAt('UTC', plusDays(untilOn, 2), '00:00'),
  ]
  const found = await work.ask(assessments, { from, until, ...only })
  return found.assessments.flatMap(({ givenUp: _, version: __, room, ...each }) => {
    const onDay = dayIn(each.zone, each.startsAt)
    return onDay < fromOn || onDay > untilOn ? [] : [{ ...each, onDay, room: placeWord({ room, mode: each.mode }) }]
  })
}

/** An assessment as the week shows it: who holds it and where, and of whom only the code. */
export type AssessmentLine = Awaited<ReturnType<typeof assessmentsOn>>[number]
