/** What broken constraints of this room mean. */
export const constraints = {
  host_once: { code: 'host-taken', says: 'This address shows another organization already.' },
  partner_once: { code: 'partner-known', says: 'This partner is named for this level already.' },
}
