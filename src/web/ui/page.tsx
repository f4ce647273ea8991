import { type ReactNode, useId } from 'react'

type PageProps = {
  /** The one h1. */
  title: ReactNode
  /** One line under it. */
  sub?: ReactNode
  /** Buttons at the right; at most one filled on the page. */
  actions?: ReactNode
  /** Chips or a save word in the head, before the actions. */
  state?: ReactNode
  children: ReactNode
}

/** A page: its head, then its content. */
export function Page({ title, sub, actions, state, children }: PageProps) {
  return (
    <>
      <header className="head">
        <div>
          <h1>{title}</h1>
          {sub ? <p>{sub}</p> : null}
        </div>
        {actions || state ? (
          <div className="acts">
            {state}
            {actions}
          </div>
        ) : null}
      </header>
      {children}
    </>
  )
}

type PanelProps = {
  /** The heading, which also names the region. */
  title: ReactNode
  /** Quiet words after the heading. */
  sub?: ReactNode
  /** A link or button at the right of the heading. */
  end?: ReactNode
  /** A line under the content. */
  foot?: ReactNode
  /** Space around the content; tables and lists need none. */
  padded?: boolean
  children?: ReactNode
}

/** A surface with a heading. Panels never nest. */
export function Panel({ title, sub, end, foot, padded, children }: PanelProps) {
  const id = useId()
  return (
    <section className="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {sub ? <span className="quiet">{sub}</span> : null}
        {end ? <span className="end">{end}</span> : null}
      </header>
      {padded ? <div className="in">{children}</div> : children}
      {foot ? <div className="foot">{foot}</div> : null}
    </section>
  )
}

/** Main column and an aside that stands beside it above 960 px, under it below. `asideLabel` names the aside. */
export function Columns({
  children,
  aside,
  asideLabel,
}: {
  children: ReactNode
  aside?: ReactNode
  asideLabel?: string
}) {
  if (!aside) return <div className="stack">{children}</div>
  return (
    <div className="cols">
      <div className="stack">{children}</div>
      <aside className="stack" aria-label={asideLabel ?? 'Beside'}>
        {aside}
      </aside>
    </div>
  )
}

/** Pairs of a word and its value. */
export function Facts({ facts }: { facts: { word: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {facts.map(({ word, value }) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
