import { day, instantAt, plusMinutes } from '#kernel/time.ts'
import type { AssessmentLine, SessionLine } from '#rooms/timetable/queries.ts'

/** Who leads a session, as it says so. */
export const bell = { staffId: 'bell', name: 'Marcus Bell', credential: 'LADC', lead: true, forStaff: null }

/** Another one. */
export const raman = { staffId: 'raman', name: 'Priya Raman', credential: 'LPC', lead: true, forStaff: null }

/** A session of an evening group of an hour, unless said otherwise. */
export function aSession(
  like: Partial<SessionLine> & { on?: string; at?: string; minutes?: number } = {},
): SessionLine {
  const { on = '2026-11-25', at = '17:30', minutes = 60, ...rest } = like
  const zone = rest.zone ?? 'America/New_York'
  const startsAt = instantAt(zone, day(on), at)
  return {
    id: `${on} ${at} ${rest.group ?? 'Process group, Evening A'}`,
    groupId: 'process',
    service: 'group-therapy',
    serviceName: 'Group therapy',
    format: 'group',
    group: 'Process group, Evening A',
    siteId: 'elm',
    site: 'Elm Street',
    zone,
    roomId: 'willow',
    room: 'Willow',
    trackId: 'evening-a',
    track: 'Evening A',
    capacity: 12,
    least: 2,
    onDay: day(on),
    plannedOn: day(on),
    startsAt,
    endsAt: plusMinutes(startsAt, minutes),
    mode: 'in-person',
    link: null,
    breaks: [],
    counts: true,
    countedMinutes: minutes,
    seriesId: null,
    topicId: null,
    topicChosen: false,
    topic: null,
    canceledAt: null,
    canceledKind: null,
    cancelReason: null,
    changeReason: null,
    version: 0,
    moved: false,
    state: 'planned',
    facilitators: [bell],
    expected: 11,
    away: 1,
    ...rest,
  }
}

/** An assessment of an hour and a half, unless said otherwise. */
export function anAssessment(like: Partial<AssessmentLine> = {}): AssessmentLine {
  const startsAt = instantAt('America/New_York', day('2026-11-25'), '10:00')
  return {
    ...{ id: 'a', contactId: 'river', code: 'RIVER 417', siteId: 'elm', site: 'Elm Street', zone: 'America/New_York' },
    ...{ roomId: 'willow', room: 'Willow', staffId: 'lindqvist', staff: 'Ruth Lindqvist', mode: 'in-person' },
    ...{ startsAt, endsAt: plusMinutes(startsAt, 90), onDay: day('2026-11-25') },
    ...like,
  }
}
