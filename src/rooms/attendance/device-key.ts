import { createHash } from 'node:crypto'
import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
import { who } from './marks.ts'

// Marks that are made without a network wait on the device. They lie there locked with a key that the house alone can
// make: for one account, on one device. So nobody else reads them, and nothing that opens them lies beside them.

export const deviceKey = query({
  name: 'attendance.device-key',
  says: 'The key that locks what you write on this device without a network: for you alone, on this device alone.',
  who: [...who, 'intake'],
  input: z.strictObject({ deviceId: z.uuid() }),
  private: true,
  discloses: [],
  run: async (work, { deviceId }) => {
    const { kind, accountId, organizationId } = work.actor
    // A person in a browser; a token has no marks that wait anywhere, however much it may read.
    if (kind !== 'person' || accountId === null) throw notHere()
    // No door takes a text with this sign in it, so that no fingerprint in the journal can be this one.
    const print = work.keys.fingerprint(['device key', organizationId, accountId, deviceId].join('\0'))
    return { key: createHash('sha256').update(print).digest('base64') }
  },
  shows: () => [],
})

/** The doors of this noun, for the lists of the room’s. */
export const deviceQueries = [deviceKey]
