import { askers, sayings, wishes } from '#rooms/inquiry/inquiry.ts'
import { type FormMade, formMost, mailSchema } from '../form-made.ts'
import type { Form } from './visit.ts'

/** What somebody wrote in the form, as they wrote it; choices that nobody offers are none. */
export type Written = {
  asker: (typeof askers)[number] | null
  name: string
  phone: string
  mail: string
  mayMail: boolean
  /** Where they would come, by its id; empty is anywhere. */
  site: string
  /** A free time that they would like, as the form says it; empty is none. */
  time: string
  say: (typeof sayings)[number]
  when: (typeof wishes)[number]
  need: string
  trap: string
  sendsCheck: boolean
  made: FormMade | null
}

export const nothingWritten: Written = {
  asker: null,
  name: '',
  phone: '',
  mail: '',
  mayMail: false,
  site: '',
  time: '',
  say: 'name',
  when: 'soon',
  need: '',
  trap: '',
  sendsCheck: false,
  made: null,
}

/** What a form says, as far as it can be read. */
export function writtenIn(form: Form): Written {
  const words = (field: string) => (form.get(field) ?? '').trim()
  const [formId, madeAt, seal] = [words('form'), words('made'), words('seal')]
  return {
    asker: askers.find(each => each === form.get('for')) ?? null,
    name: words('name'),
    phone: words('phone'),
    mail: words('mail'),
    mayMail: form.get('may-mail') === 'yes',
    site: words('site'),
    time: words('time'),
    say: sayings.find(each => each === form.get('say')) ?? 'name',
    when: wishes.find(each => each === form.get('when')) ?? 'soon',
    need: words('need').replaceAll('\r\n', '\n'),
    trap: words('website'),
    sendsCheck: form.get('send-check') === 'yes',
    made: formId && madeAt && seal ? { formId, madeAt, seal } : null,
  }
}

/** What is wrong with what was written, each with the figure that its words name. */
export type Fault =
  | { field: 'for'; wrong: 'missing' }
  | { field: 'name'; wrong: 'missing' | 'long' }
  | { field: 'need'; wrong: 'long'; most: number }
  | { field: 'mail'; wrong: 'missing' | 'unreadable' }
  | { field: 'phone'; wrong: 'missing' }
  | { field: 'phone'; wrong: 'short' | 'long'; digits: number }

const inland = 10
const abroad = 8
const longest = 15

/** The faults of a form in the order of its fields. */
export function faultsIn(written: Written): Fault[] {
  const faults: Fault[] = []
  if (!written.asker) faults.push({ field: 'for', wrong: 'missing' })
  if (!written.name) faults.push({ field: 'name', wrong: 'missing' })
  if (written.name.length > formMost.name) faults.push({ field: 'name', wrong: 'long' })
  faults.push(...phoneFaults(written.phone))
  if (!written.mail && written.mayMail) faults.push({ field: 'mail', wrong: 'missing' })
  if (written.mail && !mailSchema.safeParse(written.mail).success) faults.push({ field: 'mail', wrong: 'unreadable' })
  if (written.need.length > formMost.need) faults.push({ field: 'need', wrong: 'long', most: formMost.need })
  return faults
}

/** Ten digits, with or without the country's 1; numbers of other countries begin with a plus. */
function phoneFaults(phone: string): Fault[] {
  const digits = phone.replace(/\D/g, '').length
  if (digits === 0) return [{ field: 'phone', wrong: 'missing' }]
  if (digits < (phone.startsWith('+') ? abroad : inland)) return [{ field: 'phone', wrong: 'short', digits }]
  if (digits > longest || phone.length > formMost.phone) return [{ field: 'phone', wrong: 'long', digits }]
  return []
}
