import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fault, footbridge, times } from './blows.ts'
import { seeded } from './chance.ts'
import { asOwner, expect, readiness } from './house.ts'
import { rest, revive, served } from './served.ts'
import { ask, inLanes, insist, post, writesOf } from './writes.ts'

/** Flips one bit of a file where some bytes stand, at a place within them, and answers how to flip it back. */
function flip(file: string, where: Buffer, within: number): () => void {
  const at = fs.readFileSync(file).indexOf(where)
  expect(at >= 0, 'what was written does not stand in the file')
  const turn = () => {
    const open = fs.openSync(file, 'r+')
    const byte = Buffer.alloc(1)
    fs.readSync(open, byte, 0, 1, at + within)
    fs.writeSync(open, Buffer.of((byte[0] ?? 0) ^ 1), 0, 1, at + within)
    fs.closeSync(open)
  }
  turn()
  return turn
}

/** F8. A kept file with a flipped byte is proved in `src/rooms/desk/room.test.ts`, an index's in `src/kernel`. */
fault('a byte of a data file is flipped: it is named as damaged and never shown, and other doors work on', () =>
  seeded(async draw => {
    const house = await served()
    for (let round = 0; round < times(1, 10); round++) {
      const writes = writesOf(`whole ${randomUUID()}`, 20)
      await inLanes(writes, write => insist(write, () => post(house.address, house.program, write)))
      const one = writes[draw(writes.length)]?.title ?? ''
      const file = await asOwner(house.folder, async owner => {
        const { rows } = await owner.query<{ file: string }>(`select pg_relation_filepath('desk.task') as file`)
        return rows[0]?.file ?? ''
      })
      await rest(house)
      const back = flip(path.join(house.folder, 'pgdata', file), Buffer.from(one), draw(one.length))
      await revive(house)
      const damaged = await ask(house, 'desk/tasks')
      expect(damaged.status === 500 && /"\/problems\/damaged"/.test(damaged.text), `it says: ${damaged.text}`)
      expect(damaged.text.includes(`"${file}"`) || damaged.text.includes(`\\"${file}\\"`), 'it does not say where')
      expect(!/whole|\n\s+at /.test(damaged.text), 'something of it is shown')
      const log = fs.readFileSync(path.join(house.folder, 'footbridge.log'), 'utf8')
      const line = log.split('\n').findLast(each => each.includes('"msg":"damaged"')) ?? ''
      expect(line.includes(file) && !line.includes('whole'), `the log says: ${line}`)
      expect((await ask(house, 'people/house')).status === 200, 'another door does not work')
      expect((await readiness(house.address)).status === 200, 'the house is not ready')
      const env = { ...process.env, FOOTBRIDGE_DEMO: '0', FOOTBRIDGE_DATA: house.folder }
      const doctor = spawnSync(process.execPath, [footbridge, 'doctor'], { env, encoding: 'utf8' })
      expect(doctor.status === 1 && /damaged pages/.test(doctor.stdout), `doctor says: ${doctor.stdout}`)
      back()
      expect((await ask(house, 'desk/tasks')).status === 200, 'what was brought back is not read')
    }
    return `${times(1, 10)} flipped`
  }),
)
