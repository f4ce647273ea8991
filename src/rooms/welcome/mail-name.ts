import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { faceOf } from './front-store.ts'

export const mailName = query({
  name: 'welcome.mail-name',
  says: 'The name that mail of this house comes from, as a director set it; none, when nothing is set.',
  who: ['program'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => ({ name: (await faceOf(work))?.mailName ?? null }),
  shows: () => [],
})
