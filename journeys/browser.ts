import { mkdirSync } from 'node:fs'
import path from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { packageRoot } from '#platform/data-folder.ts'

/** Which browser, and how it is started. */
export async function browserOptions() {
  process.env.TMPDIR = path.join(packageRoot, '.tmp')
  mkdirSync(process.env.TMPDIR, { recursive: true })
  const executablePath = process.env.FOOTBRIDGE_CHROMIUM ?? (await sparticuz.executablePath())
  // The package's own arguments would run all pages in one process and without the same-origin policy.
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return { executablePath, headless: true, args }
}

/** Unpacks the browser before the first journey: several begin at once, and each would unpack it. */
export default async function setup(): Promise<void> {
  await browserOptions()
}
