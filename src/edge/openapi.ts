import { z } from 'zod'
import { type AnyDoor, isInner, roles, routeOf, type Who } from '#kernel/door.ts'

/** Who can do what: one row per door, for the auditor's page. */
export type Permission = {
  name: string
  kind: 'command' | 'query'
  who: Who
  says: string
  /** Empty for what only other commands may do. */
  path: string
  discloses: readonly string[]
}

/** Derives the permissions page from the doors. */
export function permissionsOf(doors: readonly AnyDoor[]): { roles: readonly string[]; doors: Permission[] } {
  return {
    roles,
    doors: doors.map(door => ({
      name: door.name,
      kind: door.kind,
      who: door.who,
      says: door.says,
      path: isInner(door) ? '' : `${routeOf(door).method} ${routeOf(door).path}`,
      discloses: door.kind === 'query' ? door.discloses : [],
    })),
  }
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'facts', 'places'],
  properties: {
    type: { type: 'string', description: 'Stable name of the trouble, /problems/not-on-roster.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'One sentence for a person: what it is and the way out.' },
    instance: { type: 'string', format: 'uuid', description: 'The request id to name when asking for help.' },
    facts: { type: 'object', description: 'What the caller can act on.' },
    places: {
      type: 'array',
      items: {
        type: 'object',
        required: ['place', 'says'],
        properties: { place: { type: 'string' }, says: { type: 'string' } },
      },
    },
  },
}

/** Derives the OpenAPI 3.1 document from the doors. */
export function openApiOf(doors: readonly AnyDoor[], version: string): Record<string, unknown> {
  const paths: Record<string, unknown> = {}
  for (const door of doors.filter(each => !isInner(each))) {
    const { method, path } = routeOf(door)
    paths[path] = { [method.toLowerCase()]: operationOf(door, method) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Footbridge',
      version,
      description:
        'Everything a person can do and see in an Intensive Outpatient Program. Send an API token as ' +
        '`Authorization: Bearer …`. Repeat a command with the same `Idempotency-Key` and it happens once.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-staff' },
      },
    },
  }
}

function operationOf(door: AnyDoor, method: 'GET' | 'POST'): Record<string, unknown> {
  const schema = z.toJSONSchema(door.input, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' })
  const failure = {
    description: 'A refusal that says what to do.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  return {
    operationId: door.name,
    summary: door.says,
    tags: [door.name.split('.')[0]],
    'x-who': door.who,
    ...(door.kind === 'query' ? { 'x-discloses': door.discloses } : {}),
    security: door.who.includes('anyone') ? [] : [{ token: [] }, { session: [] }],
    ...(method === 'GET'
      ? { parameters: parametersOf(schema) }
      : {
          requestBody: { required: true, content: { 'application/json': { schema } } },
          ...(door.kind === 'command' ? { parameters: [keyParameter] } : {}),
        }),
    responses: { 200: { description: 'Done.', content: { [typeOf(door)]: {} } }, '4XX': failure, '5XX': failure },
  }
}

const typeOf = (door: AnyDoor) => (door.kind === 'query' && door.file ? door.file.type : 'application/json')

const keyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 8, maxLength: 200 },
}

function parametersOf(schema: z.core.JSONSchema.BaseSchema): unknown[] {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).map(([name, of]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema: of,
  }))
}
