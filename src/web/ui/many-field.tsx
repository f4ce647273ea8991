import type { Option } from './field.tsx'
import { Icon } from './icon.tsx'
import { Menu } from './menu.tsx'

type ManyFieldProps = {
  label: string
  /** What it says while nothing is chosen: then nothing is left out. */
  all: string
  options: readonly Option[]
  values: readonly string[]
  onValues: (values: string[]) => void
}

/** Several of a list, in a menu that stays open while they are chosen; none chosen is all. */
export function ManyField({ label, all, options, values, onValues }: ManyFieldProps) {
  const [first, ...more] = options.filter(option => values.includes(option.value))
  const says = !first ? all : more.length === 0 ? first.label : `${more.length + 1} chosen`
  const turn = (value: string) =>
    onValues(values.includes(value) ? values.filter(each => each !== value) : [...values, value])
  return (
    <div className="many">
      <span className="mantine-InputWrapper-label" aria-hidden="true">
        {label}
      </span>
      <Menu
        label={`${label}: ${says}`}
        className="many-button"
        groups={[
          {
            label,
            items: [
              { word: all, many: true, chosen: !first, run: () => onValues([]) },
              ...options.map(option => ({
                word: option.label,
                many: true,
                chosen: values.includes(option.value),
                run: () => turn(option.value),
              })),
            ],
          },
        ]}
      >
        <span>{says}</span>
        <Icon name="down" />
      </Menu>
    </div>
  )
}
