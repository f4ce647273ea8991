/** What broken constraints of this room mean. */
export const constraints = {
  host_once: { code: 'host-taken', says: 'This address shows another organization already.' },
  waiting_program_once: { code: 'waiting', says: 'This person waits for this program already. Change that entry.' },
  waiting_ahead: { code: 'no-reason', says: 'Say both why this person goes ahead and what is so, or neither.' },
  waiting_cohort: {
    code: 'value-alone',
    says: 'Choose what kind of group this is a value of, or leave the value out.',
  },
  partner_once: { code: 'partner-known', says: 'This partner is named for this level already.' },
}
