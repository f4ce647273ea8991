// Writes src/kernel/tables.ts from a freshly migrated database. With --check it only says whether the file is current.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freshDatabase, startTestDatabase } from '#platform/test-database.ts'

const target = 'src/kernel/tables.ts'
const mapping = {
  timestamptz: 'Instant',
  date: 'Day',
  int8: 'number',
  xid8: 'string',
  tstzrange: 'string',
  daterange: 'string',
}

/** The text that the file should have. */
export async function tablesText(): Promise<string> {
  const database = await freshDatabase()
  const scratch = mkdtempSync(path.join('.tmp', 'tables-'))
  const file = path.join(scratch, 'tables.ts')
  try {
    execFileSync(
      process.execPath,
      [
        'node_modules/kysely-codegen/dist/cli/bin.js',
        '--dialect=postgres',
        `--url=${database.owner.connectionString}`,
        `--out-file=${file}`,
        '--default-schema=none',
        '--date-parser=string',
        `--type-mapping=${JSON.stringify(mapping)}`,
        '--exclude-pattern=footbridge_meta.*',
        '--log-level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const made = readFileSync(file, 'utf8').replace(/^\/\*\*[\s\S]*?\*\/\n\n/, '')
    const head = '// Written by scripts/tables.ts from the migrated database; never by hand.'
    return `${head}\nimport type { Day, Instant } from './time.ts'\n${made}`
  } finally {
    rmSync(scratch, { recursive: true, force: true })
    await database.drop()
  }
}

if (import.meta.main) {
  const postgres = await startTestDatabase()
  try {
    writeFileSync(target, await tablesText())
  } finally {
    await postgres.stop()
  }
}
