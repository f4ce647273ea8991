import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refuseMightyRole, withClient } from '#platform/database.ts'
import { migrate, pending, remaining } from '#platform/migrations.ts'
import { type FreshDatabase, freshDatabase } from '#platform/test-database.ts'

const file = (name: string, sha256 = 'a') => ({ room: 'people', file: name, sha256, text: '' })

describe('what remains to be applied', () => {
  test('is what the database does not have, in order', () => {
    const [one, two, three] = [file('001-a.sql'), file('002-b.sql'), file('003-c.sql')]
    expect(remaining([one, two, three], [one])).toEqual([two, three])
    expect(remaining([one], [one])).toEqual([])
  })

  test('is refused when a file has changed, has gone, or comes too late', () => {
    const changed = () => remaining([file('001-a.sql', 'b')], [file('001-a.sql')])
    expect(changed).toThrow('people/001-a.sql was changed after it was applied')
    expect(() => remaining([], [file('001-a.sql')])).toThrow('newer than this program: it has people/001-a.sql')
    expect(() => remaining([file('001-a.sql'), file('002-b.sql')], [file('002-b.sql')])).toThrow('after a later one')
  })
})

describe('migrating a database', () => {
  let fresh: FreshDatabase
  let ground = ''
  const rooms = () => ['first', 'second'].map(room => ({ room, folder: path.join(ground, room) }))
  const reports = () => path.join(ground, 'reports')
  const write = (name: string, sql: string) => fs.writeFileSync(path.join(ground, name), sql)
  const ask = (sql: string) => withClient(fresh.owner, async client => (await client.query(sql)).rows)

  beforeEach(async () => {
    ground = fs.mkdtempSync(path.join(os.tmpdir(), 'footbridge-'))
    for (const name of ['first', 'second', 'reports']) fs.mkdirSync(path.join(ground, name))
    write('first/001-begin.sql', 'create schema first; create table first.thing (id int primary key, name text);')
    write('second/001-begin.sql', 'create table first.other (id int references first.thing on delete restrict);')
    write(
      'reports/things.sql',
      'create view reports.things with (security_invoker = true) as select * from first.thing;',
    )
    fresh = await freshDatabase([], path.join(ground, 'none'))
  })
  afterEach(async () => {
    await fresh.drop()
    fs.rmSync(ground, { recursive: true, force: true })
  })

  test('applies every room in order once, then has nothing left, which the app role may see too', async () => {
    const applied = await migrate(fresh.owner, rooms(), reports())
    expect(applied.map(one => `${one.room}/${one.file}`)).toEqual(['first/001-begin.sql', 'second/001-begin.sql'])
    expect(await migrate(fresh.owner, rooms(), reports())).toEqual([])
    expect(await pending(fresh.app, rooms())).toEqual([])
    await expect(refuseMightyRole(fresh.app)).resolves.toBeUndefined()
    await expect(refuseMightyRole(fresh.owner)).rejects.toThrow('owns tables')
  })

  test('keeps nothing of a file that fails, and everything before it', async () => {
    write('second/001-begin.sql', 'create table first.other (id int); create table first.thing (id int);')
    await expect(migrate(fresh.owner, rooms(), reports())).rejects.toThrow('second/001-begin.sql failed')
    expect(await ask(`select to_regclass('first.thing') as thing, to_regclass('first.other') as other`)).toEqual([
      { thing: 'first.thing', other: null },
    ])
    write('second/001-begin.sql', 'create table first.other (id int);')
    expect(await migrate(fresh.owner, rooms(), reports())).toHaveLength(1)
  })

  test('two at once apply each file once', async () => {
    const both = await Promise.all([1, 2].map(() => migrate(fresh.owner, rooms(), reports())))
    expect(both.map(one => one.length).toSorted()).toEqual([0, 2])
  })

  test('a report does not stand in the way of a change to its table, and comes back with it', async () => {
    await migrate(fresh.owner, rooms(), reports())
    write('first/002-rename.sql', 'alter table first.thing drop column name; alter table first.thing add title text;')
    await migrate(fresh.owner, rooms(), reports())
    await ask(`insert into first.thing values (1, 'bridge')`)
    expect(await ask('select * from reports.things')).toEqual([{ id: 1, title: 'bridge' }])
  })

  test('a report that would run as its owner is refused', async () => {
    write('reports/things.sql', 'create view reports.things as select * from first.thing;')
    await expect(migrate(fresh.owner, rooms(), reports())).rejects.toThrow('things is not security_invoker')
  })

  test('a misnamed file, or a number twice in a room, is refused', async () => {
    write('first/001-again.sql', 'select 1')
    await expect(migrate(fresh.owner, rooms(), reports())).rejects.toThrow('is misnamed')
  })
})
