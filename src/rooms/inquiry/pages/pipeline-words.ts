/** How long somebody has waited, in the two largest words: `2 d 4 h`, `3 h 20 min`, `12 min`. */
export function waitWords(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes))
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60]
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`
  return `${rest} min`
}

/** Minutes from one moment to another. */
export const minutesFrom = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000

/** The columns of the board, with what each is called and what belongs into it. */
export const columns = [
  { stage: 'new', title: 'New', empty: 'Nobody waits for a first call.' },
  { stage: 'reached', title: 'Reached', empty: 'Nobody waits for their benefits.' },
  { stage: 'checked', title: 'Benefits checked', empty: 'Nobody waits for a time.' },
  { stage: 'booked', title: 'Assessment booked', empty: 'No assessment is to come.' },
  { stage: 'assessed', title: 'Assessed', empty: 'Nobody waits for an offer.' },
  { stage: 'offered', title: 'Offered', empty: 'No offer is open.' },
] as const

/** What comes next, as its button says it. */
export const actWords: Readonly<Record<string, string>> = {
  call: 'Call',
  benefits: 'Benefits',
  book: 'Book a time',
  wait: 'The time',
  came: 'Did they come?',
  offer: 'Offer a place',
  start: 'The answer',
}

/** Where an act is done; null, in the drawer beside the board. */
export function placeOf(act: string, id: string): string | null {
  if (act === 'benefits') return `/staff/benefits/${id}`
  if (act === 'offer' || act === 'start') return `/staff/waitlist?for=${id}`
  return act === 'call' ? `/staff/inquiries/call/${id}` : null
}

const sideNames: Readonly<Record<string, string>> = {
  us: 'On our side',
  them: 'On their side',
  money: 'Money',
  care: 'Another level of care',
  none: 'Something else',
}
/** On whose side a loss lies. */
export const sideWords = (by: string) => sideNames[by] ?? by

/** The days that figures are of: so many up to a day. */
export function daysBefore(today: string, days: number): { from: string; until: string } {
  const from = new Date(Date.parse(`${today}T00:00:00Z`) - (days - 1) * 86_400_000)
  return { from: from.toISOString().slice(0, 10), until: today }
}
