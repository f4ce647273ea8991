import { z } from 'zod'
import { openApiOf } from '#edge/openapi.ts'
import { doors } from '../wiring.ts'
import type { Chance } from './chance.ts'

// What the house says of itself in its OpenAPI document, read as a grammar of requests.

/** What a field takes, as the document says it. */
export type Shape = {
  type?: string | undefined
  format?: string | undefined
  pattern?: string | undefined
  const?: unknown
  enum?: unknown[] | undefined
  default?: unknown
  minimum?: number | undefined
  maximum?: number | undefined
  minLength?: number | undefined
  maxLength?: number | undefined
  minItems?: number | undefined
  maxItems?: number | undefined
  items?: Shape | undefined
  properties?: Record<string, Shape> | undefined
  required?: string[] | undefined
  additionalProperties?: unknown
  anyOf?: Shape[] | undefined
  oneOf?: Shape[] | undefined
  allOf?: Shape[] | undefined
}

const shape: z.ZodType<Shape> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string()).transform(([first = 'string']) => first)]).optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    items: shape.optional(),
    properties: z.record(z.string(), shape).optional(),
    required: z.array(z.string()).optional(),
    anyOf: z.array(shape).optional(),
    oneOf: z.array(shape).optional(),
    allOf: z.array(shape).optional(),
  }),
)

const operation = z.looseObject({
  operationId: z.string(),
  'x-who': z.array(z.string()),
  'x-discloses': z.array(z.string()).optional(),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean(), schema: shape }))
    .optional(),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: shape })) }).optional(),
})
const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })

/** One door as the document tells of it. */
export type Operation = {
  name: string
  method: 'GET' | 'POST'
  path: string
  who: readonly string[]
  reads: boolean
  input: Shape
}

/** Every door of the house that has an address. */
export const operations: readonly Operation[] = Object.entries(document.parse(openApiOf(doors, '1')).paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, of]) => ({
      name: of.operationId,
      method: method === 'get' ? 'GET' : 'POST',
      path,
      who: of['x-who'],
      reads: of['x-discloses'] !== undefined,
      input: inputOf(of),
    })),
)

function inputOf({ parameters = [], requestBody }: z.infer<typeof operation>): Shape {
  const body = requestBody?.content['application/json']?.schema
  if (body) return body
  const asked = parameters.filter(each => each.in === 'query')
  return {
    type: 'object',
    properties: Object.fromEntries(asked.map(each => [each.name, each.schema])),
    required: asked.filter(each => each.required).map(each => each.name),
    additionalProperties: false,
  }
}

/** What ids a field of this name may hold. */
export type IdsFor = (field: string) => readonly string[]

const moments = ['2026-11-24T22:30:00Z', '2026-11-25T15:00:00Z', '2026-11-27T16:00:00-05:00', '2026-11-24T23:00:00Z']
const days = ['2026-11-24', '2026-11-23', '2026-11-30', '2026-12-03', '1990-05-04']
const words = ['Roth', 'Maple', 'quiet', 'canary', 'the river', 'call']

/** A value that fits a field, by its name where the document does not say. */
export function fitting(field: string, of: Shape, by: { chance: Chance; ids: IdsFor }): unknown {
  const { chance } = by
  const choices = of.anyOf ?? of.oneOf
  if (choices?.[0]) return fitting(field, chance.of(choices), by)
  if (of.default !== undefined && chance.in(4)) return of.default
  if (of.const !== undefined) return of.const
  if (of.enum) return chance.of(of.enum)
  if (of.type === 'null') return null
  if (of.type === 'array') {
    const length = Math.min(Math.max(of.minItems ?? 0, 1 + chance.below(2)), of.maxItems ?? 3)
    return Array.from({ length }, () => fitting(field, of.items ?? {}, by))
  }
  if (of.type === 'object') return objectOf(of, by)
  if (of.type === 'boolean') return chance.in(2)
  if (of.type === 'integer' || of.type === 'number') return numberOf(of, chance)
  return textOf(field, of, by)
}

function objectOf(of: Shape, by: { chance: Chance; ids: IdsFor }): Record<string, unknown> {
  const there = Object.entries(of.properties ?? {}).filter(([name]) => of.required?.includes(name) || !by.chance.in(2))
  return Object.fromEntries(there.map(([name, each]) => [name, fitting(name, each, by)]))
}

function numberOf({ minimum = 0, maximum = 100 }: Shape, chance: Chance): number {
  const within = [minimum, maximum, minimum + 1, Math.min(maximum, Math.max(minimum, 1)), Math.min(maximum, 30)]
  return chance.of(within.filter(each => each <= maximum))
}

function textOf(field: string, of: Shape, { chance, ids }: { chance: Chance; ids: IdsFor }): string {
  const patterns = [of.pattern ?? '', ...(of.allOf ?? []).map(each => each.pattern ?? '')].join(' ')
  if (of.format === 'uuid') return chance.of(ids(field))
  if (of.format === 'date-time' || /At$/.test(field) || patterns.includes('1[89]')) return chance.of(moments)
  if (/On$|^on$|monday/i.test(field)) return chance.of(days)
  if (/^(from|until|before|after)$/.test(field)) return chance.of(chance.in(2) ? days : moments)
  if (patterns.includes('24:00') || patterns.includes('[0-5]')) return chance.of(['09:00', '17:30', '20:00'])
  if (patterns.includes('{6}')) return '123456'
  if (of.format === 'uri' || patterns.includes('https')) return 'https://video.example/room'
  if (of.format === 'email' || patterns.includes('@')) return `a${chance.below(1e6)}@home.example`
  if (/phone/i.test(field)) return '(205) 555-0176'
  if (/zone/i.test(field)) return 'America/New_York'
  return fitted(chance.of(words), of, patterns.includes('a-z0-9'))
}

function fitted(word: string, { minLength = 0, maxLength = 1_000 }: Shape, plain: boolean): string {
  const text = plain ? word.replaceAll(/[^a-z]/g, 'a') : word
  return text.padEnd(minLength, 'a').slice(0, maxLength)
}

/** Every place of an input, as the names and numbers that lead there. */
export function placesIn(value: unknown, here: readonly (string | number)[] = []): (string | number)[][] {
  const inner = Array.isArray(value)
    ? value.slice(0, 4).flatMap((each, at) => placesIn(each, [...here, at]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, each]) => placesIn(each, [...here, name]))
      : []
  return [[...here], ...inner]
}

/** What stands at a place. */
export function atPlace(value: unknown, place: readonly (string | number)[]): unknown {
  return place.reduce<unknown>(
    (part, step) => Object.entries(part ?? {}).find(([name]) => name === `${step}`)?.[1],
    value,
  )
}

/** A copy with something else at a place; undefined takes the place away. */
export function withAt(value: unknown, place: readonly (string | number)[], other: unknown): unknown {
  const [step, ...rest] = place
  if (step === undefined) return other
  if (Array.isArray(value)) return value.map((each, at) => (at === step ? withAt(each, rest, other) : each))
  if (typeof value !== 'object' || value === null) return value
  const pairs = Object.entries(value).map(([name, each]) => [name, name === step ? withAt(each, rest, other) : each])
  return Object.fromEntries(pairs.filter(([, each]) => each !== undefined))
}
