import http from 'node:http'

/** One figure, as it is printed: `bar` is what it must not pass. */
export type Figure = { name: string; value: number; unit: string; bar: number; ok: boolean }

/** Prints a figure as one JSON line. */
export function figure(name: string, value: number, unit: string, bar: number): Figure {
  const rounded = (of: number) => Math.round(of * 100) / 100
  const told = { name, value: rounded(value), unit, bar: rounded(bar), ok: rounded(value) <= rounded(bar) }
  process.stdout.write(`${JSON.stringify(told)}\n`)
  return told
}

/** How far the ratios of one program lie apart on two machines. */
const between = 1.2

/**
 * Whether a figure fails whoever runs the bench: it is beyond its bar, and beyond what the release before was where
 * that was over its bar already; a ratio by more than machines differ. Times never fail: they are also the machine's.
 */
export function gates({ unit, ok, value, bar }: Figure, before: number | undefined): boolean {
  if (ok || ['ms', 's', 'MB'].includes(unit)) return false
  return value > Math.max(bar, before ?? bar) * (unit === 'x' ? between : 1)
}

/** Prints what else is worth knowing, beside the figures. */
export const tell = (what: unknown) => process.stderr.write(`${JSON.stringify(what)}\n`)

/** A call that is made many times. */
export type Call = { port: number; method: string; path: string; headers: Record<string, string>; body?: string }

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })

/** Makes a call and answers how long it took, in milliseconds; anything but 200 is a fault of the bench. */
export function timed(call: Call): Promise<number> {
  const { port, method, path, headers, body } = call
  const begun = performance.now()
  return new Promise((done, failed) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent,
        headers: { ...headers, ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) },
      },
      response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', part => {
          text += part
        })
        response.on('end', () =>
          response.statusCode === 200
            ? done(performance.now() - begun)
            : failed(new Error(`${path} answered ${response.statusCode}: ${text}`)),
        )
      },
    )
    request.on('error', failed)
    request.end(body)
  })
}

/** The time below which a share of all times lies. */
export function share(times: readonly number[], of: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? 0
}

/** How two calls compare that were run in turn: milliseconds of each, and their ratios. */
export type Compared = {
  ratio: number
  ours: number
  floor: number
  late: { ratio: number; ours: number; floor: number }
}

/**
 * Runs two calls in turn, A-B-A-B, so that the noise of the machine cancels; answers the ratio of their medians, and
 * under `late` that of the times within which 95 of 100 are.
 */
export async function ratio(ours: () => Call, floor: () => Call, rounds = 8, each = 60): Promise<Compared> {
  const [a, b] = await inTurn([ours, floor], rounds, each)
  const at = (of: number) => {
    const [mine, bare] = [share(a ?? [], of), share(b ?? [], of)]
    return { ratio: mine / bare, ours: mine, floor: bare }
  }
  return { ...at(0.5), late: at(0.95) }
}

/** Runs calls in turn, some of each at a time, after all are warm; answers the times of each. */
export async function inTurn(calls: readonly (() => Call)[], rounds: number, each: number): Promise<number[][]> {
  const times = calls.map((): number[] => [])
  for (let warm = 0; warm < 60; warm++) for (const call of calls) await timed(call())
  for (let round = 0; round < rounds; round++)
    for (const [at, call] of calls.entries()) for (let n = 0; n < each; n++) times[at]?.push(await timed(call()))
  return times
}

/** The middle one of an odd number of measurements, by a number of each. */
export function middle<Of>(all: readonly Of[], by: (of: Of) => number): Of {
  const found = all.toSorted((a, b) => by(a) - by(b))[all.length >> 1]
  if (found === undefined) throw new RangeError('nothing was measured')
  return found
}
