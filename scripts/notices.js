// Writes THIRD-PARTY-NOTICES: every package that runs with Footbridge or stands in its pages, with its license.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './ready.js'

const own = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
// What the pages are made of is bundled, although npm calls it a development dependency.
const inPages = [
  '@fontsource-variable/inter',
  '@mantine/core',
  '@mantine/hooks',
  '@tanstack/react-query',
  '@tanstack/react-router',
  'qr',
  'react',
  'react-dom',
]
const found = new Map()

function packageAt(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const place = path.join(folder, 'node_modules', name)
    if (existsSync(path.join(place, 'package.json'))) return place
    if (folder === root || folder === path.dirname(folder)) return undefined
  }
}

function visit(name, from) {
  const place = packageAt(name, from)
  if (!place || found.has(place)) return
  const made = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'))
  const license =
    typeof made.license === 'string'
      ? made.license
      : (made.license?.type ?? made.licenses?.[0]?.type ?? 'see its files')
  found.set(place, `${made.name} ${made.version}: ${license}`)
  for (const each of Object.keys({ ...made.dependencies, ...made.optionalDependencies })) visit(each, place)
}

for (const name of [...Object.keys(own.dependencies), ...Object.keys(own.optionalDependencies ?? {}), ...inPages])
  visit(name, root)
const lines = [...new Set(found.values())].sort()
const head =
  'Footbridge stands on these packages. Each has its own license, in its own files.\nWritten by scripts/notices.js.\n\n'
writeFileSync(path.join(root, 'THIRD-PARTY-NOTICES'), `${head}${lines.join('\n')}\n`)
process.stdout.write(`${lines.length} packages\n`)
