/** An expected failure: one sentence that says what is the matter, and the way out. Its exit code is 1. */
export class Stop extends Error {
  readonly sentence: string
  readonly wayOut: string

  constructor(sentence: string, wayOut: string) {
    super(`${sentence} ${wayOut}`)
    this.sentence = sentence
    this.wayOut = wayOut
  }
}

/** The code of a failed system call or database statement, such as `ENOSPC` or `53100`; empty when there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const diskFull = new Set(['ENOSPC', 'EDQUOT', '53100'])
const notWritable = new Set(['EACCES', 'EPERM', 'EROFS'])

/** Turns a full disk, or a folder that may not be written, into a `Stop`; passes on all else. */
export function explain(error: unknown, place: string): unknown {
  const words = error instanceof Error ? error.message : ''
  if (diskFull.has(codeOf(error)) || words.includes('No space left on device')) {
    return new Stop(
      `The disk that holds ${place} is full.`,
      'Make room there and start again, or set FOOTBRIDGE_DATA to a folder on another disk. Nothing saved is lost.',
    )
  }
  if (notWritable.has(codeOf(error))) {
    return new Stop(
      `${place} cannot be written by this user.`,
      'Start as the user who owns it, or set FOOTBRIDGE_DATA to a folder of your own.',
    )
  }
  return error
}

/** Says on stderr what takes so long, but only about work that takes longer than a second. */
export async function progress<T>(words: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now()
  let said = false
  const say = () => {
    process.stderr.write(said ? `  still at it (${Math.round((Date.now() - began) / 1000)} s)\n` : `${words} …\n`)
    said = true
  }
  const first = setTimeout(say, 700)
  const again = setInterval(say, 10_000)
  try {
    return await work()
  } finally {
    clearTimeout(first)
    clearInterval(again)
  }
}
