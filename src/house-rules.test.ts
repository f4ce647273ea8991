import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApiOf, permissionsOf } from '#edge/openapi.ts'
import { isInner, routeOf } from '#kernel/door.ts'
import { rooms } from '#rooms/index.ts'
import { keptRight } from '#testing/kept-right.ts'
import { doors } from './wiring.ts'

// The walls of the house, read off its own text. `docs/decisions/` says why each stands.

type Source = { file: string; text: string; lines: string[] }

const sources: Source[] = ['src', 'scripts', 'bin', 'programs', 'journeys', 'bench', 'faults']
  .flatMap(folder =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(
        entry => entry.isFile() && /\.(ts|tsx|js)$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
      )
      .map(entry => path.join(entry.parentPath, entry.name)),
  )
  .map(file => {
    const text = readFileSync(file, 'utf8')
    return { file, text, lines: text.split('\n') }
  })
const isTest = ({ file }: Source) => file.endsWith('.test.ts') || file.startsWith('src/testing/')
const inside = (folder: string) => sources.filter(source => source.file.startsWith(folder))
const program = inside('src/').filter(source => !isTest(source) && source.file !== 'src/kernel/tables.ts')

type Import = { file: string; what: string; typeOnly: boolean; lazy: boolean }

/** Every import of a file, as the path it leads to from the project's root; packages by their name. */
function importsOf({ file, text }: Source): Import[] {
  const found = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'/gm),
    ...text.matchAll(/(\b)import\('([^']+)'\)/g),
    ...text.matchAll(/^(\b)import\s+'([^']+)'/gm),
  ]
  return found.map(([whole, type, what = '']) => ({
    file,
    what: what.startsWith('#')
      ? `src/${what.slice(1)}`
      : what.startsWith('.')
        ? path.join(path.dirname(file), what)
        : what,
    typeOnly: Boolean(type?.trim()),
    lazy: whole.startsWith('import('),
  }))
}

const told = ({ file, what }: Import) => `${file} imports ${what}`
const roomOf = (file: string) => /^src\/rooms\/([a-z-]+)\//.exec(file)?.[1]

describe('rule 1', () => {
  it('the kernel and the formats know no room, and nothing else of the house', () => {
    const outside = (folder: string, also: string[]) =>
      inside(folder)
        .filter(source => !isTest(source))
        .flatMap(importsOf)
        .filter(each => each.what.startsWith('src/') || each.what.startsWith('..'))
        .filter(each => ![folder, ...also].some(allowed => each.what.startsWith(allowed)))
        .map(told)
    expect(outside('src/kernel/', [])).toEqual([])
    expect(outside('src/edge/', ['src/kernel/'])).toEqual([])
    expect(outside('src/formats/', ['src/kernel/time.ts'])).toEqual([])
    expect(outside('src/sign-in/', ['src/kernel/', 'src/edge/'])).toEqual([])
    expect(outside('src/platform/', ['src/kernel/', 'src/rooms/index.ts'])).toEqual([])
  })

  it('the web knows no room but by the lazy list of its pages', () => {
    const wrong = inside('src/web/')
      .filter(source => !isTest(source))
      .flatMap(importsOf)
      .filter(each => each.what.startsWith('src/rooms/') && !each.typeOnly)
      .filter(each => !(each.file === 'src/web/pages.ts' && each.lazy && each.what.includes('/pages/')))
      .map(told)
    expect(wrong).toEqual([])
  })
})

describe('rules 2 and 3', () => {
  const order = (room: string) => rooms.map(String).indexOf(room)
  const across = program
    .flatMap(importsOf)
    .map(each => ({ ...each, from: roomOf(each.file), to: roomOf(each.what) }))
    .filter(each => each.from && each.to && each.from !== each.to)

  it('every folder of a room stands in the corridor', () => {
    const folders = readdirSync('src/rooms', { withFileTypes: true }).filter(each => each.isDirectory())
    expect(folders.map(each => each.name).sort()).toEqual([...rooms].sort())
  })

  it('a room imports earlier rooms only', () => {
    const forward = across.filter(each => order(each.from ?? '') <= order(each.to ?? '')).map(told)
    expect(forward).toEqual([])
  })

  /** Rule packs are pure and read once; they get a door of their own when a second room needs more than one. */
  const pure = new Set([
    'src/rooms/people/programs.ts',
    'src/rooms/people/credentials.ts',
    'src/rooms/inquiry/rules.ts',
    'src/rooms/coverage/rules.ts',
    'src/rooms/timetable/catalog.ts',
  ])
  /**
   * Past 400 lines a file splits by noun: `house.ts` holds the commands of the house itself, `charts.ts` the statements
   * of charts. So a file that declares commands is a part of that door, and one that knows tables a part of the store.
   */
  const declaring = inside('src/rooms/').filter(({ text }) => /^export const \w+ = (command|query)\(\{/m.test(text))
  const storing = inside('src/rooms/').filter(
    source => !isTest(source) && importsOf(source).some(each => each.what === 'src/kernel/database.ts'),
  )
  it('a room is entered by its three doors only', () => {
    const isDoor = (to: string, what: string) =>
      pure.has(what) ||
      declaring.some(({ file }) => file === what) ||
      [`${to}.ts`, 'commands.ts', 'queries.ts'].some(name => what === `src/rooms/${to}/${name}`)
    expect(across.filter(each => !isDoor(each.to ?? '', each.what)).map(told)).toEqual([])
  })

  /** Who may know a room's tables beside the room itself, and why. */
  const wired: Record<string, string> = {
    'src/wiring.ts': 'gives the kernel what a broken constraint means, who a secret is, and may-look',
    'src/today.ts': 'puts the rooms’ due lists in a row',
    'src/rooms/people/queries.ts': 'reads may-look, which people keeps until the consent room does',
  }
  it('and its store and its due list by those who wire the house', () => {
    const wrong = program
      .flatMap(importsOf)
      .filter(each => /\/(store|due)\.ts$/.test(each.what) || storing.some(({ file }) => file === each.what))
      .filter(each => path.dirname(each.what) !== path.dirname(each.file))
      .filter(each => !each.what.startsWith('src/kernel/') && !(each.file in wired))
      .map(told)
    expect(wrong).toEqual([])
    expect(storing.filter(({ file }) => declaring.some(door => door.file === file))).toEqual([])
  })
})

describe('rule 5', () => {
  it('pages know their room’s pure door, the kit, and of commands and queries the types', () => {
    const pages = inside('src/rooms/').filter(source => source.file.includes('/pages/') && !isTest(source))
    const allowed = ({ file, what, typeOnly }: Import) => {
      const room = roomOf(file)
      if (!what.startsWith('src/')) return !what.startsWith('node:') && what !== 'zod' && what !== 'kysely'
      if (what.startsWith(`src/rooms/${room}/pages/`) || what === `src/rooms/${room}/${room}.ts`) return true
      if (what.startsWith('src/web/ui/') || what === 'src/web/words.ts' || what.startsWith('src/web/look/')) return true
      if (/^src\/kernel\/(client|time|due|ids)\.ts$/.test(what)) return true
      return typeOnly && (/\/(commands|queries)\.ts$/.test(what) || /^src\/(rooms|kernel|web)\/[\w/-]+\.ts$/.test(what))
    }
    expect(
      pages
        .flatMap(importsOf)
        .filter(each => !allowed(each))
        .map(told),
    ).toEqual([])
  })
})

describe('rule 6', () => {
  /** Rule packs are files beside the program, read once at start; a clock set by hand is no clock. */
  const mayRead = new Set([
    'src/rooms/people/programs.ts',
    'src/rooms/people/credentials.ts',
    'src/rooms/inquiry/rules.ts',
    'src/rooms/coverage/rules.ts',
    'src/rooms/coverage/verification-form.ts',
    'src/rooms/timetable/catalog.ts',
    'src/rooms/timetable/waitlist-rules.ts',
    'src/rooms/attendance/rules.ts',
    'src/rooms/notes/part-2-notice.ts',
    'src/rooms/notes/rules.ts',
    'src/rooms/notes/templates.ts',
    'src/rooms/welcome/levels.ts',
    'src/rooms/welcome/rules.ts',
    'src/rooms/welcome/self-check-pack.ts',
  ])
  it('rooms have no clock, chance, environment or files of their own', () => {
    const never = new RegExp(
      [
        /Date\.now|new Date\(\)|performance\.|set(?:Timeout|Interval)/,
        /Math\.random|random(?:Bytes|UUID)/,
        /process\.|fetch\(|'node:(?!crypto')/,
      ]
        .map(each => each.source)
        .join('|'),
    )
    const wrong = inside('src/rooms/')
      .filter(source => !isTest(source) && !source.file.includes('/pages/') && !mayRead.has(source.file))
      .flatMap(({ file, lines }) => lines.map((line, at) => ({ at: `${file}:${at + 1}`, line })))
      .filter(({ line }) => never.test(line))
    expect(wrong).toEqual([])
  })
})

/** Code with its texts and comments blanked, line for line, so that only code is read as code. */
function bare(text: string): string {
  const blank = (found: string) => found.replace(/[^\n]/g, ' ')
  return text
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/(^|\s)\/\/.*$/gm, blank)
    .replace(/'(?:[^'\\\n]|\\.)*'/g, blank)
    .replace(/`(?:[^`\\]|\\.)*`/g, blank)
}

/** The same of a page, without the words that it shows. */
function withoutWords({ file, text }: Source): string {
  if (!file.endsWith('.tsx')) return bare(text)
  const shown = bare(text).replace(/"[^"\n]*"/g, '""')
  return shown.replace(/[>}][^<>{}=;()]*(?=[<{])/g, found => found.replace(/[^\n>}]/g, ' '))
}

/** How many places a function's list of parameters has, from its opening bracket on. */
function placesFrom(text: string, open: number): number {
  let [depth, places, filled] = [0, 0, false]
  for (let at = open; at < text.length; at++) {
    const letter = text[at] ?? ''
    if ('([{<'.includes(letter)) depth++
    else if (')]}'.includes(letter) || (letter === '>' && text[at - 1] !== '=')) depth--
    if (depth === 0) return places + (filled ? 1 : 0)
    if (letter === ',' && depth === 1) [places, filled] = [places + 1, false]
    else if (at > open && /\S/.test(letter)) filled = true
  }
  return places
}

describe('style', () => {
  it('a file has at most 400 lines, a line at most 120 characters but for one text that cannot be broken', () => {
    const own = sources.filter(source => source.file !== 'src/kernel/tables.ts')
    // The last piece is what follows the last line's end.
    const long = own.filter(({ lines }) => lines.length > 401).map(({ file, lines }) => `${file}: ${lines.length - 1}`)
    const wide = own.flatMap(({ file, lines }) =>
      lines.flatMap((line, at) =>
        line.replace(/(['"])(?:(?!\1)[^\\]|\\.){40,}\1/, '').length > 120 ? [`${file}:${at + 1}`] : [],
      ),
    )
    expect({ long, wide }).toEqual({ long: [], wide: [] })
  })

  it('only the kernel says what a thing is; nothing is any and nothing is insisted on, as biome sees to', () => {
    const rules = readFileSync('biome.json', 'utf8')
    expect(rules).toMatch(/"noNonNullAssertion": "error"/)
    expect(rules).toMatch(/"noExplicitAny": "error"/)
    const wayRound = /@ts-(?:ignore|expect|nocheck)|biome[-]ignore(?! lint\/(?:a11y|corr|susp\w+\/noArr)\S+: \w)/
    expect(sources.filter(each => wayRound.test(each.text)).map(each => each.file)).toEqual([])
    const claim = /[\w)\]}] as (?!const\b)(?:[a-z]+\b(?=[;,)\]}&|[ ]|$)|[A-Z]\w*[\w.]*(?=[<[;,)\]}&|]|$)|\[|\{|typeof )/
    const wrong = program
      .filter(({ file }) => !/^src\/(kernel|edge)\//.test(file))
      .flatMap(source => {
        const code = withoutWords(source).split('\n')
        return code.flatMap((line, at) => {
          const names = /\* as |^\s*(import|export) |^\s*(type )?\w+ as \w+,?$|\w+ as \w+ }/.test(line)
          return claim.test(line) && !names ? [`${source.file}:${at + 1} ${line.trim()}`] : []
        })
      })
    expect(wrong).toEqual([])
  })

  it('a function has at most 70 lines, a component 120, and three places', () => {
    const wrong = program.flatMap(({ file, text, lines }) => {
      const code = bare(text)
      const many = [...code.matchAll(/\bfunction (\w+)[^(]*(?=\()/g)]
        .filter(found => placesFrom(code, found.index + found[0].length) > 3)
        .map(found => `${file}: ${found[1]} has more than three places`)
      const long = lines.flatMap((line, at) => {
        const head = /^( *)(?:export )?(?:default )?(?:async )?(?:function |#?\w+\(.*\{$)/.exec(line)
        if (!head || /^\s*(if|for|while|switch|return)\b/.test(line)) return []
        const length = lines.findIndex((other, from) => from > at && other === `${head[1]}}`) - at + 1
        return length > (file.endsWith('.tsx') ? 120 : 70) ? [`${file}:${at + 1} has ${length} lines`] : []
      })
      return [...many, ...long]
    })
    expect(wrong).toEqual([])
  })

  it('files are kebab-case nouns of the domain', () => {
    const named = /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.spec|\.config)?\.(ts|tsx|js)$/
    const empty = /(^|[-/])(utils?|helpers?|services?|types|common|misc|manager|base)(\.|$)/
    const wrong = sources.filter(({ file }) => !named.test(path.basename(file)) || empty.test(path.basename(file)))
    expect(wrong.map(source => source.file)).toEqual([])
  })

  it('a test that sets the clock gives it back: the tests after it share its thread', () => {
    const keeps = ({ text }: Source) => text.includes('vi.useFakeTimers(') && !text.includes('vi.useRealTimers(')
    expect(sources.filter(source => isTest(source) && keeps(source)).map(({ file }) => file)).toEqual([])
  })

  // The kernel is larger than the 1,500 lines it was drawn with; docs/decisions/ says by what.
  it('the kernel and sign-in stay small', () => {
    const size = (folder: string) =>
      program.filter(source => source.file.startsWith(folder)).reduce((sum, each) => sum + each.lines.length - 1, 0)
    expect(size('src/kernel/')).toBeLessThanOrEqual(1_950)
    expect(size('src/sign-in/')).toBeLessThanOrEqual(900)
  })
})

describe('doors', () => {
  it('are named by their room, and say who may pass and what for', () => {
    for (const door of doors) {
      expect(door.name).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/)
      expect(door.who.length, door.name).toBeGreaterThan(0)
      expect(door.says, door.name).toMatch(/^[A-Z“].{8,}[.?]$/)
      expect(new Set(door.who).size, door.name).toBe(door.who.length)
    }
  })

  it('stand in the room whose name they bear', () => {
    const wrong = program.flatMap(({ file, text }) =>
      [...text.matchAll(/\b(?:command|query)\(\{\s*name: '([a-z-]+)\.[a-z-]+'/g)]
        .map(found => found[1])
        .filter(name => name !== (roomOf(file) ?? /^src\/(sign-in)\//.exec(file)?.[1] ?? name))
        .map(name => `${file}: ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('that read and then write are kept right by a version, a hold, or what is listed', () => {
    expect(readThenWrite()).toEqual(Object.keys(keptRight).sort())
  })

  it('take only kinds of input that the journal knows how to conceal parts of', () => {
    const wrong = doors.flatMap(door => strangeIn(door.input).map(kind => `${door.name} takes ${kind}`))
    expect([...new Set(wrong)]).toEqual([])
  })

  // When a change is meant: npx vitest run src/house-rules.test.ts -u, and the difference is read in review.
  it('are in order for whoever reads what the house can do, and change only on purpose', async () => {
    const rows = permissionsOf(doors).doors.map(
      ({ name, kind, who, path: address }) =>
        `${name.padEnd(32)} ${kind.padEnd(8)} ${address.padEnd(46)} ${who.join(' ')}`,
    )
    await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('surface.txt')
    const document = openApiOf(doors, '0')
    const paths = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(document).paths
    const written = Object.entries(paths).flatMap(([address, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${address}`),
    )
    expect(written.sort()).toEqual(
      doors
        .filter(door => !isInner(door))
        .map(door => `${routeOf(door).method} ${routeOf(door).path}`)
        .sort(),
    )
  })
})

const plain = new Set(['string', 'number', 'int', 'boolean', 'enum', 'literal', 'null', 'unknown', 'date'])

/** Kinds of schema inside a schema that `withoutConcealed` would pass over. */
function strangeIn(schema: unknown): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return strangeIn(schema.unwrap())
  if (schema instanceof z.ZodArray) return strangeIn(schema.element)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(strangeIn)
  if (schema instanceof z.ZodObject) return Object.values(schema.shape).flatMap(strangeIn)
  if (schema instanceof z.ZodPipe)
    return [schema.in, schema.out].flatMap(each => (each instanceof z.ZodTransform ? [] : strangeIn(each)))
  if (schema instanceof z.ZodType) return plain.has(schema.type) ? [] : [schema.type]
  return ['nothing known']
}

/** The body of each function of a text, by its name. */
function functionsOf(text: string): Map<string, string> {
  const starts = [...text.matchAll(/^(?:export )?(?:async function|function|const) (\w+)/gm)]
  return new Map(starts.map((found, at) => [found[1] ?? '', text.slice(found.index, starts[at + 1]?.index)]))
}

const writes = /insertInto|updateTable|deleteFrom|insert into|\bupdate [a-z_]+\.|delete from/

/** Names of commands whose text calls what reads and what writes, and says neither `version:` nor `work.hold(`. */
function readThenWrite(): string[] {
  return rooms
    .flatMap(room => {
      const files = inside(`src/rooms/${room}/`).filter(source => !isTest(source) && !source.file.includes('/pages/'))
      const textOf = (does: RegExp) =>
        files
          .filter(({ text }) => does.test(text))
          .map(({ text }) => text)
          .join('\n')
      const store = functionsOf(textOf(/from '#kernel\/database\.ts'/))
      const own = functionsOf(textOf(/^(?![\s\S]*from '#kernel\/database\.ts')/))
      const whole = (text: string, deep = 3): string =>
        text +
        [...own]
          .filter(([name]) => deep > 0 && new RegExp(`\\b${name}\\((?!\\{)`).test(text))
          .map(([, body]) => (body === text ? '' : whole(body, deep - 1)))
          .join('')
      return [...own.values()].flatMap(text => {
        const name = /= command\(\{\s*name: '([\w.-]+)'/.exec(text)?.[1]
        if (!name) return []
        const all = whole(text)
        const called = [...all.matchAll(/\b(?:s|\w+S)tore\.(\w+)/g)].map(found => store.get(found[1] ?? '') ?? '')
        const reads = /work\.ask\(/.test(all) || called.some(body => !writes.test(body))
        const wrote = /work\.also\(/.test(all) || called.some(body => writes.test(body))
        return reads && wrote && !/\bversion: input/.test(text) && !/work\.hold\(/.test(all) ? [name] : []
      })
    })
    .sort()
}
