import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon, type IconName } from './icon.tsx'

/**
 * One line of a menu: an act, or a choice of a group when `chosen` is given; one of several at once when it is `many`,
 * and then the menu stays open.
 */
export type MenuItem = {
  word: string
  icon?: IconName
  run: () => void
  chosen?: boolean
  many?: boolean
  hint?: string
}
export type MenuGroup = { label?: string; items: readonly MenuItem[] }

type MenuProps = {
  /** What the button shows. */
  children: ReactNode
  /** Its name for readers, when what it shows is not enough. */
  label?: string
  className: string
  groups: readonly MenuGroup[]
}

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => (at >= last ? 0 : at + 1),
  ArrowUp: (at, last) => (at <= 0 ? last : at - 1),
  Home: () => 0,
  End: (_at, last) => last,
}

/** A button that opens a short list of acts: arrows move, Esc and leaving close. */
export function Menu({ children, label, className, groups }: MenuProps) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const items = (): HTMLElement[] => [...(box.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]
  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus()
  }, [open])

  function close() {
    setOpen(false)
    button.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    const all = items()
    const step = steps[event.key]
    if (step && open) {
      event.preventDefault()
      const here = document.activeElement
      const at = here instanceof HTMLElement ? all.indexOf(here) : -1
      all[step(at, all.length - 1)]?.focus()
    } else if (event.key === 'Escape' && open) close()
    else if (event.key === 'Tab') setOpen(false)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and focus of what is inside pass here
    <div
      className="menu"
      onKeyDown={onKeyDown}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <button
        ref={button}
        type="button"
        className={className}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open ? (
        <div className="menu-list" role="menu" id={id} ref={box} aria-label={label ?? 'Menu'}>
          {groups.map(group => (
            <Group key={group.items[0]?.word} group={group} onDone={close} />
          ))}
        </div>
      ) : null}
    </div>
  )
}

function Group({ group, onDone }: { group: MenuGroup; onDone: () => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a menu
    <div role="group" aria-label={group.label ?? 'Acts'}>
      {group.label ? <p aria-hidden="true">{group.label}</p> : null}
      {group.items.map(item => (
        <button
          key={item.word}
          type="button"
          {...(item.chosen === undefined
            ? { role: 'menuitem' }
            : { role: item.many ? 'menuitemcheckbox' : 'menuitemradio', 'aria-checked': item.chosen })}
          tabIndex={-1}
          onClick={() => {
            if (!item.many) onDone()
            item.run()
          }}
        >
          <Mark name={item.chosen ? 'check' : item.icon} />
          <span>{item.word}</span>
          {item.hint ? (
            <span className="cap" aria-hidden="true">
              {item.hint}
            </span>
          ) : null}
        </button>
      ))}
    </div>
  )
}

/** What stands before a line; where nothing does, its place. */
const Mark = ({ name }: { name: IconName | undefined }) => (name ? <Icon name={name} /> : <i className="menu-none" />)
