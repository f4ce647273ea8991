/** Who reads the week. */
export const planners = [
  'intake',
  'counselor',
  'facilitator',
  'nurse',
  'prescriber',
  'case-manager',
  'biller',
  'director',
  'auditor',
] as const
/** Who reads rosters: everybody who reads the week but for billing. */
export const rosterReaders = planners.filter(role => role !== 'biller')
