import { type ReactNode, useEffect, useRef } from 'react'
import { Bridge } from '../ui/icon.tsx'
import { useWords } from './language.ts'

type FrameProps = {
  /** What stands at the top on the right. */
  top?: ReactNode
  /** Where the tablet is. */
  site?: string | undefined
  children: ReactNode
  /** Which way the screen is laid out. */
  shape: 'list' | 'pad' | 'words'
}

/** What every screen has: where it is, and where help is in a crisis. */
export function Frame({ top, site, children, shape }: FrameProps) {
  const words = useWords()
  return (
    <div className={`kiosk ${shape}`}>
      <header>
        <p className="brand">
          <Bridge size={30} />
          {site ?? 'Footbridge'}
        </p>
        {top}
      </header>
      <main>{children}</main>
      <footer>
        <p className="crisis">{words.crisis}</p>
      </footer>
    </div>
  )
}

/** The one sentence of a screen. It takes the focus, so that a reader says it and keys go on from here. */
export function Head({ children }: { children: ReactNode }) {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // What was scrolled on the screen before says nothing about this one.
    window.scrollTo(0, 0)
    head.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 ref={head} tabIndex={-1}>
      {children}
    </h1>
  )
}
