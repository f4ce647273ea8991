// Reads every document of the real formats that lies here: our own in fixtures/, and the given ones in
// ../shared/fixtures where they are. Says how many were found and read, one line a folder; ends with 1 when one that
// should read does not.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const given = join(root, '..', 'shared', 'fixtures')
const typesAreStripped = Number(process.versions.node.split('.')[0]) >= 24

if (typesAreStripped) process.exitCode = await conform()
else process.exitCode = runOnOwnNode()

/** An older Node cannot read .ts: the one among the dependencies can. */
function runOnOwnNode() {
  const node = join(root, 'node_modules', '.bin', 'node')
  if (!existsSync(node)) {
    console.error('Node 24 is not installed here yet: run "npm ci" first.')
    return 1
  }
  return spawnSync(node, [fileURLToPath(import.meta.url)], { stdio: 'inherit' }).status ?? 1
}

async function conform() {
  const { readReferral } = await import('../src/formats/fhir/referral.ts')
  const reads = text => ['referral', 'deceased'].includes(readReferral(text).kind)
  const own = folderOf(join(root, 'fixtures', 'referrals'))
  const refused = ['empty.json', 'page.json', 'truncated.json', 'two-people.json']
  const results = [
    report('fixtures/referrals', own, document => refused.includes(document.name) !== reads(document.text)),
    report('../shared/fixtures/synthea', folderOf(join(given, 'synthea')), document => reads(document.text)),
    report(
      '../shared/fixtures/us-core/inferno-patient-85',
      folderOf(join(given, 'us-core/inferno-patient-85')),
      document => reads(document.text),
    ),
    report(
      '../shared/fixtures/us-core/packages (example patients)',
      patientsIn(join(given, 'us-core/packages')),
      document => reads(document.text),
    ),
  ]
  if (own.length === 0) console.error('No documents of our own were found in fixtures/referrals.')
  return own.length > 0 && results.every(Boolean) ? 0 : 1
}

function report(folder, documents, isAsExpected) {
  const wrong = documents.filter(document => !isAsExpected(document))
  console.log(`${folder}: ${documents.length} found, ${documents.length - wrong.length} read as they should`)
  for (const document of wrong) console.log(`  not as it should: ${document.name}`)
  return wrong.length === 0
}

function folderOf(folder, ending = '.json') {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(item => item.isFile() && item.name.endsWith(ending))
    .map(item => join(item.parentPath, item.name))
    .sort()
    .map(path => ({ name: relative(folder, path), path, text: ending === '.json' ? readFileSync(path, 'utf8') : '' }))
}

/** The example patients inside the npm-style archives of FHIR packages. */
function patientsIn(folder) {
  return folderOf(folder, '.tgz')
    .flatMap(archive => filesIn(gunzipSync(readFileSync(archive.path))))
    .filter(file => /(^|\/)example\/Patient-[^/]*\.json$/.test(file.name))
}

/** A tar archive is blocks of 512 bytes: a header with name and octal size, then the content. */
function filesIn(tar) {
  const files = []
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0
    files.push({ name, text: tar.toString('utf8', at + 512, at + 512 + size) })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
