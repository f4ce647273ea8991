import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { codeOf, Stop } from '#platform/stop.ts'

const firstPort = 4000
const lastPort = 4099

/** Reads PORT: a number from 0 to 65535 (0 = any free one), or null when it is not set. */
export function readPort(text: string | undefined): number | null {
  if (!text) return null
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new Stop(`PORT is "${text}", which is no port.`, 'Set it to a number from 1 to 65535, or leave it unset.')
}

/** True when this computer alone can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Tries to listen: null when that is possible, else the code of the system's refusal, such as `EADDRINUSE`. */
export function tryPort(port: number, host: string): Promise<string | null> {
  return new Promise(resolve => {
    const probe = net.createServer()
    probe.once('error', error => resolve(codeOf(error)))
    probe.listen({ port, host }, () => probe.close(() => resolve(null)))
  })
}

// Lines of /proc/net/tcp: number, local address:port, remote, state (0A listens), …, inode at the tenth place.
function listeningSocket(port: number): string | null {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file => fs.readFileSync(file, 'utf8').split('\n'))
  const fields = lines.map(line => line.trim().split(/\s+/))
  return fields.find(line => line[1]?.endsWith(wanted) && line[3] === '0A')?.[9] ?? null
}

function holds(pid: string, socket: string): boolean {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).some(fd => {
      try {
        return fs.readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${socket}]`
      } catch {
        return false
      }
    })
  } catch {
    // A process of somebody else, or one that has just ended.
    return false
  }
}

/** Who listens on a port, such as `node main.ts (process 4711)`; null where the system does not say. */
export function ownerOfPort(port: number): string | null {
  try {
    const socket = listeningSocket(port)
    const pid = socket && fs.readdirSync('/proc').find(name => /^\d+$/.test(name) && holds(name, socket))
    if (!pid) return null
    const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 2)
    return `${words.map(word => path.basename(word)).join(' ')} (process ${pid})`
  } catch {
    return null
  }
}

/** The refusal of a port that was asked for and cannot be had. */
export function portRefusal(port: number, host: string, code: string): Stop {
  if (code === 'EACCES') return new Stop(`This user may not use port ${port}.`, 'Set PORT to a number above 1023.')
  if (code !== 'EADDRINUSE')
    return new Stop(`This computer has no address ${host} (${code}).`, 'Set HOST to one it has.')
  const owner = ownerOfPort(port) ?? 'another program'
  return new Stop(`Port ${port} is taken by ${owner}.`, 'Stop it, set PORT to another number, or leave PORT unset.')
}

/** Listens on the port asked for, or on the first free one from 4000; answers what `listen` answers. */
export async function listenSomewhere<T>(
  asked: number | null,
  host: string,
  listen: (port: number) => Promise<T>,
): Promise<T> {
  for (let port = asked ?? firstPort; ; port++) {
    const refused = await tryPort(port, host)
    if (!refused) {
      try {
        return await listen(port)
      } catch (error) {
        // Somebody else was faster: the next one, unless this one was asked for.
        if (codeOf(error) !== 'EADDRINUSE' || asked !== null) throw error
      }
    } else if (asked !== null || refused !== 'EADDRINUSE') throw portRefusal(port, host, refused)
    if (port === lastPort) throw new Stop(`Ports ${firstPort} to ${lastPort} are all taken.`, 'Set PORT to a free one.')
  }
}
