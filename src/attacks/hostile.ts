import type { Chance } from './chance.ts'
import { atPlace, type Operation, placesIn, withAt } from './grammar.ts'

// What a hand that means harm, a broken program or a strange keyboard may send.

/** A request as it goes over the line. */
export type Sent = { method: string; url: string; headers: Record<string, string>; payload?: string | Buffer }

const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

/** Values of the wrong kind, at the edge, or of letters that few have seen. */
export const strange: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, 1e308, 5e-324],
  ...['', ' ', '\t\n\u2028', 'x'.repeat(10_000), 'x'.repeat(200_000), '0', '-1', '1e9', 'NaN', 'null', 'true'],
  ...['a\u0000b', '\ud800', 'x\udfff', '\u202e\u2066txet\u2069', `e${'\u0301'.repeat(500)}`, '\ufeffword', '\u200b'],
  ...[
    '👩‍👩‍👧‍👦'.repeat(20),
    'ﷺ'.repeat(50),
    'İstanbul ıI ß ſ Ǆ',
    '\u{1f3f4}\u{e0067}\u{e007f}',
    '\u0085\u001b[31m',
    'ﬁ½Å①',
  ],
  ...[[], {}, [[]], [null], [{}], { length: 3 }, nested(20), nested(31)],
  ...['2026-11-01T05:30:00Z', '2026-11-01T01:30:00-04:00', '2026-03-08T07:00:00Z', '2026-03-08T02:30:00-05:00'],
  ...['2028-02-29', '2026-02-29', '2026-02-30', '0000-01-01', '1800-01-01', '2299-12-31', '9999-12-31', '10000-01-01'],
  ...['2026-11-24T24:00:00Z', '2026-12-31T23:59:60Z', '2026-11-24T22:00:00+23:59', '2299-12-31T23:59:59.999999999Z'],
  ...['1800-01-01T00:00:00Z', '2026-11-24T22:00:00', 'infinity', '-infinity', 'now', 'epoch', '2026-W48', '20261124'],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '{urn:uuid:0}',
    '../../etc/passwd',
  ],
  ...[
    '24:00',
    '23:59:60',
    '-05:00',
    'America/New_York',
    'Etc/../Zone',
    'https://evil.example/?a=b',
    'javascript:alert(1)',
  ],
  ...[
    'a@b',
    'a@b.example, c@d.example',
    'a@b.example\r\nBcc: c@d.example',
    '=1+1',
    '%',
    '_',
    '\\',
    "'",
    '"',
    '`',
    '$1',
  ],
]

const strangeTexts = strange.filter(each => typeof each === 'string')

/** Fields that no form has, and somebody would like to set. */
export const unknownFields = [
  'organizationId',
  'organization_id',
  'role',
  'roles',
  'signedBy',
  'signedAt',
  'createdAt',
  'who',
]

/** A copy of an input with one, two or three places made strange. */
export function twisted(input: unknown, chance: Chance): unknown {
  let [value, times] = [input, 1 + chance.below(3)]
  while (times-- > 0) value = twistedOnce(value, chance)
  return value
}

function twistedOnce(input: unknown, chance: Chance): unknown {
  const place = chance.of(placesIn(input))
  const there = atPlace(input, place)
  const how = chance.below(10)
  if (how === 0) return withAt(input, place, undefined) ?? {}
  if (how === 1 && Array.isArray(there)) return withAt(input, place, many(there[0] ?? 'x', chance))
  if (how === 1) return withAt(input, place, many(there, chance))
  if (how === 2 && typeof input === 'object' && input !== null && !Array.isArray(input))
    return { ...input, [chance.of(unknownFields)]: chance.of(strange) }
  if (how === 3 && Array.isArray(there)) return withAt(input, place, [...there, ...there])
  if (how === 4 && typeof there === 'string') return withAt(input, place, there.toUpperCase())
  if (how === 5 && typeof there === 'string') return withAt(input, place, `${there}${chance.of(strangeTexts)}`)
  return withAt(input, place, chance.of(strange))
}

/** The same thing again and again, as long as the whole stays near what a body may hold. */
function many(each: unknown, chance: Chance): unknown[] {
  const most = Math.ceil(400_000 / (1 + (JSON.stringify(each) ?? '').length))
  return Array.from({ length: Math.min(most, chance.of([2, 40, 600, 3_000])) }, () => each)
}

const jsonType = { 'content-type': 'application/json' }

/** An input as a door takes it, written as an address or as a body. */
export function written({ method, path }: Operation, input: unknown): Sent {
  if (method === 'POST') return { method, url: path, headers: jsonType, payload: JSON.stringify(input) ?? '' }
  return { method, url: `${path}?${queryOf(input)}`, headers: {} }
}

function queryOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return encoded(String(input))
  const texts = Object.entries(input).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(each => [
      name,
      typeof each === 'string' ? each : JSON.stringify(each),
    ]),
  )
  return texts.map(([name = '', text = '']) => `${encoded(name)}=${encoded(text)}`).join('&')
}

/** Half characters cannot stand in an address; they are sent as the bytes that somebody would make of them. */
const encoded = (text: string) => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80')

/** A request whose text itself is broken, whatever it says. */
export function brokenText(sent: Sent, chance: Chance): Sent {
  const text = String(sent.payload ?? '')
  if (sent.method === 'GET') return brokenAddress(sent, chance)
  const broken: Sent[] = [
    { ...sent, payload: text.slice(0, chance.below(text.length + 1)) },
    { ...sent, payload: `${text}${text}` },
    { ...sent, payload: `\ufeff${text}` },
    { ...sent, payload: '' },
    { ...sent, payload: Buffer.concat([Buffer.from(text.slice(0, 5)), Buffer.from([0xff, 0xfe, 0xc0, 0x80])]) },
    { ...sent, payload: text.replace('{', '{"__proto__":{"roles":["director"]},') },
    { ...sent, payload: text.replace('{', '{"constructor":{"prototype":{"kind":"program"}},') },
    { ...sent, payload: text.replace(/^\{(.+)\}$/s, '{$1,$1}') },
    { ...sent, payload: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}` },
    { ...sent, payload: `{"x":"${'x'.repeat(256 * 1024 - 8)}"}` },
    { ...sent, payload: `{"x":"${'x'.repeat(300_000)}"}` },
    { ...sent, payload: `[${'1,'.repeat(100_000)}1]` },
    { ...sent, payload: text.replace(/:\s*"[^"]*"/, ':NaN') },
    { ...sent, payload: text.replace(/:\s*"[^"]*"/, `:1${'0'.repeat(400)}`) },
    {
      ...sent,
      headers: { 'content-type': chance.of(['text/plain', 'application/xml', 'multipart/form-data; boundary=x']) },
    },
    { ...sent, headers: { 'content-type': chance.of(['application/json; charset=utf-7', 'APPLICATION/JSON', 'a/b']) } },
    { ...sent, headers: { ...jsonType, 'content-encoding': 'gzip' } },
    {
      ...sent,
      headers: { ...jsonType, 'idempotency-key': chance.of(['', 'a', 'x'.repeat(201), "'; drop", 'ü'.repeat(9)]) },
    },
  ]
  return chance.of(broken)
}

function brokenAddress(sent: Sent, chance: Chance): Sent {
  const more = [
    '&id=1&id=2',
    '&a[b]=c',
    '&%00=x',
    '&x=%E0%A4%A',
    '&__proto__[a]=b',
    '&=',
    '&&&',
    '#',
    '%',
    `&x=${'x'.repeat(9_000)}`,
  ]
  return chance.in(3)
    ? { ...sent, url: sent.url.replace('?', chance.of(['', '??', '%3F', '?#', ';'])) }
    : { ...sent, url: `${sent.url}${chance.of(more)}` }
}
