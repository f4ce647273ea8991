import { describe, expect, it } from 'vitest'
import { aSession } from '#testing/a-session.ts'
import { changeOf, draftOf, lengthOf, startOf } from './session-draft.ts'

const session = aSession()
const draft = draftOf(session)

describe('the form of a session', () => {
  it('begins with what the session is, and changes nothing', () => {
    expect(draft).toMatchObject({ onDay: '2026-11-25', time: '17:30', minutes: '60', roomId: 'willow' })
    expect(changeOf(session, draft)).toBeNull()
  })

  const cases = [
    { part: { time: '18:00' }, change: { startsAt: '2026-11-25T23:00:00.000Z', link: null } },
    { part: { minutes: '45' }, change: { lengthMinutes: 45, link: null } },
    { part: { staffIds: [] }, change: { staffIds: [], link: null } },
    {
      part: { mode: 'video' as const, roomId: '', link: 'https://meet.example/a ' },
      change: { mode: 'video', roomId: null, link: 'https://meet.example/a' },
    },
  ]
  it.each(cases)('$part says only that', ({ part, change }) => {
    expect(changeOf(session, { ...draft, ...part })).toEqual(change)
  })

  it('drops the link of what is not by video any more', () => {
    const video = aSession({ mode: 'video', link: 'https://meet.example/a', roomId: null })
    expect(changeOf(video, { ...draftOf(video), mode: 'phone' })).toEqual({ mode: 'phone', link: null })
  })

  it.each([
    { part: { onDay: '' } },
    { part: { onDay: '2026-02-30' } },
    { part: { time: '25:00' } },
    { part: { minutes: '9' } },
    { part: { minutes: '481' } },
    { part: { minutes: 'an hour' } },
  ])('$part is not whole', ({ part }) => {
    expect(startOf(session, { ...draft, ...part })).toBeNull()
    expect(changeOf(session, { ...draft, ...part })).toBeNull()
  })

  it('reads hours on the clock of the site', () => {
    expect(startOf({ zone: 'America/Chicago' }, draft)).toBe('2026-11-25T23:30:00.000Z')
    expect(lengthOf(draft)).toBe(60)
  })
})
