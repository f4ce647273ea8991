import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { notHere } from '#kernel/refusal.ts'
import { setAccountOpen, staffAccounts } from '#sign-in/accounts.ts'

// Whether somebody of the staff may sign in: who leaves no longer may, from the same moment on.

const who = ['administrator', 'director'] as const

export const setSignIn = command({
  name: 'people.set-sign-in',
  says: 'Close the sign-in of a staff member who leaves, or open it again: closed, every device of theirs is out at once.',
  who,
  confirm: true,
  input: z.strictObject({ staffId: z.uuid(), isOpen: z.boolean() }),
  run: async (work, { staffId, isOpen }) => {
    if (staffId === work.actor.personId)
      work.refuse('own-sign-in', 'Somebody else closes your own sign-in, so that a house is never left without one.')
    await work.hold('people.staff', staffId)
    const account = (await staffAccounts(work)).find(each => each.personId === staffId)
    if (!account) throw notHere()
    if (account.roles.includes('administrator') && !work.actor.roles.includes('administrator'))
      work.refuse('not-yours', 'Only an administrator closes or opens the sign-in of an administrator.', {}, 403)
    await setAccountOpen(work, staffId, isOpen)
    return { isOpen }
  },
  outcome: output => (output.isOpen ? 'opened' : 'closed'),
})

export const signIns = query({
  name: 'people.sign-ins',
  says: 'Who of the staff has a sign-in, and whether it is open.',
  who,
  input: z.strictObject({}),
  discloses: [],
  run: async work => ({
    signIns: (await staffAccounts(work)).map(({ personId, isOpen }) => ({ staffId: personId, isOpen })),
  }),
  shows: () => [],
})
