import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

// What a program like this must never do, looked for in every file that is shipped. Where something is allowed, its
// file says why.

const shipped = globSync('{src,bin,scripts,programs}/**/*.{ts,tsx,js}')
  .filter(file => !/\.test\.tsx?$|^src\/(testing|attacks|simulation)\//.test(file))
  .map(file => ({ file, text: readFileSync(file, 'utf8') }))
const inPages = /^src\/web\/|\/pages\//

type Danger = { words: string; pattern: RegExp; allowed?: readonly string[]; where?: RegExp }

const dangers: Danger[] = [
  { words: 'code out of words', pattern: /\beval\(|new Function\(|node:vm'|setTimeout\(['"`]/ },
  {
    words: 'markup out of words',
    pattern: /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write/,
  },
  { words: 'a shell', pattern: /shell: true|import \{[^}]*\bexec(Sync)?\b[^}]*\} from 'node:child_process'/ },
  { words: 'chance that can be guessed', pattern: /Math\.random\(/, where: /^(src|bin)\// },
  {
    words: 'a hash that is broken',
    pattern: /create(Hash|Hmac)\('(?!sha256'|sha512')/,
    // Authenticator apps reckon with HMAC-SHA-1; RFC 6238 leaves no other that they all know.
    allowed: ['src/sign-in/sign-in.ts'],
  },
  {
    words: 'a cipher without proof of what it holds',
    pattern: /create(Cipher|Decipher)iv\('(?!aes-256-gcm')|AES-(CBC|CTR)/,
  },
  {
    words: 'a certificate that is not looked at',
    pattern: /rejectUnauthorized|NODE_TLS_REJECT|insecureHTTPParser/,
    // Here a database whose certificate nobody would look at is refused.
    allowed: ['src/platform/database.ts'],
  },
  { words: 'a call to another server', pattern: /\bfetch\((?!request\)|event\.request\)|address,|'\/)|node:https?'/ },
  {
    words: 'words from another window',
    pattern: /addEventListener\('message'|window\.onmessage/,
    allowed: ['src/web/kiosk/worker.js'],
  },
  {
    words: 'personal words kept where a browser shows them to every script',
    pattern: /(localStorage|sessionStorage)\.setItem\((?!'footbridge-nav'|shared,|deviceWord,|siteKey,|kept, language)/,
    where: inPages,
  },
  { words: 'a cookie of a script', pattern: /document\.cookie/ },
]

describe('no file that is shipped has', () => {
  it.each(dangers.map(danger => [danger.words, danger] as const))('%s', (_, { pattern, allowed = [], where }) => {
    const found = shipped.filter(({ file, text }) => (!where || where.test(file)) && pattern.test(text))
    expect(found.map(each => each.file)).toEqual([...allowed])
  })

  it('nothing to look at: they are many', () => {
    expect(shipped.length).toBeGreaterThan(400)
    expect(shipped.filter(({ file }) => inPages.test(file)).length).toBeGreaterThan(100)
  })
})

const own = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})
const locked = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ resolved: z.string().optional(), integrity: z.string().optional(), dev: z.boolean().optional() }),
  ),
})

describe('what the program stands on', () => {
  const stated = own.parse(JSON.parse(readFileSync('package.json', 'utf8')))
  const { packages } = locked.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
  const foreign = Object.entries(packages).filter(([name]) => name)

  it('is named with one version each, and comes with its fingerprint, from no address but the registry’s', () => {
    const loose = Object.entries({ ...stated.dependencies, ...stated.devDependencies })
    expect(loose.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
    expect(foreign.length).toBeGreaterThan(100)
    const strange = foreign.filter(([, each]) => !each.integrity?.startsWith('sha512-') || each.resolved)
    expect(strange.map(([name]) => name)).toEqual([])
  })

  it('is listed in THIRD-PARTY-NOTICES, each that it names for running', () => {
    const notices = readFileSync('THIRD-PARTY-NOTICES', 'utf8').split('\n')
    const missing = Object.entries(stated.dependencies).filter(
      ([name, version]) => !notices.some(line => line.startsWith(`${name} ${version}:`)),
    )
    expect(missing).toEqual([])
  })

  it('reads no XML, YAML, archive or template, and speaks to no directory, cache or identity provider', () => {
    const running = foreign.filter(([, each]) => !each.dev).map(([name]) => name.split('node_modules/').at(-1) ?? '')
    const kinds = [
      ...[/xml|yaml|unzip|adm-zip|tar$|handlebars|mustache|^ejs$/, /ldap|memcache|redis|graphql|^ws$/],
      /saml|oauth|openid|jsonwebtoken|^jose$/,
    ]
    expect(running.filter(name => kinds.some(kind => kind.test(name)))).toEqual([])
    expect(running.length).toBeGreaterThan(50)
  })
})
