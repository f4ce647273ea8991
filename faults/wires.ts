import { fault, startMs, times } from './blows.ts'
import { expect, within } from './house.ts'
import { databaseCut, endedUnderLoad, flushed, lockHeld, lostOnTheWay, sentAgain, slowSenders } from './network.ts'
import { journalUnbroken, rest, revive, served } from './served.ts'
import { eachOnce, nowhere } from './writes.ts'

// Blows on the wires of one house that is served.

fault('requests and answers get lost on the way: asked again by the same key, each is done once', async () =>
  lostOnTheWay(await served(), times(150, 3_000)),
)
fault('a form sent fifty times at once is one form', async () => sentAgain(await served(), times(20, 100), 50))
fault('the wire to the database breaks in the middle: what was acknowledged is there, and nothing twice', async () =>
  databaseCut(await served(), times(150, 3_000)),
)
fault('every write that is acknowledged was flushed to the disk', async () => flushed(await served(), times(40, 400)))
fault('hundreds of connections that never end their request keep nobody waiting', async () =>
  slowSenders(await served(), times(300, 500)),
)
fault('a lock that somebody holds is a refusal for who needs it, and nothing for who does not', async () =>
  lockHeld(await served()),
)
fault('SIGTERM under load: what was asked is answered, and is there at the next start', async () => {
  const house = await served()
  let [answered, never] = [0, 0]
  for (let round = 0; round < times(1, 20); round++) {
    const { done, torn } = await endedUnderLoad(house)
    expect((await within(startMs, 'it ends', house.started.ended)) === 0, 'the exit code is not 0')
    await revive(house)
    await eachOnce(house, done)
    await nowhere(house, torn)
    answered += done.length
    never += torn.length
  }
  await journalUnbroken(house.folder)
  await rest(house)
  return `${answered} answered, ${never} never taken`
})
