import { existsSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { z } from 'zod'
import { type ReferralReading, readReferral } from '#formats/fhir/referral.ts'
import { programOf } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import { instant } from '#kernel/time.ts'
import { type Anchor, type Lines, verify } from '#platform/journal-check.ts'
import type { Answer, ImportedFile, House as Platform } from '#platform/program.ts'
import { Stop } from '#platform/stop.ts'
import { receiveReferral } from '#rooms/inquiry/commands.ts'
import { createToken as createTokenDoor } from '#sign-in/commands.ts'
import { openHouse } from './wiring.ts'

/** What `footbridge import` answers: what a dry run understood, or the draft that was kept. */
export async function importFile(
  platform: Platform | null,
  file: ImportedFile,
  options: { dryRun: boolean; json: boolean },
): Promise<Answer> {
  const reading = readReferral(file.text, instant(Date.now()).slice(0, 10))
  if (reading.kind !== 'referral') {
    const place = reading.kind === 'unreadable' && reading.place ? ` (${reading.place})` : ''
    // The sentence names the way out itself.
    throw new Stop(`${reading.sentence}${place}`, '')
  }
  if (options.dryRun || !platform)
    return { exitCode: 0, output: options.json ? JSON.stringify(reading, null, 2) : inWords(reading) }
  const house = openHouse({ app: platform.app, masterKey: platform.masterKey, world: platform.world })
  try {
    const organizationId = await onlyOrganization(platform)
    const { referralId } = await house.act(programOf(organizationId), receiveReferral, {
      fileName: 'imported',
      text: file.text,
      sender: '',
      siteId: null,
    })
    const output = options.json
      ? JSON.stringify({ referralId, ...reading }, null, 2)
      : `${inWords(reading)}\nThe draft waits under Inquiries.`
    return { exitCode: 0, output }
  } catch (error) {
    if (error instanceof Refusal) throw new Stop(error.message, 'Nothing was kept.')
    throw error
  } finally {
    await house.parts.pool.end()
  }
}

function inWords(reading: Extract<ReferralReading, { kind: 'referral' }>): string {
  const count = (words: string, list: readonly unknown[]) => `${words}: ${list.length}`
  const understood = [
    count('Conditions', reading.conditions),
    count('Medications', reading.medications),
    count('Allergies', reading.allergies),
  ]
  const rest = reading.notUnderstood.map(
    each => `  ${each.resource}${each.path ? ` ${each.path}` : ''} × ${each.count}: ${each.because}`,
  )
  return [...understood, `Not understood, and listed beside the draft: ${rest.length}`, ...rest].join('\n')
}

async function onlyOrganization(platform: Platform): Promise<string> {
  const found = await asOwner(platform, client =>
    client.query<{ organization_id: string }>('select organization_id from people.organization'),
  )
  const [only, ...others] = found.rows
  if (!only) throw new Stop('There is no organization here yet.', 'Start Footbridge and set it up first.')
  if (others.length > 0)
    throw new Stop('There are several organizations here.', 'Read the file in the browser, signed in to the right one.')
  return only.organization_id
}

async function asOwner<Result>(platform: Platform, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(platform.owner)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** What `footbridge audit verify` answers: unbroken, or the first bad seal with its lines and what to do. */
export async function verifyAudit(platform: Platform, options: { independent: boolean }): Promise<Answer> {
  const { anchors: kept, torn } = readAnchors(anchorsFile(platform))
  const verdict = await asOwner(platform, one =>
    asOwner(platform, other => verify([one, other], kept, options.independent)),
  )
  const heads = `${kept.length} heads were kept outside the database`
  const tail = kept.length === 0 ? `${heads}, so a journal that was cut short or rolled back would not be known` : heads
  if (verdict.kind === 'unbroken') {
    const counted = `The journal is unbroken: ${verdict.lines} lines under ${verdict.seals} seals.`
    return { exitCode: 0, output: `${counted}\n${tail}.${torn ? `\n${tornWords}` : ''}` }
  }
  const whose = verdict.organizationId ? ` of organization ${verdict.organizationId}` : ''
  const where = verdict.position > 0 ? `seal ${verdict.position}${whose}` : `a line${whose}`
  const said = [`The journal is broken at ${where}: ${verdict.because}.`]
  if (verdict.lines) said.push(lineWords(verdict.lines))
  return { exitCode: 1, output: [...said, `${tail}.`, wayOut].join('\n') }
}

const lineWords = ({ first, last, from, until }: Lines) =>
  first === last ? `It is line ${first} of ${from}.` : `It is among lines ${first} to ${last}, of ${from} to ${until}.`
const wayOut =
  'Stop Footbridge, and keep the data folder, its secrets and the backups as they are: they are evidence now. Tell the\n' +
  'privacy officer, and read the same lines in the last backup from before that moment to see what was changed.'
const tornWords = 'The last line of the kept heads is cut off, as after a crash; it was left out.'

/** Where the heads of the journal are kept outside the database. */
export function anchorsFile(platform: Pick<Platform, 'secretsFolder'>): string {
  return `${platform.secretsFolder}/journal-heads.jsonl`
}

const anchors = z.array(z.object({ organizationId: z.string(), position: z.number(), hash: z.string() }))

/** The heads that were kept, each once. A last line that a crash cut off is no head; one before it is a fault. */
function readAnchors(file: string): { anchors: Anchor[]; torn: boolean } {
  if (!existsSync(file)) return { anchors: [], torn: false }
  const lines = readFileSync(file, 'utf8').split('\n')
  const torn = lines.pop() !== ''
  const kept = new Map<string, Anchor>()
  for (const line of lines)
    for (const anchor of anchors.parse(JSON.parse(line)))
      kept.set(`${anchor.organizationId}/${anchor.position}/${anchor.hash}`, anchor)
  return { anchors: [...kept.values()], torn }
}

/** What `footbridge token create` answers: the token, shown once. */
export async function createToken(
  platform: Platform,
  options: { account: string; scope: string; days: number },
): Promise<Answer> {
  const account = await asOwner(platform, client =>
    client.query<{ organization_id: string; id: string }>(
      'select organization_id, id from sign_in.account where email = lower($1) and active',
      [options.account],
    ),
  )
  const [found] = account.rows
  if (!found)
    throw new Stop('Nobody signs in with this email.', 'Look at the spelling; the account must exist and be active.')
  const house = openHouse({ app: platform.app, masterKey: platform.masterKey, world: platform.world })
  try {
    const scope = options.scope
      .split(',')
      .map(word => word.trim())
      .filter(Boolean)
    const unknown = scope.find(word => word !== 'read' && word !== 'everything' && !house.door(word))
    if (unknown)
      throw new Stop(
        `${unknown} is no scope.`,
        'Give read, everything, or names of doors such as people.find, with commas.',
      )
    const { token, expiresAt } = await house.act(programOf(found.organization_id), createTokenDoor, {
      accountId: found.id,
      scope,
      days: options.days,
    })
    return { exitCode: 0, output: `${token}\nShown once. It ends on ${expiresAt.slice(0, 10)}.` }
  } finally {
    await house.parts.pool.end()
  }
}
