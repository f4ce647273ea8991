import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { firstClosedFolder, isRoot, packageRoot } from '#platform/data-folder.ts'
import { fault, firstStartMs, refused, restFree, shared, startMs, up } from './blows.ts'
import { expect, ground, readiness, start, stop, until, within } from './house.ts'

// Starts and stops as a person does them, and what is in their way: each ends in one sentence and the way out.

fault('an empty folder becomes a demo world that says its address and sign-ins', async () => {
  const began = Date.now()
  const one = start(shared)
  await up(one, firstStartMs)
  const took = Date.now() - began
  expect(/demo world/.test(one.said()), 'it does not say that this is a demo world')
  expect((await stop(one)) === 0, 'SIGTERM does not end in exit code 0')
  restFree(shared)
  return `${took} ms`
})

fault('a warm start', async () => {
  const began = Date.now()
  const one = start(shared)
  await up(one)
  const took = Date.now() - began
  await stop(one)
  return `${took} ms`
})

fault('Ctrl-C, heard from the terminal and again from npm, is one wish', async () => {
  const one = start(shared)
  await up(one)
  one.child.kill('SIGINT')
  setTimeout(() => one.child.kill('SIGINT'), 30)
  expect((await within(startMs, 'it stops', one.ended)) === 0, 'the exit code is not 0')
  restFree(shared)
  return undefined
})

fault('SIGTERM during the start', async () => {
  const one = start(shared)
  await until(startMs, 'it holds the folder', () => fs.existsSync(path.join(shared, 'running.json')))
  expect((await stop(one)) === 0, 'the exit code is not 0')
  restFree(shared)
  return undefined
})

fault('a second start on the same folder says where it is served', async () => {
  const one = start(shared)
  const address = await up(one)
  await refused(start(shared), new RegExp(`already served at ${address} .*\n.*FOOTBRIDGE_DATA`))
  expect((await readiness(address)).status === 200, 'the first one suffers')
  await stop(one)
  return undefined
})

fault('a taken port is named with its owner', async () => {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const at = server.address()
  const port = typeof at === 'object' ? at?.port : 0
  await refused(start(shared, { PORT: String(port) }), new RegExp(`Port ${port} is taken by .*process ${process.pid}`))
  server.close()
  return undefined
})

fault('a folder of a newer program, a mismatch of demo and real, a lost key: each a sentence', async () => {
  const file = path.join(shared, 'footbridge.json')
  const was = fs.readFileSync(file, 'utf8')
  fs.writeFileSync(file, was.replace('"format": 1', '"format": 99'))
  await refused(start(shared), /written by a newer Footbridge.*\n.*FOOTBRIDGE_DATA/)
  fs.writeFileSync(file, was)
  await refused(start(shared, { FOOTBRIDGE_DEMO: '0' }), /is a demo data folder.*\n.*never mix/)
  const key = path.join(shared, 'secrets', 'master.key')
  fs.renameSync(key, `${key}.away`)
  await refused(start(shared), /key of this data folder.* missing.*\n.*Bring back/)
  fs.renameSync(`${key}.away`, key)
  return undefined
})

fault('two at once in two folders', async () => {
  const [one, two] = [start(shared), start(path.join(ground, 'other'), { FOOTBRIDGE_DEMO: '0' })]
  const [here, there] = await Promise.all([up(one), up(two, firstStartMs)])
  expect(here !== there, 'both say the same address')
  expect(/real world/.test(two.said()), 'the real one does not say so')
  await Promise.all([stop(one), stop(two)])
  return undefined
})

fault('two at once on one folder: one serves, the other says where', async () => {
  const both = [start(shared), start(shared)]
  const codes = await Promise.all(
    both.map(one =>
      Promise.race([
        one.address.then(
          () => 0,
          () => 1,
        ),
        one.ended,
      ]),
    ),
  )
  expect(codes.toSorted().join() === '0,1', `they end with ${codes.join()}`)
  await Promise.all(both.map(one => stop(one)))
  restFree(shared)
  return undefined
})

fault(
  'a folder that may not be written is a sentence',
  async () => {
    const closed = path.join(ground, 'closed')
    fs.mkdirSync(closed, { mode: 0o755 })
    if (!isRoot()) fs.chmodSync(closed, 0o555)
    await refused(start(path.join(closed, 'data'), {}, isRoot() ? 65534 : undefined), /cannot be written by this user/)
    return undefined
  },
  isRoot() && firstClosedFolder(packageRoot) !== null && 'nobody but root may enter this checkout',
)
