/** How somebody came, as it is chosen and shown. */
export const cameWords = [
  { value: 'phone', label: 'Phone' },
  { value: 'walk-in', label: 'Came by' },
  { value: 'mail', label: 'Mail' },
  { value: 'text', label: 'Text' },
  { value: 'referral', label: 'Referral' },
  { value: 'web', label: 'Web form' },
]
export const askerOptions = [
  { value: 'self', label: 'Themselves' },
  { value: 'family', label: 'Family or friend' },
  { value: 'professional', label: 'Professional' },
]
export const languageOptions = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Spanish' },
]
export const sayOptions = [
  { value: 'name', label: 'First name' },
  { value: 'house', label: 'Our name' },
  { value: 'text', label: 'Text only' },
  { value: 'none', label: 'Nothing' },
]
export const wishOptions = [
  { value: 'soon', label: 'Soon' },
  { value: 'morning', label: 'Mornings' },
  { value: 'after-5', label: 'After 5 pm' },
  { value: 'any', label: 'Any time' },
]
export const wayOptions = [
  { value: 'out', label: 'We called' },
  { value: 'in', label: 'They called' },
  { value: 'text', label: 'Text' },
  { value: 'mail', label: 'Mail' },
] as const
export const endOptions = [
  { value: 'talked', label: 'We talked' },
  { value: 'voicemail', label: 'Voicemail' },
  { value: 'no-answer', label: 'No answer' },
  { value: 'busy', label: 'Busy' },
  { value: 'left-with-someone', label: 'Left with someone' },
  { value: 'wrong-number', label: 'Wrong number' },
] as const

const endWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(endOptions.map(each => [each.value, each.label])),
  sent: 'Sent',
}
const callWayWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(wayOptions.map(each => [each.value, each.label])),
  message: 'Message',
}
/** A logged call in words: `We called: voicemail`. */
export function callWords(way: string, ended: string): string {
  return `${callWayWords[way] ?? way}: ${(endWords[ended] ?? ended).toLowerCase()}`
}

const stageNames: Readonly<Record<string, string>> = {
  new: 'New',
  reached: 'Reached',
  checked: 'Benefits checked',
  booked: 'Assessment booked',
  assessed: 'Assessed',
  offered: 'Place offered',
  started: 'Started',
  lost: 'Lost',
  joined: 'Joined',
}
/** How far an inquiry came, in words. */
export function stageWords(stage: string): string {
  return stageNames[stage] ?? stage
}

const leadNames: Readonly<Record<string, string>> = {
  'stop-911': '911',
  'stop-988': '988',
  'same-day': 'Doctor today',
  first: 'Goes first',
}
/** What an urgent answer led to, in a word or two. */
export function leadWords(lead: string): string {
  return leadNames[lead] ?? lead
}

/** What each field is called where two people wrote in it. */
export const fieldNames: Readonly<Record<string, string>> = {
  siteId: 'Site',
  came: 'How they came',
  language: 'Language',
  asker: 'Who is asking',
  caller: 'Caller',
  callerPhone: 'Phone',
  callerMail: 'Email',
  relation: 'Who they are to the person',
  say: 'What may be said',
  callWhen: 'When to call',
  mayMail: 'May be mailed',
  mayText: 'May be texted',
  given: 'Given name',
  family: 'Family name',
  bornOn: 'Birth date',
  pronouns: 'Pronouns',
  need: 'What they need',
  sourceId: 'Who sent them',
  urgency: 'Urgency',
}

/** A value of a field as a person reads it. */
export function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 1 ? '1 answer' : `${value.length} answers`
  return typeof value === 'string' && value.trim() ? value : 'nothing'
}

/** A phone number as a link dials it; undefined while it is none. */
export function dialed(phone: string): string | undefined {
  const digits = phone.replace(/[^\d+]/g, '')
  return digits.replace(/\D/g, '').length >= 7 ? `tel:${digits}` : undefined
}
