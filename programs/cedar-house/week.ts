import type { Client, Place, StaffName, TrackName } from './people.ts'
import type { ThemeName } from './theme.ts'

/** A group as it will be started. */
export type Group = {
  name: string
  /** A word of the catalog of services. */
  service: 'group-therapy' | 'psychoeducation' | 'life-skills' | 'holistic'
  theme: ThemeName
  track: TrackName | null
  /** Whom it is for, if not for everybody: a word of the catalog of cohorts. */
  cohort?: 'women' | 'veterans'
  place: Place
  room: string
  lead: StaffName
  capacity: number
  lengthMinutes: number
  breaks?: readonly { afterMinutes: number; minutes: number }[]
  meetings: readonly { weekday: number; starts: string }[]
  /** Who has a seat in it. */
  seats(client: Client): boolean
  /** Who keeps its hours free besides: they wait for a seat, or get one later. */
  hopes?: readonly string[]
}

/** The rooms, by site. */
export const rooms: readonly { place: Place; name: string; seats: number }[] = [
  { place: 'elm', name: 'Maple', seats: 14 },
  { place: 'elm', name: 'Willow', seats: 14 },
  { place: 'elm', name: 'Oak', seats: 16 },
  { place: 'elm', name: 'Birch', seats: 6 },
  { place: 'elm', name: 'Hazel', seats: 3 },
  { place: 'elm', name: 'Rowan', seats: 3 },
  { place: 'elm', name: 'Alder', seats: 3 },
  { place: 'elm', name: 'Clinic', seats: 3 },
  { place: 'quay', name: 'Harbor', seats: 14 },
  { place: 'quay', name: 'Lantern', seats: 8 },
  { place: 'quay', name: 'Anchor', seats: 3 },
]

/** The long evenings: three in a week, today among them, so that a seat given today begins today. */
export const longEvenings: Readonly<Record<number, readonly number[]>> = {
  1: [1, 3, 5],
  2: [2, 3, 5],
  3: [2, 3, 5],
  4: [2, 4, 6],
  5: [2, 3, 5],
  6: [2, 4, 6],
  7: [2, 4, 7],
}

const monday = 1
const tuesday = 2
const wednesday = 3
const thursday = 4
const friday = 5

const sites: Record<TrackName, { place: Place; room: string; starts: readonly [string, string, string] }> = {
  'Day A': { place: 'elm', room: 'Maple', starts: ['09:00', '10:10', '11:20'] },
  'Day B': { place: 'quay', room: 'Harbor', starts: ['13:00', '14:10', '15:20'] },
  'Evening A': { place: 'elm', room: 'Willow', starts: ['17:30', '18:40', '19:50'] },
  'Evening B': { place: 'elm', room: 'Oak', starts: ['17:30', '18:40', '19:50'] },
}

type Hour = {
  name: string
  theme: ThemeName
  lead: StaffName
  service?: Group['service']
  /** The hour of the block, first to third, and the days. */
  hour: 0 | 1 | 2
  days: readonly number[]
}

function hours(track: TrackName, lines: readonly Hour[]): Group[] {
  const { place, room, starts } = sites[track]
  return lines.map(({ name, theme, lead, service, hour, days }) => ({
    name: `${name}, ${track}`,
    service: service ?? 'group-therapy',
    theme,
    track,
    place,
    room,
    lead,
    capacity: 12,
    lengthMinutes: 60,
    meetings: days.map(weekday => ({ weekday, starts: starts[hour] })),
    seats: client => client.track === track && !client.longEvenings,
  }))
}

const dayA = hours('Day A', [
  { name: 'Thoughts and triggers', theme: 'thoughts', lead: 'Lindqvist', hour: 0, days: [monday, wednesday] },
  { name: 'Stress and sleep', theme: 'sleep', lead: 'Fischer', service: 'life-skills', hour: 0, days: [friday] },
  { name: 'Relapse prevention', theme: 'relapse', lead: 'Lindqvist', hour: 1, days: [monday, friday] },
  {
    name: 'Health and medication education',
    theme: 'health',
    lead: 'Whitfield',
    service: 'psychoeducation',
    hour: 1,
    days: [wednesday],
  },
  { name: 'Process group', theme: 'process', lead: 'Lindqvist', hour: 2, days: [monday, wednesday, friday] },
])

const dayB = hours('Day B', [
  { name: 'Early recovery', theme: 'early', lead: 'Raman', hour: 0, days: [monday, tuesday, thursday] },
  { name: 'Assertiveness practice', theme: 'anger', lead: 'Raman', service: 'life-skills', hour: 1, days: [monday] },
  {
    name: 'Distress tolerance skills',
    theme: 'distress',
    lead: 'Fischer',
    service: 'life-skills',
    hour: 1,
    days: [tuesday, thursday],
  },
  { name: 'Process group', theme: 'process', lead: 'Raman', hour: 2, days: [monday, tuesday, thursday] },
])

// Marcus Bell leads one hour of Evening A, on whichever of its days he has no long evening.
function eveningA(long: readonly number[]): Group[] {
  const bells = long.includes(monday) ? thursday : monday
  const others = [monday, wednesday, thursday].filter(day => day !== bells)
  return hours('Evening A', [
    { name: 'Anger and assertiveness', theme: 'anger', lead: 'Bell', service: 'life-skills', hour: 0, days: [bells] },
    { name: 'Relapse prevention', theme: 'relapse', lead: 'Fischer', hour: 0, days: others },
    {
      name: 'Distress tolerance skills',
      theme: 'distress',
      lead: 'Fischer',
      service: 'life-skills',
      hour: 1,
      days: [monday, wednesday, thursday],
    },
    { name: 'Process group', theme: 'process', lead: 'Herrera', hour: 2, days: [monday, wednesday, thursday] },
  ])
}

const eveningB = hours('Evening B', [
  { name: 'Relapse prevention', theme: 'relapse', lead: 'Herrera', hour: 0, days: [tuesday, wednesday] },
  { name: 'Values and goals', theme: 'values', lead: 'Adeyemi', hour: 0, days: [friday] },
  {
    name: 'Distress tolerance skills',
    theme: 'distress',
    lead: 'Adeyemi',
    service: 'life-skills',
    hour: 1,
    days: [tuesday, wednesday],
  },
  { name: 'Family and relationships', theme: 'family', lead: 'Herrera', hour: 1, days: [friday] },
  { name: 'Process group', theme: 'process', lead: 'Adeyemi', hour: 2, days: [tuesday, wednesday, friday] },
])

const yogaFamilies = ['Osei', 'Lefèvre', 'Jäger', 'Boateng', 'Rahimi', 'Castillo']
const first = ['Lefèvre', 'Jäger', 'Rahimi', 'Faure', 'Petrova', 'Goldberg', 'Nyström']

/** Groups that people of several tracks come to. */
const acrossTracks: readonly Group[] = [
  {
    name: 'Women’s group',
    service: 'group-therapy',
    theme: 'process',
    track: null,
    cohort: 'women',
    place: 'elm',
    room: 'Maple',
    lead: 'Lindqvist',
    capacity: 8,
    lengthMinutes: 60,
    meetings: [{ weekday: monday, starts: '16:00' }],
    seats: client => first.includes(client.family),
    hopes: ['Wiśniewska', 'Kowalczyk', 'Nakamura'],
  },
  {
    name: 'Veterans’ group',
    service: 'group-therapy',
    theme: 'values',
    track: null,
    cohort: 'veterans',
    place: 'elm',
    room: 'Willow',
    lead: 'Adeyemi',
    capacity: 8,
    lengthMinutes: 60,
    meetings: [{ weekday: wednesday, starts: '16:00' }],
    seats: client => client.tags.includes('veteran'),
    hopes: ['Sorensen'],
  },
  {
    name: 'Gentle yoga',
    service: 'holistic',
    theme: 'body',
    track: null,
    place: 'elm',
    room: 'Oak',
    lead: 'Fischer',
    capacity: 10,
    lengthMinutes: 50,
    meetings: [{ weekday: friday, starts: '12:40' }],
    seats: client => yogaFamilies.includes(client.family),
  },
]

/** The groups of the week, for a world that begins on this weekday. */
export function groupsOn(weekday: number): Group[] {
  const long = longEvenings[weekday] ?? []
  const evening: Group = {
    name: 'Relapse prevention, evening',
    service: 'group-therapy',
    theme: 'relapse',
    track: 'Evening B',
    place: 'elm',
    room: 'Maple',
    lead: 'Bell',
    capacity: 12,
    lengthMinutes: 180,
    breaks: [{ afterMinutes: 85, minutes: 10 }],
    meetings: long.map(each => ({ weekday: each, starts: '17:30' })),
    seats: client => client.longEvenings,
  }
  return [...dayA, ...dayB, ...eveningA(long), ...eveningB, evening, ...acrossTracks]
}
