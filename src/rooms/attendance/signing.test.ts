import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Instant, instant } from '#kernel/time.ts'
import { isDoubtful, isEasy, labelOf, newCode, newPairingCode, newPicture, pairingCodeOf, pictures } from './signing.ts'

/** Chance that is the same every time. */
function chance() {
  let drawn = 0
  return (length: number) => {
    drawn++
    return Uint8Array.from(createHash('sha512').update(`draw ${drawn}`).digest().subarray(0, length))
  }
}

describe('a label', () => {
  it.each([
    ['Rosa Delgado', 'Rosa D.'],
    ['Inés de la Órbita', 'Inés Ó.'],
    ['Cher', 'Cher'],
    ['  Bo   Lind ', 'Bo L.'],
    ['Ana María O’Neil', 'Ana O.'],
  ])('of %s is %s', (name, label) => expect(labelOf(name)).toBe(label))

  it('never has more than one letter of what follows the first name', () => {
    const word = fc.stringMatching(/^\p{L}{2,12}$/u)
    fc.assert(
      fc.property(word, fc.array(word, { minLength: 1, maxLength: 3 }), (first, rest) => {
        const [given, family = '', ...more] = labelOf([first, ...rest].join(' ')).split(' ')
        expect({ given, more, length: [...family].length }).toEqual({ given: first, more: [], length: 2 })
      }),
    )
  })
})

describe('a pairing code', () => {
  it('has ten letters or digits, and none that looks like another', () => {
    const random = chance()
    const codes = Array.from({ length: 2_000 }, () => newPairingCode(random))
    expect(codes.filter(code => !/^[A-HJKMNP-Z2-9]{10}$/.test(code))).toEqual([])
    expect(new Set(codes).size).toBe(codes.length)
    expect(new Set(codes.join('')).size).toBe(31)
  })

  it('is read in small letters and with gaps, as people type it', () => {
    expect(pairingCodeOf(' abcde-fgh23 ')).toBe('ABCDEFGH23')
  })
})

describe('a code', () => {
  it('is each of those that are not easy with the same chance', () => {
    const counts = new Map<string, number>()
    let drawnAgain = 0
    for (let number = 0; number < 0x10000; number++) {
      let first = true
      const random = () => {
        if (!first) throw new RangeError('drawn again')
        first = false
        return Uint8Array.of(number >> 8, number & 255)
      }
      try {
        const code = newCode(random)
        counts.set(code, (counts.get(code) ?? 0) + 1)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        drawnAgain++
      }
    }
    const easy = Array.from({ length: 10_000 }, (_, at) => String(at).padStart(4, '0')).filter(isEasy)
    expect([...new Set(counts.values())]).toEqual([6])
    expect(counts.size).toBe(10_000 - easy.length)
    expect(easy.filter(code => counts.has(code))).toEqual([])
    expect(drawnAgain).toBe(0x10000 - 6 * counts.size)
  })

  it.each(['0000', '1111', '9999', '1234', '0123', '6789', '4321', '9876'])('is never %s', code =>
    expect(isEasy(code)).toBe(true),
  )

  it.each(['1357', '0007', '1233', '2024', '1212'])('may be %s', code => expect(isEasy(code)).toBe(false))
})

describe('a picture', () => {
  it('is one of 24 plain words', () => {
    expect(new Set(pictures).size).toBe(24)
    expect(pictures.filter(word => !/^[a-z]{2,20}$/.test(word))).toEqual([])
  })

  it('is one that nobody of the name has, as long as there is one', () => {
    const random = chance()
    const taken = new Set<string>()
    for (let given = 0; given < pictures.length; given++) taken.add(newPicture(random, taken))
    expect([...taken].sort()).toEqual([...pictures].sort())
    expect(pictures).toContain(newPicture(random, taken))
  })
})

describe('a sign', () => {
  const now = instant('2026-11-24T23:00:00Z')
  const at = (minutes: number): Instant => instant(Date.parse(now) + minutes * 60_000)
  const minute = 60_000
  it.each([
    ['by a clock that is right', { deviceAt: at(-30), offsetMs: 0 }, now, false],
    ['by a clock ten minutes slow that always was', { deviceAt: at(-40), offsetMs: 10 * minute }, at(-10), false],
    ['by a clock ten minutes fast that always was', { deviceAt: at(-20), offsetMs: -10 * minute }, at(10), false],
    ['by a clock that drifted five minutes', { deviceAt: at(-30), offsetMs: 0 }, at(-5), false],
    ['by a clock set back since by more', { deviceAt: at(-30), offsetMs: 0 }, at(-5.1), true],
    ['by a clock set forward since by more', { deviceAt: at(-30), offsetMs: 0 }, at(5.1), true],
    ['by a clock put right since', { deviceAt: at(-40), offsetMs: 10 * minute }, now, true],
    ['a little ahead of now', { deviceAt: at(5), offsetMs: 0 }, now, false],
    ['far ahead of now', { deviceAt: at(5.1), offsetMs: 0 }, now, true],
  ])('%s', (_, noted, deviceNow, doubtful) => {
    expect(isDoubtful(noted, { now, deviceNow }, 5)).toBe(doubtful)
  })
})
