import { addPartner, setFace, setSiteWords } from '#rooms/welcome/front.ts'
import { type Doing, found } from './doing.ts'
import type { Opened } from './opening.ts'
import { phoneOf } from './people.ts'

const gettingIn = [
  {
    place: 'elm',
    en: 'Buses 4 and 11 stop at the door. Ramp and elevator. Ring the lower bell.',
    es: 'Los autobuses 4 y 11 paran en la puerta. Rampa y ascensor. Toque el timbre de abajo.',
  },
  {
    place: 'quay',
    en: 'From the ferry stop, two minutes along the water. One step at the door; we have a ramp, please call.',
    es: 'Desde el muelle, dos minutos junto al agua. Hay un escalón; tenemos rampa, llámenos.',
  },
] as const

const partners = [
  { level: 'detox', name: 'Millbrook General Hospital', phone: phoneOf(332) },
  { level: 'residential', name: 'Harbor House', phone: phoneOf(336) },
] as const

/** The director opens the public pages: crisis phone, way out, how to get in, and who gives other levels of care. */
export async function openFront(doing: Doing, opened: Opened): Promise<void> {
  const then = { who: found(opened.staff, 'Okafor'), at: opened.now }
  for (const { place, en, es } of gettingIn) {
    const siteId = found(opened.sites, place)
    await doing.act(then, setSiteWords, { siteId, language: 'en', access: en })
    await doing.act(then, setSiteWords, { siteId, language: 'es', access: es })
  }
  for (const partner of partners) await doing.act(then, addPartner, partner)
  await doing.act(then, setFace, {
    version: 0,
    shown: true,
    crisisPhone: phoneOf(328),
    exitAddress: 'https://www.weather.gov/',
    place: 'contiguous',
    mailName: null,
  })
}
