import { type Instant, wallClock } from '#kernel/time.ts'
import { timeOfDay } from '#rooms/calendar/calendar.ts'

/** What a message about an offered place may tell: whom to call, and by when; never what it is about. */
export type PlaceTold = {
  language: 'en' | 'es'
  zone: string
  clock: '12' | '24'
  phone: string
  expiresAt: Instant
}

/** The subject and the words that ask somebody to call us in time. */
export function placeWords({ language, zone, clock, phone, expiresAt }: PlaceTold): { subject: string; words: string } {
  const es = language === 'es'
  const day = new Intl.DateTimeFormat(es ? 'es-US' : 'en-US', {
    timeZone: zone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
  }).format(new Date(expiresAt))
  // Spanish reads the day’s hours to 24 as plainly as to 12.
  const time = timeOfDay(wallClock(zone, expiresAt).slice(11), es ? '24' : clock)
  return es
    ? {
        subject: 'Por favor, llámenos',
        words: `Por favor, llame al ${phone} antes del ${day}, ${time}. Esperamos su respuesta.`,
      }
    : { subject: 'Please call us', words: `Please call ${phone} before ${day}, ${time}. We wait for your answer.` }
}
