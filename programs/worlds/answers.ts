import pg from 'pg'
import type { ConnectionSettings } from '#kernel/database.ts'
import { Stop } from '#platform/stop.ts'
import { demoPassword } from '#sign-in/commands.ts'
import { cedarHouse } from '../cedar-house/seed.ts'
import { type Filling, fillWorld } from './seed.ts'
import type { Size } from './world.ts'

/** Fills a world, or refuses, in words. */
export async function worldWords(
  filling: Omit<Filling, 'word' | 'size'> & { size: Size & { word: string } },
): Promise<string> {
  const { word, ...size } = filling.size
  const filled = await fillWorld({ ...filling, word, size })
  if (filled.kind === 'taken')
    throw new Stop(
      'Somebody lives in this database already: it holds an organization that is not of this world.',
      'Set FOOTBRIDGE_DATA to an empty folder, or DATABASE_URL to an empty database.',
    )
  return filled.kind === 'already' ? 'This world is filled already.' : `The world is filled: ${filled.rows} rows.`
}

/** How to sign in to a drawn world: one person of each kind of work; null where none was drawn. */
export async function signInsOf(owner: ConnectionSettings) {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const { rows } = await client.query<{ who: string; email: string }>(
      `select p.name || ', ' || replace(array_to_string(a.roles, ' and '), '-', ' ') as who, a.email
       from sign_in.persona p join sign_in.account a on a.organization_id = p.organization_id and a.id = p.account_id
       where p.organization_id <> $1 order by p.position`,
      [cedarHouse],
    )
    return rows.length === 0 ? null : rows.map(row => ({ ...row, password: demoPassword }))
  } finally {
    await client.end()
  }
}
