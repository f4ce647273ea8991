import { readdirSync, readFileSync } from 'node:fs'

/**
 * Milliseconds of processor that the children of a postmaster have taken so far, but for one of them; in hundredths of
 * a second, as the kernel counts. Where there is no /proc it is 0.
 */
export function databaseCpu(postmaster: number, except: number): number {
  let ticks = 0
  for (const name of processes()) {
    const [parent, spent] = statOf(name)
    if (parent === postmaster && Number(name) !== except) ticks += spent
  }
  return ticks * 10
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter(name => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** The parent of a process and what it has spent, by the fields that follow its name in parentheses. */
function statOf(name: string): [number, number] {
  try {
    const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return [Number(fields[1]), Number(fields[11]) + Number(fields[12])]
  } catch {
    return [0, 0]
  }
}
