import { Link, usePath } from './route.tsx'

/** Pages of one thing, never steps. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly { to: string; word: string }[] }) {
  const path = usePath()
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(tab => (
        <Link key={tab.to} to={tab.to} current={path === tab.to}>
          {tab.word}
        </Link>
      ))}
    </nav>
  )
}
