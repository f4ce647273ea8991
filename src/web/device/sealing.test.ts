import { describe, expect, it } from 'vitest'
import { keyFrom, newKey, open, seal, unwrapKey, wrapKey } from './sealing.ts'

describe('what lies on a device', () => {
  it('opens with its key, under its own name, unchanged', async () => {
    const key = await newKey()
    const sealed = await seal(key, 'today', { people: ['Rosa M.'] })
    expect(await open(key, 'today', sealed)).toEqual({ people: ['Rosa M.'] })
    expect(await open(key, 'yesterday', sealed)).toBeUndefined()
    expect(await open(await newKey(), 'today', sealed)).toBeUndefined()
    const changed = new Uint8Array(sealed.text)
    changed[0] = (changed[0] ?? 0) ^ 1
    expect(await open(key, 'today', { ...sealed, text: changed.buffer })).toBeUndefined()
    expect(Buffer.from(sealed.text).includes('Rosa')).toBe(false)
  })

  it('is sealed anew each time', async () => {
    const key = await newKey()
    const [one, two] = await Promise.all([seal(key, 'today', 1), seal(key, 'today', 1)])
    expect(Buffer.from(one.iv).equals(two.iv)).toBe(false)
  })
})

describe('a key', () => {
  it('is wrapped by a PIN, and by no other; unwrapped, it never leaves', async () => {
    const key = await newKey()
    const wrapped = await wrapKey(key, '402917')
    expect(wrapped.iterations).toBeGreaterThanOrEqual(600_000)
    expect(await unwrapKey(wrapped, '402918')).toBeUndefined()
    const again = await unwrapKey(wrapped, '402917')
    if (!again) throw new Error('its own PIN does not open it')
    expect(await open(again, 'today', await seal(key, 'today', 'here'))).toBe('here')
    expect(again.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', again)).rejects.toThrow()
  })

  it('may come from the house', async () => {
    const base64 = Buffer.alloc(32, 7).toString('base64')
    const sealed = await seal(await keyFrom(base64), 'marks', [1, 2])
    expect(await open(await keyFrom(base64), 'marks', sealed)).toEqual([1, 2])
  })
})
