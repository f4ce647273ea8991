import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { choosePlace, firstClosedFolder, openDataFolder, packageRoot, readWorld } from '#platform/data-folder.ts'

// A checkout below somebody's closed home folder has no place to try open folders in.
const isOpen = firstClosedFolder(os.tmpdir()) === null && firstClosedFolder(os.tmpdir(), 12345) === null

let ground = ''
beforeEach(() => {
  ground = fs.mkdtempSync(path.join(os.tmpdir(), 'footbridge-'))
  fs.chmodSync(ground, 0o755)
})
afterEach(() => fs.rmSync(ground, { recursive: true, force: true }))

describe('where the data folder is', () => {
  test('it is .data in the project, or where FOOTBRIDGE_DATA says', () => {
    expect(choosePlace({}, false).path).toBe(path.join(packageRoot, '.data'))
    expect(choosePlace({ FOOTBRIDGE_DATA: ground }, false)).toEqual({ path: ground, note: null })
  })

  test.runIf(isOpen)(
    'for root it moves out of a place that the account of PostgreSQL cannot enter, and says so',
    () => {
      const closed = path.join(ground, 'closed')
      fs.mkdirSync(closed, { mode: 0o700 })
      const asked = path.join(closed, 'deep', 'data')
      const place = choosePlace({ FOOTBRIDGE_DATA: asked }, true)
      expect(place.path).toMatch(/^\/var\/lib\/footbridge-[0-9a-f]{8}$/)
      expect(place.note).toContain(`${closed} is closed`)
      expect(choosePlace({ FOOTBRIDGE_DATA: `${asked}-2` }, true).path).not.toBe(place.path)
      expect(choosePlace({ FOOTBRIDGE_DATA: asked, DATABASE_URL: 'postgresql://elsewhere' }, true).path).toBe(asked)
    },
  )

  test.runIf(isOpen)('a folder is closed when its mode keeps the account out, and an absent one is not', () => {
    fs.mkdirSync(path.join(ground, 'open'), { mode: 0o711 })
    fs.mkdirSync(path.join(ground, 'shut'), { mode: 0o750 })
    expect(firstClosedFolder(path.join(ground, 'open', 'absent'), 12345)).toBeNull()
    expect(firstClosedFolder(path.join(ground, 'shut', 'absent'), 12345)).toBe(path.join(ground, 'shut'))
  })
})

describe('what a data folder is', () => {
  test('a new one is a demo world with a key that nobody else may read, and stays what it is', () => {
    const made = openDataFolder(path.join(ground, 'data'), {})
    expect(made.world).toBe('demo')
    expect(made.masterKey).toHaveLength(32)
    expect(fs.statSync(made.secretsFolder).mode & 0o777).toBe(0o700)
    expect(fs.statSync(path.join(made.secretsFolder, 'master.key')).mode & 0o777).toBe(0o600)
    expect(openDataFolder(made.path, {}).masterKey.equals(made.masterKey)).toBe(true)
  })

  test('FOOTBRIDGE_DEMO=0 makes a real one, and the two never mix', () => {
    const real = path.join(ground, 'real')
    expect(openDataFolder(real, { FOOTBRIDGE_DEMO: '0' }).world).toBe('real')
    expect(openDataFolder(real, {}).world).toBe('real')
    expect(() => openDataFolder(real, { FOOTBRIDGE_DEMO: '1' })).toThrow('real data folder')
    expect(() => openDataFolder(real, { FOOTBRIDGE_DEMO: 'yes' })).toThrow('FOOTBRIDGE_DEMO is "yes"')
  })

  test('a folder of strangers, a newer one, a spoilt one and one without its key are refused', () => {
    fs.writeFileSync(path.join(ground, 'letter.txt'), 'dear')
    expect(() => openDataFolder(ground, {})).toThrow('holds other things (letter.txt)')
    const { path: folder } = openDataFolder(path.join(ground, 'data'), {})
    const file = path.join(folder, 'footbridge.json')
    const was = fs.readFileSync(file, 'utf8')
    fs.writeFileSync(file, was.replace('"format": 1', '"format": 2'))
    expect(() => readWorld(folder)).toThrow('newer Footbridge')
    fs.writeFileSync(file, was.slice(0, 20))
    expect(() => readWorld(folder)).toThrow('cannot be understood')
    fs.writeFileSync(file, was)
    fs.truncateSync(path.join(folder, 'secrets', 'master.key'), 5)
    expect(() => openDataFolder(folder, {})).toThrow('missing or spoilt')
  })
})
