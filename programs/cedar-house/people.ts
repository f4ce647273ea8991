import type { Role } from '#kernel/door.ts'

/** The two sites of Cedar House. */
export type Place = 'elm' | 'quay'

/** Someone who works at Cedar House; all of them are invented. */
export type StaffMember = {
  given: string
  family: StaffName
  credential: string | null
  roles: readonly StaffRole[]
  at: readonly Place[]
  /** Days until the license ends; null where the work needs none. */
  licenseDays: number | null
}
type StaffRole = Exclude<Role, 'client' | 'supporter'>

const both: Place[] = ['elm', 'quay']
const elm: Place[] = ['elm']
const quay: Place[] = ['quay']

function works(
  name: [given: string, family: StaffName, credential: string | null],
  roles: readonly StaffRole[],
  rest: { at: readonly Place[]; licenseDays?: number },
): StaffMember {
  const [given, family, credential] = name
  return { given, family, credential, roles, at: rest.at, licenseDays: rest.licenseDays ?? null }
}

/** Who works here; the administrator first, because everybody else is added by them. */
export const staff: readonly StaffMember[] = [
  works(['Theo', 'Marsh', null], ['administrator'], { at: both }),
  works(['Dana', 'Okafor', 'LPC'], ['director'], { at: both, licenseDays: 512 }),
  works(['Marcus', 'Bell', 'LADC'], ['facilitator'], { at: elm, licenseDays: 301 }),
  works(['Ruth', 'Lindqvist', 'LCSW'], ['counselor'], { at: elm, licenseDays: 233 }),
  works(['Joan', 'Whitfield', 'RN'], ['nurse', 'facilitator'], { at: both, licenseDays: 404 }),
  works(['Keisha', 'Monroe', null], ['case-manager'], { at: both }),
  works(['Ben', 'Ashworth', null], ['intake'], { at: both }),
  works(['Noor', 'Haddad', null], ['biller'], { at: both }),
  works(['Lena', 'Fischer', 'LADC'], ['facilitator'], { at: both, licenseDays: 620 }),
  works(['Priya', 'Raman', 'LMHC'], ['counselor'], { at: quay, licenseDays: 377 }),
  works(['Tomás', 'Herrera', 'LMFT'], ['counselor'], { at: elm, licenseDays: 19 }),
  works(['Samuel', 'Adeyemi', 'LADC'], ['counselor'], { at: elm, licenseDays: 451 }),
  works(['Helen', 'Amsel', 'MD'], ['prescriber'], { at: both, licenseDays: 540 }),
  works(['Viola', 'Anders', null], ['privacy-officer'], { at: both }),
  works(['Sunita', 'Pillai', null], ['auditor'], { at: both }),
  works(['Anneke', 'Vos', 'LPC-A'], ['counselor'], { at: elm, licenseDays: 288 }),
]

/** Families of staff, by which the rest of the seed speaks of them. */
export type StaffName =
  | 'Marsh'
  | 'Okafor'
  | 'Bell'
  | 'Lindqvist'
  | 'Whitfield'
  | 'Monroe'
  | 'Ashworth'
  | 'Haddad'
  | 'Fischer'
  | 'Raman'
  | 'Herrera'
  | 'Adeyemi'
  | 'Amsel'
  | 'Anders'
  | 'Pillai'
  | 'Vos'

/** The tracks, by which the rest of the seed speaks of them. */
export type TrackName = 'Day A' | 'Day B' | 'Evening A' | 'Evening B'

/** A client; all of them are invented. `day` is which day of their stay it is today. */
export type Client = {
  number: number
  given: string
  family: string
  chosen: string | null
  pronouns: string | null
  track: TrackName
  counselor: StaffName
  day: number
  languages: readonly string[]
  /** Words on the chart that say whom a group is for, as the client said them. */
  tags: readonly string[]
  /** Of Evening B: comes to the three long evenings rather than to the single hours. */
  longEvenings: boolean
  supporter: { name: string; relation: string } | null
}

type Line = {
  name: readonly [given: string, family: string]
  pronouns: 'she' | 'he' | 'they' | null
  day: number
  chosen?: string
  counselor?: StaffName
  language?: string
  long?: true
  supporter?: readonly [name: string, relation: string]
}

const dayA: Line[] = [
  { name: ['Bernard', 'Osei'], pronouns: 'he', day: 33, supporter: ['Abena Osei', 'wife'] },
  { name: ['Chloé', 'Lefèvre'], pronouns: 'she', day: 12 },
  { name: ['Diego', 'Fuentes Marín'], pronouns: 'he', day: 47, language: 'es' },
  { name: ['Frieda', 'Jäger'], pronouns: 'she', day: 58, supporter: ['Anselm Jäger', 'brother'] },
  { name: ['Harold', 'Quist'], pronouns: 'he', day: 70, chosen: 'Hal', counselor: 'Adeyemi' },
  { name: ['Inga', 'Þorsteinsdóttir'], pronouns: 'she', day: 5 },
  { name: ['Joaquín', 'Sepúlveda'], pronouns: 'he', day: 26, language: 'es', supporter: ['Marta Sepúlveda', 'mother'] },
  { name: ['Kwame', 'Boateng'], pronouns: 'he', day: 41 },
  { name: ['Lucía', 'Ramos Ibáñez'], pronouns: 'she', day: 19, chosen: 'Lu', counselor: 'Adeyemi' },
  { name: ['Nadia', 'Rahimi'], pronouns: 'she', day: 52, supporter: ['Laleh Rahimi', 'aunt'] },
  { name: ['Owen', 'Castillo'], pronouns: 'he', day: 63 },
  { name: ['Zofia', 'Wiśniewska'], pronouns: 'she', day: 9, counselor: 'Adeyemi' },
]

const dayB: Line[] = [
  { name: ['Amara', 'Diallo'], pronouns: 'she', day: 14, supporter: ['Mariama Diallo', 'sister'] },
  { name: ['Beatriz', 'Núñez Prado'], pronouns: 'she', day: 36, language: 'es' },
  { name: ['Curtis', 'Hale'], pronouns: 'he', day: 22 },
  { name: ['Eoin', 'Ó Briain'], pronouns: 'he', day: 49 },
  { name: ['Gabrielle', 'Thibault'], pronouns: 'they', day: 7, chosen: 'Gabe' },
  { name: ['Ivan', 'Petrović'], pronouns: 'he', day: 61, supporter: ['Jelena Petrović', 'daughter'] },
  { name: ['Jolene', 'Strand'], pronouns: 'she', day: 29 },
  { name: ['Małgorzata', 'Kowal'], pronouns: 'she', day: 44, chosen: 'Gosia' },
  { name: ['Nolan', 'Pike'], pronouns: 'he', day: 3 },
  { name: ['Renée', 'Baptiste'], pronouns: 'she', day: 55, supporter: ['Luc Baptiste', 'son'] },
  { name: ['Soraya', 'Haidari'], pronouns: null, day: 17 },
  { name: ['Tessa', 'Lund'], pronouns: 'she', day: 38 },
]

const eveningA: Line[] = [
  { name: ['Ada', 'Kowalczyk'], pronouns: 'she', day: 31 },
  { name: ['Åsa', 'Nyström'], pronouns: 'she', day: 16 },
  { name: ['Connor', 'Doyle'], pronouns: 'he', day: 43, supporter: ['Maeve Doyle', 'mother'] },
  { name: ['Esteban', 'Quiroga Luna'], pronouns: 'he', day: 8, language: 'es' },
  { name: ['Farah', 'Nasser'], pronouns: 'she', day: 66 },
  { name: ['Günther', 'Weiß'], pronouns: 'he', day: 51, supporter: ['Ilse Weiß', 'wife'] },
  { name: ['Isaac', 'Moreau'], pronouns: 'he', day: 24, chosen: 'Zac' },
  { name: ['Jana', 'Dvořáková'], pronouns: 'she', day: 11 },
  { name: ['Luis Ángel', 'Cárdenas Soto'], pronouns: 'he', day: 39, language: 'es' },
  { name: ['Monique', 'Faure'], pronouns: 'she', day: 57, supporter: ['Denis Faure', 'husband'] },
  { name: ['Paul', 'Tremaine'], pronouns: 'they', day: 20, chosen: 'Pauli' },
  { name: ['Yusuf', 'Demir'], pronouns: 'he', day: 4 },
]

const eveningB: Line[] = [
  { name: ['Aaliyah', 'Brooks'], pronouns: 'she', day: 37, long: true },
  { name: ['Caleb', 'Whitaker'], pronouns: 'he', day: 2, long: true },
  { name: ['Dominic', 'Reyes'], pronouns: 'he', day: 28 },
  { name: ['Elena', 'Petrova'], pronouns: 'she', day: 48 },
  { name: ['Grace', 'Nakamura'], pronouns: 'she', day: 21 },
  { name: ['Henrik', 'Sorensen'], pronouns: 'he', day: 34, chosen: 'Hank', counselor: 'Lindqvist' },
  { name: ['Jerome', 'Tate'], pronouns: 'he', day: 45, long: true },
  { name: ['Leah', 'Goldberg'], pronouns: 'she', day: 30, long: true, supporter: ['Miriam Goldberg', 'mother'] },
  {
    name: ['Imani R.', 'Clarke'],
    pronouns: 'she',
    day: 23,
    chosen: 'Mani',
    counselor: 'Lindqvist',
    long: true,
    supporter: ['Joy Clarke', 'sister'],
  },
  { name: ['Miguel', 'Santos'], pronouns: 'he', day: 40, language: 'es' },
  { name: ['Rosa', 'Delgado'], pronouns: 'she', day: 18, counselor: 'Lindqvist', language: 'es' },
  { name: ['William', 'Prentice'], pronouns: 'he', day: 54, chosen: 'Will', supporter: ['Ann Prentice', 'wife'] },
]

/** Nobody is given such a word by others: these said it themselves. */
const tagged: readonly { tag: string; families: readonly string[] }[] = [
  {
    tag: 'woman',
    families: [
      'Lefèvre',
      'Jäger',
      'Rahimi',
      'Wiśniewska',
      'Kowalczyk',
      'Nyström',
      'Faure',
      'Petrova',
      'Nakamura',
      'Goldberg',
    ],
  },
  { tag: 'veteran', families: ['Quist', 'Castillo', 'Prentice', 'Doyle', 'Tate'] },
  { tag: 'co-occurring', families: ['Dvořáková', 'Nakamura', 'Strand', 'Boateng'] },
  { tag: 'parent', families: ['Lefèvre', 'Santos', 'Baptiste'] },
  { tag: 'young adult', families: ['Pike', 'Brooks'] },
]

const pronounWords = { she: 'she/her', he: 'he/him', they: 'they/them' }

const tracks: { track: TrackName; counselor: StaffName; lines: Line[] }[] = [
  { track: 'Day A', counselor: 'Lindqvist', lines: dayA },
  { track: 'Day B', counselor: 'Raman', lines: dayB },
  { track: 'Evening A', counselor: 'Herrera', lines: eveningA },
  { track: 'Evening B', counselor: 'Adeyemi', lines: eveningB },
]

/** The 48 clients, twelve a track, in the order of their tracks. */
export const clients: readonly Client[] = tracks
  .flatMap(({ track, counselor, lines }) => lines.map(line => ({ track, counselor, line })))
  .map(({ track, counselor, line }, number) => ({
    number,
    given: line.name[0],
    family: line.name[1],
    chosen: line.chosen ?? null,
    pronouns: line.pronouns ? pronounWords[line.pronouns] : null,
    track,
    counselor: line.counselor ?? counselor,
    day: line.day,
    languages: line.language ? [line.language, 'en'] : ['en'],
    tags: tagged.filter(({ families }) => families.includes(line.name[1])).map(({ tag }) => tag),
    longEvenings: line.long ?? false,
    supporter: line.supporter ? { name: line.supporter[0], relation: line.supporter[1] } : null,
  }))

/** An email of an invented person: plain letters, at a place that cannot exist. */
export function emailOf(given: string, family: string, place: string): string {
  const plain = (words: string) =>
    words
      .replaceAll('ß', 'ss')
      .replaceAll('Þ', 'Th')
      .replaceAll('ł', 'l')
      .normalize('NFD')
      .replace(/[^A-Za-z ]/g, '')
      .trim()
      .replaceAll(' ', '')
      .toLowerCase()
  return `${plain(given)}.${plain(family)}@${place}.example`
}

/** A phone number of the block that belongs to nobody. */
export function phoneOf(number: number): string {
  const area = ['617', '781', '978', '413'][number % 4]
  return `(${area}) 555-${String(100 + Math.floor(number / 4)).padStart(4, '0')}`
}
