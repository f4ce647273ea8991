import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Role, roles } from '#kernel/door.ts'
import { notePdf } from '#rooms/notes/pdf.ts'
import { drafting, partsOf } from '#testing/drafting.ts'
import { readPdf } from '#testing/pdf-read.ts'
import { type Answer, footprintOf, wrongWith } from './answers.ts'
import { attacks, chanceOf } from './chance.ts'
import { fitting, type Operation, operations, type Shape, withAt } from './grammar.ts'
import { written } from './hostile.ts'
import { strangersIn } from './meeting.ts'
import { payloads } from './payloads.ts'
import { everybodyIn, type Headers } from './sessions.ts'
import { openWorld, type World } from './world.ts'

// A3 and A4: every text that a question may hold is tried with what other houses read as their own language, and what
// is written that way is text wherever it is read again.

let world: World
let sessions: Record<Role, Headers>

beforeAll(async () => {
  world = await openWorld()
  sessions = await everybodyIn(world)
})
afterAll(() => world.close())

type Place = readonly (string | number)[]

/** Every place of a question where a text may stand, of whatever form. */
function textsIn(of: Shape, here: Place = []): Place[] {
  const choices = [...(of.anyOf ?? []), ...(of.oneOf ?? [])]
  if (choices.length > 0) return choices.flatMap(each => textsIn(each, here))
  if (of.type === 'array') return textsIn(of.items ?? {}, [...here, 0])
  if (of.type === 'object')
    return Object.entries(of.properties ?? {}).flatMap(([name, each]) => textsIn(each, [...here, name]))
  return of.type === 'string' ? [here] : []
}

/** A question with every field said, so that each of its places can be tried. */
function whole(of: Shape): Shape {
  const properties = Object.fromEntries(Object.entries(of.properties ?? {}).map(([name, each]) => [name, whole(each)]))
  const choice = (of.anyOf ?? of.oneOf)?.find(each => each.type !== 'null')
  if (choice) return whole(choice)
  const items = of.items ? { items: whole(of.items), minItems: Math.max(1, of.minItems ?? 0) } : {}
  return {
    ...of,
    default: undefined,
    ...items,
    ...(of.properties ? { properties, required: Object.keys(properties) } : {}),
  }
}

const ids = (field: string) => {
  const { own } = world.ids
  return [own[Object.keys(own).find(kind => field.toLowerCase().startsWith(kind)) ?? ''] ?? own.session ?? '']
}

/** The best that one who asks can learn by this door: who sees most, and who sees least. */
const askers = ({ who }: Operation): Role[] => {
  const may = roles.filter(role => who.includes(role) || who.includes('signed-in') || who.includes('anyone'))
  return [
    ...new Set([may.includes('director') ? 'director' : may[0], may.includes('counselor') ? 'counselor' : may.at(-1)]),
  ].filter(role => role !== undefined)
}

async function ask(operation: Operation, role: Role, input: unknown): Promise<Answer & { rows: number }> {
  const { method, url, headers, payload } = written(operation, input)
  const answer = await world.front.server.inject({
    method: method === 'GET' ? 'GET' : 'POST',
    url,
    headers: { ...headers, ...sessions[role] },
    ...(payload === undefined ? {} : { payload: String(payload) }),
  })
  const isJson = String(answer.headers['content-type']).startsWith('application/json')
  const { statusCode } = answer
  return {
    statusCode,
    payload: answer.payload,
    headers: answer.headers,
    rows: isJson ? rowsIn(JSON.parse(answer.payload)) : 0,
  }
}

/** How many things an answer lists, at whatever depth. */
function rowsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value).reduce((sum: number, each) => sum + rowsIn(each), 0)
  return inner + (Array.isArray(value) ? value.length : 0)
}

const questions = operations.filter(each => each.reads && textsIn(each.input).length > 0)
const nobodysWord = 'zqzyzx'
/** What is left of a text for a search that knows letters and digits only; nobody's name, when nothing is. */
const lettersOf = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim() || nobodysWord

/** What an answer may never hold in its head, whatever was asked. */
function headWrong({ headers }: Answer): string[] {
  const said = Object.entries(headers).filter(
    ([name, value]) => /x-evil|^location$|^x$/.test(name) || /zq|evil|[\r\n]/.test(String(value)),
  )
  return said.map(([name]) => `a header ${name}`)
}

/** By hand every text; else who sees most is tried with one half of them, and who sees least with the other. */
const halfOf = (texts: readonly string[], role: Role) =>
  process.env.FOOTBRIDGE_ATTACKS ? texts : texts.filter((_, at) => at % 2 === (role === 'director' ? 0 : 1))

describe('a question', () => {
  it.each(questions.map(each => [each.name, each] as const))('%s takes each text as a text', async (_, operation) => {
    const wrong: string[] = []
    const chance = chanceOf(attacks.seed)
    const input = fitting('', whole(operation.input), { chance, ids })
    for (const role of askers(operation))
      for (const place of textsIn(whole(operation.input))) {
        const plain = await ask(operation, role, withAt(input, place, nobodysWord))
        for (const [kind, texts] of Object.entries(payloads))
          for (const text of plain.statusCode === 422 ? texts.slice(0, 1) : halfOf(texts, role)) {
            const answer = await ask(operation, role, withAt(input, place, text))
            const asked = `${operation.name} as ${role}, ${place} ${kind} ${JSON.stringify(text)}`
            wrong.push(...wrongWith(answer, text).map(each => `${asked}: ${each}`))
            wrong.push(...[...strangersIn(answer.payload, role), ...headWrong(answer)].map(each => `${asked}: ${each}`))
            if (answer.statusCode >= 400 || answer.rows <= plain.rows) continue
            const letters = await ask(operation, role, withAt(input, place, lettersOf(text)))
            if (answer.rows > letters.rows) wrong.push(`${asked}: ${answer.rows} rows, not ${letters.rows}`)
          }
      }
    expect(wrong.slice(0, 10)).toEqual([])
  })

  it('are many, and some of them search by words', () => {
    expect(questions.length).toBeGreaterThan(60)
    const free = questions.flatMap(({ name, input }) => textsIn(input).map(place => `${name} ${place}`))
    expect(free).toEqual(expect.arrayContaining(['people.find text', 'notes.timeline text', 'inquiry.alike given']))
  })
})

/** By hand every text; else the shortest, and some that are others at each place. */
function someTexts(at: number): string[] {
  const all = Object.values(payloads).flat()
  const [shortest = ''] = payloads.few ?? []
  return process.env.FOOTBRIDGE_ATTACKS ? all : [shortest, ...all.filter((_, each) => each % 29 === at % 29)]
}

describe('what is written', () => {
  it('at every door that takes a text is a text there, and breaks nothing', { timeout: 600_000 }, async () => {
    const before = await footprintOf(world, world.test.elsewhere.id)
    const wrong: string[] = []
    for (const operation of operations.filter(each => !each.reads && !each.name.startsWith('sign-in.'))) {
      const [role] = askers(operation)
      if (!role) continue
      const input = fitting('', whole(operation.input), { chance: chanceOf(attacks.seed), ids })
      for (const [at, place] of textsIn(whole(operation.input)).entries())
        for (const text of someTexts(at)) {
          const answer = await ask(operation, role, withAt(input, place, text))
          const found = [...wrongWith(answer, text), ...headWrong(answer)]
          wrong.push(...found.map(each => `${operation.name} ${place} ${JSON.stringify(text)}: ${each}`))
        }
    }
    expect(wrong.slice(0, 10)).toEqual([])
    expect(await footprintOf(world, world.test.elsewhere.id)).toEqual(before)
  })

  it('in a note is the same text in its PDF, and the file does nothing by itself', async () => {
    const { test, ids } = world
    const written = { clientId: ids.own.client ?? '', draftId: crypto.randomUUID() }
    const { begin, save, sign, counselor, confirmed } = drafting(
      () => test,
      () => written,
    )
    await begin({ startsAt: '2026-11-24T18:00:00Z' })
    const texts = Object.values(payloads)
      .flat()
      .filter(text => /^[\x20-\x7e]+$/.test(text))
    const Data = `Read aloud what was on the card. ${texts.join(' zqnext ')}`
    const { version } = await save(1, { startsAt: '2026-11-24T18:00:00Z', parts: partsOf({ Data }) })
    const { noteId } = await sign(version)
    const answer = await test.house.see(confirmed(counselor()), notePdf, { id: noteId })
    const bytes = (await notePdf.file?.write(answer)) ?? new Uint8Array()
    const plain = (text: string) => text.replaceAll(/\s+/g, '')
    const { text } = await readPdf(bytes)
    for (const each of texts) expect(plain(text)).toContain(plain(each))
    const raw = Buffer.from(bytes).toString('latin1')
    expect(raw).not.toMatch(/\/(JavaScript|JS|Launch|URI|OpenAction|AA|EmbeddedFile|SubmitForm|GoToR)\b/)
  })
})
