/** Random bytes from whoever runs the program: the operating system, or a seeded source in a simulation. */
export type Random = (length: number) => Uint8Array

/** A UUIDv7: the moment first, so that rows made together lie together. */
export function newId(now: string, random: Random): string {
  const bytes = random(16)
  let milliseconds = Date.parse(now)
  for (let place = 5; place >= 0; place--) {
    bytes[place] = milliseconds % 256
    milliseconds = Math.floor(milliseconds / 256)
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** What belongs to the house itself and to no organization. */
export const houseItself = '00000000-0000-0000-0000-000000000000'
