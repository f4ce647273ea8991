import { describe, expect, it } from 'vitest'
import { day, instant } from '#kernel/time.ts'
import { aSignedNote } from '#testing/signed-note.ts'
import { choicesOf, entriesOf, gistOf, type SignedNote, type Standing, standingOf } from './chart-notes-words.ts'

const at = instant('2026-11-22T15:00:00Z')
const as = 'Ruth Lindqvist, LCSW'
const returned = { at, as, comment: 'Say what the plan is.' }
const added = (signedAt: string) => ({
  ...{ id: 'a', text: 'The plan is a call.', reason: 'Asked for.', signedAt: instant(signedAt), signedAs: as },
})

describe('a note says where it stands', () => {
  it.each<[Standing, string, Partial<SignedNote>]>([
    ['signed', 'by somebody who signs alone', {}],
    ['awaits', 'by a trainee', { awaits: true }],
    ['returned', 'and came back', { awaits: true, returned }],
    [
      'returned',
      'came back after it was added to',
      { awaits: true, returned, amendments: [added('2026-11-22T14:00:00Z')] },
    ],
    [
      'awaits',
      'and was added to since it came back',
      { awaits: true, returned, amendments: [added('2026-11-22T16:00:00Z')] },
    ],
    ['co-signed', 'with a supervisor beside', { awaits: true, returned, coSigned: { at, as } }],
    ['replaced', 'and another stands instead', { awaits: true, replacedBy: 'other' }],
    ['withdrawn', 'and was withdrawn after all that', { replacedBy: 'other', withdrawn: { at, reason: 'x', by: 'y' } }],
  ])('%s: signed %s', (standing, _, like) => expect(standingOf(aSignedNote(like))).toBe(standing))
})

describe('the notes of a chart by day', () => {
  const evening = ['22', '23', '00'].map((hour, index) =>
    aSignedNote({
      id: `e${index}`,
      title: `Group ${index}`,
      startsAt: instant(`2026-11-2${hour === '00' ? 1 : 0}T${hour}:00:00Z`),
    }),
  )
  const newestFirst = [...evening].reverse()

  it('fold what was of one evening, in the order of the evening', () => {
    const [only, ...rest] = entriesOf(newestFirst, { folded: true })
    expect(rest).toEqual([])
    expect(only?.entries).toMatchObject([
      {
        title: '3 group notes',
        says: 'Walked to the river.',
        sub: { minutes: 540, by: ['Marcus Bell, LADC'] },
        standing: 'signed',
      },
    ])
    expect(only?.entries[0]?.notes.map(note => note.id)).toEqual(['e0', 'e1', 'e2'])
  })

  it('show the state that somebody has to act on, and every mark', () => {
    const like = [{ late: true }, { awaits: true, amendments: [added('2026-11-22T14:00:00Z')] }, { restricted: true }]
    const notes = newestFirst.map((note, index) => ({ ...note, ...like[index] }))
    expect(entriesOf(notes, { folded: true })[0]?.entries).toMatchObject([
      { standing: 'awaits', marks: ['Late entry', 'Added to', 'Restricted'] },
    ])
  })

  it('stand each for itself while something is looked for, and when they are of other kinds or withdrawn', () => {
    expect(entriesOf(newestFirst, { folded: false })[0]?.entries).toHaveLength(3)
    const hour = aSignedNote({ id: 'i', kind: 'individual', title: 'Individual session' })
    const call = aSignedNote({ id: 'p', kind: 'phone', title: 'Evening call', onDay: day('2026-11-19') })
    const gone = { ...newestFirst[0], id: 'w', withdrawn: { at, reason: 'x', by: 'y' } }
    const days = entriesOf([...newestFirst, aSignedNote(gone), hour, call], { folded: true })
    expect(days.map(each => [each.on, each.entries.map(entry => entry.title)])).toEqual([
      ['2026-11-20', ['3 group notes', 'Group 2', 'Individual session']],
      ['2026-11-19', ['Phone call: Evening call']],
    ])
  })

  it('fold a note under the one that stands instead of it, which alone counts', () => {
    const [first, ...others] = evening
    const again = aSignedNote({ ...first, id: 'r', replaces: 'e0', signedAs: 'Tara Vance, ADC-T' })
    const all = [...others.toReversed(), again, aSignedNote({ ...first, replacedBy: 'r', awaits: true, returned })]
    const [entry] = entriesOf(all, { folded: true })[0]?.entries ?? []
    expect(entry).toMatchObject({ title: '3 group notes', sub: { minutes: 540 }, marks: ['Written again'] })
    expect(entry?.standing).toBe('signed')
    expect(entry?.notes.map(note => note.id)).toEqual(['r', 'e0', 'e1', 'e2'])
    expect(entriesOf(all, { folded: false })[0]?.entries.map(each => each.standing)).toContain('replaced')
    const call = aSignedNote({ id: 'p', kind: 'phone', title: 'Evening call', replaces: 'q' })
    const calls = [call, aSignedNote({ ...call, id: 'q', replaces: null, replacedBy: 'p' })]
    expect(entriesOf(calls, { folded: true })[0]?.entries).toMatchObject([
      { title: 'Phone call: Evening call', key: 'p' },
    ])
    // The other one is on an earlier page of the answer: it stands for itself, and says that it is replaced.
    expect(entriesOf(calls.slice(1), { folded: true })[0]?.entries).toMatchObject([{ key: 'q', standing: 'replaced' }])
  })

  it('say what only this chart says', () => {
    expect(gistOf(aSignedNote())).toBe('Walked to the river.')
    expect(gistOf({ parts: [{ name: 'Note', text: 'All did this.\nWalked alone.' }] })).toBe('Walked alone.')
    expect(
      gistOf({
        parts: [
          { name: 'Data', text: 'Spoke of sleep.' },
          { name: 'Plan', text: 'A call.' },
        ],
      }),
    ).toBe('Spoke of sleep.')
    expect(gistOf({ parts: [] })).toBe('')
  })
})

it('a filter offers each choice with its number', () => {
  const counts = [{ value: 'group', name: '', notes: 31, fitting: 2, lastOn: day('2026-11-20') }]
  expect(choicesOf(counts, each => each.value)).toEqual([{ value: 'group', label: 'group (31)' }])
})
