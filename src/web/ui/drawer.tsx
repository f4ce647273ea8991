import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './button.tsx'
import { focusPlace } from './focus-back.ts'
import { Icon } from './icon.tsx'

type BoxProps = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** `drawer` stands at the right, `box` in the middle, `veil` covers all and cannot be closed. */
  shape: 'drawer' | 'drawer wide' | 'box' | 'veil'
  closable?: boolean
  foot?: ReactNode
}

/**
 * The browser's own modal dialog: it holds the focus, makes the rest inert, closes on Esc and gives the focus back, to
 * what is nearest when the act took away the button that opened it.
 * Mantine's would inject a style without the nonce.
 */
export function ModalBox({ open, onClose, title, children, shape, closable = true, foot }: BoxProps) {
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = box.current
    if (!open || !dialog) return
    const giveBack = focusPlace()
    dialog.showModal()
    const first = dialog.querySelector<HTMLElement>(shape === 'box' ? 'input, .modal-foot .btn' : 'input')
    // Of radio buttons the chosen one is where the keyboard enters.
    const chosen = first?.closest('fieldset')?.querySelector<HTMLElement>('input[type="radio"]:checked')
    ;(chosen ?? first)?.focus()
    return () => {
      dialog.close()
      giveBack()
    }
  }, [open, shape])
  if (!open) return null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a dialog by itself, through onCancel
    <dialog
      ref={box}
      className={`modal ${shape}`}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault()
        if (closable) onClose()
      }}
      onClick={event => {
        if (closable && event.target === event.currentTarget) onClose()
      }}
    >
      <div className="modal-in">
        <div className="modal-head">
          <h2 id={id}>{title}</h2>
          {closable ? (
            <button type="button" className="x" aria-label="Close" onClick={onClose}>
              <Icon name="cross" />
            </button>
          ) : null}
        </div>
        <div className="modal-body">{children}</div>
        {foot ? <div className="modal-foot">{foot}</div> : null}
      </div>
    </dialog>
  )
}

type DrawerProps = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  wide?: boolean
  foot?: ReactNode
}

/** A piece of work beside the page. Esc closes it and gives back the focus. */
export function Drawer({ wide, ...rest }: DrawerProps) {
  return <ModalBox {...rest} shape={wide ? 'drawer wide' : 'drawer'} />
}

type ConfirmProps = {
  open: boolean
  onClose: () => void
  /** A question: `Withdraw this note?` */
  title: string
  /** What will be, and that it cannot be undone. */
  children: ReactNode
  /** The act in words: `Withdraw note`. */
  act: string
  onAct: () => void
  busy?: boolean
}

/** Asks before what cannot be undone, and only then. The way back has the focus. */
export function Confirm({ open, onClose, title, children, act, onAct, busy }: ConfirmProps) {
  return (
    <ModalBox
      open={open}
      onClose={onClose}
      title={title}
      shape="box"
      foot={
        <div className="row end">
          <Button onPress={onClose}>Go back</Button>
          <Button kind="danger-filled" onPress={onAct} busy={busy ?? false}>
            {act}
          </Button>
        </div>
      }
    >
      {children}
    </ModalBox>
  )
}
