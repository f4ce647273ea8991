import { Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'
import type { HTMLInputAutoCompleteAttribute, ReactNode } from 'react'
import { Icon } from './icon.tsx'

type Common = {
  label: string
  /** A line under the field: a form to write it in, or why it is asked. */
  help?: ReactNode
  /** What is wrong with what stands in it; from `saysOf(place)` of `useAct`. */
  error?: string | undefined
  /** Adds "(optional)" to the label. */
  optional?: boolean
}

type Typed = Common & { value: string; onValue: (value: string) => void; required?: boolean; autoFocus?: boolean }

function wrap({ label, help, error, optional }: Common) {
  return {
    label: optional ? (
      <>
        {label} <span className="quiet">(optional)</span>
      </>
    ) : (
      label
    ),
    description: help,
    withAsterisk: false,
    error: error ? (
      <>
        <Icon name="warning" size={13} /> {error}
      </>
    ) : undefined,
  }
}

type TextFieldProps = Typed & {
  type?: 'text' | 'email' | 'tel' | 'date' | 'time' | 'search'
  autoComplete?: HTMLInputAutoCompleteAttribute
  inputMode?: 'numeric' | 'decimal' | 'email' | 'tel'
  placeholder?: string
  maxLength?: number
  /** To be read and copied, not written: it is chosen whole when it is reached. */
  readOnly?: boolean
}

/** One line of text, a day or a time. */
export function TextField(props: TextFieldProps) {
  const {
    value,
    onValue,
    type = 'text',
    autoComplete = 'off',
    required,
    autoFocus,
    inputMode,
    placeholder,
    maxLength,
    readOnly,
  } = props
  return (
    <TextInput
      {...wrap(props)}
      {...(inputMode ? { inputMode } : {})}
      {...(placeholder ? { placeholder } : {})}
      {...(maxLength ? { maxLength } : {})}
      {...(autoFocus ? { autoFocus } : {})}
      {...(readOnly ? { readOnly, onFocus: event => event.currentTarget.select() } : {})}
      type={type}
      value={value}
      autoComplete={autoComplete}
      aria-required={required || undefined}
      onChange={event => onValue(event.currentTarget.value)}
    />
  )
}

/** A password, with a way to see it. `fresh` when it is being chosen. */
export function PasswordField(props: Typed & { fresh?: boolean }) {
  const { value, onValue, fresh, autoFocus } = props
  return (
    <PasswordInput
      {...wrap(props)}
      {...(autoFocus ? { autoFocus } : {})}
      value={value}
      autoComplete={fresh ? 'new-password' : 'current-password'}
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
      onChange={event => onValue(event.currentTarget.value)}
    />
  )
}

/** Several lines. */
export function TextArea(props: Typed & { rows?: number; maxLength?: number; placeholder?: string }) {
  const { value, onValue, rows = 3, maxLength, placeholder, autoFocus } = props
  return (
    <Textarea
      {...wrap(props)}
      {...(maxLength ? { maxLength } : {})}
      {...(placeholder ? { placeholder } : {})}
      {...(autoFocus ? { autoFocus } : {})}
      value={value}
      rows={rows}
      onChange={event => onValue(event.currentTarget.value)}
    />
  )
}

/** One choice of a list. */
export type Option = { value: string; label: string }
/** Choices under a heading of their own. */
export type OptionGroup = { group: string; items: Option[] }

/** One of a list, in the browser's own picker, in groups if given. An option with an empty value asks to choose. */
export function SelectField(props: Typed & { options: readonly (Option | OptionGroup)[] }) {
  const { value, onValue, options } = props
  return (
    <NativeSelect
      {...wrap(props)}
      data={[...options]}
      value={value}
      rightSection={<Icon name="down" />}
      onChange={event => onValue(event.currentTarget.value)}
    />
  )
}

/** Yes or no. */
export function CheckField(props: Common & { checked: boolean; onChecked: (checked: boolean) => void }) {
  const { checked, onChecked } = props
  const { label, description, error } = wrap(props)
  return (
    <Checkbox
      label={label}
      description={description}
      error={error}
      checked={checked}
      onChange={event => onChecked(event.currentTarget.checked)}
    />
  )
}

/** Fields side by side above 700 px. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="field-row">{children}</div>
}

/** A form: Enter sends it, nothing is checked by the browser, errors come under the fields. */
export function Form({ children, onSend, label }: { children: ReactNode; onSend: () => void; label?: string }) {
  return (
    <form
      className="form"
      noValidate
      aria-label={label}
      onSubmit={event => {
        event.preventDefault()
        onSend()
      }}
    >
      {children}
    </form>
  )
}
