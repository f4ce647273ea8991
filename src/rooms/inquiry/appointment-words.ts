import { type Instant, wallClock } from '#kernel/time.ts'
import { timeOfDay } from '#rooms/calendar/calendar.ts'
import type { Language, Say } from './inquiry.ts'

/** What a message about an appointment is for. */
export type About = 'booked' | 'moved' | 'reminder'

/** What a message about an appointment may tell: a time and a place, and never what it is for. */
export type Told = {
  about: About
  language: Language
  /** The person themself reads it; somebody who asked for another is told of “the” appointment. */
  own: boolean
  startsAt: Instant
  zone: string
  clock: '12' | '24'
  mode: 'in-person' | 'video' | 'phone'
  link: string | null
  address: string | null
  phone: string | null
  /** The house's name, which is told only to who said that it may be. */
  house: string
  say: Say
}

const dayWords = (language: Language, zone: string, moment: Instant) =>
  new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-US', {
    timeZone: zone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
  }).format(new Date(moment))

function timeWords(language: Language, { zone, clock, startsAt }: Pick<Told, 'zone' | 'clock' | 'startsAt'>): string {
  const time = wallClock(zone, startsAt).slice(11)
  if (language === 'en') return `at ${timeOfDay(time, clock)}`
  const hour = Number(time.slice(0, 2))
  if (clock === '24') return `${hour === 1 ? 'a la' : 'a las'} ${time}`
  const shown = `${hour % 12 || 12}:${time.slice(3)} ${hour < 12 ? 'a. m.' : 'p. m.'}`
  return `${shown.startsWith('1:') ? 'a la' : 'a las'} ${shown}`
}

function placeWords({ language, mode, link, address, say, house }: Told): string {
  const named = say === 'house' ? [house] : []
  const es = language === 'es'
  if (mode === 'phone') return es ? ', por teléfono: le llamamos' : ', by phone: we call you'
  if (mode === 'video') return `${es ? ', por video' : ', by video'}${link ? `: ${link}` : ''}`
  const place = [...named, ...(address ? [address] : [])].join(', ')
  return place ? `, ${place}` : ''
}

/** The subject and the words of a neutral message: nobody who reads it over a shoulder learns what the time is for. */
export function appointmentWords(told: Told): { subject: string; words: string } {
  const { about, language, own, phone } = told
  const when = `${dayWords(language, told.zone, told.startsAt)} ${timeWords(language, told)}${placeWords(told)}.`
  if (language === 'es') {
    const subject = own ? 'Su cita' : 'La cita'
    const begins = { booked: 'es', moved: 'es ahora', reminder: 'es' }[about]
    const asks = phone ? ` ¿Preguntas, o no puede venir? Llame al ${phone}.` : ''
    return { subject, words: `${subject} ${begins} el ${when}${asks}` }
  }
  const subject = own ? 'Your appointment' : 'The appointment'
  const begins = { booked: 'is', moved: 'is now', reminder: 'is' }[about]
  const asks = phone ? ` Questions, or cannot come? Call ${phone}.` : ''
  return { subject, words: `${subject} ${begins} on ${when}${asks}` }
}
