// Writes docs/security.md from security/asvs.json: what each requirement is proved by, and what is not proved.
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

export const document = 'docs/security.md'

const id = z.string().regex(/^\d+\.\d+\.\d+$/)
const said = { id, level: z.union([z.literal(1), z.literal(2)]), words: z.string().min(5).max(120) }
const test = z.strictObject({ file: z.string(), test: z.string() })
const place = z.strictObject({ file: z.string(), part: z.string().optional(), because: z.string().optional() })
const requirement = z.discriminatedUnion('standing', [
  z.strictObject({ ...said, standing: z.literal('tested'), by: z.array(test).min(1) }),
  z.strictObject({ ...said, standing: z.literal('shown'), by: z.array(place).min(1) }),
  z.strictObject({ ...said, standing: z.literal('does-not-apply'), why: z.string(), by: z.array(test).optional() }),
  z.strictObject({ ...said, standing: z.literal('unproven'), why: z.string().min(20) }),
])
/** A requirement of the standard in our own words, and how we stand to it. */
export type Requirement = z.infer<typeof requirement>

/** Every requirement that we say something about. */
export const requirements = (): Requirement[] =>
  z.array(requirement).parse(JSON.parse(readFileSync('security/asvs.json', 'utf8')))

/** The numbers of the standard's levels 1 and 2, each with its level: `1.2.4 1`. */
export const numbers = (): string[] => readFileSync('security/asvs-5.0.0.txt', 'utf8').trim().split('\n')

const chapters = [
  ...['Encoding and sanitizing', 'Validation and business logic', 'Web front end', 'API and web service', 'Files'],
  ...['Authentication', 'Sessions', 'Authorization', 'Self-contained tokens', 'OAuth and OpenID Connect'],
  ...['Cryptography', 'Communication', 'Configuration', 'Data protection', 'Coding and architecture'],
  ...['Logs and errors', 'WebRTC'],
]

const standings = ['tested', 'shown', 'does-not-apply', 'unproven'] as const
const standingWords = {
  tested: 'tested',
  shown: 'shown',
  'does-not-apply': 'does not apply',
  unproven: '**unproven**',
} as const

const safe = (words: string) => words.replaceAll('|', '\\|')

function proofOf(each: Requirement): string {
  if (each.standing === 'unproven') return each.why
  const by = (each.by ?? []).map(one =>
    'test' in one
      ? `\`${one.file}\` “${one.test}”`
      : `\`${one.file}\`${one.part ? ` “${one.part}”` : ''}${one.because ? `: ${one.because}` : ''}`,
  )
  return [...(each.standing === 'does-not-apply' ? [each.why] : []), ...by].join('; ')
}

function countsOf(some: readonly Requirement[]): string {
  return standings.map(standing => some.filter(each => each.standing === standing).length).join(' | ')
}

function chapterOf(name: string, some: readonly Requirement[]): string[] {
  const rows = some.map(each =>
    [each.id, each.level, safe(each.words), standingWords[each.standing], safe(proofOf(each))].join(' | '),
  )
  const head = ['number | level | in short | standing | by', '--- | --- | --- | --- | ---']
  return ['', `## ${name}`, '', ...[...head, ...rows].map(row => `| ${row} |`)]
}

/** The text that the document should have. */
export function documentText(all: readonly Requirement[]): string {
  const unproven = all.filter(each => each.standing === 'unproven')
  const first = unproven.filter(each => each.level === 1)
  const named = chapters.map((name, at) => ({
    name: `V${at + 1} ${name}`,
    some: all.filter(each => each.id.startsWith(`${at + 1}.`)),
  }))
  const levels = ([1, 2] as const).map(
    level => `| level ${level} | ${countsOf(all.filter(each => each.level === level))} |`,
  )
  return [
    '# Security, requirement by requirement',
    '',
    `**${unproven.length} of ${all.length} requirements are not proved**, ${first.length} of them of level 1.`,
    '',
    'Each requirement of level 1 and 2 of the OWASP Application Security Verification Standard 5.0.0 (numbers and levels are',
    'those of the standard, © The OWASP Foundation, CC BY-SA 4.0, github.com/OWASP/ASVS; the short words are ours and stand',
    'for no sentence of it). _Tested_: a test of this repository, by file and name, fails when it is no longer so. _Shown_:',
    'it follows from how a file is written, or is written down where the standard asks for words. _Unproven_: neither, with',
    'what is missing. Nobody from outside has looked at any of it.',
    '',
    'Written by `npm run security` from `security/asvs.json`; `src/security.test.ts` fails when a test or file that is named',
    'here does not exist. What is decided is in [security-rules.md](security-rules.md).',
    '',
    '| | tested | shown | does not apply | unproven |',
    '| --- | --- | --- | --- | --- |',
    ...levels,
    ...named.map(({ name, some }) => `| ${name} | ${countsOf(some)} |`),
    `| all | ${countsOf(all)} |`,
    '',
    '## Not proved',
    '',
    ...unproven.map(each => `- ${each.id} (level ${each.level}) ${each.words}. ${each.why}`),
    ...named.flatMap(({ name, some }) => chapterOf(name, some)),
    '',
  ].join('\n')
}

if (import.meta.main) {
  const all = requirements()
  writeFileSync(document, documentText(all))
  const unproven = all.filter(each => each.standing === 'unproven').length
  process.stdout.write(`${all.length} requirements, ${unproven} of them not proved\n`)
}
