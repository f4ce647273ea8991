import type { ReactNode } from 'react'
import { CheckField, FieldRow, SelectField, TextField } from './field.tsx'

/** A phone, email or address while it is being written, and what may be sent there. */
export type ContactDraft = {
  kind: 'phone' | 'email' | 'address'
  value: string
  label: 'home' | 'mobile' | 'work' | 'other'
  mayCall: boolean
  mayText: boolean
  mayMail: boolean
}

/** A phone at which nothing may be sent yet. */
export const emptyContact: ContactDraft = {
  kind: 'phone',
  value: '',
  label: 'mobile',
  mayCall: false,
  mayText: false,
  mayMail: false,
}

const kinds = { phone: 'Phone', email: 'Email', address: 'Address' } as const
const labels = { home: 'Home', mobile: 'Mobile', work: 'Work', other: 'Other' } as const

/** `Phone, mobile`. */
export function contactKindWords({ kind, label }: { kind: string; label: string }): string {
  const word = new Map(Object.entries(kinds)).get(kind) ?? kind
  return label === 'other' ? word : `${word}, ${label}`
}

/** What may be sent there, in words. */
export function mayWords({ mayCall, mayText, mayMail }: Omit<ContactDraft, 'kind' | 'label' | 'value'>): string {
  const may = [mayCall ? 'call' : '', mayText ? 'text' : '', mayMail ? 'write' : ''].filter(Boolean)
  return may.length > 0 ? `May ${may.join(' and ')}` : 'Nothing may be sent here'
}

type Choice<Value extends string> = { value: Value; label: string }
const kindOptions: Choice<ContactDraft['kind']>[] = [
  { value: 'phone', label: kinds.phone },
  { value: 'email', label: kinds.email },
  { value: 'address', label: kinds.address },
]
const labelOptions: Choice<ContactDraft['label']>[] = [
  { value: 'mobile', label: labels.mobile },
  { value: 'home', label: labels.home },
  { value: 'work', label: labels.work },
  { value: 'other', label: labels.other },
]
const typeOf = { phone: 'tel', email: 'email', address: 'text' } as const

type ContactFieldsProps = {
  draft: ContactDraft
  onDraft: (draft: ContactDraft) => void
  /** What is wrong at a place of this contact: `value`. */
  saysOf: (place: string) => string | undefined
  help?: ReactNode
  /** The kind is settled, because a source said it. */
  fixedKind?: boolean
  /** Stands first among the boxes. */
  children?: ReactNode
}

/** One contact: what it is, where, and what may be sent there. Nothing is allowed until somebody says so. */
export function ContactFields({ draft, onDraft, saysOf, help, fixedKind, children }: ContactFieldsProps) {
  const set = (change: Partial<ContactDraft>) => onDraft({ ...draft, ...change })
  const chooseKind = (value: string) => {
    const kind = kindOptions.find(option => option.value === value)?.value ?? 'phone'
    set({ kind, mayCall: false, mayText: false, mayMail: false })
  }
  return (
    <div className="stack">
      <FieldRow>
        {fixedKind ? null : <SelectField label="Kind" value={draft.kind} onValue={chooseKind} options={kindOptions} />}
        <TextField
          label={kinds[draft.kind]}
          type={typeOf[draft.kind]}
          value={draft.value}
          onValue={value => set({ value })}
          help={help}
          error={saysOf('value')}
        />
        <SelectField
          label="Where"
          value={draft.label}
          onValue={value => set({ label: labelOptions.find(option => option.value === value)?.value ?? 'other' })}
          options={labelOptions}
        />
      </FieldRow>
      <div className="row">
        {children}
        {draft.kind === 'phone' ? (
          <>
            <CheckField label="May call" checked={draft.mayCall} onChecked={mayCall => set({ mayCall })} />
            <CheckField label="May text" checked={draft.mayText} onChecked={mayText => set({ mayText })} />
          </>
        ) : (
          <CheckField
            label={draft.kind === 'email' ? 'May email' : 'May send mail'}
            checked={draft.mayMail}
            onChecked={mayMail => set({ mayMail })}
          />
        )}
      </div>
    </div>
  )
}
