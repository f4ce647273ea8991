import net from 'node:net'

/** Which way bytes go: `up` to the server, `down` to who asked. */
export type Way = 'up' | 'down'
/** Whether a connection is cut at some bytes, which then arrive nowhere. */
export type Cuts = (way: Way) => boolean
/** A wire between who asks and a server, on which things go wrong as it is told. */
export type Wire = { port: number; cut: () => number; close: () => Promise<void> }

/** Opens a wire to a server, on a port of its own. */
export async function openWire(to: net.NetConnectOpts, cuts: Cuts): Promise<Wire> {
  let cut = 0
  const open = new Set<net.Socket>()
  const server = net.createServer({ allowHalfOpen: false }, near => {
    const far = net.connect(to)
    const end = () => {
      near.destroy()
      far.destroy()
    }
    const pass = (way: Way, from: net.Socket, into: net.Socket) =>
      from.on('data', bytes => {
        if (!cuts(way)) return into.write(bytes)
        cut += 1
        return end()
      })
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', end)
      socket.on('close', () => {
        open.delete(socket)
        end()
      })
    }
    pass('up', near, far)
    pass('down', far, near)
  })
  server.listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const at = server.address()
  return {
    port: typeof at === 'object' && at ? at.port : 0,
    cut: () => cut,
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
