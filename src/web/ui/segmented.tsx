import { useId } from 'react'

type SegmentedProps<Value extends string> = {
  /** Names the group; shown unless `labelHidden`. */
  label: string
  labelHidden?: boolean
  options: readonly { value: Value; label: string; hint?: string }[]
  /** Undefined while nothing is chosen. */
  value: Value | undefined
  onValue: (value: Value) => void
  small?: boolean
  /** The chosen one filled, in an open row. */
  strong?: boolean
  /** The keys that choose, beside the label. */
  keys?: string
}

/** One of a few, side by side: a real radio group; `hint` shows the key that chooses it. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, labelHidden, options, value, onValue, small, strong, keys } = props
  const name = useId()
  return (
    <fieldset className="one">
      <legend className={labelHidden ? 'vh' : ''}>
        {label}
        {keys ? (
          <span className="cap" aria-hidden="true">
            {keys}
          </span>
        ) : null}
      </legend>
      <div className={`seg${small ? ' sm' : ''}${strong ? ' strong' : ''}`}>
        {options.map(option => (
          <label key={option.value}>
            <input type="radio" name={name} checked={value === option.value} onChange={() => onValue(option.value)} />
            {option.label}
            {option.hint ? (
              <span className="cap" aria-hidden="true">
                {option.hint}
              </span>
            ) : null}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
