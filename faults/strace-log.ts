import fs from 'node:fs'
import readline from 'node:readline'

// Reads what strace wrote of a process and its children. A call that another one came between has two lines: it began
// in the first and ended in the second.

/** A call on a file or folder of a data folder; its names are relative to that. */
export type Call = {
  name: string
  file: string
  /** The new name of a file. */
  to: string
  bytes: Buffer
  /** Where in the file, or null for where the file was left off. */
  offset: number | null
  /** The length of a cut or an extension; of an opening, whether it cuts and whether it makes. */
  length: number
  cuts: boolean
  makes: boolean
  pid: string
  fd: string
  /** What it answered; null when it never did. */
  answered: number | null
  /** The lines at which it began and ended, and the moment of the first in milliseconds. */
  began: number
  ended: number
  at: number
}

const whole = /^(\d+) +(\d+\.\d+) (\w+)\((.*)\) += (-?\d+)/
const begun = /^(\d+) +(\d+\.\d+) (\w+)\((.*) <unfinished \.\.\.>$/
const resumed = /^(\d+) +(\d+\.\d+) <\.\.\. (\w+) resumed>(.*)\) += (-?\d+)/

/** Reads the calls on files of a folder, in the order in which they began. */
export async function callsIn(log: string, folder: string): Promise<Call[]> {
  const calls: Call[] = []
  const open = new Map<string, { args: string; call: Call }>()
  const lines = readline.createInterface({ input: fs.createReadStream(log, 'latin1') })
  let at = 0
  for await (const line of lines) {
    at += 1
    const [, pid = '', moment = '', name = '', args = '', answer] =
      whole.exec(line) ?? begun.exec(line) ?? resumed.exec(line) ?? []
    const earlier = line.includes('<... ') ? open.get(pid) : undefined
    const call = earlier?.call ?? { ...nothing, name, pid, began: at, at: Number(moment) * 1_000 }
    if (answer !== undefined) {
      call.answered = Number(answer)
      call.ended = at
      open.delete(pid)
      read(call, (earlier?.args ?? '') + args, folder)
    } else if (name !== '') {
      open.set(pid, { args, call })
      // One that never ends still said what it would do.
      read(call, args, folder)
    }
    if (!earlier && name !== '') calls.push(call)
  }
  return calls.filter(call => call.file !== '')
}

const nothing: Call = {
  ...{ name: '', file: '', to: '', bytes: Buffer.alloc(0), offset: null, length: 0, cuts: false, makes: false },
  ...{ pid: '', fd: '', answered: null, began: 0, ended: Number.POSITIVE_INFINITY, at: 0 },
}

const plain = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex')

/** A name within the folder, else nothing; a file that has no name any more has none here either. */
function within(folder: string, name: string): string {
  const inside = name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : name === folder ? '.' : ''
  const absolute = name.startsWith('/')
  return inside.endsWith(' (deleted)') ? '' : absolute ? inside : name
}

function read(call: Call, args: string, folder: string): void {
  const fd = /^(\d+)<((?:\\x[0-9a-f]{2})*)>(\(deleted\))?/.exec(args)
  const texts = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(found => found[1] ?? '')
  const last = args.slice(args.lastIndexOf(',') + 1).trim()
  const named = (hex: string | undefined) => within(folder, plain(hex ?? '').toString())
  switch (call.name) {
    case 'write':
    case 'writev':
    case 'pwrite64':
    case 'pwritev':
    case 'pwritev2':
      call.bytes = Buffer.concat(texts.map(plain))
      if (call.name === 'pwrite64' || call.name === 'pwritev') call.offset = Number(last)
      if (call.name === 'pwritev2') call.offset = Number(args.split(',').at(-2))
      break
    case 'ftruncate':
      call.length = Number(last)
      break
    case 'fallocate': {
      const [offset = 0, length = 0] = args.split(',').slice(-2).map(Number)
      call.length = offset + length
      break
    }
    case 'openat':
      call.makes = args.includes('O_CREAT')
      call.cuts = args.includes('O_TRUNC')
      call.fd = String(call.answered)
      call.file = named(texts[0])
      return
    case 'fsync':
    case 'fdatasync':
      break
    default:
      call.file = named(texts[0])
      call.to = texts[1] === undefined ? '' : named(texts[1])
      return
  }
  call.fd = fd?.[1] ?? ''
  call.file = fd && !fd[3] && fd[2]?.startsWith('\\x2f') ? within(folder, plain(fd[2]).toString()) : ''
}
