import type { ComponentType } from 'react'
import type { IconName } from './ui/icon.tsx'
import type { Sender } from './ui/outbox.ts'

/** One page: where it stands, what it is called, who finds it in the navigation. */
export type PageEntry = {
  /** `$id` for a part that changes. Never a name or another personal word. */
  path: string
  /** The document's title: the page's kind, never whom it is about. */
  title: string
  nav?: {
    /** '' stands first, without a heading. */
    group: '' | 'Care' | 'Door and money' | 'Program' | 'House'
    word: string
    icon: IconName
    /** Pressed after G. */
    key?: string
    /**
     * Today's lines of this room are counted beside the word; `*` counts all. Where several pages are of one room, each
     * counts the lines that lead to it, and the first of them the rest.
     */
    room?: string
    /** On a phone it stands behind More while others fill the bar: it is read at a desk, the others in a hallway. */
    givesWay?: true
  }
  /** The door it stands on; who may not pass it finds no link, and behind the address a page that says who may. */
  needs?: string
  load: () => Promise<{ default: ComponentType }>
}

/** A part of a page that is another room's. */
type PieceEntry = { needs: string; load: () => Promise<{ default: ComponentType<{ of: string }> }> }

/** Every staff page, in the order of the navigation. The only place under web/ that names rooms. */
export const pages: readonly PageEntry[] = [
  {
    path: '/staff/today',
    title: 'Today',
    nav: { group: '', word: 'Today', icon: 'sun', key: 't', room: '*' },
    needs: 'today.lines',
    load: () => import('./pages/today.tsx'),
  },
  {
    path: '/staff/week',
    title: 'Week',
    nav: { group: '', word: 'Week', icon: 'week', key: 'w', room: 'timetable' },
    needs: 'timetable.week',
    load: () => import('../rooms/timetable/pages/week.tsx'),
  },
  {
    path: '/staff/week/new',
    title: 'New session',
    needs: 'timetable.book-session',
    load: () => import('../rooms/timetable/pages/new-session.tsx'),
  },
  {
    path: '/staff/week/cover',
    title: 'Someone is away',
    needs: 'timetable.cover',
    load: () => import('../rooms/timetable/pages/cover.tsx'),
  },
  {
    path: '/staff/attendance',
    title: 'Attendance',
    nav: { group: '', word: 'Attendance', icon: 'present', key: 'a', room: 'attendance' },
    needs: 'attendance.sheets',
    load: () => import('../rooms/attendance/pages/attendance.tsx'),
  },
  {
    path: '/staff/attendance/$id',
    title: 'Attendance of a session',
    needs: 'attendance.sheet',
    load: () => import('../rooms/attendance/pages/sheet.tsx'),
  },
  {
    path: '/staff/hours',
    title: 'Hours',
    nav: { group: '', word: 'Hours', icon: 'clock', key: 'h', room: 'attendance', givesWay: true },
    needs: 'attendance.ledger',
    load: () => import('../rooms/attendance/pages/hours.tsx'),
  },
  {
    path: '/staff/notes',
    title: 'Notes',
    nav: { group: '', word: 'Notes', icon: 'note', key: 'n', room: 'notes' },
    needs: 'notes.drafts',
    load: () => import('../rooms/notes/pages/open-notes.tsx'),
  },
  {
    path: '/staff/notes/$id',
    title: 'Group note',
    needs: 'notes.group-note',
    load: () => import('../rooms/notes/pages/group-note.tsx'),
  },
  {
    path: '/staff/notes/co-sign',
    title: 'Co-signatures',
    nav: { group: '', word: 'Co-signatures', icon: 'check', room: 'notes' },
    needs: 'notes.to-co-sign',
    load: () => import('../rooms/notes/pages/co-sign.tsx'),
  },
  {
    path: '/staff/notes/snippets',
    title: 'Your sentences',
    needs: 'notes.snippets',
    load: () => import('../rooms/notes/pages/snippets.tsx'),
  },
  {
    path: '/staff/notes/draft/$id',
    title: 'Note',
    needs: 'notes.draft',
    load: () => import('../rooms/notes/pages/other-note.tsx'),
  },
  {
    path: '/staff/notes/signed/$id',
    title: 'Signed note',
    load: () => import('../rooms/notes/pages/note.tsx'),
  },
  {
    path: '/staff/clients',
    title: 'Clients',
    nav: { group: '', word: 'Clients', icon: 'people', key: 'c' },
    needs: 'people.clients',
    load: () => import('../rooms/attendance/pages/clients.tsx'),
  },
  {
    path: '/staff/clients/new',
    title: 'New chart',
    needs: 'people.open-chart',
    load: () => import('../rooms/people/pages/new-client.tsx'),
  },
  {
    path: '/staff/clients/$id',
    title: 'Chart',
    needs: 'people.client',
    load: () => import('../rooms/notes/pages/chart.tsx'),
  },
  {
    path: '/staff/clients/$id/notes/new',
    title: 'New note',
    needs: 'notes.to-write',
    load: () => import('../rooms/notes/pages/other-note-new.tsx'),
  },
  {
    path: '/staff/clients/$id/counseling',
    title: 'Counseling notes',
    needs: 'notes.counseling',
    load: () => import('../rooms/notes/pages/counseling.tsx'),
  },
  {
    path: '/staff/clients/$id/$tab',
    title: 'Chart',
    needs: 'people.client',
    load: () => import('../rooms/notes/pages/chart.tsx'),
  },
  {
    path: '/staff/tasks',
    title: 'Tasks',
    nav: { group: '', word: 'Tasks', icon: 'inbox', key: 'k', room: 'desk' },
    needs: 'desk.tasks',
    load: () => import('../rooms/desk/pages/tasks.tsx'),
  },
  {
    path: '/staff/here',
    title: 'Here now',
    nav: { group: 'Care', word: 'Here now', icon: 'place', key: 'e' },
    needs: 'attendance.here-now',
    load: () => import('../rooms/attendance/pages/here.tsx'),
  },
  {
    path: '/staff/missed',
    title: 'Missed sessions',
    nav: { group: 'Care', word: 'Missed sessions', icon: 'phone', key: 'm', room: 'attendance' },
    needs: 'attendance.missed',
    load: () => import('../rooms/attendance/pages/missed.tsx'),
  },
  {
    path: '/staff/first-weeks',
    title: 'First two weeks',
    nav: { group: 'Care', word: 'First two weeks', icon: 'sprout', key: 'f' },
    needs: 'attendance.first-weeks',
    load: () => import('../rooms/attendance/pages/first-weeks.tsx'),
  },
  {
    path: '/staff/inquiries',
    title: 'Inquiries',
    nav: { group: 'Door and money', word: 'Inquiries', icon: 'door', key: 'i', room: 'inquiry' },
    needs: 'inquiry.open',
    load: () => import('../rooms/inquiry/pages/inquiries.tsx'),
  },
  {
    path: '/staff/pipeline',
    title: 'Pipeline',
    nav: { group: 'Door and money', word: 'Pipeline', icon: 'bars', key: 'l' },
    needs: 'inquiry.board',
    load: () => import('../rooms/inquiry/pages/pipeline.tsx'),
  },
  {
    path: '/staff/waitlist',
    title: 'Waitlist',
    nav: { group: 'Door and money', word: 'Waitlist', icon: 'clock' },
    needs: 'welcome.waitlist',
    load: () => import('../rooms/welcome/pages/waitlist.tsx'),
  },
  {
    path: '/staff/sources',
    title: 'Sources',
    nav: { group: 'Door and money', word: 'Sources', icon: 'path' },
    needs: 'inquiry.source-history',
    load: () => import('../rooms/inquiry/pages/sources.tsx'),
  },
  {
    path: '/staff/inquiries/call/$id',
    title: 'Call',
    needs: 'inquiry.contact',
    load: () => import('../rooms/inquiry/pages/call.tsx'),
  },
  {
    path: '/staff/inquiries/$id',
    title: 'Referral',
    needs: 'inquiry.referral',
    load: () => import('../rooms/inquiry/pages/inquiry.tsx'),
  },
  {
    path: '/staff/benefits/$id',
    title: 'Benefits',
    needs: 'coverage.policies-of',
    load: () => import('../rooms/coverage/pages/benefits.tsx'),
  },
  {
    path: '/staff/prices',
    title: 'Prices and payers',
    nav: { group: 'Door and money', word: 'Prices and payers', icon: 'receipt' },
    needs: 'coverage.prices',
    load: () => import('../rooms/coverage/pages/prices.tsx'),
  },
  {
    path: '/staff/groups',
    title: 'Groups',
    nav: { group: 'Program', word: 'Groups', icon: 'bars', key: 'g' },
    needs: 'timetable.groups',
    load: () => import('../rooms/timetable/pages/groups.tsx'),
  },
  {
    path: '/staff/groups/new',
    title: 'Start a group',
    needs: 'timetable.start-group',
    load: () => import('../rooms/timetable/pages/start-group.tsx'),
  },
  {
    path: '/staff/groups/$id',
    title: 'Group',
    needs: 'timetable.group',
    load: () => import('../rooms/timetable/pages/group.tsx'),
  },
  {
    path: '/staff/curricula',
    title: 'Curricula',
    nav: { group: 'Program', word: 'Curricula', icon: 'path' },
    needs: 'timetable.curricula',
    load: () => import('../rooms/timetable/pages/curricula.tsx'),
  },
  {
    path: '/staff/services',
    title: 'Services',
    nav: { group: 'Program', word: 'Services', icon: 'receipt' },
    needs: 'timetable.services',
    load: () => import('../rooms/timetable/pages/catalog.tsx'),
  },
  {
    path: '/staff/program',
    title: 'Program',
    nav: { group: 'Program', word: 'Program', icon: 'building', key: 'p', room: 'people' },
    needs: 'people.add-license',
    load: () => import('../rooms/calendar/pages/program.tsx'),
  },
  {
    path: '/staff/front',
    title: 'Front door',
    nav: { group: 'Program', word: 'Front door', icon: 'forward' },
    needs: 'welcome.settings',
    load: () => import('../rooms/welcome/pages/front.tsx'),
  },
  {
    path: '/staff/attendance/tablets',
    title: 'Sign-in tablets',
    nav: { group: 'Program', word: 'Sign-in tablets', icon: 'tablet' },
    needs: 'attendance.add-tablet',
    load: () => import('../rooms/attendance/pages/tablets.tsx'),
  },
  {
    path: '/staff/overrides',
    title: 'Overrides',
    nav: { group: 'Program', word: 'Overrides', icon: 'key' },
    needs: 'timetable.overrides',
    load: () => import('../rooms/timetable/pages/overrides.tsx'),
  },
  {
    path: '/staff/who-can-do-what',
    title: 'Who can do what',
    nav: { group: 'House', word: 'Who can do what', icon: 'shield' },
    needs: 'house.permissions',
    load: () => import('./pages/permissions.tsx'),
  },
  { path: '/staff/my-sign-ins', title: 'My sign-ins and devices', load: () => import('./pages/sign-ins.tsx') },
  { path: '/staff/kit', title: 'Kit', load: () => import('./pages/kit.tsx') },
]

/** What later rooms add to pages of earlier ones, by where it stands: told whom the page is about, and no more. */
export const pieces = {
  'call-cost': {
    needs: 'coverage.estimate-here',
    load: () => import('../rooms/coverage/pages/cost.tsx'),
  },
  'chart-benefits': {
    needs: 'coverage.policies-of',
    load: () => import('../rooms/coverage/pages/benefits-card.tsx'),
  },
} satisfies Record<string, PieceEntry>
export type PieceName = keyof typeof pieces

/**
 * What sends on a later day what waits on this device, by the door it goes through: fetched only when something waits,
 * whichever page is open.
 */
export const senders: Readonly<Record<string, () => Promise<{ default: Sender }>>> = {
  'attendance.sync-marks': () => import('../rooms/attendance/pages/send-marks.ts'),
  'coverage.save-verification': () => import('../rooms/coverage/pages/check-shelf.ts'),
  'inquiry.save': () => import('../rooms/inquiry/pages/call-shelf.ts'),
  'notes.save-line': () => import('../rooms/notes/pages/group-note-send.ts'),
  'notes.save-draft': () => import('../rooms/notes/pages/other-note-send.ts'),
}
