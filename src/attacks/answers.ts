import { z } from 'zod'
import { canaryOf, noteCanaryOf, type World } from './world.ts'

/** What came back over the line. */
export type Answer = { statusCode: number; payload: string; headers: Record<string, unknown> }

const problem = z.object({
  type: z.string().regex(/^\/problems\/[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(3),
  status: z.number(),
  detail: z.string().min(10),
  instance: z.uuid(),
  facts: z.record(z.string(), z.unknown()),
  places: z.array(z.object({ place: z.string().min(1), says: z.string().min(5) })),
})

/** A refusal as it left. */
export type Problem = z.infer<typeof problem>

/** A refusal as it left, or null when the answer is none. */
export function problemIn({ payload, headers }: Answer): Problem | null {
  if (!String(headers['content-type']).startsWith('application/problem+json')) return null
  return problem.parse(JSON.parse(payload))
}

/** What no answer may tell of how the house is made. */
const insides = new RegExp(
  [
    /\n\s+at |node:internal|node_modules|\.ts\b|\/(work|home|root|var|usr|tmp|src)\//,
    /\b(Type|Range|Syntax|Reference|Database|Zod)Error\b|is not a function|of undefined|\[object/,
    /\b(select|insert into|update|delete from) [a-z_]+\.|\bpg_|SQLSTATE|violates|constraint "|relation "|column "/,
    /kernel\.|footbridge_app|footbridge_owner/,
  ]
    .map(each => each.source)
    .join('|'),
)
const mayFail = new Set(['busy', 'resting'])

/** Everything that is wrong with an answer, whatever was asked. */
export function wrongWith(answer: Answer, sent: string): string[] {
  const wrong: string[] = []
  const { statusCode, payload } = answer
  const words = payload.replaceAll(sent, '')
  if (words.includes(canaryOf('elsewhere')) || words.includes(noteCanaryOf('elsewhere')))
    wrong.push('another house’s word')
  if (statusCode < 400) return wrong
  let found: Problem | null
  try {
    found = problemIn(answer)
  } catch {
    return [...wrong, `a refusal of another form: ${payload.slice(0, 200)}`]
  }
  if (!found) return [...wrong, `${statusCode} is no refusal`]
  const code = found.type.slice('/problems/'.length)
  if (statusCode >= 500 && !(statusCode === 503 && mayFail.has(code))) wrong.push(`${statusCode} ${code}`)
  if (found.status !== statusCode) wrong.push(`says ${found.status} and is ${statusCode}`)
  if (['not-understood', 'not-taken'].includes(code) && found.places.length === 0) wrong.push(`${code} without a place`)
  const inside = insides.exec(`${found.title} ${found.detail} ${found.places.map(each => each.says).join(' ')}`)
  if (inside) wrong.push(`tells of its inside: ${inside[0]}`)
  return wrong
}

/** Everything of an organization but its journal and its sessions, as one print per table. */
export async function footprintOf({ test }: World, organizationId: string): Promise<Record<string, string>> {
  const { rows: tables } = await test.owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
      where c.relkind in ('r', 'p') order by 1`,
  )
  const prints = tables
    .filter(({ name }) => !/^kernel\.(journal|seal|request_key)|^sign_in\.(session|ticket)/.test(name))
    .map(
      ({ name }) => `select '${name}' as name, coalesce(md5(string_agg(t::text, '' order by t::text)), '') as print
        from ${name} t where organization_id = $1`,
    )
  const { rows } = await test.owner.query<{ name: string; print: string }>(prints.join(' union all '), [organizationId])
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]))
}

/** Of these requests, the ones that the journal says did something; a try to sign in that failed is counted there. */
export async function didSomething({ test }: World, requestIds: readonly string[]): Promise<string[]> {
  const text = `select distinct request_id::text as id from kernel.journal 
    where kind = 'did' and request_id = any ($1) and verb not like 'sign-in.%'`
  return (await test.owner.query<{ id: string }>(text, [requestIds])).rows.map(row => row.id)
}
