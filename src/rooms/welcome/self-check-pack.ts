import { readFileSync } from 'node:fs'
import { z } from 'zod'

const both = z.strictObject({ en: z.string().min(1), es: z.string().min(1) })
const urgents = ['self-harm', 'withdrawal', 'danger'] as const
const lines = ['911', '988', 'crisis'] as const

const answer = z
  .strictObject({
    answer: z.string(),
    text: both,
    /** What it speaks for: this care, more, less; nothing; we cannot tell; or help now. */
    speaks: z.enum(['iop', 'more', 'less', 'none', 'unknown', 'urgent']),
    said: both.nullable(),
    because: both.nullable(),
    source: z.string().nullable(),
    urgent: z.enum(urgents).nullable(),
  })
  .refine(each => (each.speaks === 'urgent') === (each.urgent !== null), 'an urgent answer says which help it leads to')
  .refine(
    each => !['iop', 'more', 'less'].includes(each.speaks) || (each.said && each.because && each.source),
    'an answer that speaks for something says what was said, why it matters, and where that comes from',
  )

const question = z.strictObject({
  question: z.string(),
  text: both,
  why: both,
  answers: z.array(answer).min(2),
  unknown: both,
})

const urgentPage = z.strictObject({
  /** Whom to call, in this order. */
  first: z.array(z.enum(lines)),
  title: both,
  lead: both,
  call911: both,
  why: both.nullable(),
  until: z.array(both),
})

// Read once at start: questions change with a version of the program, never by a request.
const pack = z
  .strictObject({
    pack: z.string(),
    version: z.string(),
    source: z.string(),
    verified: z.boolean(),
    signedOffBy: z.string().nullable(),
    signedOffOn: z.string().nullable(),
    lines: z.array(
      z.strictObject({
        line: z.string(),
        call: z.string(),
        text: z.string().nullable(),
        source: z.string(),
        verified: z.boolean(),
        words: both,
      }),
    ),
    sources: z.array(z.strictObject({ source: z.string(), words: both, reference: z.string(), verified: z.boolean() })),
    urgent: z.strictObject({ 'self-harm': urgentPage, withdrawal: urgentPage, danger: urgentPage }),
    questions: z.array(question).min(1),
    result: z.strictObject({ disclaimer: both, nothingMore: both, nothingLess: both }),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../rules/self-check.json', import.meta.url), 'utf8')))

/** The questions of the self-check with all that their answers mean. */
export const selfCheckPack = pack
