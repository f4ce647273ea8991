import type { Due } from '#kernel/due.ts'
import { clientsDue } from './clients-due.ts'
import { sheetsDue } from './sheets-due.ts'

/** What attendance puts on Today: sheets to close and rows to choose, short weeks, and missed days to follow up. */
export const due: Due = async work => (await Promise.all([sheetsDue, clientsDue].map(list => list(work)))).flat()
