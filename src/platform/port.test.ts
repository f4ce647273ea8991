import net from 'node:net'
import { expect, test } from 'vitest'
import { isLoopback, listenSomewhere, ownerOfPort, readPort, tryPort } from '#platform/port.ts'

function occupy(): Promise<{ port: number; free(): void }> {
  const server = net.createServer()
  return new Promise(resolve => {
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const at = server.address()
      resolve({ port: typeof at === 'object' && at ? at.port : 0, free: () => server.close() })
    })
  })
}

test('PORT is a number of a port, or is not set', () => {
  expect([undefined, '', '0', '8080'].map(readPort)).toEqual([null, null, 0, 8080])
  for (const wrong of ['65536', '-1', 'http', '80.5']) expect(() => readPort(wrong)).toThrow('which is no port')
})

test('only this computer reaches a loopback address', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].every(isLoopback)).toBe(true)
  expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example'].some(isLoopback)).toBe(false)
})

test('a port that was asked for and is taken is refused with the name of its owner', async () => {
  const taken = await occupy()
  expect(await tryPort(taken.port, '127.0.0.1')).toBe('EADDRINUSE')
  if (process.platform === 'linux') expect(ownerOfPort(taken.port)).toContain(`(process ${process.pid})`)
  const asked = listenSomewhere(taken.port, '127.0.0.1', async port => port)
  await expect(asked).rejects.toThrow(`Port ${taken.port} is taken by`)
  taken.free()
})

test('when nothing was asked for, somebody faster only means the next port', async () => {
  let tries = 0
  const port = await listenSomewhere(null, '127.0.0.1', async free => {
    tries += 1
    if (tries < 3) throw Object.assign(new Error('taken'), { code: 'EADDRINUSE' })
    return free
  })
  expect(port).toBeGreaterThanOrEqual(4002)
})

test('an address that this computer does not have is named', async () => {
  await expect(listenSomewhere(0, '192.0.2.1', async port => port)).rejects.toThrow('no address 192.0.2.1')
})
