import { Drawer as MantineDrawer, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

const motion = { duration: 120 }

type DrawerProps = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  wide?: boolean
  foot?: ReactNode
}

/** A piece of work beside the page. Esc closes it and gives back the focus. */
export function Drawer({ open, onClose, title, children, wide, foot }: DrawerProps) {
  return (
    <MantineDrawer
      opened={open}
      onClose={onClose}
      title={title}
      position="right"
      size={wide ? 640 : 420}
      transitionProps={motion}
      overlayProps={{ backgroundOpacity: 0.18 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className="drawer-in">{children}</div>
      {foot ? <div className="drawer-foot">{foot}</div> : null}
    </MantineDrawer>
  )
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
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      centered
      size={440}
      transitionProps={motion}
      overlayProps={{ backgroundOpacity: 0.3 }}
      withCloseButton={false}
    >
      <div className="stack">
        <div>{children}</div>
        <div className="row end">
          <Button onPress={onClose}>Go back</Button>
          <Button kind="danger-filled" onPress={onAct} busy={busy ?? false}>
            {act}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

/** A short question in a box: used by the shell for the password asked once more. */
export function Dialog({
  open,
  onClose,
  title,
  children,
}: {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
}) {
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      centered
      size={400}
      transitionProps={motion}
      overlayProps={{ backgroundOpacity: 0.3 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {children}
    </Modal>
  )
}
