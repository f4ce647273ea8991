import { createHash } from 'node:crypto'
import { z } from 'zod'
import { query, staffRoles } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'

// What somebody writes waits on the device until the house has it. It lies there locked with a key that the house alone
// can make: for one account, on one device. So nobody else reads it, and nothing that opens it lies beside it. What is
// written, and by whom, the later rooms say; the key is of a person.

export const deviceKey = query({
  name: 'people.device-key',
  says: 'The key that locks what you write on this device until it is sent: for you alone, on this device alone.',
  who: staffRoles,
  input: z.strictObject({ deviceId: z.uuid() }),
  private: true,
  discloses: [],
  run: async (work, { deviceId }) => {
    const { kind, accountId, organizationId } = work.actor
    // A person in a browser; a token has nothing that waits anywhere, however much it may read.
    if (kind !== 'person' || accountId === null) throw notHere()
    // No door takes a text with this sign in it, so that no fingerprint in the journal can be this one.
    const print = work.keys.fingerprint(['device key', organizationId, accountId, deviceId].join('\0'))
    return { key: createHash('sha256').update(print).digest('base64') }
  },
  shows: () => [],
})

/** The doors of this noun, for the lists of the room’s. */
export const deviceQueries = [deviceKey]
