import { day, instant } from '#kernel/time.ts'
import type { SignedNote } from '#rooms/notes/pages/chart-notes-words.ts'

/** A note of a group of 20 November as pages read it, signed in time and alone, unless said otherwise. */
export const aSignedNote = (like: Partial<SignedNote> = {}): SignedNote => ({
  id: 'note',
  clientId: 'client',
  kind: 'group',
  sessionId: 'session',
  onDay: day('2026-11-20'),
  startsAt: instant('2026-11-20T22:30:00Z'),
  endsAt: instant('2026-11-21T01:30:00Z'),
  zone: 'UTC',
  minutes: 180,
  title: 'Relapse prevention',
  topic: 'Urges',
  parts: [
    { name: 'What the group did', text: 'The group worked on urges.' },
    { name: 'Their own part', text: 'Walked to the river.' },
  ],
  facts: {},
  ledBy: ['Marcus Bell, LADC'],
  signedAt: instant('2026-11-21T02:00:00Z'),
  signedBy: 'facilitator',
  signedAs: 'Marcus Bell, LADC',
  awaits: false,
  restricted: false,
  replaces: null,
  replacedBy: null,
  hash: '0'.repeat(64),
  withdrawn: null,
  coSigned: null,
  returned: null,
  amendments: [],
  late: false,
  found: null,
  ...like,
})
