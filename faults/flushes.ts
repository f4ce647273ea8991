import { randomUUID } from 'node:crypto'
import { fault, times } from './blows.ts'
import { seeded } from './chance.ts'
import { manyCrashes } from './crash.ts'
import { expect, readiness, serverOf, until } from './house.ts'
import { journalUnbroken, revive, served } from './served.ts'
import { traced, untraceable } from './traced.ts'
import { type Write, Writers, wholeOrNothing } from './writes.ts'

/** F6. PostgreSQL's every process fails once at its so-manieth flush, so it falls and recovers again and again. */
fault(
  'a flush to the disk fails: nothing is acknowledged on it, PostgreSQL recovers, and the program stays up',
  () =>
    seeded(async (draw, seed) => {
      const house = await served()
      const falls = times(2, 20)
      let log: readonly Write[] = []
      let fell = 0
      const recording = await traced(house, async () => {
        const program = serverOf(house.folder)
        const writers = new Writers(house, `flush ${randomUUID()}`)
        while (fell < falls) {
          await until(60_000, 'a flush fails', async () => (await readiness(house.address)).status === 503)
          fell += 1
          await until(60_000, 'it is ready again', async () => (await readiness(house.address)).status === 200)
          const before = writers.answered()
          await until(60_000, 'it goes on', () => writers.answered() > before + 8)
        }
        log = await writers.stop()
        expect(serverOf(house.folder) === program, 'the program did not stay up')
      }, [`fdatasync:error=EIO:when=${15 + draw(20)}`])
      const failed = recording.calls.filter(each => /^f(data)?sync$/.test(each.name) && (each.answered ?? 0) < 0)
      expect(failed.length > 0, 'no flush has failed')
      for (const { pid, ended } of failed) {
        const later = recording.calls.find(each => each.pid === pid && each.began > ended && /write/.test(each.name))
        expect(!later || /log|pid/.test(later.file), 'who could not flush wrote on')
      }
      await revive(house)
      await wholeOrNothing(house, log)
      await journalUnbroken(house.folder)
      // What a failed flush did not write the system forgets: the same holds on the disk, wherever the power goes then.
      const story = { ...recording, house, log, signed: [], seen: [] }
      const open = await manyCrashes(story, seed, times(2, 50))
      return `${failed.length} failed flushes, ${fell} falls, ${log.length} writes; ${open} unflushed in the crashes`
    }),
  untraceable(),
)
