import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holderOf, lockFolder, processStart } from '#platform/folder-lock.ts'

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'footbridge-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const write = (holder: object) => fs.writeFileSync(path.join(folder, 'running.json'), JSON.stringify(holder))

test('a folder has one holder, who says where it serves, until it lets go', async () => {
  const lock = await lockFolder(folder)
  lock.record({ address: 'http://localhost:4000' })
  expect(holderOf(folder)).toMatchObject({ pid: process.pid, address: 'http://localhost:4000', stopping: false })
  await expect(lockFolder(folder)).rejects.toThrow('already served at http://localhost:4000')
  lock.release()
  expect(holderOf(folder)).toBeNull()
  expect(fs.readdirSync(folder)).toEqual([])
})

test('a dead holder, one whose number another process has now, and a torn record do not keep it', async () => {
  const dead = { pid: 4_194_303, started: 'long ago', address: null, stopping: false }
  for (const holder of [dead, { ...dead, pid: process.pid }, { torn: true }]) {
    write(holder)
    const lock = await lockFolder(folder)
    expect(holderOf(folder)?.pid).toBe(process.pid)
    lock.release()
  }
})

test('of many that ask at once, one gets it', async () => {
  write({ pid: 4_194_303, started: 'long ago', address: null, stopping: false })
  const asked = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)))
  expect(asked.filter(one => one.status === 'fulfilled')).toHaveLength(1)
})

test('a process has a beginning, and one that does not run has none', () => {
  expect(processStart(process.pid)).toBe(processStart(process.pid))
  expect(processStart(process.pid)).not.toBe(processStart(1))
  expect(processStart(4_194_303)).toBeNull()
})
