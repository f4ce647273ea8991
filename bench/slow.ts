import type { Page } from 'playwright-core'

/** A telephone of some years on a slow network: 1.6 Mbit/s, 150 ms to and fro, a processor four times slower. */
const slow = { bytesPerSecond: 200_000, latencyMs: 150, processor: 4 }

/** How much of what a page asked for came over the wire, in bytes. */
export type Wire = { scripts: number; all: number }

/** Makes a page's network and processor slow, before it goes anywhere; answers what comes over the wire from there. */
export async function slowDown(page: Page): Promise<Wire> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: slow.latencyMs },
    ...{ downloadThroughput: slow.bytesPerSecond, uploadThroughput: slow.bytesPerSecond },
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow.processor })
  const wire: Wire = { scripts: 0, all: 0 }
  const scripts = new Set<string>()
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    wire.all += encodedDataLength
    if (scripts.has(requestId)) wire.scripts += encodedDataLength
  })
  return wire
}
