import { describe, expect, it } from 'vitest'
import { day, instant, wallClock } from '#kernel/time.ts'
import {
  afterTry,
  callDueAt,
  calledName,
  codeFrom,
  hardestLead,
  type Lead,
  messageWords,
  type OpenTimes,
  openFrom,
  type Wish,
} from './inquiry.ts'
import { askerWords, inquiryRule, leadOf, lostReasons, urgencyScript } from './rules.ts'

// Cedar House: Monday to Friday 8 to 20, Saturday 9 to 13; Thanksgiving 2026 is Thursday 26 November.
const house: OpenTimes = {
  zone: 'America/New_York',
  hours: [
    ...[1, 2, 3, 4, 5].map(weekday => ({ weekday, opens: '08:00', closes: '20:00' })),
    { weekday: 6, opens: '09:00', closes: '13:00' },
  ],
  closures: [{ fromOn: '2026-11-26', untilOn: '2026-11-26' }],
}
const local = (moment: string) => wallClock(house.zone, instant(moment))
const utc = (wall: string) => instant(`${wall}:00-05:00`)

describe('a call is due', () => {
  it.each<[string, Wish, string, string]>([
    ['within the hour while the house is open', 'soon', '2026-11-24T17:00', '2026-11-24T18:00'],
    ['by closing when the evening is nearly over', 'soon', '2026-11-24T19:40', '2026-11-24T20:00'],
    ['at the next opening when asked at 21:00', 'soon', '2026-11-24T21:00', '2026-11-25T08:00'],
    ['at opening when asked at night', 'any', '2026-11-24T03:12', '2026-11-24T08:00'],
    ['on the minute of opening, within the hour', 'soon', '2026-11-24T08:00', '2026-11-24T09:00'],
    ['on Friday when asked on the eve of a holiday', 'soon', '2026-11-25T20:00', '2026-11-27T08:00'],
    ['on Friday when asked on Thanksgiving', 'soon', '2026-11-26T11:00', '2026-11-27T08:00'],
    ['on Monday when asked on a Saturday afternoon', 'soon', '2026-11-28T14:00', '2026-11-30T08:00'],
    ['tomorrow morning', 'morning', '2026-11-24T10:00', '2026-11-25T08:00'],
    ['this morning when it has not begun', 'morning', '2026-11-24T01:00', '2026-11-24T08:00'],
    ['the first morning that is not a holiday', 'morning', '2026-11-25T15:00', '2026-11-27T08:00'],
    ['on Saturday at nine', 'morning', '2026-11-27T15:00', '2026-11-28T09:00'],
    ['tomorrow at five', 'after-5', '2026-11-24T10:00', '2026-11-25T17:00'],
    ['on the next day that is open at five', 'after-5', '2026-11-27T10:00', '2026-11-30T17:00'],
  ])('%s', (_, wish, asked, due) => {
    expect(local(callDueAt(house, wish, { now: utc(asked), within: 60 }))).toBe(due)
  })

  it('on the wall clock of the morning after the clocks were set back', () => {
    const now = instant('2026-10-31T20:00:00-04:00')
    const week = { ...house, hours: [{ weekday: 7, opens: '08:00', closes: '12:00' }], closures: [] }
    expect(callDueAt(week, 'morning', { now, within: 60 })).toBe('2026-11-01T13:00:00.000Z')
  })

  it('never at night where a site says no hours, and at once where it never opens', () => {
    const open = { ...house, hours: [] }
    expect(local(callDueAt(open, 'soon', { now: utc('2026-11-24T23:30'), within: 60 }))).toBe('2026-11-25T09:00')
    const closed = { ...house, closures: [{ fromOn: '2026-01-01', untilOn: '2028-01-01' }] }
    const now = utc('2026-11-24T10:00')
    for (const wish of ['soon', 'morning', 'after-5'] as const) {
      const due = callDueAt(closed, wish, { now, within: 60 })
      expect([now, utc('2026-11-24T11:00')]).toContain(due)
    }
  })

  it('is moved to when the house is open, and left where it is open', () => {
    expect(openFrom(house, utc('2026-11-24T12:34'))).toBe(utc('2026-11-24T12:34'))
    expect(local(openFrom(house, utc('2026-11-25T23:00')))).toBe('2026-11-27T08:00')
  })
})

describe('a message', () => {
  const facts = { by: 'Dana', to: 'Rosa', phone: '(205) 555-0140', house: 'Cedar House' }
  it.each([
    ['name', 'en', 'Hello, this is Dana for Rosa. Please call me at (205) 555-0140. Thank you.'],
    ['house', 'en', 'Hello, this is Dana from Cedar House for Rosa. Please call me at (205) 555-0140. Thank you.'],
    ['text', 'en', 'Dana here, for Rosa. Please call (205) 555-0140 when you can.'],
    ['none', 'en', null],
    ['name', 'es', 'Hola, habla Dana. La llamada es para Rosa. Por favor, llámeme al (205) 555-0140. Gracias.'],
    [
      'house',
      'es',
      'Hola, habla Dana, de Cedar House. La llamada es para Rosa. Por favor, llámeme al (205) 555-0140. Gracias.',
    ],
    ['text', 'es', 'Le escribe Dana; es para Rosa. Por favor, llame al (205) 555-0140 cuando pueda.'],
    ['none', 'es', null],
  ] as const)('that may say %s in %s says exactly this', (say, language, words) => {
    expect(messageWords(say, language, facts)).toBe(words)
  })

  it('names the house only where it may', () => {
    for (const say of ['name', 'text'] as const)
      for (const language of ['en', 'es'] as const) expect(messageWords(say, language, facts)).not.toContain('Cedar')
  })
})

describe('what follows from a try', () => {
  it.each([
    ['out', 'talked', 2, 'talked'],
    ['in', 'talked', 0, 'talked'],
    ['in', 'voicemail', 5, 'call-back'],
    ['out', 'voicemail', 0, 'again'],
    ['out', 'busy', 1, 'again'],
    ['text', 'sent', 1, 'again'],
    ['out', 'no-answer', 2, 'give-up'],
    ['mail', 'sent', 2, 'give-up'],
    ['out', 'left-with-someone', 7, 'give-up'],
    ['out', 'wrong-number', 0, 'give-up'],
  ] as const)('%s, %s after %i others: %s', (way, ended, before, follows) => {
    expect(afterTry({ way, ended }, { before, most: 3 })).toBe(follows)
  })
})

describe('urgency', () => {
  it.each<[string[], Lead | null]>([
    [[], null],
    [['next', 'next'], null],
    [['first'], 'first'],
    [['first', 'same-day'], 'same-day'],
    [['same-day', 'stop-988', 'first'], 'stop-988'],
    [['stop-988', 'stop-911'], 'stop-911'],
  ])('of %j is %s', (found, hardest) => {
    expect(hardestLead(found)).toBe(hardest)
  })

  it('is asked so that every answer leads on or to something that says what to do', () => {
    const known = urgencyScript.leads.map(each => each.lead)
    for (const { ask, answers } of urgencyScript.asks) {
      expect(answers.some(each => each.leads === 'next')).toBe(true)
      for (const { answer, leads } of answers) {
        expect(leadOf([{ ask, answer }])).toBe(leads === 'next' ? null : leads)
        if (leads !== 'next') expect(known).toContain(leads)
      }
    }
  })
})

describe('words', () => {
  it('call somebody what was said, and never nothing', () => {
    const person = { asker: 'self', caller: '', given: null, family: null }
    expect(calledName(person)).toBe('Name not given')
    expect(calledName({ ...person, caller: 'Rosa' })).toBe('Rosa')
    expect(calledName({ ...person, asker: 'family', caller: 'Rosa' })).toBe('Asked for by Rosa')
    expect(calledName({ ...person, asker: 'family', caller: 'Rosa', given: 'Luca', family: 'Bell' })).toBe('Luca Bell')
  })

  it('make a code that can be said on the phone', () => {
    const codes = Array.from({ length: 4096 }, (_, at) => codeFrom(Uint8Array.of(at % 256, at >> 4, (at * 37) % 256)))
    for (const code of codes) expect(code).toMatch(/^[A-Z]{4,7} [1-9]\d\d$/)
    expect(new Set(codes.map(code => code.split(' ')[0])).size).toBe(32)
    expect(codeFrom(Uint8Array.of())).toBe('BRIDGE 100')
  })

  it('of the pack are whole: no reason twice, and each rule there', () => {
    expect(new Set(lostReasons.map(each => each.reason)).size).toBe(lostReasons.length)
    expect(askerWords).toHaveLength(3)
    expect(inquiryRule('call-attempts', day('2026-11-24'))).toBe(3)
  })
})
